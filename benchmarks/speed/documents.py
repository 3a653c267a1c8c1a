"""An article or a passage as the engines get it: one line of a corpus's `articles.jsonl` or `passages.jsonl`.

Light to import: first asks are measured with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict

__all__ = ["BY", "By", "Document", "day_number", "documents"]

By = Literal["article", "passage"]  # what one document of an engine is
BY: tuple[By, ...] = ("article", "passage")


class Document(TypedDict):
    """Ids count from 0 in each of the two files; `article` is the article's own. `date` is ISO text, possibly
    partial or empty; `source` and `place` may be empty too.
    """

    id: int
    article: str
    title: str
    date: str
    source: str
    place: str
    text: str


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file, in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def day_number(date: str) -> int:
    """A date as an integer engines can compare: 20130528; missing parts are 0."""
    return int(date[:10].replace("-", "").ljust(8, "0"))
