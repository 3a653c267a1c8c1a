"""What does a person type to build an index and to bring it up to date, and what do they see?

Everything said goes to stderr: how far it is while it runs on a terminal, what was skipped, one closing line.
`--json` writes the report to stdout.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from dateline.indexer.cli.closing import say_report, why_nothing
from dateline.indexer.cli.options import (
    HELP,
    index_option,
    map_option,
    paths_argument,
    run_options,
    watch_option,
)
from dateline.indexer.cli.progress import progress_line
from dateline.indexer.cli.saying import say
from dateline.indexer.cli.stopping import Terminated, terminated
from dateline.indexer.errors import ReaderFault, SourceError
from dateline.indexer.format.index.beginning import Beginning
from dateline.indexer.opensearch.address import is_address
from dateline.indexer.readers.registry import kinds
from dateline.indexer.report import Interrupted
from dateline.indexer.settings import SettingsError, find_settings
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.sources import STDIN

if TYPE_CHECKING:
    from dateline.indexer.progress import Later
    from dateline.indexer.report import Report
    from dateline.indexer.settings import Settings

__all__ = ["index", "update"]

ABOUT = f"""
Index the articles in files and folders: {kinds()}.

Run it again and it reads what changed since, and drops what is gone. The index remembers what it was made
of: `dateline update` brings all of it up to date. Without PATH, the sources of dateline.toml are meant. PATH
`-` is standard input, a record of JSON a line; such articles stay until they are given anew or removed.
"""

EXAMPLES = """
\b
Examples:
  dateline index ~/articles               bring ./index up to date with a folder
  dateline index seeds --index /tmp/ix    … with an index elsewhere
  dateline index ~/articles --dry-run     what would be read, without reading it in
  dateline index ~/articles --watch       … and whatever comes and changes, until Ctrl-C
  dateline index . --exclude 'drafts/*'   leave some files out, from now on
  dateline index                          what dateline.toml names (dateline init)
  some-program | dateline index -         JSON lines from standard input
"""

ABOUT_UPDATE: Final = """
Read again what changed in all files and folders the index was made of.

`dateline sources` lists them. What a dateline.toml names besides is added.
"""

EXAMPLES_UPDATE: Final = """
\b
Examples:
  dateline update                         what changed anywhere
  dateline update -q --wait 60            … from a timer: silent, patient
  dateline update --prune                 … and drop what is gone, however much it is
"""


@click.command("index", help=ABOUT, epilog=EXAMPLES, context_settings=HELP)
@paths_argument
@index_option
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths that match; may be repeated.")
@click.option("--follow", is_flag=True, help="Follow links out of the folders.")
@click.option("--portable", is_flag=True, help="Let index and articles be moved together.")
@map_option
@watch_option
@run_options
@click.pass_context
def index(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    folder: str,
    exclude: tuple[str, ...],
    follow: bool,
    portable: bool,
    map_fields: dict[str, tuple[str, ...]],
    watch: bool,
    **options: Any,
) -> None:
    """Index what the paths hold and say what became of it."""
    settings = find_settings()
    more: tuple[str, ...] = ()
    fields = _fields_of(settings, folder)
    if not paths:
        if settings is None or not settings.sources:
            raise click.UsageError(
                "PATH is missing: what to index. To write it down once: dateline init", ctx
            )
        paths, more, fields = settings.sources, settings.exclude, _keys(settings)
        follow = follow or settings.follow
    from dateline.indexer.builder import build

    if STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("Give '-' alone: what is piped in is no file of a folder.", ctx)
        if watch:
            raise click.UsageError("--watch is for files and folders, not for what is piped in.", ctx)
        stream = sys.stdin.buffer
        lines = stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))
        _run(
            lambda **run: build(lines, portable=portable, fields={**fields, **map_fields}, **run),
            folder=folder,
            noun="record",
            **options,
        )
        return

    def look(there: Sequence[str], **run: Any) -> Report:
        return build(
            there,
            exclude=exclude,
            exclude_more=more,
            follow=follow,
            portable=portable,
            fields=fields,
            map_fields=map_fields,
            **run,
        )

    with _named_in(settings):
        if watch:
            _watch(look, paths, folder=folder, **options)
        else:
            _run(partial(look, paths), folder=folder, **options)


@contextmanager
def _named_in(settings: Settings | None) -> Iterator[None]:
    """What is wrong with a source that a settings file names is wrong there."""
    try:
        yield
    except SourceError as error:
        if settings is not None and error.path in settings.sources:
            raise SettingsError(
                settings.path, f"names {shown_path(error.path)}, and {error.reason}"
            ) from error
        raise


def _fields_of(settings: Settings | None, folder: str) -> dict[str, tuple[str, ...]]:
    """How records name the fields in what goes into an index: what its own settings say."""
    return _keys(settings) if settings is not None and settings.is_of(folder) else {}


def _keys(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The keys of each field that settings name, in the order in which they are tried."""
    keys: dict[str, tuple[str, ...]] = {}
    for field, key in settings.fields:
        keys[field] = (*keys.get(field, ()), key)
    return keys


