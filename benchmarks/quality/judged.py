"""What is a judged collection?

A folder with three files: `docs.jsonl`, one record of Dateline's a line (id, text, perhaps title and others);
`queries.tsv`, a query's id and its text parted by a tab; `qrels.txt`, the judgements as TREC writes them:
query id, an unused column, document id, relevance (above 0 is relevant; what is not judged is not relevant).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dateline.indexer.format.fields import FIELDS

__all__ = ["JudgedSet", "Qrel", "Query", "find_judged", "read_judged"]

_FIELDS: Final = frozenset(field.name for field in FIELDS if field.record)


@dataclass(frozen=True, slots=True)
class Query:
    """A question, as written."""

    query_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Qrel:
    """One judgement: how relevant a document is to a query, 0 for not at all."""

    query_id: str
    doc_id: str
    relevance: int


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A judged collection. The documents stay on disk: `documents()` reads them."""

    name: str
    folder: Path
    queries: tuple[Query, ...]
    qrels: tuple[Qrel, ...]

    def documents(self) -> Iterator[Mapping[str, Any]]:
        """The records of `docs.jsonl`, in order, without what is none of a record's fields.

        A collection may keep there what its queries were made of, as the headlines of a known-item search.
        """
        with (self.folder / "docs.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                yield {key: value for key, value in json.loads(line).items() if key in _FIELDS}

    def judgements(self) -> dict[str, dict[str, int]]:
        """Relevance by query and document, for the queries that have a relevant document."""
        by_query: dict[str, dict[str, int]] = {}
        for qrel in self.qrels:
            by_query.setdefault(qrel.query_id, {})[qrel.doc_id] = qrel.relevance
        return {query_id: judged for query_id, judged in by_query.items() if max(judged.values()) > 0}


def find_judged(folder: Path) -> list[Path]:
    """The judged collections in a folder, or the folder itself when it is one; by name.

    Raises FileNotFoundError when there is none.
    """
    found = (
        [folder] if (folder / "qrels.txt").is_file() else sorted(p.parent for p in folder.glob("*/qrels.txt"))
    )
    if not found:
        raise FileNotFoundError(f"{folder}: no judged collection here (docs.jsonl, queries.tsv, qrels.txt)")
    return found


def read_judged(folder: Path) -> JudgedSet:
    """The collection in a folder. Raises ValueError that names file and line when one can't be read."""
    queries = [Query(fields[0], fields[1]) for fields in _fields(folder / "queries.tsv", "\t", 2)]
    qrels = [Qrel(fields[0], fields[2], int(fields[3])) for fields in _fields(folder / "qrels.txt", None, 4)]
    return JudgedSet(folder.name, folder, tuple(queries), tuple(qrels))


def _fields(path: Path, separator: str | None, expected: int) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\n").split(separator)
            if len(fields) != expected:
                raise ValueError(f"{path}:{number}: {len(fields)} fields where {expected} are expected")
            yield fields
