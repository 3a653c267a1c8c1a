"""Joins the physical lines of a text into paragraphs.

Three habits are met: a line is a paragraph; lines are wrapped at some width and blank lines separate the
paragraphs; lines are wrapped and nothing separates the paragraphs. The last is recognised by what a wrapping
editor would have done: it would have pulled the next word up if it had fitted, so a line that ends a sentence
and leaves room for the next word ends a paragraph. Some programs leave the first line of a paragraph short;
the next line being short is then the sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from dateline.indexer.article import Lines
from dateline.indexer.cleaning.characters import physical_lines, tidy
from dateline.indexer.cleaning.line_ends import SOFT_HYPHEN, LineEnds
from dateline.indexer.facts.headers import is_header
from dateline.indexer.facts.titles import ends_sentence, is_bullet, opens_sentence

__all__ = ["Piece", "pieces"]

# Lines longer than this were not wrapped by an editor or a mail program (132 was the widest terminal).
_MAX_WIDTH: Final = 132
_SHORT: Final = 0.78  # of the width; chosen by eye, where greedy wrapping rarely ends a line
_BROKEN: Final = 0.2  # of the lines: paragraphs of two lines break half of them, titles and bylines none
_HEADING_LINES: Final = 3
_INDENT: Final = re.compile(r"[ \t\u00a0\u3000]{2,}|\t")


class Piece(NamedTuple):
    """A paragraph, title or other run of text, before anything is known about it.

    `gap` is the number of blank lines before it; 0 where the line before belongs to another piece. `heading`:
    the way the lines break tells a title or subhead from what follows. `page`: a form feed stands before it.
    """

    text: str
    lines: Lines
    gap: int = 0
    heading: bool = False
    page: bool = False


class _Line(NamedTuple):
    number: int
    text: str
    indented: bool
    page: bool = False


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in order, hard-wrapped lines joined."""
    blocks = _blocks(text)
    line_ends = LineEnds(text)
    width = _width([line for _, block in blocks if len(block) > 1 for line in block])
    found: list[Piece] = []
    for gap, block in blocks:
        if len(block) == 1:  # as most are
            line = block[0]
            lines = line.number, line.number
            found.append(Piece(line.text.removesuffix(SOFT_HYPHEN), lines, gap, False, line.page))
            continue
        if not _wrapped(block, width):
            runs = [([line], False) for line in block]
        else:
            runs = _paragraphs(block, width)
        for ordinal, (run, heading) in enumerate(runs):
            joined = line_ends.join([line.text for line in run]).removesuffix(SOFT_HYPHEN)
            lines = run[0].number, run[-1].number
            found.append(Piece(joined, lines, 0 if ordinal else gap, heading, run[0].page))
    return found


def _blocks(text: str) -> list[tuple[int, list[_Line]]]:
    """Runs of lines that are not blank, each with the number of blank lines before it."""
    blocks: list[tuple[int, list[_Line]]] = []
    gap, block, page = 0, list[_Line](), False
    any_fed, any_broken = "\f" in text, SOFT_HYPHEN in text
    for number, raw in enumerate(physical_lines(text), 1):
        tidied = tidy(raw)
        fed = any_fed and "\f" in raw
        if not tidied:
            gap, block, page = gap + 1, [], page or fed
            continue
        if fed and raw.lstrip(" \t").startswith("\f"):
            page = True
        if page and block:
            gap, block = 1, []
        if not block:
            blocks.append((gap, block))
            gap = 0
        if any_broken and raw.rstrip().endswith(SOFT_HYPHEN) and not tidied.endswith(SOFT_HYPHEN):
            tidied += SOFT_HYPHEN  # a word is broken here, and no other is meant
        block.append(_Line(number, tidied, _INDENT.match(raw) is not None, page))
        page = fed and raw.rstrip(" \t").endswith("\f")
    return blocks


def _width(lines: Sequence[_Line]) -> int:
    """The column at which lines were wrapped: few are longer (a long last word, an escaped quote)."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _wrapped(block: Sequence[_Line], width: int) -> bool:
    """Whether the lines of a block go on in each other: some break off amid a sentence."""
    if width > _MAX_WIDTH or max(len(line.text) for line in block) > 1.5 * _MAX_WIDTH:
        return False
    broken = sum(
        not ends_sentence(line.text) and (not opens_sentence(after.text) or not _fits(line, after, width))
        for line, after in pairwise(block)
    )
    return broken >= max(1, _BROKEN * (len(block) - 1))


def _fits(line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line would have had room on this one."""
    return len(line.text) + 1 + len(after.text.partition(" ")[0]) < width * 0.95


def _paragraphs(block: Sequence[_Line], width: int) -> list[tuple[list[_Line], bool]]:
    """The paragraphs of a wrapped block, and whether each is a heading."""
    runs = [[block[0]]]
    for line, after in pairwise(block):
        if _parts(line, after, width, last=after is block[-1]):
            runs.append([after])
        else:
            runs[-1].append(after)
    ragged = _first_lines_are_short(runs, width)
    found: list[tuple[list[_Line], bool]] = []
    for run in runs:
        size = _heading_size(run, width, ragged)
        if size:
            found.append((run[:size], True))
        found.append((run[size:], False))
    return found


def _parts(line: _Line, after: _Line, width: int, *, last: bool) -> bool:
    if is_header(line.text) or is_header(after.text):
        return True
    if (after.indented and not line.indented) or is_bullet(after.text):
        return True
    if not opens_sentence(after.text):
        return False
    if not ends_sentence(line.text):
        return line.text.endswith(("»", "”")) and _fits(line, after, width)
    if _fits(line, after, width):
        return True
    # A short line amid a sentence is a first line; one that ends a sentence may be the last of its paragraph.
    return not last and len(after.text) < width * _SHORT and not ends_sentence(after.text)


def _first_lines_are_short(runs: Sequence[Sequence[_Line]], width: int) -> bool:
    """Whether the program that wrapped the text left the first line of each paragraph short."""
    long = [run for run in runs if len(run) > 2]
    return 2 * sum(_fits(run[0], run[1], width) for run in long) > len(long)


def _heading_size(run: Sequence[_Line], width: int, ragged: bool) -> int:
    """How many first lines of a paragraph are a heading of their own; 0 for none.

    A heading ends in a line that leaves room, without a full stop, before a line that opens a sentence and is
    as long as first lines of this text are. The longest such is taken.
    """
    for size in range(min(_HEADING_LINES, len(run) - 1), 0, -1):
        line, after = run[size - 1], run[size]
        if (
            _fits(line, after, width)
            and not ends_sentence(line.text)
            and line.text[-1] not in ",;:–—-"
            and opens_sentence(after.text)
            and (len(after.text) < width * _SHORT) == (ragged and size < len(run) - 1)
            and any(ends_sentence(body.text) for body in run[size:])
        ):
            return size
    return 0
