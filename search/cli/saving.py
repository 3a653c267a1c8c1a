"""`dateline saved`: how are searches kept, listed and forgotten? What is new to them: news.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from dateline.search.cli.news import named_index, one_index, run, saved_names
from dateline.search.cli.options import (
    QueryCommand,
    command,
    index_option,
    json_option,
    query_options,
)
from dateline.search.cli.streams import FOUND, NOTHING, WRONG, say, write, write_json
from dateline.search.errors import QueryError

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.saved import SavedSearch

__all__ = ["saved"]


@click.group(
    "saved",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""
\b
Examples:
  dateline saved add border '"border guards" -Kabul'    keep a search
  dateline saved                                        what is kept, and how much is new
  dateline saved run                                    what was indexed since they ran last
  dateline saved run -q | mail -E -s News me            from cron: no mail when nothing is new
""",
)
@index_option
@click.pass_context
def saved(ctx: click.Context, folder: tuple[str, ...]) -> int:
    """Keep searches, and ask them again for what was indexed since.

    They lie beside the index, in a folder of its name and `.saved`.
    """
    ctx.obj = one_index(folder)
    return _list(ctx.obj, as_json=False) if ctx.invoked_subcommand is None else FOUND


@command(
    "add",
    """
dateline saved add border '"border guards" -Kabul'
dateline saved add tokayev Tokayev --source Kazinform --all
""",
    QueryCommand,
)
@click.argument("words", nargs=-1, metavar="NAME QUERY...")
@query_options
@click.option("--all", "from_start", is_flag=True, help="Let the first run tell all that is there already.")
@click.option("--replace", is_flag=True, help="Take the place of a search of that name.")
@index_option
@click.pass_context
def add(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    folder: tuple[str, ...],
    from_start: bool,
    replace: bool,
    **options: Any,
) -> int:
    """Keep a search under a name.

    Its first run tells what is indexed from now on.
    """
    from dateline.search.archive import Archive
    from dateline.search.output.page import counted
    from dateline.search.saved import SavedSearch, SavedSearches

    if len(words) < 2:
        raise click.UsageError("Give a name and a query")
    name, query = words[0], " ".join(words[1:])
    index = named_index(ctx, folder)
    with Archive.open(index) as archive:
        found = archive.search(query, limit=0, **options)
        seen = None if from_start else archive.as_of
        SavedSearches(index).add(SavedSearch(name, query, seen=seen, **options), instead=replace)
        say(f"read as: {found.read_as}")
        say(f"saved as {name!r}; {counted(found.total, 'article')} now")
    return FOUND


@command("list", "dateline saved list")
@json_option
@index_option
@click.pass_context
def list_(ctx: click.Context, folder: tuple[str, ...], as_json: bool) -> int:
    """List the saved searches, and how much is new to each."""
    return _list(named_index(ctx, folder), as_json=as_json)


@command("show", "dateline saved show border")
@click.argument("name", shell_complete=saved_names)
@json_option
@index_option
@click.pass_context
def show(ctx: click.Context, name: str, folder: tuple[str, ...], as_json: bool) -> int:
    """Show a saved search: its query, how it is read, when it ran."""
    from dateline.search.archive import Archive
    from dateline.search.saved import SavedSearches, count_news

    index = named_index(ctx, folder)
    search = SavedSearches(index).get(name)
    with Archive.open(index) as archive:
        found = archive.search(search.query, limit=0, **search.options)
        new = count_news(archive, search)
        if as_json:
            write_json(**_record(search), read_as=found.read_as, total=found.total, new=new)
            return FOUND
        rows = [("name", search.name), ("query", search.query)]
        rows += [(key, str(value)) for key, value in _beside(search)]
        rows += [("read as", found.read_as), ("last run", _when(search.ran))]
        rows += [("articles", f"{found.total:,}"), ("new", f"{new:,}")]
        _write_rows(rows)
    return FOUND


@command("rm", "dateline saved rm border")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=saved_names)
@index_option
@click.pass_context
def rm(ctx: click.Context, names: tuple[str, ...], folder: tuple[str, ...]) -> int:
    """Forget saved searches."""
    from dateline.search.saved import SavedSearches

    kept = SavedSearches(named_index(ctx, folder))
    for search in [kept.get(name) for name in names]:  # all of them are there, or none is removed
        kept.remove(search.name)
        say(f"removed {search.name!r}")
    return FOUND


def _list(index: str, *, as_json: bool) -> int:
    from dateline.search.archive import Archive
    from dateline.search.saved import SavedSearches

    searches, wrong = SavedSearches(index).read()
    for line in wrong:
        say(f"Error: {line}")
    if not searches:
        Archive.open(index).close()  # where there is no index, that is what is told
        say("no search is saved yet. Keep one: dateline saved add NAME QUERY")
        return WRONG if wrong else NOTHING
    with Archive.open(index) as archive:
        counts = [_new(archive, search) for search in searches]
    if as_json:
        write_json(searches=[{**_record(one), "new": new} for one, new in zip(searches, counts, strict=True)])
        return WRONG if wrong else FOUND
    rows = [
        (one.name, "?" if new is None else f"{new:,}", _when(one.ran), _query_with(one))
        for one, new in zip(searches, counts, strict=True)
    ]
    head = ("name", "new", "last run", "query")
    from dateline.search.highlight.printable import printable, width

    widths = [max(width(printable(row[at])) for row in (head, *rows)) for at in range(3)]
    for row in (head, *rows):
        cells = [printable(cell) for cell in row]
        name = cells[0] + " " * (widths[0] - width(cells[0]))
        write([f"{name}  {cells[1]:>{widths[1]}}  {cells[2]:<{widths[2]}}  {cells[3]}".rstrip()])
    return WRONG if wrong else FOUND


def _new(archive: Archive, search: SavedSearch) -> int | None:
    """How many articles are new to a search; None where its query can't be read any more."""
    from dateline.search.saved import count_news

    try:
        return count_news(archive, search)
    except QueryError:
        return None


def _record(search: SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "query": search.query,
        **search.options,
        "seen": search.seen,
        "ran": search.ran,
    }


def _beside(search: SavedSearch) -> Iterator[tuple[str, object]]:
    """What was typed beside the query."""
    for name, value in search.options.items():
        if name == "synonyms" and not value:
            yield "synonyms", "no"
        elif name != "synonyms" and value not in (None, "all"):
            yield name, value


def _query_with(search: SavedSearch) -> str:
    return " ".join([search.query, *(f"--{name} {value}" for name, value in _beside(search))])


def _write_rows(rows: list[tuple[str, str]]) -> None:
    from dateline.search.highlight.printable import printable

    widest = max(len(name) for name, _ in rows)
    write([f"{name:<{widest}}  {printable(value)}" for name, value in rows])


def _when(moment: str | None) -> str:
    """A moment by the clock here, to the minute."""
    if moment is None:
        return "never"
    from datetime import datetime

    from dateline.search.query.moments import read_moment

    return f"{datetime.fromtimestamp((read_moment(moment) or 0) / 1000):%Y-%m-%d %H:%M}"


for _command in (add, list_, show, rm, run):
    saved.add_command(_command)
