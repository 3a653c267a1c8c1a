"""What does a person type to see what would be read of a file, and what do they see?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.cli.saying import columns_of, say
from dateline.indexer.shown.account import TEXT_COLUMN, account, account_lines
from dateline.indexer.shown.columns import wrapped
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.shown.printable import printable

if TYPE_CHECKING:
    from dateline.indexer.article import Article

__all__ = ["read"]

ABOUT: Final = """
Read files and clean them, and index nothing: what is told about each article, how surely, what is kept of it,
and what is dropped by which rule.

The number before a part is its line in the file, a `-` says that it was dropped. The rules are explained in
docs/cleaning.md.
"""

EXAMPLES: Final = """
\b
Examples:
  dateline read page.html
  dateline read ~/articles --json | jq .date
"""

_VERSION: Final = 1  # of the JSON; raised when a name goes or changes its meaning
_FEW_KEPT: Final = 0.05  # of the text of a page: then it may be none of an article


@click.command("read", help=ABOUT, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="One article a line, as JSON.")
def read(paths: tuple[str, ...], as_json: bool) -> int:
    """Print what is read of files."""
    from dateline.indexer.errors import Skipped
    from dateline.indexer.format.index.source_table import outermost_file
    from dateline.indexer.intake import examine
    from dateline.indexer.sources import find_files

    found = False
    for path in paths:
        file, inside = outermost_file(path)
        for source in find_files(file):
            if isinstance(source, Skipped):
                _say(source)
                continue
            examined = examine(f"{source.path}{inside}")
            for broken in examined.skipped:
                _say(broken)
            for article, readers in zip(examined.articles, examined.readers, strict=True):
                _print(_record(readers, article) if as_json else _page(readers, article))
                found = True
    return 0 if found else 1


def _say(skipped: Any) -> None:
    line = f":{skipped.line}" if skipped.line else ""
    where = shown_path(skipped.path)
    say(f"{where}{line}: {skipped.reason}", whole=where)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


def _record(readers: Sequence[str], article: Article) -> Iterator[str]:
    yield json_line(
        {
            "v": _VERSION,
            "reader": readers[0],
            "within": readers[1:],
            "heading": article.heading,
            **asdict(article),
            "warnings": list(_warnings(article)),
        }
    )


def _page(readers: Sequence[str], article: Article) -> Iterator[str]:
    """The reader, the fields with their certainty, all parts by line, and what may be wrong.

    On a terminal what is longer than a line goes on under its beginning.
    """
    columns = columns_of(sys.stdout)
    for line, indent in _lines(readers, article):
        yield from wrapped(line, columns, indent=indent)


def _lines(readers: Sequence[str], article: Article) -> Iterator[tuple[str, int]]:
    """Each line, and the column in which its text begins."""
    from dateline.indexer.format.fields import FIELDS

    yield printable(f"{shown_path(os.fspath(article.path or ''))}  ({' in '.join(readers)})"), 2
    yield f"{'title':<9}  {printable(article.title) if article.title else '(none)'}", 11
    for field in FIELDS:
        value = getattr(article, field.name) if field.show and field.name not in ("path", "title") else None
        if not isinstance(value, str):
            continue
        kind = getattr(article, f"{field.name}_kind", None)
        told = f" ({kind.replace('_', ' ')})" if kind else ""
        yield f"{field.show:<9}  {printable(value)}{told}", 11
    yield "", 0
    for line in account_lines(account(article)):
        yield line, TEXT_COLUMN
    for warning in _warnings(article):
        yield f"warning: {warning}", 9
    yield "", 0


def _warnings(article: Article) -> Iterator[str]:
    if article.title is None:
        yield "no title was found"
    if article.date_kind == "none":
        yield "nothing dates it"
    elif article.date_kind == "partial":
        yield "its date lacks a year, a month or a day"
    kept = sum(len(paragraph.text) for paragraph in article.paragraphs)
    dropped = sum(len(drop.text) for drop in article.dropped)
    if kept < _FEW_KEPT * (kept + dropped):
        yield f"only {kept / (kept + dropped):.0%} of its text were kept: is it an article?"
