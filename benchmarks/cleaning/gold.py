"""Which pages are cleaned, and what should be found on each?

A set is a folder of `KEY.html.gz` (or `KEY.html`) and a `gold.json`: an object by KEY, which may name the
suffix or not. A gold has a `body`, or snippets of text that belong to it (`with`) and that don't (`without`),
and `title`, `author` (several parted by ";"), `date`, `url`; each may be missing. A `standfirst`, or a list
of them, is the part of the body that stands before its running text; a set that has any is strict: right word
for word, but for lists, quotes and tables, which it leaves out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Gold", "Page", "PageSet", "find_sets", "read_set"]


@dataclass(frozen=True, slots=True)
class Gold:
    """What people, or programs they checked, say a page holds."""

    body: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None

    @property
    def running(self) -> str | None:
        """The body without its standfirst; None where that isn't told."""
        if not self.body or not self.standfirst:
            return None
        return "\n".join(line for line in self.body.split("\n") if line not in self.standfirst)


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page: its bytes as they were saved, and its gold."""

    key: str
    path: Path
    gold: Gold

    def read(self) -> bytes:
        """The bytes of the page."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


@dataclass(frozen=True, slots=True)
class PageSet:
    """The pages of a folder, by key."""

    name: str
    pages: tuple[Page, ...]

    @property
    def strict(self) -> bool:
        """Whether the bodies are what the publisher's own markup says they are."""
        return any(page.gold.standfirst for page in self.pages)


def find_sets(folder: Path) -> list[Path]:
    """The folder if it is a set, or the sets that lie in it; OSError when there is none."""
    if (folder / "gold.json").is_file():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/gold.json"))
    if not found:
        raise FileNotFoundError(f"{folder}: holds no gold.json, and no folder with one")
    return found


def read_set(folder: Path) -> PageSet:
    """The pages that have a gold, by key; OSError or ValueError when a page or the gold can't be read."""
    table: Mapping[str, Mapping[str, Any]] = json.loads((folder / "gold.json").read_text("utf-8"))
    pages = [Page(key, _source(folder, key), _gold(stated)) for key, stated in sorted(table.items())]
    return PageSet(folder.name, tuple(pages))


def _source(folder: Path, key: str) -> Path:
    for suffix in ("", ".html.gz", ".html", ".gz"):
        if (path := folder / f"{key}{suffix}").is_file():
            return path
    raise FileNotFoundError(f"{folder / key}: the gold has it, the folder doesn't")


def _gold(stated: Mapping[str, Any]) -> Gold:
    return Gold(
        body=stated.get("body") or None,
        present=tuple(stated.get("with") or ()),
        absent=tuple(stated.get("without") or ()),
        standfirst=_texts(stated.get("standfirst")),
        title=stated.get("title") or None,
        author="; ".join(_texts(stated.get("author"))) or None,
        date=stated.get("date") or None,
        url=stated.get("url") or None,
    )


def _texts(value: object) -> tuple[str, ...]:
    """One text or a list of them."""
    if isinstance(value, list):
        return tuple(text for text in value if isinstance(text, str) and text)
    return (value,) if isinstance(value, str) and value else ()
