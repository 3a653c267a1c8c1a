"""The matches of a query in their contexts, one to a line.

Keyword in context: every match with the words before and after it, aligned on the match, in the order they
were found or sorted by what stands on one side. Sorting by the right side brings the same continuations
together, sorting by the left side the same introductions.

>>> line = KwicLine("a", "fight against ", "drug", " trafficking from", "a.txt:3", None)
>>> next(aligned([line], 40))
'    fight against drug trafficking from'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import islice
from typing import Final, Literal

from dateline.indexer.analysis.folding import fold
from dateline.indexer.shown.paths import shown_path
from dateline.search.highlight.graphemes import boundary_at_or_after, boundary_at_or_before
from dateline.search.highlight.printable import fit, fit_end, printable, width
from dateline.search.output.links import Links, cited_place
from dateline.search.results import ArticleHit
from dateline.search.tallies import KwicLine

__all__ = ["KwicSort", "aligned", "has_room_for_cites", "kwic_lines"]

KwicSort = Literal["none", "left", "right"]

_WORD: Final = re.compile(r"\w+")
# Narrower contexts say nothing: first citations beside them are shortened, then they are left out. By eye.
_LEAST_CONTEXT: Final = 48
_LEAST_CITE: Final = 16
_MOST_CITE: Final = 30  # beside the contexts of a terminal of 80 columns; a wider one gives a third


def kwic_lines(
    articles: Iterable[ArticleHit], *, width: int = 60, sort: KwicSort = "none", limit: int | None = None
) -> tuple[KwicLine, ...]:
    """A line for each span of the titles and passages of `articles`, `width` code points on either side.

    That is at most: the contexts end at whole words. They keep the blank beside the match, so that left +
    match + right is a piece of the text, on one line and without control characters. `limit` keeps the first
    in the order that is asked for, of all that are given. Ties stay in the order of the articles and of the
    text.
    """
    lines = _each_line(articles, width)
    if sort == "none":
        return tuple(islice(lines, limit))

    def order(line: KwicLine) -> tuple[list[str], list[str]]:
        return _in_order(_WORD.findall(line.right) if sort == "right" else _WORD.findall(line.left)[::-1])

    if limit is None:
        return tuple(sorted(lines, key=order))
    return tuple(nsmallest(limit, lines, key=order))  # as `sorted`, ties too, and keeps no more than these


def _in_order(words: list[str]) -> tuple[list[str], list[str]]:
    """What words are sorted by: their letters without accents, then those: é beside e, ё after е."""
    return list(map(fold, words)), [word.casefold() for word in words]


def _each_line(articles: Iterable[ArticleHit], width: int) -> Iterator[KwicLine]:
    for article in articles:
        texts = [(passage.text, passage.spans, passage.cite) for passage in article.passages]
        for text, spans, cite in [(article.title or "", article.title_spans, article.cite), *texts]:
            for start, end in spans:
                yield KwicLine(
                    article_id=article.id,
                    left=printable(_left(text, start, width)).lstrip(),
                    match=printable(text[start:end]),
                    right=printable(_right(text, end, width)).rstrip(),
                    cite=cite,
                    date=article.date,
                )


def _left(text: str, end: int, width: int) -> str:
    """Up to `width` code points before `end`; a word cut in two is left out, unless it is all there is."""
    start = max(0, end - width)
    if start == 0 or text[start - 1].isspace():
        return text[start:end]
    blank = text.find(" ", start, end)
    return text[blank + 1 if 0 <= blank < end - 1 else boundary_at_or_after(text, start) : end]


def _right(text: str, start: int, width: int) -> str:
    end = start + width
    if end >= len(text) or text[end].isspace():
        return text[start:end]
    blank = text.rfind(" ", start, end)
    return text[start : blank if blank > start else boundary_at_or_before(text, end)]


def aligned(
    lines: Sequence[KwicLine], columns: int, *, mark: tuple[str, str] = ("", ""), links: Links | None = None
) -> Iterator[str]:
    """The lines for a terminal of `columns`, the matches below each other, `mark` around each.

    Columns are counted as a terminal shows them: East Asian characters take two. Each line ends with its
    citation where that leaves room to read; of a long one with the end of it, behind `…`.
    """
    with_cites = has_room_for_cites(lines, columns)
    cites = [_fitted(cite, _cite_room(columns)) for cite in _cites(lines)]
    widest_cite = max(map(width, cites), default=0)
    room = columns - widest_cite - 2 if with_cites else columns
    opening, closing = mark
    marked = width(opening + closing) if "\x1b" not in opening else 0
    typical = sorted(width(line.match) for line in lines)[len(lines) // 2] if lines else 0
    left_room = max(0, (room - typical - marked) // 2)
    for line, cite in zip(lines, cites, strict=True):
        left = _whole_words_end(line.left, left_room)
        match = fit(line.match, max(1, room - left_room - marked))
        right_room = max(0, room - left_room - marked - width(match))
        right = _whole_words(line.right, right_room)
        text = f"{' ' * (left_room - width(left))}{left}{opening}{match}{closing}{right}"
        if with_cites:
            path = None if line.cite == line.article_id else cited_place(line.cite)[0]
            linked = cite if links is None else links.linked(cite, line.cite, path)
            text += f"{' ' * (right_room - width(right))}  {linked}"
        yield text.rstrip()


def has_room_for_cites(lines: Sequence[KwicLine], columns: int) -> bool:
    """Whether `columns` leave enough context beside the citations, if need be shortened ones."""
    return _cite_room(columns) >= min(_LEAST_CITE, max(map(width, _cites(lines)), default=0))


def _cite_room(columns: int) -> int:
    return min(columns - 2 - _LEAST_CONTEXT, max(_MOST_CITE, columns // 3))


def _fitted(cite: str, columns: int) -> str:
    """As much of the end of a citation as `columns` hold: the line is there, and the name of the file."""
    if width(cite) <= columns:
        return cite
    end = fit_end(cite, max(0, columns - 1))
    folder = end.find("/")
    return f"…{end[folder:] if folder > 0 else end}"


def _cites(lines: Sequence[KwicLine]) -> list[str]:
    """Where each line stands, for people."""
    return [printable(line.cite if line.cite == line.article_id else shown_path(line.cite)) for line in lines]


def _whole_words(text: str, columns: int) -> str:
    """As many words from the beginning as `columns` hold; a text without blanks is cut between graphemes."""
    cut = fit(text, columns)
    if len(cut) == len(text) or text[len(cut)] == " ":
        return cut
    blank = cut.rfind(" ")
    return cut[:blank] if blank > 0 else cut


def _whole_words_end(text: str, columns: int) -> str:
    """As many words from the end as `columns` hold."""
    cut = fit_end(text, columns)
    if len(cut) == len(text) or text[-len(cut) - 1] == " ":
        return cut
    blank = cut.find(" ")
    return cut[blank + 1 :] if 0 <= blank < len(cut) - 1 else cut
