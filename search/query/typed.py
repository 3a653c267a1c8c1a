"""Which words are in a piece of typed text?

`Typed` is the query as typed and the way to refuse it. `words` cuts a run of text without blanks into
terms: surface tokens as the index cuts them, and patterns (`secur*`, `organi?ation`, `Lukashenka~`). `phrase`
reads what stands between quotes, where `(a OR b)` means one of the two and all else is text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NoReturn

from dateline.indexer.analysis.folding import APOSTROPHES, HYPHENS, MARKS, fold
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.analysis.tokens import token_pattern
from dateline.indexer.format.records import replace
from dateline.search.query import limits
from dateline.search.query.addresses import address_end
from dateline.search.query.mending import Refusal, shown
from dateline.search.query.syntax import Or, Phrase, Syntax, Term
from dateline.search.query.wording import ANDED

__all__ = ["Typed"]

_SIGNS: Final = re.compile("[*?~]")
_WORD: Final = rf"[\w{MARKS}*?]+"
_PATTERN: Final = re.compile(
    rf"""(?P<word>(?:\b[^\W\d_]\.(?=\w))*{_WORD}(?:(?:[{APOSTROPHES}{HYPHENS}]|(?<=\d)[.,](?=[\d*?])){_WORD})*)
    (?P<typos>~[0-9]*)?""",
    re.VERBOSE,
)
# Between single letters a star is none: M*A*S*H.
_STARRED: Final = re.compile(r"[^\W\d_](?:\*[^\W\d_]){2,}")
# A sign after a backslash is text; after a letter, as in a path, the backslash is.
_CLOSED: Final = re.compile(r"(?P<word>[^*?]*\w[^*?]*(?:\.|\+\+|#))\*+")
_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_DOTTED: Final = re.compile(r"\.(?=[A-Z]{2,}\Z)")  # .NET
_OPERATOR_BEFORE: Final = re.compile(r"(?:(?:\s|\A)(?:AND|OR|NOT)|&&|\|\|?)\s+\Z")
_OPERATOR_AFTER: Final = re.compile(r"\A\s+(?:(?:AND|OR)(?=\s)|&&|\|\|?)\s*")
_FRACTION: Final = re.compile(r"\.[0-9]+")
_IN_PHRASE: Final = re.compile(r"[()]|(?:[^\s()]|(?<=\d)[\u00a0\u202f](?=\d))+")


class Typed:
    """The query as typed."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def refuse(self, reason: str, at: int, *instead: tuple[str, str], example: str = "") -> NoReturn:
        """Say what is wrong at a place (0-based), and what to type instead, see `mending.Refusal`."""
        raise Refusal(reason, self.text, at, instead, example)

    def edited(self, start: int, end: int, new: str = "") -> str:
        """The query with `new` in place of the slice `[start, end)`."""
        return f"{self.text[:start]}{new}{self.text[end:]}"

    def opposite(self, start: int, name: str) -> str:
        """The query up to a place and `-name:` behind; `name:` where a sign before it excludes already."""
        before, sign = self.text[:start], "-"
        if before.endswith(("-", "!")):
            before, sign = before[:-1], ""
        return f"{before}{sign}{name}:"

    def words(self, start: int, end: int, *, exact: bool = False, is_address: bool = False) -> list[Term]:
        """The terms of the slice `[start, end)`, which has no blanks; none if it is punctuation only.

        An address has no patterns.
        """
        text = self.text[start:end]
        if text[-1:] == "*" and (closed := _CLOSED.fullmatch(text)):
            end = start + closed.end("word")  # nothing goes on after U.S. or C++, so that a star adds nothing
            text = closed["word"]
        if "\\" in text and not is_address and _ESCAPED.search(text):
            return self._escaped(start, end, exact)
        if _SIGNS.search(text) and not is_address and _is_pattern(text):
            return self._patterns(text, start, exact)
        exact = exact or _DOTTED.match(text) is not None
        return [
            Term(found.group(), start + found.start(), start + found.end(), exact=exact)
            for found in token_pattern(text).finditer(text)
        ]

    def _escaped(self, start: int, end: int, exact: bool) -> list[Term]:
        """The terms of a slice with signs that a backslash says are text."""
        places = [*range(start, end)]
        for found in reversed([*_ESCAPED.finditer(self.text, start, end)]):
            del places[found.start() - start]
        text = "".join(self.text[place] for place in places)
        places.append(end)
        return [
            Term(found.group(), places[found.start()], places[found.end() - 1] + 1, exact=exact)
            for found in token_pattern(text).finditer(text)
        ]

    def with_and(self, at: int) -> Term | None:
        """AT&T, where that stands at a place as "AT and T"."""
        found = ANDED.match(self.text, at)
        return Term(f"{found[1]}&{found[2]}", at, found.end()) if found else None

    def phrase(self, start: int, end: int, *, exact: bool, depth: int) -> list[Syntax]:
        """The parts of a phrase: what stands in `[start, end)`, between the quotes."""
        pieces = [
            (found.group(), start + found.start()) for found in _IN_PHRASE.finditer(self.text[start:end])
        ]
        return _Phrase(self, pieces, exact).parts(0, len(pieces), depth)

    def _patterns(self, text: str, start: int, exact: bool) -> list[Term]:
        terms: list[Term] = []
        for found in _PATTERN.finditer(text):
            # A question mark after a word ends a question; before one, only what begins the text is a sign.
            word = found["word"].rstrip("?")
            at = start + found.start()
            if found.start() > 0 and "*" not in word:
                at += len(word) - len(word.lstrip("?"))
                word = word.lstrip("?")
            if not word:
                continue
            signed = "*" in word or "?" in word
            if exact and (signed or found["typos"]):
                sign = self.text.rfind("=", 0, at)
                self.refuse(
                    "a word is either exact or a pattern",
                    at,
                    ("Leave out the =", self.edited(sign, sign + 1)),
                )
            if signed:
                terms.append(self._wildcard(word, at))
            elif found["typos"]:
                terms.append(self._fuzzy(word, found["typos"], at))
            else:
                terms += self.words(at, at + len(word), exact=exact)
        return terms

    def _wildcard(self, word: str, at: int) -> Term:
        end = at + len(word)
        if has_unspaced(word):
            return self._open_run(word, at)
        word = re.sub(r"\*[*?]*", "*", word)
        runs = [len(fold(letters)) for letters in re.split("[*?]", word)]  # as they will be compared
        if runs[0] < limits.MIN_WILDCARD_LETTERS and max(runs) < limits.MIN_OPEN_LETTERS:
            least = limits.MIN_OPEN_LETTERS if word[0] in "*?" else limits.MIN_WILDCARD_LETTERS
            where = "in a row" if word[0] in "*?" else "before it"
            self.refuse(
                f"a wildcard needs {least} letters {where} in {shown(word)!r}",
                at,
                ("Leave it out", self._without_star(word, at, end)),
                ("Leave it out", self.edited(at, end, re.sub("[*?]+", "", word))),
                example="As in secur*, *wandel, *haus*",
            )
        if word.count("*") > limits.MAX_STARS:
            fewer = "*".join(word.split("*")[: limits.MAX_STARS]) + "*"
            self.refuse(
                f"more than {limits.MAX_STARS} stars in one word",
                at,
                ("Leave some out", self.edited(at, end, fewer)),
            )
        if word.endswith("*") and not re.search("[*?]", word[:-1]):
            return Term(word[:-1], at, end, "prefix")
        return Term(word, at, end, "wildcard")

    def _open_run(self, word: str, at: int) -> Term:
        """A run of letters without blanks, open at its ends: nothing tells where a word ends in the text, so
        that it finds what it finds without a star."""
        bare = word.strip("*?")
        ends = [part for part in re.split("[*?]+", bare) if part]
        if len(ends) > 1:
            self.refuse(
                f"a sign inside {shown(word)!r} stands for no letters",
                at,
                ("Type", self.edited(at, at + len(word), f" {' ADJ/5 '.join(ends)} ")),
            )
        return Term(bare, at, at + len(word))

    def _without_star(self, word: str, at: int, end: int) -> str:
        """The query without the signs that begin a word; of a star alone without the operator beside it."""
        bare = word.lstrip(f"*?{HYPHENS}")
        if bare:
            return self.edited(at, end, bare)
        before, after = self.text[:at], self.text[end:]
        shorter = _OPERATOR_BEFORE.sub("", before)
        if shorter == before:
            after = _OPERATOR_AFTER.sub(" ", after, count=1)
        return f"{shorter} {after}"

    def _fuzzy(self, word: str, typos: str, at: int) -> Term:
        sign, end = at + len(word), at + len(word) + len(typos)
        if typos not in ("~", "~1"):
            if more := _FRACTION.match(self.text, end):
                typos, end = typos + more.group(), more.end()
            instead = ("One is typed", self.edited(sign, end, "~"))
            if not typos.strip("~0."):
                instead = ("As it is written is typed", self.edited(at, end, f"={word}"))
            self.refuse(f"{typos} asks for another number of typos than one", sign, instead)
        if len(word) < limits.MIN_FUZZY_LETTERS:
            self.refuse(
                f"{word!r} is too short to be searched with a typo",
                at,
                ("Leave it out", self.edited(sign, end)),
                example=f"Words of {limits.MIN_FUZZY_LETTERS} letters or more can: Lukashenka~",
            )
        if has_unspaced(word):  # a letter more or less is another word
            return Term(word, at, end)
        return Term(word, at, end, "fuzzy")


