"""Which article is meant: by its id, or by where it stands?

As `dateline search` prints it: an id, a file, a file with a line or page, seen from the current folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from dateline.search.cli.streams import say

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.cli.last_answer import Row
    from dateline.search.tallies import FileArticle

__all__ = ["meant_article", "meant_row"]

_LINE_DIGITS: Final = 19  # of a number that is no line any more


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
    """The article that is meant: by its id, or as `path` or `path:line`, seen from the current folder."""
    folders = archive.folders_having(said)
    if folders:
        if len(folders) > 1:
            say(f"note: {said} is an article of {folders[0]}; another is in {', '.join(folders[1:])}")
        return said
    path, line = said, None
    found = archive.in_file(said)
    if not found:
        before, _, after = said.rpartition(":")
        after = after.removeprefix("p")  # of a page
        if before and after.isdecimal() and len(after) < _LINE_DIGITS and int(after):
            path, line = before, int(after)
            found = archive.in_file(path, line)
    if not found:
        of_file = archive.in_file(path)
        if not of_file:
            _demand_no_members(archive, said)
            return said  # which is told to be missing
        unit = _unit(archive, of_file)
        raise click.UsageError(f"{path} has no article at {unit} {line}. {_held(path, of_file, unit)}")
    if len(found) > 1 and line is None:
        raise click.UsageError(_held(path, found, _unit(archive, found)))
    if len({article.id for article in found}) > 1 or len(found) > 1:
        others = ", ".join(dict.fromkeys(article.id for article in found[1:]))
        say(f"note: {said} is the article {found[0].id}; there is also {others}")
    return found[0]


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
    mark = "p" if unit == "page" else ""
    lines = sorted({article.lines[0] for article in found if article.lines})
    if not lines:
        named = f"Name one by its id: {found[0].id}"
    elif len(lines) == 1:
        named = f"Name it by its {unit}: {path}:{mark}{lines[0]}"
    else:
        named = f"Name one by a {unit} of it, from {path}:{mark}{lines[0]} to {path}:{mark}{lines[-1]}"
    count = f"{len(found):,} article{'s' * (len(found) != 1)}"
    return f"{path} holds {count}. {named}"
