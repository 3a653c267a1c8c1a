"""Which articles stood in the answer a person saw last?

So that `dateline open 3` opens the third of them. Kept in the state folder of the person
(`state.py`), readable by nobody else: where each row stands, and no word of what was asked or found. Only an
answer shown at a terminal is kept. It is written whole, so that of two terminals the later answer is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.beside import absolute_name
from dateline.search.cli.state import state_file, write_privately
from dateline.search.output.links import cited_place

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit, Found

__all__ = ["Row", "keep_answer", "kept_row", "row_of"]

_NAME: Final = "last-answer.json"
_VERSION: Final = 1
_MOST_BYTES: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer: the article's id, its file and the line of the passage shown, and the indexes."""

    id: str
    path: str | None
    line: int | None
    folders: tuple[str, ...]


def row_of(article: ArticleHit, folders: Iterable[str]) -> Row:
    """The row that an article is in an answer from the indexes in `folders`."""
    line = cited_place(article.cite)[1] if article.path else None
    return Row(article.id, article.path, line, tuple(map(absolute_name, folders)))


def keep_answer(found: Found, folders: Iterable[str]) -> None:
    """Keep where the rows of an answer stand. An answer is shown whether that can be kept or not."""
    folders = list(folders)
    rows = [(number, row_of(article, folders)) for number, article in enumerate(found, found.offset + 1)]
    told = {
        "v": _VERSION,
        "indexes": list(map(absolute_name, folders)),
        "rows": [[number, row.id, row.path, row.line] for number, row in rows],
    }
    with suppress(OSError, ValueError):
        write_privately(_NAME, json.dumps(told, ensure_ascii=True))


def kept_row(number: int) -> Row | None:
    """The row of that number, as it was shown; None where none is kept."""
    try:
        with open(state_file(_NAME), "rb") as file:
            told = json.loads(file.read(_MOST_BYTES))
        if told["v"] != _VERSION:
            return None
        for rank, article_id, path, line in told["rows"]:
            if rank == number:
                row = Row(article_id, path, line, tuple(told["indexes"]))
                for text in (row.id, row.path or "", *row.folders):
                    os.fsencode(text)
                return row if row.folders and isinstance(line, int | None) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):  # none, or none of ours
        return None
    return None
