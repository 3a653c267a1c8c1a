"""What is said of a command line that is none: what is wrong, with which value, and what would be right?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import click

__all__ = ["at_least", "usage_words"]

# How click begins what it says of a value that is not of its type: the value, as Python writes it.
_VALUE: Final = r"(?s)(?P<value>'.*'|\".*\"|-?[\d.]+) is not (?:a valid|in the range|one of) ?"


def at_least(least: int, *, whole: bool = True) -> Callable[[str], float]:
    """The type of an option that takes a number of `least` or more, a whole one unless told otherwise."""

    def number(value: str) -> float:
        try:
            read: float = int(value) if whole else float(value)
        except ValueError:
            read = -1
        if not max(least, 0) <= read < float("inf"):
            raise click.BadParameter(f"{str(value)!r} is no {_number(least, None, whole)}")
        return read

    return number


def usage_words(error: click.UsageError) -> str:
    """What to say of a command line that is none, without where to read how it is typed."""
    said = error.format_message()
    if isinstance(error, click.NoSuchOption):
        close = sorted(error.possibilities or ())
        meant = f". Did you mean {' or '.join(close)}?" if close else ""
        return f"there is no option {error.option_name}{meant}"
    if isinstance(error, click.BadOptionUsage) and said.endswith("requires an argument."):
        return f"{error.option_name} wants a value after it"
    if isinstance(error, click.MissingParameter):
        return f"{_name(error) or error.param_hint} is missing"
    if said.startswith("Got unexpected extra argument"):
        return f"too much is given: {said.partition('(')[2].rpartition(')')[0]}"
    if isinstance(error, click.BadParameter):
        name = _name(error)
        reason = _reason(error)
        return f"{name}: {reason}" if name else reason
    return said


def _name(error: click.BadParameter) -> str:
    """What an option or argument is called where it is typed."""
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return (error.param.metavar or error.param.human_readable_name.upper()).rstrip(".")


def _reason(error: click.BadParameter) -> str:
    """What is wrong with a value; of the types that are click's own in the same words as of ours."""
    found = re.match(_VALUE, error.message)
    kind = None if error.param is None else error.param.type
    if found is None or kind is None:
        return error.message
    value = found["value"] if found["value"][:1] in "'\"" else repr(found["value"])
    if isinstance(kind, click.Choice):
        *others, last = map(str, kind.choices)
        return f"{value} is none of {', '.join(others)} and {last}" if others else f"{value} is not {last}"
    if isinstance(kind, (click.IntRange, click.FloatRange)):
        whole = isinstance(kind, click.IntRange)
        return f"{value} is no {_number(kind.min, kind.max, whole)}"
    if kind in (click.INT, click.FLOAT):
        return f"{value} is no {_number(None, None, kind is click.INT)}"
    return error.message


def _number(least: float | None, most: float | None, whole: bool) -> str:
    bounds = ""
    if least is not None and most is not None:
        bounds = f" from {least:,} to {most:,}"
    elif least is not None:
        bounds = f" of {least:,} or more"
    elif most is not None:
        bounds = f" of {most:,} or less"
    return f"{'whole ' if whole else ''}number{bounds}"
