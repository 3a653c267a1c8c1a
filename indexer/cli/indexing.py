"""What does a person type to build an index, and what do they see?

Everything said goes to stderr: a bar while it runs on a terminal, one closing line, and what was skipped.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from dateline.indexer.errors import ReaderFault
from dateline.indexer.readers.registry import kinds
from dateline.indexer.shown.printable import printable

if TYPE_CHECKING:
    from dateline.indexer.builder import Progress, Report

__all__ = ["index"]

ABOUT = f"""
Index the articles in files and folders: {kinds()}.

Run it again and it reads what changed since, and drops what is gone.
"""

EXAMPLES = """
\b
Examples:
  dateline index ~/articles               bring ./index up to date with a folder
  dateline index seeds --index /tmp/ix    … with an index elsewhere
  dateline index ~/articles --dry-run     what would be read, without reading it in
  dateline index . --exclude 'drafts/*'   leave some files out
"""

# A run that skips a thousand files names the first of them and counts the rest.
MOST_SKIPPED_SHOWN = 20


def _named(_: click.Context, parameter: click.Parameter, given: str | tuple[str, ...]) -> Any:
    """What was given, when it names something: an empty name, as of a variable not set, is no folder."""
    if "" in ((given,) if isinstance(given, str) else given):
        what = "the index" if parameter.name == "folder" else "what to index"
        raise click.BadParameter(f"'' is no name. Give the folder of {what}, or . for the current one")
    return given


@click.command("index", help=ABOUT, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(), callback=_named)
@click.option(
    "--index",
    "folder",
    envvar="DATELINE_INDEX",
    default="index",
    metavar="DIR",
    callback=_named,
    help="Where the index lies.  [$DATELINE_INDEX, else ./index]",
)
@click.option("--full", is_flag=True, help="Forget the index as it is and read everything again.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be done.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths that match; may be repeated.")
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(min=16),
    default=256,
    show_default=True,
    metavar="MB",
    help="How much to hold before writing.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes read and clean.",
)
def index(
    paths: tuple[str, ...],
    folder: str,
    full: bool,
    dry_run: bool,
    exclude: tuple[str, ...],
    memory_mb: int,
    jobs: int,
) -> None:
    """Index what the paths hold and say what became of it."""
    from dateline.indexer.builder import build

    with _progress() as progress, warnings.catch_warnings():
        if not sys.warnoptions:  # the line that names the file says it; -W brings the traceback back
            warnings.simplefilter("ignore", ReaderFault)
        report = build(
            paths,
            index=folder,
            full=full,
            dry_run=dry_run,
            exclude=exclude,
            memory_mb=memory_mb,
            jobs=jobs,
            progress=progress,
        )
    _say(report, dry_run=dry_run)
    if not (report.articles or report.new or report.changed or report.removed):
        click.echo(
            f"Error: nothing could be read. Give a file or folder with articles: {kinds()}",
            err=True,
        )
        sys.exit(2)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Indexing", file=sys.stderr, show_pos=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield advance


def _say(report: Report, *, dry_run: bool) -> None:
    for skipped in report.skipped[:MOST_SKIPPED_SHOWN]:
        click.echo(printable(f"skipped {skipped}"), err=True)
    if len(report.skipped) > MOST_SKIPPED_SHOWN:
        click.echo(f"… and {len(report.skipped) - MOST_SKIPPED_SHOWN:,} more skipped", err=True)
    files = _counted(report.sources, "file")
    changes = (
        f"{report.new:,} new, {report.changed:,} changed, {report.removed:,} removed, "
        f"{len(report.skipped):,} skipped"
    )
    holds = f"{_counted(report.articles, 'article')}, {_counted(report.passages, 'passage')}"
    click.echo(f"{files}: {changes} · {holds}" + (" (dry run: nothing written)" if dry_run else ""), err=True)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
