"""The answer to one query: its best rows, and what can be told about all that match.

`Ranked` is made by `Evaluator.search` (evaluator.py). Rows are found at once, the rest when asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.match.segment_view import SegmentView
from dateline.search.arrays.match.sorted_arrays import unique
from dateline.search.arrays.score.articles import by_score
from dateline.search.arrays.score.boolean import Tree
from dateline.search.arrays.score.compiled_passages import CompiledPassages, compiled_passages
from dateline.search.arrays.score.compiled_query import CompiledQuery, compiled_query
from dateline.search.arrays.score.topk import best, disjunction
from dateline.search.arrays.show.explaining import explain_passage
from dateline.search.arrays.show.marking import Marker
from dateline.search.query.nodes import LEAVES, AtLeast, Leaf, Pattern, Query, leaves
from dateline.search.ranking.shape import Flat, QueryShape, marked_leaves
from dateline.search.ranking.weighting import Weights, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.score.articles import BestArticles, Reason
    from dateline.search.arrays.state import State
    from dateline.search.engine import By, Sort

__all__ = ["Marks", "Ranked", "Row"]

Span = tuple[int, int]
Marks = tuple[tuple[Span, ...], tuple[int, ...]]  # spans, and where sentences begin
_FEW = 1000  # rows whose articles are sooner looked up one by one than worked out for all passages
_UNDATED = 1 << 62
_PASTED = 64  # parts: a query of more is a text, and mostly found in none (chosen by eye)


class Row(NamedTuple):
    """One row of an answer. `passages` are passage numbers of the segment with their scores, best first.

    By passage it is the passage itself; by article there are none where nothing but the title matched, or
    where none were asked for. `having` is how many of the article's have a part of the query, as far as any
    were asked for.
    """

    segment: SegmentReader
    article: int
    score: float
    passages: list[tuple[int, float]]
    having: int = 0


class Ranked:
    """The answer to one query: `rows`, best first, and what can be told about all matches.

    `words` are those that nobody typed: added by expansion, or taken from an article. `leaders` are, of a
    sample of a larger collection, the articles here that lead in it by relevance, for each segment.
    """

    def __init__(self, state: State, query: Query, by: By) -> None:
        self._state = state
        self._query = query
        self._by = by
        self._level = state.level(by)
        self._shape = QueryShape(query)
        self._tree = Tree(self._level, state.filter)
        self.rows: list[Row] = []
        self.words: tuple[str, ...] = ()
        self.leaders: list[list[int]] | None = None

    # -- ranking ---------------------------------------------------------------------------------------

    def find(self, limit: int, sort: Sort, passages: int, *, offset: int = 0) -> list[Row]:
        """The best rows behind the first `offset`: only for these are passages looked up."""
        limit += offset
        if sort != "relevance":
            return self._in_order(limit, sort, passages, offset=offset)
        if self._by == "article":
            return self._article_rows(self.best_articles(limit)[offset:], passages)
        if self._compiled_passages is not None:
            return self._passage_rows(self._compiled_passages.best(limit)[offset:], passages)
        found: BestArticles = []
        threshold = 0.0
        flat = self._shape.flat
        for view in self._state.views:
            documents, scores = self._best_passages(flat, view, limit, threshold)
            found += zip(scores, [view.number] * len(scores), documents, strict=True)
            if len(self._state.views) > 1:
                found = sorted(found, key=by_score)[:limit]
                threshold = found[-1][0] if len(found) == limit else 0.0
        return self._passage_rows(found[offset:], passages)

    def best_articles(self, limit: int) -> BestArticles:
        """The best articles, of rows by article."""
        if self._compiled_articles is not None:
            return self._compiled_articles.best(limit)
        if len(self._query.children()) > _PASTED and not self._is_found():
            return []
        return self._state.articles.best(self._shape, self.weights, self._tree, limit)

    def _is_found(self) -> bool:
        """Whether anything matches: sooner told than what each part of a pasted text weighs."""
        if self._shape.flat is not None:
            return True
        return any(
            len(self._tree.matches(self._query, view, scored=False).documents) for view in self._state.views
        )

    @derived
    def _compiled(self) -> CompiledQuery | CompiledPassages | None:
        """The query as kernels answer it; None where array steps do."""
        return self._compiled_articles if self._by == "article" else self._compiled_passages

    @derived
    def _compiled_passages(self) -> CompiledPassages | None:
        leaves = self._state.compiled_by_passage
        if leaves is None:
            return None
        return compiled_passages(leaves, self._state.passage_level, self._query, self._tree)

    @derived
    def _compiled_articles(self) -> CompiledQuery | None:
        state = self._state
        if state.compiled is None:
            return None
        return compiled_query(state.compiled, state.article_level, self._shape, self.weights, self._tree)

    @derived
    def weights(self) -> Weights:
        """What articles are ranked by."""
        state = self._state
        if state.compiled is not None:
            state.compiled.look_for(self._query)
        return weigh(self._query, state.ranking, state.languages, state.having)

    def _best_passages(
        self, flat: Flat | None, view: SegmentView, limit: int, threshold: float
    ) -> tuple[list[int], list[float]]:
        if flat is None:
            found = self._tree.matches(self._query, view, scored=True)
            return best(found.documents, found.scored, limit)
        return disjunction(
            self._level.lists(flat.leaves, view),
            limit,
            view,
            self._level.size(view),
            mask=self._tree.mask(flat, view),
            threshold=threshold,
        )

    def _in_order(self, limit: int, sort: Sort, passages: int, *, offset: int) -> list[Row]:
        if self._by == "article":
            found = self._first_articles(limit, sort)
            return self._article_rows(found[offset:], passages)
        chosen: list[tuple[int, float, int, int]] = []
        for view in self._state.views:
            matches = self._tree.matches(self._query, view, scored=True)
            documents, scores = matches.documents, matches.scored
            ranks = self._ranks(view, view.article_of[documents], sort)
            order = np.lexsort((documents, -scores, ranks))[:limit]
            chosen += zip(
                ranks[order].tolist(),
                (-scores[order]).tolist(),
                [view.number] * len(order),
                documents[order].tolist(),
                strict=True,
            )
        return self._passage_rows(
            [(-score, number, document) for _, score, number, document in sorted(chosen)[offset:limit]],
            passages,
        )

    def _first_articles(self, limit: int, sort: Sort) -> BestArticles:
        """The first `limit` articles by time, then score: only those of the times that get in are scored.

        Neighbouring words add to the articles that lead by relevance, whatever the limit: pages are parts of
        one order.
        """
        views = self._state.views
        ranks = [
            self._ranks(view, articles, sort) for view, articles in zip(views, self._documents, strict=True)
        ]
        every = np.concatenate([*ranks, np.empty(0, np.int64)])
        last = np.partition(every, limit - 1)[limit - 1] if len(every) > limit else np.inf
        wanted = [articles[of <= last] for articles, of in zip(self._documents, ranks, strict=True)]
        candidates = self._state.ranking.candidates
        all_lead = self.leaders is None and len(every) <= candidates
        found = self._scored(wanted, pairs=all_lead)
        if self.weights.pairs and not all_lead:
            leading = (
                self.best_articles(candidates)
                if self.leaders is None
                else self._scored(self.leaders, pairs=True)
            )
            scores = {(number, article): score for score, number, article in leading}
            found = [(scores.get((n, article), score), n, article) for score, n, article in found]
            found.sort(key=by_score)
        pairs = zip(self._documents, ranks, strict=True)
        by_article = [dict(zip(a.tolist(), r.tolist(), strict=True)) for a, r in pairs]
        return sorted(found, key=lambda entry: by_article[entry[1]][entry[2]])[:limit]

    def _scored(self, articles: list[NDArray[Any]] | list[list[int]], *, pairs: bool) -> BestArticles:
        """These articles (for each segment, ascending) with their scores, best first."""
        if self._compiled_articles is not None:
            return self._compiled_articles.scored(articles, pairs=pairs)
        return self._state.articles.scored(self.weights, articles, pairs=pairs)

    def _ranks(self, view: SegmentView, articles: NDArray[Any], sort: Sort) -> NDArray[np.int64]:
        """A number for each article, the smaller the sooner it comes; undated ones last."""
        if sort == "added":
            added: NDArray[np.int64] = -self._state.added_ranks[view.number][articles]
            return added
        ranks = self._state.date_ranks[view.number][articles]
        return np.where(ranks == 0, _UNDATED, -ranks if sort == "newest" else ranks)

    def _passage_rows(self, found: list[tuple[float, int, int]], passages: int) -> list[Row]:
        views = self._state.views
        readers = [view.reader for view in views]
        few = len(found) <= _FEW
        article_of = [
            view.reader.article_having if few else view.article_of.data.__getitem__ for view in views
        ]
        return [
            Row(readers[number], article_of[number](document), score, [(document, score)], 1)
            if passages
            else Row(readers[number], article_of[number](document), score, [])
            for score, number, document in found
        ]

    def _article_rows(self, found: list[tuple[float, int, int]], passages: int) -> list[Row]:
        if not found:
            return []
        if self._compiled_articles is not None:
            shown = self._compiled_articles.passages(found, passages)
        else:
            shown = self._state.articles.passages(self._query, self.weights, found, passages)
        views = self._state.views
        return [
            Row(
                views[number].reader,
                article,
                score,
                of_row or _lead(views[number], article, passages),
                having,
            )
            for (score, number, article), (of_row, having) in zip(found, shown, strict=True)
        ]

    # -- all matches -----------------------------------------------------------------------------------

    @derived
    def _documents(self) -> list[NDArray[Any]]:
        if self._compiled is not None:
            return list(map(self._compiled.documents, self._state.views))
        return [self._tree.matches(self._query, view, scored=False).documents for view in self._state.views]

    @derived
    def total(self) -> int:
        """How many rows match, exactly."""
        count = self._count_leaf() if self._by == "article" else None
        if count is not None:
            return count
        if self._compiled is not None:
            return self._compiled.total
        return sum(map(len, self._documents))

    def _count_leaf(self) -> int | None:
        """How many articles have the one leaf that is asked for, where nothing else is to be known for it."""
        query, compiled = self._query, self._state.compiled
        if compiled is None or type(query) is AtLeast or not isinstance(query, LEAVES):
            return None
        count = sum([int(part.articles) for part in compiled.leaf(query).parts])
        whole = all(view.live_articles is None for view in self._state.views)
        return count if whole or not count else None

    @derived
    def passage_total(self) -> int:
        """How many passages match; by article, how many in matching articles have a part of the query."""
        if self._by == "article" and self._compiled_articles is not None:
            return self._compiled_articles.count_passages()
        return sum(map(len, self.matching_passages()))

    def matching_articles(self) -> list[NDArray[Any]]:
        """For each segment the articles that match (or have a passage that does), ascending."""
        if self._by == "article":
            return self._documents
        return [
            unique(view.article_of[documents])
            for view, documents in zip(self._state.views, self._documents, strict=True)
        ]

    def matching_passages(self) -> list[NDArray[Any]]:
        """For each segment the passages that match, ascending."""
        if self._by == "passage":
            return self._documents
        return [
            self._state.articles.matching_passages(self._query, self.weights, view, documents)
            for view, documents in zip(self._state.views, self._documents, strict=True)
        ]

    @derived
    def warnings(self) -> list[str]:
        """What was not done as asked, or done beyond: patterns cut short, words added."""
        return [
            f"{pattern.text!r} stands for more than 1,000 words; the 1,000 most frequent were searched"
            for pattern in dict.fromkeys(leaves(self._query))
            if type(pattern) is Pattern and self._state.patterns.is_cut(pattern)
        ]

    # -- marks -----------------------------------------------------------------------------------------

    @derived
    def _marker(self) -> Marker:
        return Marker(marked_leaves(self._query), self._level, titles=self._by == "article")

    def marks(self, segment: SegmentReader, passages: Sequence[int], texts: Sequence[str]) -> list[Marks]:
        """What is marked in passages of a segment, and where their sentences begin; `texts` are theirs."""
        view = self._state.view(segment)
        text_of = dict(zip(passages, texts, strict=True))
        documents = sorted(text_of)
        found = self._marker.marks(view, "text", documents, list(map(text_of.__getitem__, documents)))
        return list(map(dict(zip(documents, found, strict=True)).__getitem__, passages))

    def title_spans(self, titles: Sequence[str]) -> list[tuple[Span, ...]]:
        """For each row what is marked in the title of its article, which is given."""
        spans: list[tuple[Span, ...]] = [()] * len(self.rows)
        if not self._marker.marks_titles:
            return spans
        for view in self._state.views:
            rows_of: dict[int, list[int]] = {}
            for number, row in enumerate(self.rows):
                if row.segment is view.reader:
                    rows_of.setdefault(row.article, []).append(number)
            if not rows_of:
                continue
            articles = sorted(rows_of)
            texts = [titles[rows_of[article][0]] for article in articles]
            found = self._marker.marks(view, "title", articles, texts)
            for article, (marked, _) in zip(articles, found, strict=True):
                for number in rows_of[article]:
                    spans[number] = marked
        return spans

    def count_spans(self) -> int:
        """How many spans the texts of all matching passages and titles of matching articles have."""
        count = 0
        both = zip(self._state.views, self.matching_passages(), self.matching_articles(), strict=True)
        for view, passages, articles in both:
            for some in _portions(passages):
                count += self._marker.count(view, "text", some, view.reader.passage_text)
            for some in _portions(articles):
                count += self._marker.count(view, "title", some, partial(_title, view.reader))
        return count

    def explain_passage(self, segment: SegmentReader, passage: int) -> list[Reason]:
        """What each part of the query gives to a passage's score: leaf, field, how much.

        They sum to the score of the passage in its row. By article the title counts for every passage.
        """
        view = self._state.view(segment)
        if self._by == "article":
            return self._state.articles.explain_passage(self.weights, view, passage)
        return explain_passage(self._query, self._state.passage_level, view, passage)

    def explain_article(self, segment: SegmentReader, article: int) -> list[tuple[Leaf | None, str, float]]:
        """What each part of the query gives to an article's score, of rows by article.

        They sum to the score of the row: words ("article"), the best passage (None), and pairs of words
        ("together"), which count only in the `Ranking.candidates` best articles.
        """
        return self._state.articles.explain(self.weights, self._state.view(segment), article)


def _portions(documents: NDArray[Any]) -> Iterator[list[int]]:
    """Parts of an array, so that the places in all its documents are not in memory at once."""
    for start in range(0, len(documents), 4096):
        yield documents[start : start + 4096].tolist()


def _lead(view: SegmentView, article: int, passages: int) -> list[tuple[int, float]]:
    """What is shown of an article that matched by its title alone: its first passage, which scores 0."""
    bounds = view.reader.passage_bounds
    first, end = bounds[article], bounds[article + 1]
    return [(first, 0.0)] if passages and first < end else []


def _title(segment: SegmentReader, article: int) -> str:
    return segment.heads([article])[0]["title"] or ""
