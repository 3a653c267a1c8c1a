"""Is what an earlier run left in its folder whole, and of the same corpus? Then it may be taken as it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.speed.corpus import Corpus

__all__ = ["forget", "is_kept", "keep"]


def keep(path: Path, corpus: Corpus) -> None:
    """Note beside a file or folder that it is whole, and of which corpus."""
    _note(path).write_text(_of(corpus), encoding="utf-8")


def forget(path: Path) -> None:
    """To be called before it is written anew."""
    _note(path).unlink(missing_ok=True)


def is_kept(path: Path, corpus: Corpus) -> bool:
    """Whether it is whole and of a corpus like this one: of as many articles, passages and bytes."""
    note = _note(path)
    return path.exists() and note.is_file() and note.read_text(encoding="utf-8") == _of(corpus)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.of.json")


def _of(corpus: Corpus) -> str:
    return json.dumps({name: value for name, value in asdict(corpus).items() if name != "folder"})
