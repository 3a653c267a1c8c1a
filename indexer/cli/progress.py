"""How far is a run? One line that stays in its place on a terminal, nothing otherwise."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dateline.indexer.shown.paths import shown_path
from dateline.indexer.shown.printable import printable

if TYPE_CHECKING:
    from dateline.indexer.builder import Progress, Status

__all__ = ["progress_line", "words_of"]

_SECONDS: Final = 0.1  # between two lines: the eye follows no more
_LOOKED: Final = 10**7  # bytes: what is looked through before anybody sees it is not worth a word
_UNITS: Final = ("B", "KB", "MB", "GB", "TB")


@contextmanager
def progress_line(*, shown: bool = True) -> Iterator[Progress | None]:
    """What a run is to call; None where nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    begun = time.monotonic()
    last = 0.0

    def tell(status: Status) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _SECONDS:
            last = now
            width = shutil.get_terminal_size().columns - 1
            line = printable(words_of(status, now - begun))
            sys.stderr.write(f"\r{_cut(line, width):{width}}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r{'':{width}}\r")
        sys.stderr.flush()


def words_of(status: Status, seconds: float) -> str:
    """How far it is, how fast, and what is being done."""
    looked = f" ({_size(status.looked)} looked through)" if status.looked >= _LOOKED else ""
    if not status.files:
        return status.doing + looked
    rate = f", {status.articles / seconds:,.0f}/s" if status.articles and seconds >= 1 else ""
    return (
        f"{status.files_done:,} of {status.files:,} files, {_size(status.bytes_done)} of "
        f"{_size(status.bytes)}, {status.articles:,} articles{rate}{looked} · {shown_path(status.doing)}"
    )


def _size(number: float) -> str:
    for unit in _UNITS:
        if number < 1000 or unit == _UNITS[-1]:
            break
        number /= 1000
    return f"{number:.0f} {unit}" if number >= 10 or unit == "B" else f"{number:.1f} {unit}"


def _cut(line: str, width: int) -> str:
    """So much of a line as there is room for: its end is a path, of which the end says most."""
    if len(line) <= width:
        return line
    head, dot, path = line.partition(" · ")
    room = width - len(head) - len(dot) - 1
    return f"{head}{dot}…{path[-room:]}" if room > 8 else line[: max(width, 0)]
