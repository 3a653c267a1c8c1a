"""What is a passage, as the engines get it? Light to import: cold starts are measured with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

__all__ = ["Passage", "day_number", "passages"]


class Passage(TypedDict):
    """One line of `passages.jsonl`. Ids count from 0; `date` is ISO text, possibly partial or empty."""

    id: int
    article: str
    title: str
    date: str
    text: str


def passages(path: Path) -> Iterator[Passage]:
    """The passages of a file, in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def day_number(date: str) -> int:
    """A date as an integer engines can compare: 20130528; missing parts are 0."""
    return int(date[:10].replace("-", "").ljust(8, "0"))
