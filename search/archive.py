"""How does a script ask its archive?

`Archive.open` opens an index read-only; `Archive.search` answers a query. Any number of processes and
threads may read one index while another writes it: an archive shows the state it was opened on.

    with Archive.open("index") as archive:
        for article in archive.search("drug trafficking", limit=5):
            print(article.title, article.date)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from indexer.format.reader import IndexReader, SegmentReader

from search.errors import ArticleMissing
from search.evaluate import Evaluator, Ranked, Row
from search.reading import Reading, read_query, restrict
from search.results import ArticleHit, Found, PassageHit

if TYPE_CHECKING:
    from types import TracebackType

    from indexer.format.records import Article

__all__ = ["Archive", "search"]

By = Literal["article", "passage"]
Match = Literal["all", "any"]
Sort = Literal["relevance", "newest", "oldest"]

RELAXED = "no article has all the words; these have some of them"


class Archive:
    """An index opened for reading, as it was published when it was opened."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._evaluator = Evaluator(index)

    @classmethod
    def open(cls, folder: str | os.PathLike[str] = "index") -> Archive:
        """Open the index in `folder`. Raises IndexMissing, IndexDamaged or IndexVersion."""
        return cls(IndexReader.open(folder))

    def close(self) -> None:
        """Let go of the index. Results already returned stay whole."""
        self._index.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        match: Match = "all",
        by: By = "article",
        passages: int = 3,
        sort: Sort = "relevance",
        after: str | date | None = None,
        before: str | date | None = None,
        source: str | None = None,
        place: str | None = None,
    ) -> Found:
        """Answer a query: at most `limit` rows, best first.

        With `by="article"` a row is an article, conditions hold anywhere in it, and up to `passages` of its
        passages are shown, best first. With `by="passage"` a row is a passage and conditions hold inside it.
        `match="all"` asks for every word; where no article has them all, the answer is that of "any" and
        `warnings` says so. `after` and `before` are dates as in the query language, both inclusive.

        Ties: the article indexed first comes first. Raises QueryError when the query can't be read.
        """
        reading = read_query(query, languages=self._index.languages, match=match)
        reading = restrict(reading, after=after, before=before, source=source, place=place)
        rank = partial(self._evaluator.search, by=by, limit=limit, sort=sort, passages=passages)
        ranked = rank(reading.query)
        relaxed = False
        if not ranked.rows and limit > 0 and reading.any_query is not None:
            ranked = rank(reading.any_query)
            relaxed = bool(ranked.rows)
        return self._found(reading, ranked, relaxed=relaxed)

    def _found(self, reading: Reading, ranked: Ranked, *, relaxed: bool) -> Found:
        def load(name: str) -> Any:
            if name == "total":
                return ranked.total
            if name == "passage_total":
                return ranked.passage_total
            if name == "read_as":
                return reading.read_as_any if relaxed else reading.read_as
            if name == "warnings":
                return (RELAXED, *warnings) if relaxed else warnings
            return self._parts(reading) if not ranked.rows else ()

        warnings = (*reading.warnings, *ranked.warnings)
        articles = tuple(_article_hit(ranked, row) for row in ranked.rows)
        found: Found = Found.lazily(load, articles=articles)
        return found

    def get(self, article_id: str) -> Article:
        """The whole cleaned article. Raises ArticleMissing when the index has none of that id."""
        place = self._index.find_article(article_id)
        if place is None:
            raise ArticleMissing(article_id, self._index.folder)
        segment, ordinal = place
        return segment.article(ordinal)

    def articles(self) -> Iterator[Article]:
        """Every article of the index, in the order they were indexed."""
        for segment in self._index.segments:
            live = segment.live_articles
            for ordinal in range(segment.articles):
                if live is None or live[ordinal]:
                    yield segment.article(ordinal)


def _article_hit(ranked: Ranked, row: Row) -> ArticleHit:
    segment, ordinal = row.segment, row.article
    heads: dict[str, Any] = {}

    def load(name: str) -> Any:
        if name == "id":
            return segment.keyword_field("id").value(ordinal)
        if name == "title_spans":
            return ranked.title_spans(segment, ordinal)
        if not heads:
            heads.update(segment.heads(ordinal))
        return heads[name]

    passages = tuple(_passage_hit(ranked, segment, number, score) for number, score in row.passages)
    hit: ArticleHit = ArticleHit.lazily(load, score=row.score, passages=passages)
    return hit


def _passage_hit(ranked: Ranked, segment: SegmentReader, number: int, score: float) -> PassageHit:
    def load(name: str) -> Any:
        if name == "text":
            return segment.passage_text(number)
        if name == "spans":
            return ranked.spans(segment, number)
        if name == "lines":
            return segment.passage_lines(number)
        return _cite(segment, number)

    hit: PassageHit = PassageHit.lazily(load, score=score, why=())
    return hit


def _cite(segment: SegmentReader, passage: int) -> str:
    """`path:line` of a passage; the path alone without lines; the article's id without a path."""
    article = int(segment.article_of[passage])
    path = segment.keyword_field("path").value(article)
    if path is None:
        return segment.keyword_field("id").value(article) or ""
    lines = segment.passage_lines(passage)
    return path if lines is None else f"{path}:{lines[0]}"


def search(query: str, *, index: str | os.PathLike[str] = "index", **options: Any) -> Found:
    """Answer one query from the index in `index`; `options` are those of `Archive.search`."""
    with Archive.open(index) as archive:
        return archive.search(query, **options)
