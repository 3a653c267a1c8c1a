"""What does a person type to move an archive to another folder or server, and how far is it?"""

from __future__ import annotations

import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from dateline.indexer.cli.options import HELP, wait_option
from dateline.indexer.cli.saying import say
from dateline.indexer.cli.stopping import Terminated, terminated
from dateline.indexer.shown.json_line import json_line

if TYPE_CHECKING:
    from dateline.indexer.copying.moving import Copied, CopyProgress

__all__ = ["copy"]

_SECONDS: Final = 0.1  # between two lines: the eye follows no more

EPILOG: Final = """
\b
Examples:
  dateline copy index opensearch://localhost:9200/news    to a server
  dateline copy opensearch://localhost:9200/news back     and back, to a folder
  dateline copy index /mnt/index --replace                in place of what is there
"""


@click.command("copy", epilog=EPILOG, context_settings=HELP)
@click.argument("source", metavar="FROM", type=click.Path())
@click.argument("target", metavar="TO", type=click.Path())
@click.option("--replace", is_flag=True, help="Put the copy in the place of what TO holds.")
@click.option("--json", "as_json", is_flag=True, help="Write what was copied to stdout, as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@wait_option
def copy(source: str, target: str, replace: bool, as_json: bool, quiet: bool, wait: float) -> None:
    """Copy an index, in a folder or on a server, to another folder or server, and compare the two.

    All articles are copied in their order, with what is known of their files and sources: nothing is read
    again, and update goes on there. FROM is left as it is. TO is as it was until all of it is there.
    """
    from dateline.indexer.copying.moving import copy_index

    for name in (source, target):
        if not name:
            raise click.UsageError("'' is no name. Give a folder, or opensearch://host:9200/name")
    try:
        with terminated(), _progress(shown=not quiet) as progress:
            copied = copy_index(source, target, replace=replace, wait=wait, progress=progress)
    except KeyboardInterrupt as stopped:
        say(f"Interrupted. {target} is as it was; run it again to copy all of it")
        sys.exit(143 if isinstance(stopped, Terminated) else 130)
    if as_json:
        click.echo(json_line(asdict(copied), ascii_only=True))
    if not quiet:
        say(_told(copied))
        place = shlex.quote(target)
        say(f"checksum of both {copied.checksum} · next: dateline update --index {place}", whole=place)


def _told(copied: Copied) -> str:
    counts = [
        (copied.articles, "article"),
        (copied.passages, "passage"),
        (copied.files, "file"),
        (copied.sources, "source"),
    ]
    told = ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in counts)
    beside = f" · with {', '.join(copied.beside)}" if copied.beside else ""
    return f"copied {told}{beside}"


@contextmanager
def _progress(*, shown: bool) -> Iterator[CopyProgress | None]:
    """One line that stays in its place on a terminal, nothing otherwise."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    last = 0.0
    width = shutil.get_terminal_size().columns - 1

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS:
            last = time.monotonic()
            sys.stderr.write(f"\r{f'{done:,} of {of:,} articles {what}'[:width]:{width}}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write(f"\r{'':{width}}\r")
        sys.stderr.flush()