@click.command("update", help=ABOUT_UPDATE, epilog=EXAMPLES_UPDATE, context_settings=HELP)
@index_option
@watch_option
@run_options
def update(folder: str, watch: bool, **options: Any) -> None:
    """Bring the index up to date with all its sources and say what became of it."""
    from dateline.indexer.builder import update as update_index

    settings = find_settings()
    said: dict[str, Any] = {}
    if settings is not None and settings.is_of(folder):  # of another index these are not the sources
        said = {
            "sources": settings.sources,
            "exclude_more": settings.exclude,
            "follow": settings.follow,
            "fields": _keys(settings),
        }
    with _named_in(settings):
        if watch:
            from dateline.indexer.watching import sources_of

            paths = list(dict.fromkeys([*sources_of(folder), *said.get("sources", ())]))
            _watch(lambda _, **run: update_index(**said, **run), paths, folder=folder, **options)
        else:
            _run(lambda **run: update_index(**said, **run), folder=folder, given=False, **options)


def _watch(
    look: Callable[..., Report],
    paths: Sequence[str],
    *,
    folder: str,
    list_skipped: bool,
    quiet: bool,
    dry_run: bool,
    as_json: bool,
    full: bool,
    **options: Any,
) -> None:
    """Look at all of it, then at what changes, until somebody stops it; leave with the exit code of that.

    `look` is given those of the paths that are there.
    """
    if dry_run or as_json:
        raise click.UsageError(f"--watch has no {'--dry-run' if dry_run else '--json'}.")
    from dateline.indexer.cli.watching import Watching
    from dateline.indexer.watching import Concern, FileChanges

    changes = FileChanges(paths)  # from here on nothing is missed
    beginning = _beginning(folder)
    run = partial(look, index=folder, dry_run=False, **options)

    def again(later: Later) -> Report | None:
        there = [path for path in paths if os.path.lexists(path)]
        return run(there, full=False, later=later) if there else None

    watching = Watching(
        again,
        changes,
        concern=lambda changed: Concern(folder, paths).of(changed) if changed else changed,
        index=folder,
        quiet=quiet,
    )
    try:
        with terminated(), warnings.catch_warnings():
            if not sys.warnoptions:
                warnings.simplefilter("ignore", ReaderFault)
            with progress_line(shown=not quiet) as progress:
                report = watching.begin(lambda later: run(paths, full=full, later=later, progress=progress))
            say_report(report, dry_run=False, list_skipped=list_skipped, quiet=quiet, noun="file")
            if not report.articles and beginning is not None:
                beginning.undo()
            watching.run(report, paths)
    except Interrupted as error:
        say("Interrupted. What was read is in the index; run it again to go on")
        sys.exit(143 if isinstance(error.__cause__, Terminated) else 130)
    except KeyboardInterrupt:  # between two looks: there is no other way to end it
        sys.exit(0)


def _beginning(index: str) -> Beginning | None:
    """What there was of an index in a folder; on a server nothing is left of one that got no article."""
    return None if is_address(index) else Beginning(Path(index))


def _run(
    run: Callable[..., Report],
    *,
    folder: str,
    list_skipped: bool,
    as_json: bool,
    quiet: bool,
    noun: str = "file",
    given: bool = True,
    **options: Any,
) -> None:
    """Run it, say what became of it, and leave with the exit code of an interruption, or of nothing read.

    `given`: what was to be read was named, so that it is a failure when nothing of it could be.
    """
    stopped: Interrupted | None = None
    beginning = _beginning(folder)
    with terminated(), progress_line(shown=not quiet) as progress, warnings.catch_warnings():
        if not sys.warnoptions:  # the line that names the file says it; -W brings the traceback back
            warnings.simplefilter("ignore", ReaderFault)
        try:
            report = run(index=folder, progress=progress, **options)
        except Interrupted as error:
            stopped, report = error, error.report
    say_report(report, dry_run=options["dry_run"], list_skipped=list_skipped, quiet=quiet, noun=noun)
    if as_json:
        click.echo(json_line(asdict(report), ascii_only=True))
    if stopped is not None:
        kept = report.new or report.changed or report.removed
        say(
            f"Interrupted. {'What is counted here is in the index; run' if kept else 'Run'} it again to go on"
        )
        sys.exit(143 if isinstance(stopped.__cause__, Terminated) else 130)
    nothing = not (report.new or report.changed or report.removed or report.unchanged)
    if nothing and (not report.articles or (given and report.seen)):
        if beginning is not None:
            beginning.undo()
        say(f"Error: {why_nothing(report, noun)}")
        sys.exit(2)
