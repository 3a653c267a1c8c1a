"""Ranked rows as the records a script gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dateline.search.places import article_cite, indexed_text
from dateline.search.results import ArticleHit, PartScore, PassageHit, citation

if TYPE_CHECKING:
    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.ranked import Ranked

__all__ = ["article_hits"]

# Passages whose texts are read and marked together: array steps cost as much for one. Measured: 16 take 2.5
# times less than one by one, more gain nothing.
_PORTION: Final = 16


def article_hits(ranked: Ranked, *, why: bool = False) -> tuple[ArticleHit, ...]:
    """A record for each row, in their order; with `why`, passages tell the parts of their score."""
    heads = [row.segment.heads(row.article) for row in ranked.rows]
    places = [
        _Place(row.segment, passage, score, head)
        for row, head in zip(ranked.rows, heads, strict=True)
        for passage, score in row.passages
    ]
    passages = iter(_passage_hits(ranked, places, why=why))
    spans = ranked.title_spans([head["title"] or "" for head in heads])
    hits = []
    for row, head, title_spans in zip(ranked.rows, heads, spans, strict=True):
        of_row = tuple([next(passages) for _ in row.passages])
        hits.append(
            ArticleHit(
                id=head["id"] or "",
                title=head["title"],
                heading=head["heading"] or "",
                date=head["date"],
                date_kind=head["date_kind"] or "none",
                date_text=head["date_text"],
                source=head["source"],
                place=head["place"],
                author=head["author"],
                authors=head["authors"],
                language=head["language"],
                path=head["path"],
                url=head["url"],
                score=row.score,
                title_spans=title_spans,
                passages=of_row,
                cite=article_cite(
                    of_row, head["path"], head["id"], row.segment, row.article, head["locator"]
                ),
                passage_total=row.having,
                indexed=indexed_text(row.segment, row.article),
                metas=head["metas"],
            )
        )
    return tuple(hits)


class _Place(NamedTuple):
    """A passage to be shown: where it is, its score, and what is shown of its article."""

    segment: SegmentReader
    passage: int
    score: float
    head: dict[str, Any]


def _passage_hits(ranked: Ranked, places: list[_Place], *, why: bool) -> list[PassageHit]:
    """A record for each of these passages, in their order."""
    hits: list[PassageHit] = []
    for start in range(0, len(places), _PORTION):
        hits += _portion(ranked, places[start : start + _PORTION], why)
    return hits


def _portion(ranked: Ranked, places: list[_Place], why: bool) -> list[PassageHit]:
    by_segment: dict[SegmentReader, list[int]] = {}
    for row, place in enumerate(places):
        by_segment.setdefault(place.segment, []).append(row)
    hits: dict[int, PassageHit] = {}
    for segment, rows in by_segment.items():
        passages = [places[row].passage for row in rows]
        texts = list(map(segment.passage_text, passages))
        marks = ranked.marks(segment, passages, texts)
        for row, passage, text, (spans, sentences) in zip(rows, passages, texts, marks, strict=True):
            lines = segment.passage_lines(passage)
            head = places[row].head
            hits[row] = PassageHit(
                text=text,
                spans=spans,
                score=places[row].score,
                lines=lines,
                cite=citation(head["path"], head["id"], lines, head["locator"]),
                sentences=sentences,
                why=_why(ranked, segment, passage) if why else (),
            )
    return [hits[row] for row in range(len(places))]


def _why(ranked: Ranked, segment: SegmentReader, passage: int) -> tuple[PartScore, ...]:
    from dateline.search.query.parts import part_text

    parts = ranked.explain_passage(segment, passage)
    return tuple([PartScore(part_text(leaf), field, score) for leaf, field, score in parts])
