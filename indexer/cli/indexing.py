"""What does a person type to build an index and to bring it up to date, and what do they see?

Everything said goes to stderr: how far it is while it runs on a terminal, what was skipped, one closing line.
`--json` writes the report to stdout.
"""

from __future__ import annotations

import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import BufferedReader, RawIOBase
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from dateline.indexer.cli.progress import progress_line
from dateline.indexer.errors import ReaderFault, SourceError
from dateline.indexer.readers.registry import kinds
from dateline.indexer.report import Interrupted
from dateline.indexer.settings import RECORD_FIELDS, SettingsError, default_index, find_settings
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.shown.printable import printable
from dateline.indexer.sources import STDIN

if TYPE_CHECKING:
    from dateline.indexer.errors import Skipped
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

# A run that skips a thousand files names the first of them and counts the rest.
MOST_SKIPPED_SHOWN = 20
_MOST_KINDS_SHOWN: Final = 6

_HELP: Final = {"help_option_names": ["-h", "--help"]}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _named(_: click.Context, parameter: click.Parameter, given: str | tuple[str, ...]) -> Any:
    """What was given, when it names something: an empty name, as of a variable not set, is no folder."""
    if "" in ((given,) if isinstance(given, str) else given):
        what = "the index" if parameter.name == "folder" else "what to index"
        raise click.BadParameter(f"'' is no name. Give the folder of {what}, or . for the current one")
    return given


def _mapped(_: click.Context, __: click.Parameter, given: str) -> dict[str, str]:
    """The keys of fields that `headline=title,body=text` names, by field."""
    fields: dict[str, str] = {}
    for pair in filter(None, given.split(",")):
        key, equals, field = (part.strip() for part in pair.rpartition("="))
        if not equals or not key:
            raise click.BadParameter(f"{pair!r} is no KEY=FIELD. As in: --map headline=title,body=text")
        if field not in RECORD_FIELDS:
            raise click.BadParameter(
                f"{field!r} is no field of a record; there are {', '.join(RECORD_FIELDS)}"
            )
        if field in fields:
            raise click.BadParameter(f"{field!r} is given twice: {fields[field]} and {key}")
        fields[field] = key
    return fields


def index_option(command: _Command) -> _Command:
    """`--index` of a command that writes."""
    return click.option(
        "--index",
        "folder",
        envvar="DATELINE_INDEX",
        type=str,
        default=default_index,
        metavar="DIR",
        callback=_named,
        help="Where the index lies.  [$DATELINE_INDEX, else as dateline.toml says, else ./index]",
    )(command)


