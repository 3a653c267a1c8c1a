"""`dateline prompt`, or `dateline` alone on a terminal: questions to an archive that stays open."""

from __future__ import annotations

import gc
import sys

import click

from dateline.search.cli.options import color_option, command, hyperlink_option, index_option
from dateline.search.cli.streams import FOUND

__all__ = ["prompt"]


@command(
    "prompt",
    """
dateline
dateline prompt --index ~/archive.index
""",
)
@index_option
@color_option
@hyperlink_option
def prompt(folder: tuple[str, ...], color: str, links: str) -> int:
    """Ask and look, line after line, in a terminal; dateline alone does the same.

    Words are a query. What begins with a colon is a command: :3 shows the third hit, :n the next page, :help
    them all.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the prompt needs a terminal. Queries from elsewhere: dateline search -")
    from dateline.search.cli.prompt.completing import complete
    from dateline.search.cli.prompt.history import keep_line, kept_lines
    from dateline.search.cli.prompt.lines import make_reader
    from dateline.search.cli.prompt.loop import converse
    from dateline.search.cli.prompt.session import Session

    if hasattr(sys.stdin, "reconfigure"):  # what is no text is no reason to leave
        sys.stdin.reconfigure(errors="replace")
    gc.enable()  # a conversation may take all day, other commands do without
    session = Session(folder, color=color, links=links)
    reader = make_reader(kept_lines(), lambda line: complete(line, session.opened()))
    converse(session, reader, keep_line)
    return FOUND
