"""What was an article added to an index with, and when: all that another index needs to have the same?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.fields import TEXT
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.toc import Toc
from dateline.indexer.format.segment.text_field import AMID_SENTENCE

__all__ = ["WholeArticle", "open_segments", "whole_articles"]


class WholeArticle(NamedTuple):
    """An article, its path as it is kept, with what `IndexWriter.add_article` takes beside it."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[tuple[int, ...], ...]
    indexed: int


def open_segments(folder: Path, toc: Toc) -> list[SegmentReader]:
    """The segments of a state, which tell paths as they are kept. IndexDamaged where one is gone."""
    opened: list[SegmentReader] = []
    try:
        opened += (SegmentReader(folder / entry.file, entry) for entry in toc.segments)
    except FileNotFoundError as error:
        raise IndexDamaged(Path(error.filename), "the file is missing, or was replaced meanwhile") from error
    return opened


def whole_articles(segments: Iterable[SegmentReader]) -> Iterator[WholeArticle]:
    """The live articles of segments, in the order they were indexed. IndexDamaged."""
    for segment in segments:
        times = segment.indexing_times.all().tolist()
        live = segment.live_articles
        for ordinal in range(segment.articles):
            if live is None or live[ordinal]:
                yield _whole(segment, ordinal, times[ordinal])


def _whole(segment: SegmentReader, ordinal: int, indexed: int) -> WholeArticle:
    article = segment.article(ordinal)
    numbers = range(int(segment.first_passage[ordinal]), int(segment.first_passage[ordinal + 1]))
    spans = _spans(article.text, [segment.passage_text(number) for number in numbers])
    passages = [
        Passage(start, end, segment.passage_lines(number))
        for (start, end), number in zip(spans, numbers, strict=True)
    ]
    sentences = segment.text_field(TEXT).sentence_starts_of(list(numbers))
    goes_on = segment.goes_on
    # The beginning of a text is always noted; of one that begins amid a sentence it is none.
    sentences = [
        starts[1:] if goes_on[number] == AMID_SENTENCE else starts
        for starts, number in zip(sentences, numbers, strict=True)
    ]
    return WholeArticle(article, tuple(passages), tuple(sentences), indexed)


def _spans(text: str, pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the texts of passages lie in that of their article, one after the other."""
    at = 0
    for number, piece in enumerate(pieces):
        gaps = ("\n\n", " ") if number else ("",)
        start = next((at + len(gap) for gap in gaps if text.startswith(gap + piece, at)), -1)
        if start < 0:
            start = max(text.find(piece, at), 0)
        at = start + len(piece)
        yield start, at
