"""How does a conversation go on, whatever is typed and whatever goes wrong?

Line after line, until Ctrl-D or `:q`. What can't be answered is told in a line and ends nothing: a query that
can't be read, an index that is missing, damaged or being built, a fault of the program. Ctrl-C drops the line
that is being typed, or the answer that takes too long.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import click

from dateline.search.cli.options import as_text
from dateline.search.cli.prompt.lines import LineReader
from dateline.search.cli.prompt.obeying import Leave, obey
from dateline.search.cli.prompt.session import Session
from dateline.search.cli.streams import say, say_wrong
from dateline.search.errors import DatelineError, IndexDamaged, IndexMissing, QueryError

__all__ = ["converse"]


def converse(session: Session, reader: LineReader, keep_line: Callable[[str], None]) -> None:
    """Greet, then read lines and obey them; each is kept first. Returns when the person leaves."""
    _safely(session, session.greet)
    while _goes_on(session, reader, keep_line):
        pass


def _goes_on(session: Session, reader: LineReader, keep_line: Callable[[str], None]) -> bool:
    """Read a line and obey it; whether there may be another."""
    try:
        line = as_text(reader.read(session.prompt()))
        if line.strip():
            keep_line(line)
            _safely(session, partial(obey, session, line))
    except KeyboardInterrupt:
        return True
    except Leave:
        return False
    except (EOFError, OSError):  # Ctrl-D, or the terminal is gone
        say("")
        return False
    return True


def _safely(session: Session, act: Callable[[], None]) -> None:
    """Do it, and tell what goes wrong. Raises Leave, and BrokenPipeError when nobody reads any more."""
    try:
        act()
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        session.forget()  # what was being worked out may be half done
        say("stopped")
    except (Leave, BrokenPipeError):
        raise
    except QueryError as error:
        say_wrong(error)
    except click.ClickException as error:
        say(f"Error: {error.format_message()}")
    except DatelineError as error:
        say(f"Error: {error}")
        if isinstance(error, (IndexDamaged, IndexMissing)):
            session.forget()
    except Exception as error:
        session.forget()
        say(_told(error))


def _told(error: Exception) -> str:
    """What to say of an error of the system, or of one that is a fault of the program, with its place."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"Error: {where}{error.strerror}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"Error: a fault of Dateline{place}: {type(error).__name__}: {error}. Please report it"
