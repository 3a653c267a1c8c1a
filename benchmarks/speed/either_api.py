"""Dateline's two public names as they are imported now, and as they were before it was one package.

A run compares an installed version with an older one: `from dateline import Archive, build` was
`from search import Archive` and `from indexer import build`. To go with the next release, when no version
worth a comparison has the old names.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["archive_class", "build_function"]


def archive_class() -> Any:
    """`Archive` of whichever Dateline is installed."""
    return _first("Archive", ("dateline", "search"))


def build_function() -> Any:
    """`build` of whichever Dateline is installed: apart, for a script that only searches never loads it."""
    return _first("build", ("dateline", "indexer"))


def _first(name: str, modules: tuple[str, ...]) -> Any:
    for module in modules:
        found = getattr(import_module(module), name, None)
        if found is not None:
            return found
    raise ImportError(f"no {name} in {' or '.join(modules)}: is Dateline installed?")
