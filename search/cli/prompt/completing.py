"""What may somebody be about to type at the prompt?

    :fa         :facets
    :facets so  source
    sou         source:
    source:kaz  source:Kazinform       values of the index, in quotes where they have blanks
    bord        border, borders        words of the index

Names and values are those of `search/completion.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.search.cli.prompt.commands import COMMANDS, named
from dateline.search.completion import counted_by, names_beginning, values_beginning

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["Completion", "complete"]

_MOST: Final = 20
_LEAST: Final = 2  # letters of a word, for which words of the index are looked up
_COMMAND: Final = re.compile(r"\s*:(\w*)(\s+)?(.*)", re.DOTALL)
_LAST: Final = re.compile(r'(?:(?P<name>\w[\w.-]*):)?(?P<begun>"[^"]*|[^\s()"]*)\Z')
_SIGNS: Final = "-+=("
_WORD: Final = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in the place of the line from `start` to its end; what is said beside it."""

    text: str
    start: int
    beside: str = ""


def complete(line: str, archive: Archive | None) -> list[Completion]:
    """How the end of a line may go on, the likeliest first; without an archive, fields and commands."""
    command = _COMMAND.fullmatch(line)
    if command is None:
        return list(_of_query(line, archive))
    if command[2] is None:
        return list(_of_commands(command[1], command.start(1)))
    return list(_of_argument(command[1], command[3], command.start(3), archive))


def _of_argument(name: str, rest: str, at: int, archive: Archive | None) -> Iterator[Completion]:
    """What a command takes."""
    command = named(name)
    if command is None:
        return
    if command.field:
        yield from _of_values(command.field, rest, at, archive)
        return
    begun = rest.rpartition(" ")[2]
    start = at + len(rest) - len(begun)
    if command.name == "terms":
        yield from _of_words(rest, at, archive)
        return
    for choice in command.choices:
        if choice.startswith(begun.lower()) and choice not in rest.split():
            yield Completion(choice, start)


def _of_query(line: str, archive: Archive | None) -> Iterator[Completion]:
    found = _LAST.search(_unclosed(line))
    if found is None:
        return
    shift = len(line) - len(_unclosed(line))
    begun, at = found["begun"], found.start("begun") + shift
    if found["name"]:
        name = found["name"].lower()
        if counted_by(name):
            yield from _of_values(name, begun, at, archive)
            return
    bare = begun.lstrip(_SIGNS + '"')
    at = len(line) - len(bare)
    if not found["name"] and '"' not in begun and bare:
        for name in names_beginning(bare):
            yield Completion(f"{name}:", at)
    word = bare.rpartition(" ")[2]
    yield from _of_words(word, len(line) - len(word), archive)


def _of_values(name: str, begun: str, at: int, archive: Archive | None) -> Iterator[Completion]:
    if archive is None:
        return
    for value in values_beginning(archive, counted_by(name), begun, _MOST):
        yield Completion(value.typed, at, f"{value.articles:,}")


def _unclosed(line: str) -> str:
    """What a value or a word may stand in: the line, or what follows the last quote that is closed."""
    quotes = [at for at, sign in enumerate(line) if sign == '"']
    if len(quotes) % 2:
        quotes.pop()
    return line[quotes[-1] + 1 :] if quotes else line


def _of_commands(begun: str, at: int) -> Iterator[Completion]:
    for command in COMMANDS:
        if command.name.startswith(begun.lower()):
            yield Completion(command.name, at, command.about)


def _of_words(begun: str, at: int, archive: Archive | None) -> Iterator[Completion]:
    """Words of the index, the most frequent first, in the letters in which they were begun."""
    if archive is None or len(begun) < _LEAST or _WORD.fullmatch(begun) is None:
        return
    for term in archive.terms(begun, limit=_MOST):
        if _WORD.fullmatch(term.text) is None:
            continue
        same = term.text.lower().startswith(begun.lower())
        text = begun + term.text[len(begun) :] if same else term.text
        if text != begun:
            yield Completion(text, at, f"{term.articles:,}")
