"""Which lines were typed before?

The last thousand, kept in the state folder (`state.py`), readable by nobody else. Whoever shows the file, or
types a line of it again, meets no character that acts. A line that begins with a blank is not kept, as in
shells; nor is one that is the same as the last.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from dateline.indexer.shown.printable import printable
from dateline.search.cli.state import state_file, write_privately

__all__ = ["keep_line", "kept_lines"]

_NAME: Final = "history"
_MOST: Final = 1_000
_LONGEST: Final = 2_000  # characters: what is longer was pasted
_MOST_BYTES: Final = 1 << 24


def kept_lines() -> list[str]:
    """The lines, the oldest first; none where none can be read."""
    try:
        with open(state_file(_NAME), "rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    lines = [printable(line).strip() for line in text.split("\n")]
    return [line for line in lines if line and len(line) <= _LONGEST][-_MOST:]


def keep_line(line: str) -> None:
    """Keep a line that was typed. Other prompts may have kept theirs meanwhile. Nothing where it can't be."""
    shown = printable(line)
    if line[:1].isspace() or not shown.strip() or len(shown) > _LONGEST:
        return
    lines = kept_lines()
    if lines[-1:] == [shown.strip()]:
        return
    with suppress(OSError):
        write_privately(_NAME, "".join(f"{one}\n" for one in [*lines, shown.strip()][-_MOST:]))
