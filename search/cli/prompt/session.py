"""What is being looked at: which archive, which question, which of its pages, and what was set beside it?"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.indexer.format.fields import OPTIONS
from dateline.search.cli.answers import write_page
from dateline.search.cli.naming import meant_row
from dateline.search.cli.paging import rows_taken
from dateline.search.cli.prompt.fitting import first_rows, fitting, most_rows
from dateline.search.cli.streams import found_lines, say, screen_for
from dateline.search.errors import DatelineError
from dateline.search.highlight.printable import fit, printable

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.cli.last_answer import Row
    from dateline.search.output.page import Screen
    from dateline.search.results import ArticleHit, Found
    from dateline.search.tallies import FileArticle

__all__ = ["DEFAULTS", "Session"]

# What a search has unless it is set.
DEFAULTS: Final[dict[str, str | None]] = {
    "sort": "relevance",
    "by": "article",
    "match": "all",
    "after": None,
    "before": None,
    **dict.fromkeys(OPTIONS),
}
_SHOWN_COLUMNS: Final = 40  # of what is set, in the prompt


class Session:
    """A conversation about the indexes in some folders. `color` and `links` are as options have them."""

    def __init__(self, folders: Sequence[str], *, color: str = "auto", links: str = "none") -> None:
        self.folders: Final = tuple(folders)
        self.color: Final = color
        self.links: Final = links
        self.settings: dict[str, str | None] = dict(DEFAULTS)
        self.query = ""
        self.similar_to: str | FileArticle | None = None  # the question, where it is no query
        self.found: Found | None = None
        self._before: list[int] = []  # where the pages begin that were seen before this one
        self._archive: Archive | None = None

    # -- the archive -----------------------------------------------------------------------------------

    def archive(self) -> Archive:
        """The archive as it is now; that it changed is said. IndexMissing, IndexDamaged, IndexVersion.

        Where it was open and its newest state can't be, it is said, and asked as it was.
        """
        if self._archive is None:
            from dateline.search.archive import Archive

            self._archive = Archive.open(self.folders)
            return self._archive
        archive = self._archive
        try:
            if archive.refresh():
                say(f"note: the index has changed: {_articles(archive)} now")
        except DatelineError as error:
            say(f"note: {error}")
            say("note: what follows is of the index as it was before")
        return archive

    def opened(self) -> Archive | None:
        """The archive as it was asked last; None where it is not open."""
        return self._archive

    def greet(self) -> None:
        """Open the archive, and say what there is."""
        where = ", ".join(self.folders)
        say(f"{_articles(self.archive())} in {where} · type a query, :help or :q")

    def forget(self) -> None:
        """Open the archive anew with the next question: it is damaged, or was left amid an answer."""
        archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()

    # -- the question ----------------------------------------------------------------------------------

    def screen(self) -> Screen:
        """The terminal as it is now."""
        return screen_for(self.color, self.links)

    def prompt(self) -> str:
        """What stands before the line: the name of the program, and what is set."""
        told = [
            {"by": f"by {value}", "match": value, "sort": value}.get(name) or f"{name} {value}"
            for name, value in self.settings.items()
            if value is not None and value != DEFAULTS[name]
        ]
        beside = f" ({fit(printable(', '.join(told)), _SHOWN_COLUMNS)})" if told else ""
        return f"dateline{beside}> "

    def ask(self, query: str) -> None:
        """Answer a query with its first page."""
        self._show(query, None, 0)
        self._before = []

    def ask_like(self, meant: str | FileArticle) -> None:
        """Answer which articles are like one, with the first page."""
        self._show("", meant, 0)
        self._before = []

    def ask_again(self) -> None:
        """Answer the question anew, where there is one, as things are set now."""
        if self.query:
            self.ask(self.query)

    def next_page(self) -> None:
        """Show the hits behind these."""
        found = self._demand_found()
        if found.offset + len(found) >= found.total:
            say(f"these are the last of {found.total:,}")
            return
        self._show(self.query, self.similar_to, found.offset + len(found))
        self._before.append(found.offset)

    def previous_page(self) -> None:
        """Show the hits before these."""
        self._demand_found()
        if not self._before:
            say("this is the first page")
            return
        self._show(self.query, self.similar_to, self._before[-1])
        self._before.pop()

    def hit(self, number: int) -> ArticleHit:
        """The hit of that number, as the pages count them, on whichever it stands. UsageError for none."""
        found = self._demand_found()
        if not found.offset < number <= found.offset + len(found):
            if number > found.total:
                raise click.UsageError(
                    f"there is no hit {number}: the last is {found.total}"
                    if found.total
                    else "nothing was found"
                )
            found = self._rows(self.archive(), self.query, self.similar_to, number - 1, 1)
        at = number - 1 - found.offset
        if not 0 <= at < len(found):
            raise click.UsageError(f"there is no hit {number}")
        return found[at]

    def row(self, number: int) -> Row:
        """Where the hit of that number stands."""
        from dateline.search.cli.last_answer import row_of

        return row_of(self.hit(number), self.folders)

    def article(self, number: int) -> str | FileArticle:
        """The article that the hit of that number is."""
        return meant_row(self.archive(), self.row(number), str(number))

    def _demand_found(self) -> Found:
        if self.found is None:
            raise click.UsageError("nothing was asked yet. Type a query")
        return self.found

    def _rows(
        self, archive: Archive, query: str, similar_to: str | FileArticle | None, offset: int, limit: int
    ) -> Found:
        """So many rows of the answer to a question, from one on."""
        if similar_to is None:
            options: dict[str, Any] = self.settings
            return archive.search(query, offset=offset, limit=limit, passages=1, **options)
        found = archive.like(similar_to, limit=offset + limit, passages=1)
        return first_rows(found, limit, offset)

    def _show(self, query: str, similar_to: str | FileArticle | None, offset: int) -> None:
        """Show as many hits as fit, from one on; from then on this is the question."""
        archive = self.archive()
        columns, rows = shutil.get_terminal_size()
        found = self._rows(archive, query, similar_to, offset, most_rows(rows))
        unit = "article" if similar_to is not None else self.settings["by"] or "article"
        read_as = None
        if similar_to is not None:
            from dateline.search.cli.looking import looked_for

            read_as = looked_for(archive.get(similar_to).heading, found)
        screen = self.screen()
        typed = rows_taken(self.prompt() + printable(query), columns)
        said = map(printable, found_lines(found, unit=unit, read_as=read_as))
        found = fitting(found, screen, columns, rows - typed - 1, said)  # the last row is the next prompt's
        self.query, self.similar_to, self.found = query, similar_to, found
        write_page(found, screen, query=query, number=None, folders=self.folders, unit=unit, read_as=read_as)


def _articles(archive: Archive) -> str:
    from dateline.search.output.page import counted

    return counted(archive.stats().articles, "article")
