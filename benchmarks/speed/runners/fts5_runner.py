"""SQLite FTS5 through the standard library: porter unicode61, bm25(), snippet()."""

from __future__ import annotations

import sqlite3
from itertools import islice
from pathlib import Path

from benchmarks.speed.documents import Document, day_number, documents
from benchmarks.speed.runners import base

__all__ = ["Runner"]

BATCH = 5_000


class Runner(base.Runner):
    """What is searched in a full-text table, the rest in a plain one with an index on the date."""

    kinds = ("term", "multi", "long", "phrase", "and", "daterange", "prefix")  # it knows no typos

    def build(self, documents_path: Path, folder: Path, threads: int) -> None:
        database = sqlite3.connect(folder / "index.db")
        columns = "title, text" if self.by == "article" else "text"
        database.execute(f"CREATE VIRTUAL TABLE fts USING fts5({columns}, tokenize='porter unicode61')")
        if self.by == "article":
            weights = f"bm25({base.TITLE_BOOST}, 1.0)"
            database.execute("INSERT INTO fts(fts, rank) VALUES ('rank', ?)", (weights,))
        database.execute(
            "CREATE TABLE meta(id INTEGER PRIMARY KEY, article TEXT, title TEXT, date INT, source TEXT,"
            " place TEXT)"
        )
        given = documents(documents_path)
        with database:
            while batch := list(islice(given, BATCH)):
                self._insert(database, batch)
            database.execute("CREATE INDEX meta_date ON meta(date)")
        database.close()

    def add(self, document: Document, folder: Path) -> None:
        database = sqlite3.connect(folder / "index.db")
        with database:
            self._insert(database, [document])
        database.close()

    def _insert(self, database: sqlite3.Connection, batch: list[Document]) -> None:
        kept = [
            (d["id"] + 1, d["article"], d["title"], day_number(d["date"]), d["source"], d["place"])
            for d in batch
        ]
        database.executemany("INSERT INTO meta VALUES (?, ?, ?, ?, ?, ?)", kept)
        if self.by == "article":
            searched = [(d["id"] + 1, d["title"], d["text"]) for d in batch]
            database.executemany("INSERT INTO fts(rowid, title, text) VALUES (?, ?, ?)", searched)
        else:
            texts = [(d["id"] + 1, d["text"]) for d in batch]
            database.executemany("INSERT INTO fts(rowid, text) VALUES (?, ?)", texts)

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "index.db")

    def close(self) -> None:
        self._database.close()

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        shown = ["fts.rowid - 1", "-fts.rank"]
        headed = snippets and self.by == "article"
        if snippets:  # of the text: the last column
            shown.append(f"snippet(fts, {int(headed)}, '<b>', '</b>', '...', 32)")
        if headed:
            shown += ["meta.title", "meta.date", "meta.source"]
        dated = query["kind"] == "daterange"
        sql = (
            f"SELECT {', '.join(shown)} FROM fts"
            + (" JOIN meta ON meta.id = fts.rowid" if dated or headed else "")
            + " WHERE fts MATCH ?"
            + (" AND meta.date BETWEEN ? AND ?" if dated else "")
            + " ORDER BY fts.rank LIMIT ?"
        )
        days = (query["first"], query["last"]) if dated else ()
        rows = self._database.execute(sql, (self._match(query), *days, limit))
        return [
            base.Hit(row[0], row[1], tuple(row[2:3]), " · ".join(map(str, row[3:])) if headed else "")
            for row in rows
        ]

    def _match(self, query: base.Query) -> str:
        """The query in FTS5's own language."""
        words = [f'"{word}"' for word in query["text"].split()]
        if query["kind"] == "phrase":
            return f'"{query["text"]}"'
        if query["kind"] == "prefix":
            return f"{words[0]} *"
        return (" AND " if self.needs_all_words(query) else " OR ").join(words)

    def about(self) -> str:
        return f"SQLite {sqlite3.sqlite_version} FTS5, porter unicode61"
