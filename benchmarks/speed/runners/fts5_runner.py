"""SQLite FTS5 through the standard library: porter unicode61, bm25(), snippet()."""

from __future__ import annotations

import sqlite3
from itertools import islice
from pathlib import Path

from benchmarks.speed.passages import Passage, day_number, passages
from benchmarks.speed.runners import base

__all__ = ["Runner"]

BATCH = 5_000


class Runner(base.Runner):
    """The texts in a full-text table, the rest in a plain one with an index on the date."""

    kinds = ("term", "multi", "long", "phrase", "and", "daterange", "prefix")  # it knows no typos

    def build(self, passages_path: Path, folder: Path, threads: int) -> None:
        database = sqlite3.connect(folder / "index.db")
        database.execute("CREATE VIRTUAL TABLE fts USING fts5(text, tokenize='porter unicode61')")
        database.execute("CREATE TABLE meta(id INTEGER PRIMARY KEY, article TEXT, title TEXT, date INT)")
        given = passages(passages_path)
        with database:
            while batch := list(islice(given, BATCH)):
                _insert(database, batch)
            database.execute("CREATE INDEX meta_date ON meta(date)")
        database.close()

    def add(self, passage: Passage, folder: Path) -> None:
        database = sqlite3.connect(folder / "index.db")
        with database:
            _insert(database, [passage])
        database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "index.db")

    def search(self, query: base.Query, *, limit: int = 10, snippets: bool = False) -> list[base.Hit]:
        kind, text = query["kind"], query["text"]
        words = [f'"{word}"' for word in text.split()]
        match = {"phrase": f'"{text}"', "prefix": f"{words[0]} *", "and": " AND ".join(words)}
        shown = "snippet(fts, 0, '<b>', '</b>', '...', 32)" if snippets else "NULL"
        dated = kind == "daterange"
        sql = (
            f"SELECT fts.rowid - 1, -fts.rank, {shown} FROM fts"
            + (" JOIN meta ON meta.id = fts.rowid" if dated else "")
            + " WHERE fts MATCH ?"
            + (" AND meta.date BETWEEN ? AND ?" if dated else "")
            + " ORDER BY rank LIMIT ?"
        )
        days = (query["first"], query["last"]) if dated else ()
        asked = (match.get(kind, " OR ".join(words)), *days, limit)
        return self._database.execute(sql, asked).fetchall()

    def about(self) -> str:
        return f"SQLite {sqlite3.sqlite_version} FTS5, porter unicode61"


def _insert(database: sqlite3.Connection, batch: list[Passage]) -> None:
    database.executemany(
        "INSERT INTO meta VALUES (?, ?, ?, ?)",
        [(p["id"] + 1, p["article"], p["title"], day_number(p["date"])) for p in batch],
    )
    texts = [(p["id"] + 1, p["text"]) for p in batch]
    database.executemany("INSERT INTO fts(rowid, text) VALUES (?, ?)", texts)
