"""A conversation for tests: lines that are typed, and what is shown after each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from dateline.search.cli.prompt.loop import converse
from dateline.search.cli.prompt.session import Session

Typed = str | Callable[[], object]  # or what happens meanwhile

__all__ = ["Reader", "talk"]


class Reader:
    """Types the lines and leaves; keeps the prompts it was shown."""

    def __init__(self, lines: Iterable[Typed], seen: Callable[[], str]) -> None:
        self._lines: Iterator[Typed] = iter(lines)
        self._seen = seen
        self.prompts: list[str] = []
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        self.shown.append(self._seen())
        self.prompts.append(prompt)
        for line in self._lines:
            if isinstance(line, str):
                return line
            line()
        raise EOFError


def talk(capfd: pytest.CaptureFixture[str], index: Path | str, *lines: Typed) -> Reader:
    """What is shown before the first of the lines, and after each."""

    def seen() -> str:
        out, err = capfd.readouterr()
        return err + out

    reader = Reader(lines, seen)
    converse(Session((str(index),)), reader, lambda line: None)
    return reader
