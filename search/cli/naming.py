"""Which article is meant: by its id, or by where it stands?

As `dateline search` prints it: an id, a file, a file with a line or page, seen from the current folder, or
the name alone of a file that only one has; or by the number of a row of the last answer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from dateline.search.cli.streams import say

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.cli.last_answer import Row
    from dateline.search.tallies import FileArticle

__all__ = ["meant_article", "meant_row", "named_article", "ranked"]

_LINE_DIGITS: Final = 19  # of a number that is no line any more
_RANK: Final = re.compile(r"[1-9][0-9]{0,8}")
_MOST_NAMED: Final = 3  # files of one name
_MOST_ROWS: Final = 10_000  # articles of files of one name that are looked at


def ranked(said: str) -> Row | None:
    """The row of the last answer that has this number; None where it is none, or none is kept."""
    if not _RANK.fullmatch(said):
        return None
    from dateline.search.cli.last_answer import kept_row

    return kept_row(int(said))


@contextmanager
def named_article(
    folders: Sequence[str], said: str
) -> Iterator[tuple[Archive, str | FileArticle, Sequence[str]]]:
    """An archive, the article of it that is meant, and its folders; an id goes before the number of a row.

    A row is looked up where the last answer came from.
    """
    from dateline.search.archive import Archive
    from dateline.search.errors import IndexMissing

    row = ranked(said)
    if row is not None:
        try:
            with Archive.open(folders) as archive:
                row = None if archive.folders_having(said) else row
        except IndexMissing:
            pass  # the last answer came from another
    with Archive.open(folders if row is None else row.folders) as archive:
        meant = meant_article(archive, said) if row is None else meant_row(archive, row, said)
        yield archive, meant, folders if row is None else row.folders


def _demand_no_members(archive: Archive, said: str) -> None:
    """UsageError that names one, where what was said is a file with articles in files in it."""
    path = "" if "\0" in said else os.path.realpath(said)
    if not path or re.search(r'["*?\\]', path):
        return
    within = archive.search(f'path:"{path}!/*"', limit=1, passages=0)
    if within:
        from dateline.indexer.shown.paths import shown_path

        cite = shown_path(within[0].cite)
        raise click.UsageError(f"{said} holds {within.total:,} articles in files in it. Name one, as {cite}")


def meant_article(archive: Archive, said: str) -> str | FileArticle:
    """The article that is meant: by its id, or as `path` or `path:line`, seen from the current folder.

    UsageError when there is none, or several.
    """
    folders = archive.folders_having(said)
    if folders:
        if len(folders) > 1:
            say(f"note: {said} is an article of {folders[0]}; another is in {', '.join(folders[1:])}")
        return said
    path, line = said, None
    found = archive.in_file(_only_file(archive, said))
    if not found:
        before, _, after = said.rpartition(":")
        after = after.removeprefix("p")  # of a page
        if before and after.isdecimal() and len(after) < _LINE_DIGITS and int(after):
            path, line = _only_file(archive, before), int(after)
            found = archive.in_file(path, line)
    if not found:
        of_file = archive.in_file(path)
        if not of_file:
            _demand_no_members(archive, said)
            raise _missing(archive, said)
        from dateline.indexer.shown.paths import shown_path

        path, unit = shown_path(path), _unit(archive, of_file)
        raise click.UsageError(f"{path} has no article at {unit} {line}. {_held(path, of_file, unit)}")
    if len(found) > 1 and line is None:
        raise click.UsageError(_held(path, found, _unit(archive, found)))
    if len({article.id for article in found}) > 1 or len(found) > 1:
        others = ", ".join(dict.fromkeys(article.id for article in found[1:]))
        say(f"note: {said} is the article {found[0].id}; there is also {others}")
    return found[0]


def _only_file(archive: Archive, name: str) -> str:
    """The path of the one file of the archive of this name; what is no mere name, or is here, as it is.

    UsageError where several have it.
    """
    if not name.strip() or re.search(r'[/\\"*?\0]', name) or os.path.lexists(name):
        return name
    found = archive.search(f'path:"*/{name}"', limit=_MOST_ROWS, passages=0)
    paths = list(dict.fromkeys(hit.path for hit in found if hit.path is not None))
    if len(paths) > 1:
        from dateline.indexer.shown.paths import shown_path

        shown = [shown_path(path) for path in paths[:_MOST_NAMED]]
        raise click.UsageError(
            f"several files are called {name}. Name one with its folder: {', '.join(shown)}"
        )
    return paths[0] if paths else name


def _missing(archive: Archive, said: str) -> click.UsageError:
    """What is said where nothing is meant, and how an article is named."""
    if _RANK.fullmatch(said):
        return click.UsageError(
            f"no row {said} is known of the last answer, and no article has that id. Search at a terminal "
            "first, or give the path:line under a hit"
        )
    return click.UsageError(
        f"no article {said!r} in {archive.stats().folder}. Give its row in the last answer at a terminal, "
        "as 1, the path:line under it, or its id, which --json prints"
    )


def meant_row(archive: Archive, row: Row, name: str) -> str | FileArticle:
    """The article that stood in a row of an answer, if the index still has it there. `name` is the row's."""
    if row.path is None:
        return row.id
    for place in archive.in_file(row.path):
        if place.id == row.id:
            return place
    raise click.UsageError(f"row {name} of the last answer is not in the index any more. Search again")


def _unit(archive: Archive, found: Sequence[FileArticle]) -> str:
    """What tells the articles of a file apart: "line", or "page"."""
    return archive.get(found[0]).locator or "line"


def _held(path: str, found: Sequence[FileArticle], unit: str) -> str:
    """How many articles a file holds, and how one of them is named."""
    from dateline.search.output.page import counted

    mark = "p" if unit == "page" else ""
    lines = sorted({article.lines[0] for article in found if article.lines})
    if not lines:
        named = f"Name one by its id: {found[0].id}"
    elif len(lines) == 1:
        named = f"Name it by its {unit}: {path}:{mark}{lines[0]}"
    else:
        named = f"Name one by a {unit} of it, from {path}:{mark}{lines[0]} to {path}:{mark}{lines[-1]}"
    return f"{path} holds {counted(len(found), 'article')}. {named}"
