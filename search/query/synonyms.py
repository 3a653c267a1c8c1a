"""Which words did a person say mean the same? The rules of a file of synonyms, and what they add to a query.

    # names of one country
    Kazakhstan, Казахстан, Қазақстан
    United States, USA
    militia => police, gendarmerie

Words of a line, parted by commas, find each other; what stands before `=>` finds what stands behind as well
as itself, and not the other way round. Several words are a phrase. A line holds for itself: what one line
adds is not looked up in another. `#` begins a comment, a backslash says that a sign is text. As in Solr's
format, but that there `=>` takes away what was typed.

A typed word is one of a line in any of its forms: its stem is compared, as everywhere. A word and its
synonyms are one term to the ranking (`Alternatives`), as by Lucene's SynonymQuery, so that a rare one counts
no more than the others.

>>> rules = parse_synonyms("Kazakhstan, Казахстан\\nmilitia => police")
>>> rules.found_by("kazakhstan"), rules.found_by("militia"), rules.found_by("police")
(('Казахстан',), ('police',), ())
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dateline.indexer.analysis.folding import fold
from dateline.indexer.analysis.tokens import TOKEN

__all__ = ["NO_SYNONYMS", "BadLine", "Rule", "Synonyms", "parse_synonyms"]

_COMMAS: Final = ",，،、"
_ARROW: Final = "=>"
_MOST_ENTRIES: Final = 100  # of a line: more are a list of something else
_MOST_WORDS: Final = 16  # of an entry: longer phrases stand in no text
_BOTH: Final = 2


class BadLine(ValueError):
    """A line that says nothing: `line` counts from 1, `reason` says why and what to write."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class Rule(NamedTuple):
    """An entry as it may be typed, in words, and what it finds beside itself."""

    typed: tuple[str, ...]
    found: tuple[str, ...]


class Synonyms:
    """The rules of one file or several."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        together: dict[tuple[str, ...], tuple[Rule, dict[str, None]]] = {}
        for rule in rules:
            key = tuple(map(fold, rule.typed))
            _, found = together.setdefault(key, (rule, {}))
            found.update(dict.fromkeys(rule.found))
        self.rules: Final = tuple(Rule(rule.typed, tuple(found)) for rule, found in together.values())
        self._beginning: Final[dict[str, list[Rule]]] = {}
        for rule in self.rules:
            self._beginning.setdefault(_beginning(rule.typed[0]), []).append(rule)
        for beginning in self._beginning.values():  # the longest first
            beginning.sort(key=lambda rule: -len(rule.typed))

    def __bool__(self) -> bool:
        return bool(self.rules)

    def beginning_like(self, word: str) -> list[Rule]:
        """The rules whose first word may be a form of this one, those of most words first."""
        return self._beginning.get(_beginning(word), [])

    def found_by(self, typed: str) -> tuple[str, ...]:
        """What an entry finds beside itself, by its letters alone."""
        key = tuple(map(fold, TOKEN.findall(typed)))
        return next((rule.found for rule in self.rules if tuple(map(fold, rule.typed)) == key), ())


def parse_synonyms(text: str) -> Synonyms:
    """The rules of a file. Raises BadLine for the first line that is none."""
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), 1):
        rules += _rules(number, [*_pieces(line)])
    return Synonyms(rules)


def _rules(number: int, pieces: list[str]) -> Iterator[Rule]:
    """The rules of a line: its entries with `,` and `=>` between them."""
    sides: list[list[str]] = [[]]
    for piece in pieces:
        if piece == _ARROW:
            sides.append([])
        elif piece != "," and piece:
            sides[-1].append(piece)
    if sides == [[]] and not pieces:
        return
    if len(sides) > _BOTH:
        raise BadLine(number, "more than one =>. Write a line for each")
    if len(sides) == _BOTH and not (sides[0] and sides[1]):
        raise BadLine(number, "nothing on one side of =>. Write words on both: militia => police")
    entries = {entry: _words(number, entry) for side in sides for entry in side}
    if len(entries) > _MOST_ENTRIES:
        raise BadLine(number, f"more than {_MOST_ENTRIES} entries. Write several lines")
    if len(sides) == 1 and len(entries) < _BOTH:
        raise BadLine(number, "one entry has no synonym. Write two or more, with commas: Astana, Nur-Sultan")
    for entry in dict.fromkeys(sides[0]):
        found = tuple(dict.fromkeys(other for other in sides[-1] if other != entry))
        if found:
            yield Rule(entries[entry], found)


def _words(number: int, entry: str) -> tuple[str, ...]:
    words = tuple(TOKEN.findall(entry))
    if not words:
        raise BadLine(number, f"{entry[:40]!r} has neither letter nor digit. Write a word")
    if len(words) > _MOST_WORDS:
        raise BadLine(number, f"an entry of more than {_MOST_WORDS} words. Write its main words")
    if "*" in entry:
        raise BadLine(
            number, f"{entry[:40]!r} has a star, which stands for no letters here. Write the words out"
        )
    return words


def _pieces(line: str) -> Iterator[str]:
    """The entries of a line, tidied, and the `,` and `=>` between them; nothing of a comment."""
    entry = ""
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == "\\" and at + 1 < len(line):
            entry += line[at + 1]
            at += 2
            continue
        if sign == "#" and (not entry or entry[-1].isspace()):
            break
        if sign in _COMMAS:
            yield from (_tidy(entry), ",")
            entry = ""
        elif line.startswith(_ARROW, at):
            yield from (_tidy(entry), _ARROW)
            entry = ""
            at += 1
        else:
            entry += sign
        at += 1
    if entry.strip():
        yield _tidy(entry)


def _tidy(entry: str) -> str:
    """An entry with single blanks; quotes around the whole say nothing."""
    words = " ".join(entry.split())
    return words[1:-1].strip() if len(words) > 1 and words[0] == words[-1] == '"' else words


def _beginning(word: str) -> str:
    """What all forms of a word begin with; "" where a prefix may stand before it."""
    folded = fold(word)
    return "" if "\u0590" <= folded[:1] <= "\u06ff" else folded[:1]


NO_SYNONYMS: Final = Synonyms(())