def _is_pattern(text: str) -> bool:
    """Whether a star, question mark or tilde in a run of text is a sign, and not a letter of its words."""
    if _STARRED.fullmatch(text.strip(".,;:!?")):
        return False
    outside = token_pattern(text).sub(" ", text) if "*" in text else text
    return _SIGNS.search(outside.rstrip("?!.,")) is not None


class _Phrase:
    """The words and brackets of one phrase, each with its place in the query."""

    def __init__(self, typed: Typed, pieces: list[tuple[str, int]], exact: bool) -> None:
        self.typed = typed
        self.pieces = pieces
        self.exact = exact
        self.closing, self.choices = self._brackets()

    def _brackets(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        """Where each bracket closes, and where the ORs directly inside it are."""
        closing: dict[int, int] = {}
        choices: dict[int, list[int]] = {}
        open_ones: list[int] = []
        for number, (piece, _) in enumerate(self.pieces):
            if piece == "(":
                open_ones.append(number)
            elif piece == ")" and open_ones:
                closing[open_ones.pop()] = number
            elif piece == "OR" and open_ones:
                choices.setdefault(open_ones[-1], []).append(number)
        for number in open_ones:
            if number in choices:
                last, place = self.pieces[-1]
                self.typed.refuse(
                    "bracket not closed inside the phrase",
                    self.pieces[number][1],
                    ("Close it", self.typed.edited(place + len(last), place + len(last), ")")),
                    example='As in "(Tajik OR Kyrgyz) border"',
                )
        return closing, choices

    def parts(self, first: int, last: int, depth: int) -> list[Syntax]:
        """The parts of the pieces `[first, last)`. A bracket without OR directly inside is punctuation."""
        parts: list[Syntax] = []
        number = first
        while number < last:
            piece, at = self.pieces[number]
            if number in self.choices and number in self.closing:
                parts.append(self._either(number, depth + 1))
                number = self.closing[number]
            elif anded := self.typed.with_and(at):
                parts.append(replace(anded, exact=self.exact))
                number += 2
            elif piece not in "()":
                is_address = address_end(piece, 0) > 0
                parts += self.typed.words(at, at + len(piece), exact=self.exact, is_address=is_address)
            number += 1
        return parts

    def _either(self, opening: int, depth: int) -> Or:
        closing = self.closing[opening]
        start, end = self.pieces[opening][1], self.pieces[closing][1] + 1
        if depth > limits.MAX_DEPTH:
            self.typed.refuse(
                f"brackets more than {limits.MAX_DEPTH} deep",
                start,
                ("Take them away", re.sub("[()]", " ", self.typed.text)),
            )
        borders = [opening, *self.choices[opening], closing]
        options: list[Syntax] = []
        for before, after in pairwise(borders):
            parts = self.parts(before + 1, after, depth)
            if not parts:
                at = self.pieces[before if before != opening else after][1]
                self.typed.refuse(
                    "OR needs a word on each side",
                    at,
                    ("Leave it out", self.typed.edited(at, at + len("OR"))),
                    example='As in "(Tajik OR Kyrgyz) border"',
                )
            whole = Phrase(tuple(parts), parts[0].start, parts[-1].end, self.exact)
            options.append(parts[0] if len(parts) == 1 else whole)
        return Or(tuple(options), start, end)
