"""How is an answer printed that is a list of articles: a page for people, data for programs, names, a count?

Every command that lists articles has these forms (`options.output_options`). One is chosen at a time; a count
may be JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.format.records import record
from dateline.search.cli.streams import FOUND, NOTHING, say, say_found, use_utf8, write

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.output.page import Screen
    from dateline.search.results import ArticleHit, Found

__all__ = ["Form", "chosen_form", "say_reading", "write_data", "write_names", "write_page"]

_DATA: Final = ("json", "jsonl", "csv", "ris", "bibtex", "html")
_OTHER: Final = ("list", "ids", "count")
_ON_PAGE, _IN_DATA = 1, 3  # passages of an article: a page fits a screen


@record
class Form:
    """The form a person chose. `data` is that of a file; `names`, "list" or "ids", of every article."""

    data: str | None = None
    names: str | None = None
    count: bool = False

    @property
    def is_page(self) -> bool:
        """Whether people read it: more than a screen of it is paged."""
        return self.data is None

    def passages(self, asked: int | None) -> int:
        """How many passages of an article are shown."""
        if asked is not None:
            return asked
        return _IN_DATA if self.data else _ON_PAGE


def chosen_form(options: dict[str, Any]) -> Form:
    """The form that was chosen, taken out of the options of a command."""
    data = [name for name in _DATA if options.pop(name)]
    names, ids, count = [options.pop(name) for name in _OTHER]
    if len(data) + names + ids + count > 1 and not (count and data == ["json"] and not names and not ids):
        raise click.UsageError("Choose one of -l, -c and the output formats.")
    return Form(data[0] if data else None, "list" if names else "ids" if ids else None, count)


def say_reading(archive: Archive, query: str, **options: Any) -> Found:
    """Say how the query is read, and why where it finds nothing; its first article, without passages."""
    found = archive.search(query, limit=1, passages=0, **options)
    say_found(found, shown=False)
    return found


def write_page(
    found: Found,
    screen: Screen,
    *,
    query: str,
    number: int | None,
    folders: Iterable[str],
    unit: str = "article",
    read_as: str | None = None,
) -> int:
    """The answer for a person; of several, numbered from 0, each under its query.

    At a terminal it is kept which articles of the archives in `folders` these are, for `dateline open`.
    """
    from dateline.search.output.page import answer_lines, query_lines

    say_found(found, unit=unit, read_as=read_as)
    if found and number is None and screen.columns is not None:
        say("")
    if number is not None:
        write(query_lines(query, number, screen))
    if found and screen.columns is not None:
        from dateline.search.cli.last_answer import keep_answer

        keep_answer(found, folders)
    write(answer_lines(found, screen))
    return FOUND if found else NOTHING


def write_data(
    found: Found,
    form: Form,
    *,
    query: str,
    number: int | None,
    why: bool = False,
    unit: str = "article",
    read_as: str | None = None,
) -> int:
    """The answer for a program; `number` counts the queries where there are several, from 0."""
    use_utf8()
    say_found(found, unit=unit, read_as=read_as)
    write(_data(found, query, form.data or "", number, why), end="")
    return FOUND if found else NOTHING


def _data(found: Found, query: str, output: str, number: int | None, why: bool) -> Iterator[str]:
    if output in {"ris", "bibtex"}:
        from dateline.search.output import references

        return references.ris(found) if output == "ris" else references.bibtex(found)
    if output == "html":
        from dateline.search.output.webpage import html_page

        return html_page(found, query=query)
    from dateline.search.output import export

    if output == "json":
        return export.json_object(found, query=query, why=why)
    named = None if number is None else query
    if output == "jsonl":
        return export.jsonl(found, query=named, why=why)
    return export.csv_passages(found, query=named, header=not number)


def write_names(
    archive: Archive, found: Found, form: Form, *, unit: str = "article", read_as: str | None = None
) -> int:
    """The files or ids of the articles, each once."""
    from dateline.indexer.shown.printable import printable

    say_found(found, unit=unit, shown=False, read_as=read_as)
    names = (article.id for article in found) if form.names == "ids" else _files(archive, found)
    write(dict.fromkeys(map(printable, names)))
    return FOUND if found else NOTHING


def _files(archive: Archive, found: Found) -> Iterator[str]:
    """Where each article is: its file, with the line where that holds several; without a file its id."""
    from dateline.indexer.shown.paths import shown_cite, shown_path

    holds_several: dict[str, bool] = {}

    def cite(article: ArticleHit, path: str) -> str:
        if path not in holds_several:
            holds_several[path] = len({other.id for other in archive.in_file(path)}) > 1
        return shown_cite(article.cite, path) if holds_several[path] else shown_path(path)

    for article in found:
        yield article.id if article.path is None else cite(article, article.path)
