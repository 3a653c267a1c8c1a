"""What does a person type to see the sources of an index, and to take out or move what it holds of them?"""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import click
from click.core import ParameterSource

from dateline.indexer.cli.options import HELP, index_option, wait_option
from dateline.indexer.cli.saying import say
from dateline.indexer.settings import find_settings
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.shown.printable import printable

__all__ = ["remove", "sources"]

SOURCES_EPILOG: Final = """
\b
Examples:
  dateline sources                         what the index was made of, and when
  dateline sources mv ~/news /mnt/news     a tree was moved: nothing is read again
"""

REMOVE_EPILOG: Final = """
\b
Examples:
  dateline remove ~/articles/drafts        what was read below a folder, from now on left out
  dateline remove 3fa2023f25c9             one article
  dateline remove news.jsonl:12            … as it is cited
  dateline remove --source ~/old-news      a source, with all it gave
"""


@click.group("sources", invoke_without_command=True, epilog=SOURCES_EPILOG, context_settings=HELP)
@index_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def sources(ctx: click.Context, folder: str, as_json: bool) -> None:
    """List the files and folders the index was made of."""
    ctx.obj = folder
    if ctx.invoked_subcommand is not None:
        return
    from dateline.indexer.keeping import list_sources

    found = list_sources(folder)
    if as_json:
        click.echo(json_line([asdict(source) for source in found], ascii_only=True))
        return
    if not found:
        say("No files or folders: the index holds records of a script, or nothing")
        return
    rows = [
        (
            f"{source.articles:,}",
            f"{source.files:,}",
            "never" if source.read is None else _when(source.read),
            printable(shown_path(source.root)) + ("" if source.kind == "folder" else "  (files of it)"),
            _conditions((*source.exclude, *source.removed), source.follow),
        )
        for source in found
    ]
    head = ("articles", "files", "read", "source", "")
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(3)]
    for row in [head, *rows]:
        counts = f"{row[0]:>{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}"
        click.echo(f"{counts}  {row[3]}{row[4]}")


@sources.command("mv", context_settings=HELP)
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@index_option
@wait_option
@click.pass_context
def move(ctx: click.Context, folder: str, old: str, new: str, wait: float) -> None:
    """Tell the index that a tree was moved from OLD to NEW."""
    from dateline.indexer.keeping import move_source

    if ctx.get_parameter_source("folder") is not ParameterSource.COMMANDLINE:
        folder = ctx.obj  # `dateline sources --index DIR mv` says it too
    for root in move_source(old, new, index=folder, wait=wait):
        say(f"now at {shown_path(root)}", whole=shown_path(root))
    _say_of_settings(folder, old, "name the new place there")


@click.command("remove", epilog=REMOVE_EPILOG, context_settings=HELP)
@click.argument("target", required=False, metavar="PATH|ID|CITATION")
@click.option("--source", metavar="ROOT", help="A source, with all it gave.")
@index_option
@wait_option
def remove(target: str | None, source: str | None, **where: Any) -> None:
    """Take articles out of the index: one by its id or citation, those of a file or folder, or a source."""
    if not (target or source) or (target and source):
        raise click.UsageError("Give a path, an id, or --source ROOT: one of them")
    from dateline.indexer.keeping import remove as remove_from

    removed = remove_from(target, source=source, index=where["folder"], wait=where["wait"])
    files = f" of {removed.files:,} file{'s' * (removed.files != 1)}" if removed.files else ""
    what = shown_path(str(source or target))
    said = f"{removed.heading} ({what})" if removed.heading else what
    say(f"removed {removed.articles:,} article{'s' * (removed.articles != 1)}{files}: {said}", whole=what)
    if source is not None:
        _say_of_settings(where["folder"], source, "take it out there too, or it comes back")


def _say_of_settings(folder: str, source: str, what: str) -> None:
    """Say what is to be done where a settings file names a source that is no more."""
    settings = find_settings()
    if settings is None or not settings.is_of(folder):
        return
    real = os.path.realpath(source)
    for named in settings.sources:
        if os.path.join(os.path.realpath(named), "").startswith(os.path.join(real, "")):
            line = f"{shown_path(settings.path)} names {shown_path(named)}: {what}"
            say(line)


def _when(read: str) -> str:
    return datetime.fromisoformat(read).astimezone().strftime("%Y-%m-%d %H:%M")


def _conditions(exclude: tuple[str, ...], follow: bool) -> str:
    said = [*(f"without {glob}" for glob in exclude), *(["links followed"] if follow else [])]
    return printable(f"  ({', '.join(said)})") if said else ""
