"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.places import HOUSE

FILES = [path for room in ("dateline", "indexer", "search") for path in sorted((HOUSE / room).rglob("*.py"))]


def name_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    name = ".".join(parts if parts[0] == "dateline" else ("dateline", *parts))
    return name.removesuffix(".__init__")


@pytest.mark.parametrize("name", [name_of(path) for path in FILES if ">>>" in path.read_text("utf-8")])
def test_the_examples_of_a_module_are_true(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOUSE)

    assert doctest.testmod(import_module(name)).failed == 0
