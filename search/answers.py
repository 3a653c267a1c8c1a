"""How do ranked rows become the records a script gets?

A record knows its score; the rest is read from the index when it is first looked at (see results.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from search.results import ArticleHit, Found, PartScore, PassageHit

if TYPE_CHECKING:
    from indexer.format.reader import SegmentReader
    from search.evaluate.evaluator import Ranked, Row

__all__ = ["article_hits", "cite", "found"]

Loader = Callable[[str], Any]


def found(ranked: Ranked, load: Loader, *, why: bool = False) -> Found:
    """The answer as a record; `load` answers for everything but the articles."""
    answer: Found = Found.lazily(load, articles=article_hits(ranked, why=why))
    return answer


def article_hits(ranked: Ranked, *, why: bool = False) -> tuple[ArticleHit, ...]:
    """A record for each row, in their order; with `why`, passages tell the parts of their score."""
    return tuple([_article_hit(ranked, row, why) for row in ranked.rows])


def _article_hit(ranked: Ranked, row: Row, why: bool) -> ArticleHit:
    segment, ordinal = row.segment, row.article
    heads: dict[str, Any] = {}

    def load(name: str) -> Any:
        if name == "id":
            return segment.keyword_field("id").value(ordinal)
        if name == "title_spans":
            return tuple(ranked.title_spans(segment, ordinal))
        if not heads:
            heads.update(segment.heads(ordinal))
        return heads[name]

    passages = tuple([_passage_hit(ranked, segment, number, score, why) for number, score in row.passages])
    hit: ArticleHit = ArticleHit.lazily(load, score=row.score, passages=passages)
    return hit


def _passage_hit(ranked: Ranked, segment: SegmentReader, number: int, score: float, why: bool) -> PassageHit:
    text: str | None = None

    def load(name: str) -> Any:
        nonlocal text
        if name == "text" or name == "spans":
            if text is None:
                text = segment.passage_text(number)
            return text if name == "text" else tuple(ranked.spans(segment, number, text))
        if name == "lines":
            return segment.passage_lines(number)
        if name == "cite":
            return cite(segment, number)
        return _why(ranked, segment, number) if why else ()

    hit: PassageHit = PassageHit.lazily(load, score=score)
    return hit


def _why(ranked: Ranked, segment: SegmentReader, passage: int) -> tuple[PartScore, ...]:
    from search.query.parts import part_text

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
