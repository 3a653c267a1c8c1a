"""`dateline saved run`: how is told what came in since saved searches ran last?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click

from dateline.indexer.format.errors import DatelineError
from dateline.search.cli.options import color_option, command, index_option, pager_option
from dateline.search.cli.streams import (
    FOUND,
    NOTHING,
    WRONG,
    say,
    screen_for,
    shown_in_pages,
    use_utf8,
    write,
)
from dateline.search.errors import QueryError

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.output.page import Screen
    from dateline.search.results import Found
    from dateline.search.saved import SavedSearch, SavedSearches

__all__ = ["named_index", "one_index", "run", "saved_names"]

FORMATS: Final = ("text", "jsonl", "html", "atom")
_PAGES: Final = ("html", "atom")  # of which one holds the news of all searches


def saved_names(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The names of saved searches that begin so, for a shell; those that were typed left out."""
    from dateline.indexer.settings import default_index
    from dateline.search.saved import SavedSearches

    before = ctx.parent.params.get("folder") if ctx.parent is not None else None
    folders = ctx.params.get("folder") or before or (default_index(),)
    typed = ctx.params.get("names") or ()
    try:
        names = [search.name for search in SavedSearches(folders[0]).all()]
    except DatelineError:  # no address, which is said when the command is run
        return []
    return [name for name in names if name.startswith(begun) and name not in typed]


@command(
    "run",
    """
dateline saved run                            all of them, those without news not named
dateline saved run border --format jsonl      one, for a program
dateline saved run --format html > new.html   a page to mail, of all with news
dateline saved run --exec 'tee -a news.jsonl' each with news is given to a program
""",
)
@click.argument("names", nargs=-1, metavar="[NAME...]", shell_complete=saved_names)
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How news is told.",
)
@click.option("--exec", "program", metavar="CMD", help="Give news to a program: JSONL on its standard input.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but news and errors.")
@index_option
@color_option
@pager_option
@click.pass_context
def run(
    ctx: click.Context,
    names: tuple[str, ...],
    folder: tuple[str, ...],
    output: str,
    program: str | None,
    quiet: bool,
    color: str,
    pager: bool,
) -> int:
    """Tell what was indexed since saved searches ran last.

    Exit code 1 when nothing is new. What was told is noted afterwards: when telling it failed it is told
    again. With --exec the program runs once for each search with news, its name in DATELINE_SAVED.
    """
    from dateline.search.archive import Archive
    from dateline.search.saved import SavedSearches

    index = named_index(ctx, folder)
    kept = SavedSearches(index)
    searches, wrong = (tuple(map(kept.get, dict.fromkeys(names))), ()) if names else kept.read()
    for line in wrong:
        say(f"Error: {line}")
    if not searches and not wrong:
        Archive.open(index).close()  # where there is no index, that is what is told
        say("no search is saved yet. Keep one: dateline saved add NAME QUERY")
        return NOTHING
    if program is not None and not program.strip():  # a shell runs nothing, and all is well
        raise click.UsageError("--exec names no program: the news would be lost. Give a command")
    if program is not None and output in _PAGES:
        raise click.UsageError(f"--exec gives JSONL to a program, --format {output} is for standard output.")
    if output != "text":
        use_utf8()
    told = _Telling(kept, output, program, screen_for(color), quiet=quiet)
    with Archive.open(index) as archive:
        if output in _PAGES:
            codes = told.run_together(archive, searches)
        elif pager and output == "text" and program is None and sys.stdout.isatty():
            codes = told.run_in_pages(archive, searches)
        else:
            codes = [told.run(archive, search) for search in searches]
    if all(code == NOTHING for code in codes) and not quiet:
        say(f"nothing new for {len(searches):,} saved search{'es' * (len(searches) != 1)}")
    return WRONG if wrong or WRONG in codes else min(codes, default=NOTHING)


