"""The engines that take part: one module each, with a class Runner (base.py). A new one is listed here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from benchmarks.speed.documents import By
from benchmarks.speed.runners.base import Runner

__all__ = ["NEEDS", "installed", "load"]

# The runners in the order of the tables, and the package each needs.
NEEDS: Final = {
    "dateline": "click",  # whichever Dateline is installed: either_api.py
    "whoosh": "whoosh",
    "whoosh_nostop": "whoosh",
    "tantivy": "tantivy",
    "fts5": "sqlite3",
    "bm25s": "bm25s",
}


def installed() -> list[str]:
    """The runners whose engine is here."""
    return [name for name, package in NEEDS.items() if find_spec(package)]


def load(name: str, by: By = "passage") -> Runner:
    """A runner by its name. Raises ValueError when there is none, ImportError when its engine is not here."""
    if name not in NEEDS:
        raise ValueError(f"no runner {name!r}; there are {', '.join(NEEDS)}")
    runner: Runner = import_module(f"benchmarks.speed.runners.{name}_runner").Runner(by)
    return runner
