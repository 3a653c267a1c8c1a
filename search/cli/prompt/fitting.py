"""How many hits of an answer fit the screen?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from dateline.indexer.shown.columns import wrapped
from dateline.search.cli.paging import rows_taken
from dateline.search.output.page import article_lines
from dateline.search.results import Found

if TYPE_CHECKING:
    from dateline.search.output.page import Screen

__all__ = ["first_rows", "fitting", "most_rows"]

_LEAST_ROWS: Final = 3  # of the screen: a heading, a citation, a blank line


def most_rows(rows: int) -> int:
    """How many hits a screen of so many rows may show at most."""
    return max(1, (rows + 1) // _LEAST_ROWS)


def fitting(found: Found, screen: Screen, columns: int, rows: int, said: Iterable[str]) -> Found:
    """The answer as far as its page fits a terminal, below what is said of it; at least one hit of it."""
    room = rows - 1  # the blank line above the hits
    room -= sum(len(list(wrapped(line, columns))) for line in said)
    for count, article in enumerate(found):
        lines = [*([""] if count else []), *article_lines(found.offset + count + 1, article, screen)]
        room -= sum(rows_taken(line, columns) for line in lines)
        if room < 0:
            return first_rows(found, max(1, count))
    return found


def first_rows(found: Found, count: int, offset: int = 0) -> Found:
    """The same answer with so many of its rows alone, behind the first `offset`."""
    return Found(
        found.articles[offset : offset + count],
        total=lambda: found.total,
        passage_total=lambda: found.passage_total,
        read_as=lambda: found.read_as,
        warnings=found.warnings,
        relaxed=found.relaxed,
        parts=lambda: found.parts,
        offset=found.offset + offset,
    )