class _Telling:
    """How the news of searches is told, one search after the other."""

    def __init__(
        self, kept: SavedSearches, output: str, program: str | None, screen: Screen, *, quiet: bool
    ) -> None:
        self._kept = kept
        self._output = output
        self._program = program
        self._screen = screen
        self._quiet = quiet
        self._told = 0

    def run(self, archive: Archive, search: SavedSearch) -> int:
        """Tell what is new to a search, and note it; the exit code."""
        found = self._news(archive, search)
        if found is None or (found and not self._tell(search, found)):
            return WRONG
        return self._note(archive, search, found)

    def run_in_pages(self, archive: Archive, searches: Iterable[SavedSearch]) -> list[int]:
        """As `run` each of them, read page by page; the exit code of each that was told.

        Noted when the pager was left, and of what it did not take nothing: what nobody could read stays new.
        """
        told: list[tuple[SavedSearch, Found | None]] = []

        def answer() -> int:
            for search in searches:
                found = self._news(archive, search)
                if found:
                    self._tell(search, found)
                told.append((search, found))
            return FOUND

        shown_in_pages(answer, pager=True)
        return [WRONG if found is None else self._note(archive, search, found) for search, found in told]

    def run_together(self, archive: Archive, searches: Iterable[SavedSearch]) -> list[int]:
        """Tell what is new to searches in one page, and note it; the exit code of each."""
        asked = [(search, self._news(archive, search)) for search in searches]
        told = [(search, found) for search, found in asked if found]
        if told:
            write(self._together(told), end="")
            sys.stdout.flush()  # what was not read is not noted
        return [WRONG if found is None else self._note(archive, search, found) for search, found in asked]

    def _news(self, archive: Archive, search: SavedSearch) -> Found | None:
        """What is new; None where the query can't be read."""
        from dateline.search.saved import news

        try:
            return news(archive, search)
        except QueryError as error:
            say(f"Error: saved search {search.name!r}: {error}")
            return None

    def _note(self, archive: Archive, search: SavedSearch, found: Found) -> int:
        """Note that this was told; the exit code."""
        try:
            self._kept.note(search, seen=archive.as_of)
        except (OSError, DatelineError) as error:
            why = error.strerror if isinstance(error, OSError) else None
            again = ". Its news will be told again" if found else ""
            say(f"Error: saved search {search.name!r} could not be noted: {why or error}{again}")
            return WRONG
        return FOUND if found else NOTHING

    def _together(self, told: list[tuple[SavedSearch, Found]]) -> Iterator[str]:
        if self._output == "atom":
            import hashlib

            from dateline.search.output.atom import atom_news

            name = hashlib.sha256(os.fsencode(self._kept.folder)).hexdigest()[:16]
            return atom_news(
                [(search.name, found) for search, found in told], name=name, title="New in Dateline"
            )
        from dateline.search.output.page import counted
        from dateline.search.output.webpage import html_news

        articles = len({article.id for _, found in told for article in found})
        about = f"{counted(articles, 'new article')}: {', '.join(search.name for search, _ in told)}"
        return html_news(about, [(search.name, search.query, found) for search, found in told])

    def _tell(self, search: SavedSearch, found: Found) -> bool:
        """Whether it could be told."""
        if self._program is not None:
            return self._execute(search, found, self._program)
        if self._output == "jsonl":
            write(_jsonl(search, found), end="")
        else:
            write(self._page(search, found))
        sys.stdout.flush()  # what was not read is not noted
        return True

    def _page(self, search: SavedSearch, found: Found) -> Iterator[str]:
        from dateline.search.output.page import answer_lines, counted, query_lines

        about = f"{search.name}: {counted(len(found), 'new article')}"
        yield from query_lines(f"{about}  {search.query}", self._told, self._screen)
        self._told += 1
        yield from answer_lines(found, self._screen)

    def _execute(self, search: SavedSearch, found: Found, program: str) -> bool:
        given = "".join(_jsonl(search, found)).encode()
        done = subprocess.run(
            program, shell=True, input=given, env={**os.environ, "DATELINE_SAVED": search.name}, check=False
        )
        if done.returncode:
            say(
                f"Error: saved search {search.name!r}: {program} ended with {done.returncode}. "
                "Its news will be told again"
            )
        elif not self._quiet:
            say(f"{search.name}: {len(found):,} new given to {program}")
        return not done.returncode


def _jsonl(search: SavedSearch, found: Found) -> Iterable[str]:
    from dateline.search.output.export import jsonl

    return jsonl(found, query=search.query, search=search.name)


def named_index(ctx: click.Context, folder: tuple[str, ...]) -> str:
    """The index: named after the subcommand, or before it."""
    from click.core import ParameterSource

    if ctx.get_parameter_source("folder") is ParameterSource.COMMANDLINE:
        return one_index(folder)
    return str(ctx.obj)


def one_index(folder: tuple[str, ...]) -> str:
    """The one index that was named. UsageError for several."""
    if len(folder) != 1:
        raise click.UsageError("Saved searches are of one index: give one --index")
    return folder[0]
