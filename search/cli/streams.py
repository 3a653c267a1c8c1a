"""What goes to stdout, what to stderr, and how?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from dateline.search.errors import QueryError
    from dateline.search.output.page import Screen
    from dateline.search.results import Found

__all__ = [
    "FOUND",
    "NOTHING",
    "WRONG",
    "found_lines",
    "say",
    "say_found",
    "say_read",
    "say_wrong",
    "screen_for",
    "shown_in_pages",
    "terminal_columns",
    "use_utf8",
    "write",
    "write_json",
]

Piped = TypeVar("Piped")

# Exit codes, as grep has them.
FOUND: Final = 0
NOTHING: Final = 1
WRONG: Final = 2

# Lines longer than this are hard to read, shorter ones are broken anyway. Chosen by eye.
WIDEST: Final = 100
NARROWEST: Final = 40


def say_read(found: Found, read_as: str | None = None) -> None:
    """How the query was read, or what else was looked for, and what was done that it did not ask for."""
    for line in _read_lines(found, read_as):
        say(line)


def _read_lines(found: Found, read_as: str | None) -> Iterator[str]:
    yield read_as or f"read as: {found.read_as}"
    for warning in found.warnings:
        yield f"note: {warning}"


def say_found(found: Found, *, unit: str = "article", shown: bool = True, read_as: str | None = None) -> None:
    """How the query was read and how much was found; why, when it is nothing. `unit` is what a row is."""
    for line in found_lines(found, unit=unit, shown=shown, read_as=read_as):
        say(line)


def found_lines(
    found: Found, *, unit: str = "article", shown: bool = True, read_as: str | None = None
) -> Iterator[str]:
    """The lines that `say_found` says."""
    from dateline.search.output.page import counted, nothing_found_lines

    yield from _read_lines(found, read_as)
    if not found and not (found.offset and found.total):
        yield from nothing_found_lines(found)
        return
    parts = [counted(found.total, unit)]
    if unit != "passage":
        parts.append(counted(found.passage_total, "passage"))
    more = f" · {_which_shown(found)}" if shown and found.total > len(found) else ""
    yield ", ".join(parts) + more


def _which_shown(found: Found) -> str:
    """Which rows these are of all that match."""
    first, last = found.offset + 1, found.offset + len(found)
    if not found:
        return f"none from {first:,} on"
    if not found.offset:
        return f"first {last:,} shown"
    return f"{first:,} shown" if first == last else f"{first:,} to {last:,} shown"


def say_wrong(error: QueryError) -> None:
    """What is wrong with a query, a caret under the place."""
    from dateline.search.output.page import query_error_lines

    for line in query_error_lines(error, _columns()):
        say(line)


def say(line: str) -> None:
    """One line to stderr, on a terminal wrapped at its width, between words."""
    from dateline.indexer.shown.printable import printable

    lines: Iterable[str] = (printable(line),)
    if sys.stderr.isatty():
        from dateline.indexer.shown.columns import wrapped

        lines = wrapped(printable(line), _columns())
    with suppress(OSError):  # what is said beside the answer is not worth losing the answer for
        sys.stderr.write("".join(f"{part}\n" for part in lines))
        sys.stderr.flush()


def shown_in_pages(answer: Callable[[], int], pager: bool) -> int:
    """What `answer` returns; at a terminal what it writes is paged, unless the person wants none."""
    if not (pager and sys.stdout.isatty()):
        return answer()
    from dateline.search.cli.paging import in_pages

    return in_pages(answer)


def write(lines: Iterable[str], end: str = "\n") -> None:
    """Lines, or with `end=""` pieces of text, to stdout."""
    for line in lines:
        sys.stdout.write(f"{line}{end}")


def write_json(**record: object) -> None:
    """One JSON object with the version of its grammar first; records in it become objects."""
    from dateline.indexer.shown.json_line import json_line
    from dateline.search.output.export import VERSION, json_record

    use_utf8()
    write([json_line({"v": VERSION, **{name: json_record(value) for name, value in record.items()}})])


def use_utf8() -> None:
    """What another program reads is UTF-8, whatever the terminal speaks."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def terminal_columns(piped: Piped) -> int | Piped:
    """The columns of the terminal that stdout is; `piped` where it is none, and has no width."""
    return _columns() if sys.stdout.isatty() else piped


def _columns() -> int:
    """The columns of the terminal, or what `COLUMNS` says."""
    from shutil import get_terminal_size  # which brings compression along: not for a pipe

    return get_terminal_size().columns


def screen_for(color: str, links: str = "none") -> Screen:
    """The screen stdout is, given the choices of `--color` and `--hyperlink-format`."""
    from dateline.search.output.page import Screen

    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colored = color == "always" or (color == "auto" and terminal and not plain)
    columns = max(NARROWEST, min(WIDEST, _columns())) if terminal else None
    if links == "none" or not (terminal and colored) or os.environ.get("TERM") == "linux":
        return Screen(columns, colored)  # the console of Linux shows the address of a link
    from dateline.search.output.links import make_links

    return Screen(columns, colored, make_links(links))