def wait_option(command: _Command) -> _Command:
    """`--wait` of a command that writes."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=0,
        metavar="S",
        help="Wait so many seconds for another command that writes to the index.",
    )(command)


def _run_options(command: _Command) -> _Command:
    """The options of a run that `index` and `update` share."""
    options = [
        click.option("--full", is_flag=True, help="Read everything again, changed or not."),
        click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be read."),
        click.option("--prune", is_flag=True, help="Drop what is gone, however much it is."),
        click.option("--list-skipped", is_flag=True, help="Name every file that was not read, and why."),
        click.option("--json", "as_json", is_flag=True, help="Write the report to stdout, as JSON."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
        click.option(
            "--memory",
            "memory_mb",
            type=click.IntRange(min=16),
            default=256,
            show_default=True,
            metavar="MB",
            help="How much to hold before writing.",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            default=None,
            metavar="N",
            help="How many processes read and clean.  [the cores for 200 files and more, else 1]",
        ),
        wait_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command("index", help=ABOUT, epilog=EXAMPLES, context_settings=_HELP)
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(), callback=_named)
@index_option
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths that match; may be repeated.")
@click.option("--follow", is_flag=True, help="Follow links out of the folders.")
@click.option("--portable", is_flag=True, help="Let index and articles be moved together.")
@click.option(
    "--map",
    "map_fields",
    default="",
    metavar="KEY=FIELD,…",
    callback=_mapped,
    help="How records name the fields: headline=title,body=text; remembered.",
)
@_run_options
@click.pass_context
def index(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    folder: str,
    exclude: tuple[str, ...],
    follow: bool,
    portable: bool,
    map_fields: dict[str, str],
    **options: Any,
) -> None:
    """Index what the paths hold and say what became of it."""
    settings = find_settings()
    more: tuple[str, ...] = ()
    fields = _fields_of(settings, folder)
    if not paths:
        if settings is None or not settings.sources:
            raise click.UsageError("Missing argument 'PATH...'.", ctx)
        paths, more, fields = settings.sources, settings.exclude, dict(settings.fields)
        follow = follow or settings.follow
    from dateline.indexer.builder import build

    if STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("Give '-' alone: what is piped in is no file of a folder.", ctx)
        stream = sys.stdin.buffer
        lines = stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))
        _run(
            lambda **run: build(
                lines, index=folder, portable=portable, fields={**fields, **map_fields}, **run
            ),
            noun="record",
            **options,
        )
        return
    with _named_in(settings):
        _run(
            lambda **run: build(
                paths,
                index=folder,
                exclude=exclude,
                exclude_more=more,
                follow=follow,
                portable=portable,
                fields=fields,
                map_fields=map_fields,
                **run,
            ),
            **options,
        )


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


def _fields_of(settings: Settings | None, folder: str) -> dict[str, str]:
    """How records name the fields in what goes into an index: what its own settings say."""
    return dict(settings.fields) if settings is not None and settings.is_of(folder) else {}


@click.command("update", help=ABOUT_UPDATE, epilog=EXAMPLES_UPDATE, context_settings=_HELP)
@index_option
@_run_options
def update(folder: str, **options: Any) -> None:
    """Bring the index up to date with all its sources and say what became of it."""
    from dateline.indexer.builder import update as update_index

    settings = find_settings()
    said: dict[str, Any] = {}
    if settings is not None and settings.is_of(folder):  # of another index these are not the sources
        said = {
            "sources": settings.sources,
            "exclude_more": settings.exclude,
            "follow": settings.follow,
            "fields": dict(settings.fields),
        }
    with _named_in(settings):
        _run(lambda **run: update_index(index=folder, **said, **run), **options)


def _run(
    run: Callable[..., Report],
    *,
    list_skipped: bool,
    as_json: bool,
    quiet: bool,
    noun: str = "file",
    **options: Any,
) -> None:
    """Run it, say what became of it, and leave with the exit code of an interruption, or of nothing read."""
    stopped: Interrupted | None = None
    with _terminated(), progress_line(shown=not quiet) as progress, warnings.catch_warnings():
        if not sys.warnoptions:  # the line that names the file says it; -W brings the traceback back
            warnings.simplefilter("ignore", ReaderFault)
        try:
            report = run(progress=progress, **options)
        except Interrupted as error:
            stopped, report = error, error.report
    _say(report, dry_run=options["dry_run"], list_skipped=list_skipped, quiet=quiet, noun=noun)
    if as_json:
        click.echo(json_line(asdict(report), ascii_only=True))
    if stopped is not None:
        click.echo("Interrupted. What is counted here is in the index; run it again to go on", err=True)
        sys.exit(143 if isinstance(stopped.__cause__, Terminated) else 130)
    if not (report.articles or report.new or report.changed or report.removed or report.unchanged):
        click.echo(
            f"Error: nothing could be read. Give a file or folder with articles: {kinds()}",
            err=True,
        )
        sys.exit(2)


class Terminated(KeyboardInterrupt):
    """SIGTERM, taken like Ctrl-C: what was done is kept."""


@contextmanager
def _terminated() -> Iterator[None]:
    """SIGTERM and SIGHUP end the run as Ctrl-C does."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Terminated

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.getsignal(number)) for number in numbers]
    for number, handler in before:
        if handler != signal.SIG_IGN:  # nohup
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _say(report: Report, *, dry_run: bool, list_skipped: bool, quiet: bool, noun: str) -> None:
    trouble = [one for one in report.skipped if one.cause == "trouble"]
    named = report.skipped if list_skipped else trouble[:MOST_SKIPPED_SHOWN]
    for skipped in named:
        click.echo(printable(f"skipped {_shown(skipped)}"), err=True)
    if len(trouble) > MOST_SKIPPED_SHOWN and not list_skipped:
        more = len(trouble) - MOST_SKIPPED_SHOWN
        click.echo(f"… and {more:,} more skipped: --list-skipped", err=True)
    if quiet:
        return
    if (unread := _unread(report)) and not list_skipped:
        click.echo(printable(unread), err=True)
    files = _counted(report.seen, noun)
    changes = (
        f"{report.new:,} new, {report.changed:,} changed, {report.removed:,} removed, "
        + (f"{report.unchanged:,} unchanged, " if report.unchanged else "")
        + f"{report.files_skipped:,} skipped"
    )
    holds = f"{_counted(report.articles, 'article')}, {_counted(report.passages, 'passage')}"
    click.echo(f"{files}: {changes} · {holds}" + (" (dry run: nothing written)" if dry_run else ""), err=True)


def _shown(skipped: Skipped) -> str:
    """What was skipped, its path as seen from here."""
    where = shown_path(skipped.path)
    return f"{where if skipped.line is None else f'{where}:{skipped.line}'}: {skipped.reason}"


def _unread(report: Report) -> str:
    """What was passed over, by kind and reason; nothing where nothing was."""
    kinds_of: Counter[str] = Counter()
    folders: Counter[str] = Counter()
    for one in report.skipped:
        if one.cause in ("folder", "closed"):
            folders[one.reason] += 1
        elif one.cause == "extra":
            kinds_of[one.reason.rpartition(": ")[2]] += 1
        elif one.cause == "kind":
            name = one.path.replace("\\", "/").rpartition("/")[2]
            dot = name.rfind(".")
            kinds_of[name[dot:].lower() if dot > 0 else "without a suffix"] += 1
        elif one.cause != "trouble":
            kinds_of["linked elsewhere" if one.cause == "link" else one.cause] += 1
    said = []
    if kinds_of:
        shown = [f"{count:,} {kind}" for kind, count in kinds_of.most_common(_MOST_KINDS_SHOWN)]
        more = " …" if len(kinds_of) > _MOST_KINDS_SHOWN else ""
        said.append(f"{_counted(kinds_of.total(), 'file')} not read: {', '.join(shown)}{more}")
    if folders:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in folders.most_common())
        said.append(f"{_counted(folders.total(), 'folder')} left out: {reasons}")
    return f"{' · '.join(said)} (--list-skipped)" if said else ""


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
