"""The scores of passages and articles, by the formulae of ranking/model.py written out.

No step on arrays and no cut-off: every document with a part of the query is scored. Documents and articles
that are deleted count in the statistics as long as they are in the index, as they do everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.derived import derived
from dateline.search.query.nodes import AtLeast, Leaf, Near, Sequence, Together, Word, leaf_key
from dateline.search.ranking.model import Ranking, Saturation, idf
from dateline.search.ranking.weighting import is_name
from dateline.search.whoosh_engine.documents import positions
from dateline.search.whoosh_engine.positions import frequency, occurrences

if TYPE_CHECKING:
    from dateline.search.ranking.weighting import Weights
    from dateline.search.whoosh_engine.documents import Documents

__all__ = ["Formulae"]

Counts = dict[int, int]  # of passages or articles, by number
_TITLE_PLACE: Final = 1 << 31  # a title's words are far from those of the text


class Formulae:
    """Counts and scores on one state of an index. What was counted for a leaf is kept.

    `candidates` gives documents among which are all that a leaf occurs in.
    """

    def __init__(
        self, documents: Documents, ranking: Ranking, candidates: Callable[[Leaf], Iterable[int]]
    ) -> None:
        self._documents = documents
        self._ranking = ranking
        self._candidates = candidates
        self._counted: dict[tuple[str, Hashable], Counts] = {}

    # -- how often -------------------------------------------------------------------------------------

    def in_text(self, leaf: Leaf) -> Counts:
        """How often a leaf occurs in each passage; in the lead only, if it asks for that."""
        return self._kept("text", leaf, self.lead_end if leaf.fieldname == "lead" else None)

    def in_opening(self, leaf: Leaf) -> Counts:
        """How often it does among the first words of each passage's article."""
        return self._kept("opening", leaf, self._opening_end)

    def _kept(self, name: str, leaf: Leaf, end_of: Callable[[int], int] | None) -> Counts:
        key = name, leaf_key(leaf)
        counts = self._counted.get(key)
        if counts is None:
            counts = {}
            for document in self._candidates(leaf):
                joined = self._documents.joined(document)
                within = joined.bounds(document)
                if end_of is None:
                    count = frequency(leaf, joined.text, within=within)
                else:
                    end = joined.end(end_of)
                    count = frequency(leaf, joined.text, end, within=within) if end else 0
                if count:
                    counts[document] = count
            self._counted[key] = counts  # whole: threads share it
        return counts

    def lead_end(self, document: int) -> int:
        """The position at which the lead of a document's article ends, 0 after the lead.

        The lead is the first paragraph, or what it shares a passage with; it may have been cut.
        """
        joined = self._documents.joined(document)
        if joined.first != self._documents.article(document).first:
            return 0
        if any(len(self._documents.text(before).paragraphs) > 1 for before in range(joined.first, document)):
            return 0
        paragraphs = self._documents.text(document).paragraphs
        return paragraphs[1] if len(paragraphs) > 1 else self._documents.lengths[document]

    def _opening_end(self, document: int) -> int:
        left = self._ranking.opening_words - self._documents.offset(document)
        return max(0, min(left, self._documents.lengths[document]))

    def in_title(self, leaf: Leaf) -> Counts:
        """How often it does in the title of each article."""
        key = "title", leaf_key(leaf)
        counts = self._counted.get(key)
        if counts is None:
            titles = [
                (article.number, frequency(leaf, self._documents.title(article.number)))
                for article in self._documents.articles
            ]
            counts = self._counted[key] = {number: count for number, count in titles if count}
        return counts

    # -- passages --------------------------------------------------------------------------------------

    def of_passages(self, leaf: Leaf) -> Counts:
        """The passages a leaf occurs in; a title is in all passages of its article."""
        if leaf.fieldname != "title":
            return self.in_text(leaf)
        articles = self._documents.articles
        return {
            document: count
            for number, count in self.in_title(leaf).items()
            for document in range(articles[number].first, articles[number].last)
        }

    def passage_scores(self, leaf: Leaf) -> dict[int, float]:
        """The BM25 of a leaf on each passage that has it, often enough if it counts, boost included."""
        weight = self._weight(leaf, len(self._documents), lambda part: len(self.of_passages(part)))
        counts = self.of_passages(leaf)
        least = leaf.count if isinstance(leaf, AtLeast) else 1
        title = leaf.fieldname == "title"
        average = self._average_title if title else self._average_passage
        scores = {}
        for document, count in counts.items():
            if count >= least:
                lengths = self._documents.title_lengths if title else self._documents.lengths
                length = lengths[self._documents.article_of[document]] if title else lengths[document]
                scores[document] = leaf.boost * _bm25(weight, count, length, average, self._ranking.passage)
        return scores

    @derived
    def _average_passage(self) -> float:
        lengths = self._documents.lengths
        return sum(lengths) / len(lengths) if lengths else 0.0

    @derived
    def _average_title(self) -> float:
        of = self._documents.article_of
        return sum(self._documents.title_lengths[number] for number in of) / len(of) if of else 0.0

    def _weight(self, leaf: Leaf, documents: int, having: Callable[[Leaf], int]) -> float:
        """idf; of a phrase or nearness the sum of that of its parts."""
        if isinstance(leaf, AtLeast):
            return self._weight(leaf.part, documents, having)
        if isinstance(leaf, Sequence):
            return sum(self._weight(part, documents, having) for part in leaf.parts)
        if isinstance(leaf, Near | Together):
            return sum(self._weight(part, documents, having) for part in (leaf.left, leaf.right))
        return idf(documents, having(leaf))

    # -- articles --------------------------------------------------------------------------------------

    def of_articles(self, leaf: Leaf) -> Counts:
        """The articles a leaf occurs in, in the title or any passage, and how often."""
        counts: Counts = {}
        if leaf.fieldname in (None, "title"):
            counts = dict(self.in_title(leaf))
        if leaf.fieldname != "title":
            for document, count in self.in_text(leaf).items():
                number = self._documents.article_of[document]
                counts[number] = counts.get(number, 0) + count
        return counts

    def having(self, leaf: Leaf) -> int:
        """In how many articles a leaf occurs."""
        return len(self.of_articles(leaf))

    def matching_articles(self, leaf: Leaf) -> set[int]:
        """The live articles that have a leaf, often enough if it counts."""
        least = leaf.count if isinstance(leaf, AtLeast) else 1
        articles = self._documents.articles
        return {n for n, count in self.of_articles(leaf).items() if count >= least and articles[n].live}

    def article_score(self, number: int, weights: Weights) -> float:
        """An article's score but for neighbouring words: the whole of it, mixed with its best passage."""
        share = self._ranking.best_passage
        k1 = self._ranking.article.k1
        whole = 0.0
        article = self._documents.articles[number]
        documents = range(article.first, article.last)
        for leaf, weight in weights.leaves:
            tf = self._title_tf(leaf, number)
            if leaf.fieldname != "title":
                count = sum(self.in_text(leaf).get(document, 0) for document in documents)
                tf += count / self._text_share(number)
            if leaf.fieldname is None:
                opening = sum(self.in_opening(leaf).get(document, 0) for document in documents)
                tf += self._ranking.opening * opening
            whole += weight * self._article_weight(leaf) * tf / (k1 + tf)
        best = max((self.passage_score(document, weights) for document in documents), default=None)
        if best is None:
            best = sum(weight * self._of_title(leaf, number) for leaf, weight in weights.leaves)
        return (1.0 - share) * whole + share * best

    def passage_score(self, document: int, weights: Weights) -> float:
        """What a passage scores in the row of its article: its title and its own text together."""
        number = self._documents.article_of[document]
        k1 = self._ranking.article.k1
        score = 0.0
        for leaf, weight in weights.leaves:
            tf = self._title_tf(leaf, number) + self._own_tf(leaf, document)
            score += weight * self._article_weight(leaf) * tf / (k1 + tf)
        return score

    def stands_in(self, leaf: Leaf, document: int) -> bool:
        """Whether a passage's own text has a leaf."""
        return leaf.fieldname != "title" and document in self.in_text(leaf)

    def _own_tf(self, leaf: Leaf, document: int) -> float:
        """The frequency of a leaf in a passage's own text."""
        if leaf.fieldname == "title":
            return 0.0
        share = _share(self._documents.lengths[document], self._average_filled, self._ranking.article.b)
        tf = self.in_text(leaf).get(document, 0) / share
        if leaf.fieldname is None:
            tf += self._ranking.opening * self.in_opening(leaf).get(document, 0)
        return tf

    def _of_title(self, leaf: Leaf, number: int) -> float:
        tf = self._title_tf(leaf, number)
        return self._article_weight(leaf) * tf / (self._ranking.article.k1 + tf)

    def _title_tf(self, leaf: Leaf, number: int) -> float:
        if leaf.fieldname not in (None, "title"):
            return 0.0
        length = self._documents.title_lengths[number]
        share = _share(length, self._average_titled, self._ranking.title_b)
        return self._ranking.title * self.in_title(leaf).get(number, 0) / share

    def _article_weight(self, leaf: Leaf) -> float:
        return self._weight(leaf, len(self._documents.articles), self.having)

    def _text_share(self, number: int) -> float:
        return _share(self._documents.article_length(number), self._average_text, self._ranking.article.b)

    # An article without a title or a text has no short one: averages are over those that have some.

    @derived
    def _average_text(self) -> float:
        articles = self._documents.articles
        return _average([self._documents.article_length(article.number) for article in articles])

    @derived
    def _average_titled(self) -> float:
        return _average(self._documents.title_lengths)

    @derived
    def _average_filled(self) -> float:
        return _average(self._documents.lengths)

    # -- neighbouring words ----------------------------------------------------------------------------

    def pair_score(self, number: int, pairs: Iterable[tuple[Word, Word]]) -> float:
        """What the pairs of neighbouring words of the query add to an article."""
        ranking, k1 = self._ranking, self._ranking.article.k1
        score = 0.0
        for first, second in pairs:
            here, there = self._places(first, number), self._places(second, number)
            weight = (self._article_weight(first) + self._article_weight(second)) / 2
            adjacent = sum(place + 1 in there for place in here)
            near = sum(
                any(-ranking.window < other - place < ranking.window for other in there) for place in here
            )
            over = sum(place + 2 in there for place in here) if is_name(first, second) else 0
            shares = (
                (ranking.ordered, adjacent),
                (ranking.unordered, near),
                (ranking.passed_over, over),
            )
            for share, count in shares:
                tf = count / self._text_share(number)
                score += share * weight * tf / (k1 + tf)
        return score

    def _places(self, word: Word, number: int) -> set[int]:
        """The positions of a word in an article, those of the title far away."""
        article = self._documents.articles[number]
        title = self._documents.title(number)
        places = {_TITLE_PLACE + occurrence.first for occurrence in occurrences(word, title)}
        start = 0
        for document in range(article.first, article.last):
            text = self._documents.text(document)
            places |= {start + occurrence.first for occurrence in occurrences(word, text)}
            start += positions(text)
        return places


def _bm25(weight: float, tf: float, length: int, average: float, saturation: Saturation) -> float:
    k1, b = saturation.k1, saturation.b
    return weight * (k1 + 1) * tf / (tf + k1 * (1 - b + b * length / average))


def _share(length: int, average: float, b: float) -> float:
    return 1 - b + b * length / max(average, 1.0)


def _average(lengths: list[int]) -> float:
    filled = [length for length in lengths if length]
    return sum(filled) / len(filled) if filled else 1.0
