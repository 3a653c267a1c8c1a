"""Dateline as a script uses it: `build` and `Archive.search`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.speed.documents import By, Document, documents
from benchmarks.speed.either_api import archive_class, build_function
from benchmarks.speed.runners import base

__all__ = ["Runner"]

Archive = archive_class()


class Runner(base.Runner):
    """By article: the default options, and all that a page shows. By passage: each passage an article and a
    row; titles are left out, for Dateline would search them, while the others only store them.
    """

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        records = (_record(document, self.by) for document in documents(documents_path))
        build_function()(records, index=folder, jobs=threads)

    def build_files(self, files: Path, folder: Path, threads: int) -> None:
        build_function()([files], index=folder, jobs=threads)

    def add(self, document: Document, folder: Path) -> None:
        build_function()([_record(document, self.by)], index=folder)

    def open(self, folder: Path) -> None:
        self._archive = Archive.open(folder)

    def close(self) -> None:
        self._archive.close()

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        kind, text = query["kind"], query["text"]
        options: dict[str, Any] = {}
        if kind == "phrase":
            text = f'"{text}"'
        elif kind == "prefix":
            text += "*"
        elif kind == "fuzzy":
            text += "~"
        elif kind == "daterange":
            options.update(after=_iso(query["first"]), before=_iso(query["last"]))
        if self.by == "article":
            return self._articles(text, options, limit, snippets)
        options["match"] = "all" if self.needs_all_words(query) else "any"
        found = self._archive.search(text, by="passage", limit=limit, passages=1, **options)
        hits = []
        for row in found:
            passage = row.passages[0]
            shown = (passage.snippet(max_chars=200).render("html"),) if snippets else ()
            hits.append(base.Hit(int(row.id), passage.score, shown))
        return hits

    def _articles(self, text: str, options: dict[str, Any], limit: int, snippets: bool) -> list[base.Hit]:
        if not snippets:
            found = self._archive.search(text, limit=limit, passages=0, **options)
            return [base.Hit(int(row.id), row.score) for row in found]
        hits = []
        found = self._archive.search(text, limit=limit, **options)
        for row in found:
            shown = tuple(passage.snippet().render("html") for passage in row.passages)
            heading = _marked(row.heading, row.title_spans)
            hits.append(base.Hit(int(row.id), row.score, shown, f"{heading} · {row.date} · {row.source}"))
        _ = found.total  # the page says how many there are
        return hits

    def about(self) -> str:
        try:
            release = version("dateline")
        except PackageNotFoundError:
            release = "not installed, run from its folder"
        return f"dateline {release}, its English analyzer (Snowball), BM25F"


def _record(document: Document, by: By) -> dict[str, Any]:
    record = {
        "id": str(document["id"]),
        "date": document["date"][:10] or None,
        "language": "en",
        "text": document["text"],
    }
    if by == "article":
        record |= {key: document[key] or None for key in ("title", "source", "place")}
    return record


def _marked(heading: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [heading[position:start], "<b>", heading[start:end], "</b>"]
        position = end
    return "".join([*pieces, heading[position:]])


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
