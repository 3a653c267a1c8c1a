"""What of an article is ranked as one: its passages.

A passage is a paragraph. One of fewer than 25 words joins the one before it (the first one the one after it,
a subhead what follows it); one of more than 180 words is cut at sentence ends into pieces of about equal
length. Words are what blanks part.

>>> from indexer.format.records import Article, Paragraph
>>> article = Article(id="a", paragraphs=(Paragraph("Leaders met. " * 15), Paragraph("They signed.")))
>>> [(passage.start, passage.end) for passage in split_passages(article)]
[(0, 209)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indexer.format.records import Article, Lines, Paragraph, Passage

__all__ = ["MAX_WORDS", "MIN_WORDS", "split_passages"]

# Chosen by the issue that asked for passages: a quotation alone says too little, and a page too much.
MIN_WORDS: Final = 25
MAX_WORDS: Final = 180

_SEPARATOR: Final = 2  # the blank line between the paragraphs of Article.text
_WORD: Final = re.compile(r"\S+")


@dataclass(slots=True)
class _Group:
    """Consecutive paragraphs that make one passage, or several when there are too many words."""

    start: int
    end: int
    words: int
    lines: Lines | None
    headed: bool  # it ends in a subhead, which must not be left at the foot of a passage

    def take(self, other: _Group) -> None:
        self.end = other.end
        self.words += other.words
        self.lines = _spanned(self.lines, other.lines)
        self.headed = other.headed


def split_passages(article: Article) -> list[Passage]:
    """The passages of `article`, in order; together they cover `article.text` but for blanks between them."""
    paragraphs = article.paragraphs
    if len(paragraphs) == 1:
        only = paragraphs[0]
        words = len(only.text.split())
        if words <= MAX_WORDS:
            return [Passage(0, len(only.text), only.lines)]
    passages: list[Passage] = []
    for group in _groups(paragraphs):
        if group.words <= MAX_WORDS:
            passages.append(Passage(group.start, group.end, group.lines))
        else:
            passages.extend(_cut(article, group))
    return passages


def _groups(paragraphs: Sequence[Paragraph]) -> list[_Group]:
    groups: list[_Group] = []
    start = 0
    for paragraph in paragraphs:
        end = start + len(paragraph.text)
        subhead = paragraph.kind == "subhead"
        group = _Group(start, end, len(paragraph.text.split()), paragraph.lines, subhead)
        if groups and (_open(groups) or (group.words < MIN_WORDS and not subhead)):
            groups[-1].take(group)
        else:
            groups.append(group)
        start = end + _SEPARATOR
    if len(groups) > 1 and groups[-1].headed:  # a subhead with nothing under it
        last = groups.pop()
        groups[-1].take(last)
    return groups


def _open(groups: list[_Group]) -> bool:
    """Whether the last group still waits for the paragraph after it."""
    last = groups[-1]
    return last.headed or (len(groups) == 1 and last.words < MIN_WORDS)


def _spanned(one: Lines | None, other: Lines | None) -> Lines | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def _cut(article: Article, group: _Group) -> list[Passage]:
    """The pieces of too long a group: none has more than MAX_WORDS words."""
    from indexer.fields.sentences import sentence_starts

    text = article.text[group.start : group.end]
    words = [match.start() for match in _WORD.finditer(text)]
    sentences = set(sentence_starts(text, article.language or "")) | _paragraph_starts(article, group)
    breaks = [ordinal for ordinal, start in enumerate(words) if start in sentences]
    edges = [0]
    while (left := len(words) - edges[-1]) > MAX_WORDS:
        pieces = -(-left // MAX_WORDS)
        edges.append(_next_edge(breaks, edges[-1], len(words), left // pieces))
    offsets = [words[edge] for edge in edges] + [len(text)]
    passages = []
    for start, stop in pairwise(offsets):
        piece = text[start:stop].rstrip()
        first, last = group.start + start, group.start + start + len(piece)
        passages.append(Passage(first, last, _lines_within(article, first, last)))
    return passages


def _next_edge(breaks: Sequence[int], first: int, last: int, wanted: int) -> int:
    """The word at which the next piece begins: the sentence start nearest to an equal share, or a bare word.

    A piece has MIN_WORDS to MAX_WORDS words and leaves at least MIN_WORDS; of two as near, the earlier.
    """
    low, high = first + MIN_WORDS, min(first + MAX_WORDS, last - MIN_WORDS)
    near = [edge for edge in breaks if low <= edge <= high]
    return min(near, key=lambda edge: (abs(edge - first - wanted), edge), default=first + wanted)


def _paragraph_starts(article: Article, group: _Group) -> set[int]:
    starts: set[int] = set()
    start = 0
    for paragraph in article.paragraphs:
        if group.start <= start < group.end:
            starts.add(start - group.start)
        start += len(paragraph.text) + _SEPARATOR
    return starts


def _lines_within(article: Article, first: int, last: int) -> Lines | None:
    lines: Lines | None = None
    start = 0
    for paragraph in article.paragraphs:
        end = start + len(paragraph.text)
        if start < last and end > first:
            lines = _spanned(lines, paragraph.lines)
        start = end + _SEPARATOR
    return lines
