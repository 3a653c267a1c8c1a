"""Which queries do the manual and the help tell of, and which texts do they find?

The rows of docs/query.md (a query, a text it finds, one it does not find; or a query and how it is refused),
and what README, the other pages and the help of the command line show after `dateline search`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from dateline import Archive, build
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.search.query.asked import Match
from dateline.search.query.dates import read_dates

__all__ = ["Row", "commands", "index_of_rows", "record", "rows"]

HOUSE: Final = Path(__file__).parents[1]
_PAGE: Final = HOUSE / "docs/query.md"
_ROW: Final = re.compile(
    r"^\| `(?P<query>[^`]+)`(?P<any> with `--match any`)? \| (?P<rest>.*) \|$", re.MULTILINE
)
_CELL: Final = re.compile(r"(?:\*\*(?P<title>.*?)\*\* )?(?P<text>.*?)(?: \((?P<fields>\w+: [^)]*)\))?")
_COMMAND: Final = re.compile(r"^\W*dateline search (?P<words>.+?)(?:   .*)?$", re.MULTILINE)
_WITH_COMMANDS: Final = ("*.md", "docs/*.md", "dateline/*.py", "search/cli/*.py")
SEGMENTS: Final = 3


class Row(NamedTuple):
    """A row of docs/query.md: a text that is found and one that is not, or how the query is refused."""

    query: str
    match: Match
    cells: tuple[str, ...]


def rows() -> Iterator[Row]:
    """Those of docs/query.md, in their order."""
    for found in _ROW.finditer(_PAGE.read_text("utf-8")):
        # A table has \| for the sign itself.
        query, match = found["query"].replace("\\|", "|"), "any" if found["any"] else "all"
        yield Row(query, match, tuple(found["rest"].split(" | ")))  # type: ignore[arg-type]  # "any" or "all"


def commands() -> list[str]:
    """The queries that are shown as commands, each once; what stands behind an option is left out."""
    queries: dict[str, None] = {}
    for pattern in _WITH_COMMANDS:
        for path in sorted(HOUSE.glob(pattern)):
            for found in _COMMAND.finditer(path.read_text("utf-8")):
                words = found["words"].partition(" --")[0].partition(" -n ")[0]
                try:
                    query = " ".join(shlex.split(words))
                except ValueError:  # prose
                    continue
                if not query.startswith("-") and "QUERY" not in query:
                    queries[query] = None
    return list(queries)


def record(cell: str) -> dict[str, str]:
    """The article that a cell of docs/query.md tells of."""
    found = _CELL.fullmatch(cell)
    assert found is not None
    pairs = [field.partition(": ") for field in (found["fields"] or "").split("; ") if field]
    fields = {name: value for name, _, value in pairs}
    if published := fields.pop("published", None):
        first, _ = read_dates(published, today=date.today())
        assert first is not None
        fields["date"] = first
    text = found["text"].replace(" ¶ ", "\n\n")
    title = {"title": found["title"]} if found["title"] else {}
    return {"id": cell, "language": "en", "text": text, **title, **fields}


def index_of_rows(folder: Path) -> Path:
    """An index, in several segments, of all articles that docs/query.md tells of, with its synonyms."""
    cells = dict.fromkeys(cell for row in rows() if len(row.cells) == 2 for cell in row.cells)
    records = [record(cell) for cell in cells]
    paths = {fields["id"]: fields.pop("path", None) for fields in records}  # only files have one
    build(records, index=folder / "records")
    with Archive.open(folder / "records") as archive:
        articles = [replace(article, path=paths[article.id]) for article in archive.articles()]
    index = folder / "index"
    for start in range(SEGMENTS):
        writer = IndexWriter(index)
        for article in articles[start::SEGMENTS]:
            writer.add_article(article, *passages_and_sentences(article))
        writer.commit(merge=False)
    synonyms = _PAGE.read_text("utf-8").partition("```synonyms\n")[2].partition("```")[0]
    (index / "synonyms.txt").write_text(synonyms, "utf-8")
    return index
