"""How do ranked rows become the records a script gets?

A record knows its score; the rest is read from the index when it is first looked at (see results.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dateline.search.results import ArticleHit, Found, PartScore, PassageHit, lazy_hits

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import SegmentReader
    from dateline.search.arrays.evaluator import Ranked
    from dateline.search.results import Shown

__all__ = ["article_hits", "cite", "found"]

Loader = Callable[[Any, str], Any]
_PORTION = 16  # passages whose texts are read together: more than a page shows


def found(ranked: Ranked, load: Loader, *, why: bool = False) -> Found:
    """The answer as a record; `load` answers for everything but the articles."""
    answer: Found = Found.lazily(load, articles=article_hits(ranked, why=why))
    return answer


def article_hits(ranked: Ranked, *, why: bool = False) -> tuple[ArticleHit, ...]:
    """A record for each row, in their order; with `why`, passages tell the parts of their score."""
    segments = {row.segment for row in ranked.rows}
    id_of = {segment: segment.keyword_field("id").value for segment in segments}
    rows = [
        (id_of[segment](article) or "", score, [score for _, score in passages])
        for segment, article, score, passages in ranked.rows
    ]
    return lazy_hits(rows, _Articles(ranked), _Passages(ranked, why=why))


class _Articles:
    """Fills the records of an answer's articles; their key is the number of the row."""

    def __init__(self, ranked: Ranked) -> None:
        self._ranked = ranked
        self._heads: dict[int, dict[str, Any]] = {}

    def __call__(self, hit: ArticleHit, name: str) -> Any:
        """One field of an article's record."""
        number: int = hit._key
        row = self._ranked.rows[number]
        if name == "title_spans":
            return tuple(self._ranked.title_spans(row.segment, row.article))
        heads = self._heads.get(number)
        if heads is None:
            heads = self._heads[number] = row.segment.heads(row.article)
        return heads[name]


class _Passages:
    """Fills the records of an answer's passages; their key is the number of the passage in the answer.

    Texts, and what is marked in them, are read for a portion of neighbours when one of them is looked at.
    """

    def __init__(self, ranked: Ranked, *, why: bool) -> None:
        self._ranked = ranked
        self._why = why
        self._places = [(row.segment, number) for row in ranked.rows for number, _ in row.passages]
        self._texts: dict[int, list[str]] = {}
        self._shown: dict[int, list[Shown]] = {}

    def __call__(self, record: PassageHit, name: str) -> Any:
        """One field of a passage's record."""
        number: int = record._key
        if name == "spans" or name == "sentences":
            _, spans, sentences = self.shown(number)
            return spans if name == "spans" else sentences
        if name == "text":
            portion, place = divmod(number, _PORTION)
            return (self._texts.get(portion) or self._read_texts(portion))[place]
        segment, passage = self._places[number]
        if name == "lines":
            return segment.passage_lines(passage)
        if name == "cite":
            return cite(segment, passage)
        return _why(self._ranked, segment, passage) if self._why else ()

    def shown(self, key: int) -> Shown:
        """Text, spans and sentences of a passage."""
        portion, place = divmod(key, _PORTION)
        return (self._shown.get(portion) or self._read_shown(portion))[place]

    def _read_texts(self, portion: int) -> list[str]:
        places = self._places[portion * _PORTION : (portion + 1) * _PORTION]
        texts = self._texts[portion] = [segment.passage_text(passage) for segment, passage in places]
        return texts

    def _read_shown(self, portion: int) -> list[Shown]:
        texts = self._texts.get(portion) or self._read_texts(portion)
        places = self._places[portion * _PORTION : (portion + 1) * _PORTION]
        by_segment: dict[SegmentReader, list[int]] = {}
        for row, (segment, _) in enumerate(places):
            by_segment.setdefault(segment, []).append(row)
        shown: list[Shown] = [("", (), ())] * len(places)
        for segment, rows in by_segment.items():
            passages = [places[row][1] for row in rows]
            marks = self._ranked.marks(segment, passages, [texts[row] for row in rows])
            for row, (spans, sentences) in zip(rows, marks, strict=True):
                shown[row] = texts[row], spans, sentences
        self._shown[portion] = shown
        return shown


def _why(ranked: Ranked, segment: SegmentReader, passage: int) -> tuple[PartScore, ...]:
    from dateline.search.query.parts import part_text

    parts = ranked.explain(segment, passage)
    return tuple([PartScore(part_text(leaf), level, score) for leaf, level, score in parts])


def cite(segment: SegmentReader, passage: int) -> str:
    """`path:line` of a passage; the path alone without lines; the article's id without a path."""
    article = int(segment.article_of[passage])
    path = segment.keyword_field("path").value(article)
    if path is None:
        return segment.keyword_field("id").value(article) or ""
    lines = segment.passage_lines(passage)
    return path if lines is None else f"{path}:{lines[0]}"
