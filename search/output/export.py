"""An answer as data for another program or a spreadsheet: JSON, CSV.

Each function takes what a search returned and yields text; joined, the text is the whole file. The grammar
of each is written in docs/output.md. Nothing an article brings can break out of its place: JSON is escaped
for terminals too, and a spreadsheet sees text, never a formula.

>>> print(*csv_table(("left", "match"), [("=1+1", "border")]), sep="", end="")
left,match
'=1+1,border
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from io import StringIO
from typing import Any, Final

from dateline.indexer.format.fields import FIELDS
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.printable import UNSEEN, printable
from dateline.search.results import ArticleHit, Found, PassageHit
from dateline.search.tallies import KwicLine

__all__ = [
    "VERSION",
    "csv_passages",
    "csv_table",
    "json_object",
    "json_record",
    "jsonl",
    "kwic_csv",
]

VERSION: Final = 1  # of the JSON and JSONL; raised when a name goes or changes its meaning

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), whatever stands unseen before.
_FORMULA: Final = re.compile(rf"[\s{UNSEEN}\u115f\u1160\u3164\uffa0]*[=+\-@＝＋－＠]")


def json_record(value: Any, *, without: Sequence[str] = ()) -> Any:
    """A record as JSON has it: objects by field name, tuples as arrays; fields in `without` left out."""
    if is_dataclass(value):
        return {
            field.name: json_record(getattr(value, field.name), without=without)
            for field in fields(value)
            if field.name not in without
        }
    if isinstance(value, tuple | list):
        return [json_record(item, without=without) for item in value]
    return value


def _found_record(found: Found, query: str, why: bool) -> dict[str, Any]:
    without = () if why else ("why",)
    return {
        "v": VERSION,
        "query": query,
        "read_as": found.read_as,
        "warnings": list(found.warnings),
        "relaxed": found.relaxed,
        "total": found.total,
        "passage_total": found.passage_total,
        "articles": json_record(found.articles, without=without),
    }


def json_object(found: Found, *, query: str, why: bool = False) -> Iterator[str]:
    """The whole answer as one JSON object; where nothing was found, `parts` counts each part of the query."""
    record = _found_record(found, query, why)
    if found.offset:
        record["offset"] = found.offset
    if not found:
        record["parts"] = json_record(found.parts)
    yield json_line(record) + "\n"


def jsonl(
    found: Iterable[ArticleHit], *, query: str | None = None, search: str | None = None, why: bool = False
) -> Iterator[str]:
    """One article a line, each a JSON object; `query` and `search`, its name, stand in it where given."""
    without = () if why else ("why",)
    named = {"search": search, "query": query}
    first = {"v": VERSION, **{name: value for name, value in named.items() if value is not None}}
    for article in found:
        yield json_line({**first, **json_record(article, without=without)}) + "\n"


def csv_table(header: Sequence[str] | None, rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows as CSV (RFC 4180, lines ended by a line feed), cells on one line and never formulae."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cell(value: object) -> str:
    """An apostrophe before what a spreadsheet would calculate; numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = printable(value)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_passages(
    found: Iterable[ArticleHit], *, query: str | None = None, header: bool = True
) -> Iterator[str]:
    """One passage a row: its first match with all that stands before and after it, and where it is from.

    Where `query` is given, it stands in a last column; without `header` the rows continue a table.
    """
    last = () if query is None else (query,)
    names = [field.name for field in FIELDS if field.csv]
    columns = ("left", "match", "right", "cite", *names)
    rows = (
        (*_around_first_match(passage), passage.cite, *about, *last)
        for article in found
        for about in ([getattr(article, name) for name in names],)
        for passage in article.passages
    )
    header_row = columns if query is None else (*columns, "query")
    return csv_table(header_row if header else None, rows)


def _around_first_match(passage: PassageHit) -> tuple[str, str, str]:
    text = passage.text
    start, end = passage.spans[0] if passage.spans else (len(text), len(text))
    return text[:start], text[start:end], text[end:]


def kwic_csv(lines: Iterable[KwicLine]) -> Iterator[str]:
    """One match a row."""
    header = ("left", "match", "right", "cite", "id", "date")
    return csv_table(
        header, ((line.left, line.match, line.right, line.cite, line.article_id, line.date) for line in lines)
    )
