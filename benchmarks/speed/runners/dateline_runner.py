"""Dateline as a script uses it: `build` and `Archive.search`, each passage an article and a row."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.speed.passages import Passage, passages
from benchmarks.speed.runners import base
from dateline.search import Archive

__all__ = ["Runner"]


class Runner(base.Runner):
    """Titles are left out: Dateline would search them, the others only store them."""

    def build(self, passages_path: Path, folder: Path, threads: int) -> None:
        from dateline.indexer import build  # here, because a script that only searches does not import it

        build(map(_record, passages(passages_path)), index=folder, jobs=threads)

    def add(self, passage: Passage, folder: Path) -> None:
        from dateline.indexer import build

        build([_record(passage)], index=folder)

    def open(self, folder: Path) -> None:
        self._archive = Archive.open(folder)

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        kind, text = query["kind"], query["text"]
        options: dict[str, Any] = {"match": "all" if kind == "and" else "any"}
        if kind == "phrase":
            text = f'"{text}"'
        elif kind == "prefix":
            text += "*"
        elif kind == "fuzzy":
            text += "~"
        elif kind == "daterange":
            options.update(after=_iso(query["first"]), before=_iso(query["last"]))
        found = self._archive.search(text, by="passage", limit=limit, passages=1, **options)
        hits: list[base.Hit] = []
        for row in found:
            passage = row.passages[0]
            shown = passage.snippet(max_chars=200).render("html") if snippets else None
            hits.append((int(row.id), passage.score, shown))
        return hits

    def about(self) -> str:
        try:
            release = version("dateline")
        except PackageNotFoundError:
            release = "not installed, run from its folder"
        return f"dateline {release}, its English analyzer (Snowball), BM25F"


def _record(passage: Passage) -> dict[str, Any]:
    return {
        "id": str(passage["id"]),
        "date": passage["date"][:10] or None,
        "language": "en",
        "text": passage["text"],
    }


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
