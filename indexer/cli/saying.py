"""How wide is what a line goes to, and how is a line said there?

On a terminal a line is wrapped at its width, between words; in a pipe or a file it is one line.
"""

from __future__ import annotations

import os
import re
import sys
from typing import IO, Any, Final

import click

from dateline.indexer.shown.columns import wrapped
from dateline.indexer.shown.printable import printable

__all__ = ["columns_of", "say"]

_HELP: Final = re.compile(r"dateline (?:\w+ )+-h")


def say(line: str, *, whole: str = "") -> None:
    """One line to stderr, free of what acts on a terminal; `whole`, a path in it, is not broken.

    Nor is what is to be typed for help.
    """
    said = printable(line)
    for part in wrapped(said, columns_of(sys.stderr), whole=(printable(whole), *_HELP.findall(said))):
        click.echo(part, err=True)


def columns_of(stream: IO[Any]) -> int | None:
    """The columns of the terminal a stream goes to, as `$COLUMNS` says first; None where it is none."""
    if not stream.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):  # no file of the system's, as in a test
        return None
