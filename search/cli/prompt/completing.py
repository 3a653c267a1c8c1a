"""What may somebody be about to type at the prompt?

    :fa         :facets
    :facets so  source
    sou         source:
    source:kaz  source:Kazinform       values of the index, in quotes where they have blanks
    bord        border, borders        words of the index

What was begun is compared without case and accents; a value may be found by any of its words. Values and
words that could not be shown, or typed, as they are, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.fields import FIELDS, facet_of
from dateline.indexer.shown.printable import printable
from dateline.search.cli.prompt.commands import COMMANDS, named
from dateline.search.query.comparison import fold_value
from dateline.search.query.editing import typed_value
from dateline.search.query.names import FIELD_NAMES

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["Completer", "Completion"]

_MOST: Final = 20
_LEAST: Final = 2  # letters of a word, for which words of the index are looked up
# The field whose values may follow a typed name, and how it is counted.
_COUNTED: Final[dict[str, str]] = {
    typed.name: field.facets[0].name for field in FIELDS if field.facets for typed in field.typed
}
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


class Completer:
    """Completes lines from an archive; of each of its states the values of a field are looked up once."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, str], list[tuple[str, str, int]]] = {}

    def complete(self, line: str, archive: Archive | None) -> list[Completion]:
        """How the end of a line may go on, the likeliest first; without an archive, fields and commands."""
        command = _COMMAND.fullmatch(line)
        if command is None:
            return list(self._of_query(line, archive))
        if command[2] is None:
            return list(_of_commands(command[1], command.start(1)))
        return list(self._of_argument(command[1], command[3], command.start(3), archive))

    def _of_argument(self, name: str, rest: str, at: int, archive: Archive | None) -> Iterator[Completion]:
        """What a command takes."""
        command = named(name)
        if command is None:
            return
        if command.field:
            yield from self._of_values(command.field, rest, at, archive)
            return
        begun = rest.rpartition(" ")[2]
        start = at + len(rest) - len(begun)
        if command.name == "terms":
            yield from _of_words(rest, at, archive)
            return
        for choice in command.choices:
            if choice.startswith(begun.lower()) and choice not in rest.split():
                yield Completion(choice, start)

    def _of_query(self, line: str, archive: Archive | None) -> Iterator[Completion]:
        found = _LAST.search(_unclosed(line))
        if found is None:
            return
        shift = len(line) - len(_unclosed(line))
        begun, at = found["begun"], found.start("begun") + shift
        if found["name"]:
            name = found["name"].lower()
            if _facet(name):
                yield from self._of_values(name, begun, at, archive)
                return
        bare = begun.lstrip(_SIGNS + '"')
        at = len(line) - len(bare)
        if not found["name"] and '"' not in begun and bare:
            for name in FIELD_NAMES:
                if name.startswith(bare.lower()):
                    yield Completion(f"{name}:", at)
        word = bare.rpartition(" ")[2]
        yield from _of_words(word, len(line) - len(word), archive)

    def _of_values(self, name: str, begun: str, at: int, archive: Archive | None) -> Iterator[Completion]:
        """Values of a field of which the whole or a word begins so, the most frequent first."""
        if archive is None:
            return
        wanted = fold_value(begun.lstrip('"'))
        count = 0
        for value, folded, articles in self._of_field(archive, _facet(name)):
            if folded.startswith(wanted) or f" {wanted}" in folded:
                yield Completion(value, at, f"{articles:,}")
                count += 1
                if count == _MOST:
                    return

    def _of_field(self, archive: Archive, facet: str) -> list[tuple[str, str, int]]:
        key = (archive.generation, facet)
        if key not in self._values:
            if len(self._values) > len(_COUNTED):  # those of states that are no more
                self._values.clear()
            counts = sorted(archive.facets("", facet), key=lambda one: -one.articles)
            self._values[key] = [
                (typed, fold_value(one.value), one.articles)
                for one in counts
                if one.value and printable(one.value) == one.value and (typed := typed_value(one.value))
            ]
        return self._values[key]


def _facet(name: str) -> str:
    """What the values of a typed field are counted by; "" where they are not."""
    return _COUNTED.get(name) or (name if "." in name and facet_of(name) else "")


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
