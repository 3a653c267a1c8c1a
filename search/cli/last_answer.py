"""Which articles stood in the answer a person saw last?

So that `dateline open 3` opens the third of them. Kept in the state folder of the person
(`$XDG_STATE_HOME/dateline`, `~/.local/state`, on Windows `%LOCALAPPDATA%`), readable by nobody else: where
each row stands, and no word of what was asked or found. Only an answer shown at a terminal is kept. It is
written whole, so that of two terminals the later answer is kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.search.output.links import cited_place

if TYPE_CHECKING:
    from dateline.search.results import Found

__all__ = ["Row", "keep_answer", "kept_row"]

_VERSION: Final = 1
_MOST_BYTES: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer: the article's id, its file and the line of the passage shown, and the indexes."""

    id: str
    path: str | None
    line: int | None
    folders: tuple[str, ...]


def keep_answer(found: Found, folders: Iterable[str]) -> None:
    """Keep where the rows of an answer stand. An answer is shown whether that can be kept or not."""
    rows = [
        [
            found.offset + number,
            article.id,
            article.path,
            cited_place(article.cite)[1] if article.path else None,
        ]
        for number, article in enumerate(found, start=1)
    ]
    told = {"v": _VERSION, "indexes": [os.path.abspath(folder) for folder in folders], "rows": rows}
    path = _path()
    beside = f"{path}.{os.getpid()}"
    with suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        try:
            file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
            with os.fdopen(file, "w", encoding="utf-8", errors="surrogateescape") as out:
                json.dump(told, out, ensure_ascii=True)
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)


def kept_row(number: int) -> Row | None:
    """The row of that number, as it was shown; None where none is kept."""
    try:
        with open(_path(), "rb") as file:
            told = json.loads(file.read(_MOST_BYTES))
        if told["v"] != _VERSION:
            return None
        for rank, article_id, path, line in told["rows"]:
            if rank == number:
                return Row(str(article_id), path, line, tuple(map(str, told["indexes"])))
    except (OSError, ValueError, KeyError, TypeError):  # none, or none of ours
        return None
    return None


def _path() -> str:
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    else:
        folder = os.environ.get("XDG_STATE_HOME", "")
        if not os.path.isabs(folder):
            folder = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(folder, "dateline", "last-answer.json")
