"""The engines that take part: one module each, with a class Runner (base.py). A new one is listed here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from benchmarks.speed.documents import By
from benchmarks.speed.runners.base import Runner

__all__ = ["NEEDS", "installed", "load", "what_is_missing"]

# The runners in the order of the tables, and the package each needs; none: it is no Python that it needs.
NEEDS: Final = {
    "dateline": "click",  # whichever Dateline is installed: either_api.py
    "whoosh": "whoosh",
    "whoosh_nostop": "whoosh",
    "tantivy": "tantivy",
    "fts5": "sqlite3",
    "bm25s": "bm25s",
    "lucene": "",
}


def installed() -> list[str]:
    """The runners whose engine is here: none has to be fetched first."""
    return [name for name in NEEDS if not what_is_missing(name) and _is_fetched(name)]


def what_is_missing(name: str) -> str:
    """What a runner lacks here, with the remedy, in a line; empty where it lacks nothing."""
    if package := NEEDS[name]:
        return "" if find_spec(package) else f"there is no package {package} (pip install '.[bench]')"
    from benchmarks.speed.runners import lucene_program  # here, for a cold start imports this module

    return lucene_program.what_is_missing()


def _is_fetched(name: str) -> bool:
    from benchmarks.speed.runners import lucene_program

    return bool(NEEDS[name]) or lucene_program.is_fetched()


def load(name: str, by: By = "passage") -> Runner:
    """A runner by its name. Raises ValueError when there is none, ImportError when its engine is not here."""
    if name not in NEEDS:
        raise ValueError(f"no runner {name!r}; there are {', '.join(NEEDS)}")
    runner: Runner = import_module(f"benchmarks.speed.runners.{name}_runner").Runner(by)
    return runner
