"""Ranked rows as the records a script gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.search.places import article_cite, indexed_text
from dateline.search.results import ArticleHit, PartScore, PassageHit, citation

if TYPE_CHECKING:
    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.ranked import Ranked, Row

__all__ = ["article_hits"]

# Passages whose texts are read and marked together: array steps cost as much for one. Measured: 16 take 2.5
# times less than one by one, more gain nothing.
_PORTION: Final = 16


def article_hits(ranked: Ranked, *, why: bool = False) -> tuple[ArticleHit, ...]:
    """A record for each row, in their order; with `why`, passages tell the parts of their score."""
    heads = _heads(ranked.rows)
    spans = ranked.title_spans([head["title"] or "" for head in heads])
    passages = _passage_hits(ranked, heads, why=why)
    hits = []
    for row, head, title_spans, of_row in zip(ranked.rows, heads, spans, map(tuple, passages), strict=True):
        segment, article, path, id_ = row.segment, row.article, head["path"], head["id"] or ""
        hits.append(
            ArticleHit(  # by place: a twentieth of an answer goes by names
                id_,
                head["title"],
                head["heading"] or "",
                head["date"],
                head["date_kind"] or "none",
                head["date_text"],
                head["source"],
                head["place"],
                head["author"],
                head["authors"],
                head["language"],
                path,
                head["url"],
                row.score,
                title_spans,
                of_row,
                article_cite(of_row, path, id_, segment, article, head["locator"]),
                row.having,
                indexed_text(segment, article),
                head["metas"],
            )
        )
    return tuple(hits)


def _heads(rows: list[Row]) -> list[dict[str, Any]]:
    """What is told of the article of each row."""
    articles: dict[SegmentReader, list[int]] = {}
    for row in rows:
        articles.setdefault(row.segment, []).append(row.article)
    told = {segment: iter(segment.heads(of_segment)) for segment, of_segment in articles.items()}
    return [next(told[row.segment]) for row in rows]


def _passage_hits(ranked: Ranked, heads: list[dict[str, Any]], *, why: bool) -> list[list[PassageHit]]:
    """For each row a record of each of its passages, in their order."""
    hits: list[list[PassageHit]] = [[] for _ in ranked.rows]
    wanted: dict[SegmentReader, list[tuple[int, int, float]]] = {}  # row, passage, score
    for number, row in enumerate(ranked.rows):
        if row.passages:
            of_segment = wanted.setdefault(row.segment, [])
            of_segment += [(number, passage, score) for passage, score in row.passages]
    for segment, of_segment in wanted.items():
        for start in range(0, len(of_segment), _PORTION):
            portion = of_segment[start : start + _PORTION]
            passages = [passage for _, passage, _ in portion]
            texts = segment.passage_texts(passages)
            marks = ranked.marks(segment, passages, texts)
            for (number, passage, score), text, (spans, sentences) in zip(portion, texts, marks, strict=True):
                lines, head = segment.passage_lines(passage), heads[number]
                cite = citation(head["path"], head["id"], lines, head["locator"])
                parts = _why(ranked, segment, passage) if why else ()
                hits[number].append(PassageHit(text, spans, score, lines, cite, sentences, parts))
    return hits


def _why(ranked: Ranked, segment: SegmentReader, passage: int) -> tuple[PartScore, ...]:
    from dateline.search.query.parts import part_text

    parts = ranked.explain_passage(segment, passage)
    return tuple([PartScore(part_text(leaf), field, score) for leaf, field, score in parts])
