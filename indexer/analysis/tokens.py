"""The terms of a text, and where each of them stands.

Analysis has two steps. `TOKEN` cuts running text into surface tokens by its characters alone. An `Analyzer`
(one a language) says what a surface token becomes, from the token alone: so indexing cuts with
`TOKEN.findall` and looks each token up in a dictionary, and asks the analyzer once a distinct token.

A surface token takes one position for each of its parts; most have one part.

- `Tajik-Afghan` has the parts tajik (position 0) and afghan (1), and the joined term tajikafghan (at 0,
  spanning both). AT&T likewise: at, t and att. Numbers are not joined: 1941-1945 is 1941 and 1945.
- `U.S.` is one part, us, as is US; the last full stop is not part of the token. No word is dropped.
- `O'Brien`, `O’Brien` and `OBrien` are obrien. The English endings 's 'll 're 've 'd 'm, the German 's and
  what Turkish puts after a name's apostrophe are left out of the form. What French, Italian and Catalan elide
  is a part of its own, in every language, since names have it: `D'Estaing` is d, Estaing, and destaing at d.
- `Kund*innen`, `Kund:innen`, `Kund_innen` and `Kund/innen` are kundinnen, and kund at the same place. C++ and
  C# are terms of their own beside c; Ph.D is phd; the Hebrew צה"ל is one word.
- `1,200` is 1200; 3.5 stays. Comma and point change places in the languages that write 3,5. Of 28.05.2013
  each number is a part, and the whole is a term at the first.
- Of writings without blanks (scripts.py) each letter is a part, and at its place stands the pair of it and
  the next letter too.

For each part `form == surface[start:end]`: it is as written, but for what is said above.

>>> [(token.term, token.form, token.position) for token in analyzer("en").tokens("U.S.-led organisation’s")]
[('usl', 'U.S.-led', 0), ('us', 'U.S', 0), ('led', 'led', 1), ('organiz', 'organisation', 2)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from dateline.indexer.analysis.folding import APOSTROPHES, HYPHENS, INVISIBLE, MARKS, fold_accents, normalise
from dateline.indexer.analysis.languages import normalise_language, script_language
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import (
    BETWEEN,
    UNSPACED,
    folded_letters,
    has_unspaced,
    letter_term,
    pieces,
)
from dateline.indexer.analysis.signs import ELISION, ENDINGS, GENDER, GERSHAYIM, SIGNED_LETTER
from dateline.indexer.analysis.stemming import stemmer, stemmer_of_many

__all__ = ["TOKEN", "Analyzer", "Entry", "Token", "analyzer", "token_pattern"]


def _tokens(more_tails: str = "", *more: str) -> re.Pattern[str]:
    """What finds surface tokens; `more` are further tails, which begin with `more_tails`."""
    # What a tail of a token begins with: a word before a blank fails all tails at once.
    tails = rf"{APOSTROPHES}{HYPHENS}.,\u00a0\u202f*:_/·•+\#\"״”{more_tails}"
    return lazy_pattern(
        rf"""[^\W_]+(?:(?=[{tails}])(?:
            [{APOSTROPHES}][^\W_]+                          # O'Brien
          | [{HYPHENS}][^\W_]+                              # Tajik-Afghan, AT&T
          | [.,\u00a0\u202f](?<=\d.)\d+                     # 1,200  3.5  28.05.2013  12 500, a fixed blank
          | \.(?:(?<=\b[^\W\d_]\.)[^\W\d_](?!\w)            # U.S, then
                (?:\.(?=[{HYPHENS}{APOSTROPHES}][^\W_]))?   # the last stop of U.S.-led, U.S.'s
              | (?<=\bPh\.)D(?!\w)                          # Ph.D, M.Sc
              | (?<=\b[BDM]\.)(?:Sc|Phil|Ed|Eng|Tech)(?!\w))
          | [*:_/·•](?<=[^\W\d_].)(?:-?in(?:nen)?(?!\w)     # Kund*innen, Bürger:in, Schüler/-innen
              | innen(?<![/]innen)[^\W\d_]+)                # Bürger*innenrat
          | [+\#](?:(?<=\w\+)\+|(?<=\b[A-Za-z]\#))(?!\w)    # C++, C#
          | ["”״](?<=[א-ת].)[א-ת]+                          # צה"ל
          {"".join([f"| {tail}" for tail in more])}
        ))*""",
        re.VERBOSE,
    )


# A common word is one run of letters and digits. Measured: 27 MB of English a second of CPU.
TOKEN: Final = _tokens(
    f"{MARKS}{INVISIBLE}{BETWEEN}",
    rf"[{MARKS}{INVISIBLE}]+[^\W_]*",  # accents that are characters of their own
    rf"[{BETWEEN}](?<=[{UNSPACED}].)[{UNSPACED}][^\W_]*",
)
# It says the same of ASCII, and is compiled in a quarter of the time: a cold search may need no other.
_ASCII_TOKEN: Final = _tokens()

# Terms are cut to this many code points: longer runs are data, not words.
_LONGEST_TERM: Final = 64
# And a form to so many, as in Lucene: what is longer is marked and shown by its first ones.
_LONGEST_FORM: Final = 255
# A compound of more parts, or with a longer joined form, is its parts alone.
_MOST_JOINED_PARTS: Final = 6
_ELIDED_AND_WORD: Final = 2  # parts of D'Estaing

_CACHED_ENTRIES: Final = 1 << 16  # and terms
_CACHED_CHARS: Final = 32  # of a word: longer ones hardly come again

_HYPHEN = lazy_pattern(f"[{HYPHENS}]")
_NUMBER = lazy_pattern(r"\d+(?:[.,\u00a0\u202f]\d+)+")
_DIGITS = lazy_pattern(r"\d+")
_BLANK_THOUSANDS = lazy_pattern(r"\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:[.,]\d+)?")
_POINT_DECIMAL = lazy_pattern(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?")
_COMMA_DECIMAL = lazy_pattern(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<fraction>\d+))?")
_POINT_LANGUAGES: Final = frozenset({"en", "ar", "ga", "he", "hi", "ne", "ta", "xx", "yi"})
_POSSESSIVES: Final = frozenset({"'s", "’s"})


def token_pattern(text: str) -> re.Pattern[str]:
    """What finds the surface tokens of this text, as `TOKEN` does."""
    return _ASCII_TOKEN if text.isascii() else TOKEN


class Entry(NamedTuple):
    """What a part of a surface token becomes. Position, start and end count from the token's own start."""

    term: str
    form: str
    position: int
    start: int
    end: int


class Token(NamedTuple):
    """A term at a place of a text: `form == text[start:end]`, positions count the parts of all tokens."""

    term: str
    form: str
    position: int
    start: int
    end: int


class Analyzer:
    """Text to terms by the rules of one language. Pure, and safe to share between threads."""

    def __init__(self, language: str) -> None:
        self.language = normalise_language(language)
        self._stem = stemmer(self.language)
        self._stem_many = stemmer_of_many(self.language)
        # Whether a word of ASCII letters is lower-cased, then stemmed, and nothing else.
        self._plain = self.language != "tr" and script_language("a", self.language) == self.language
        ending = ENDINGS.get(self.language)
        self._ending = lazy_pattern(ending, re.IGNORECASE) if ending else None
        self._number = _POINT_DECIMAL if self.language in _POINT_LANGUAGES else _COMMA_DECIMAL
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._entries_held = 0  # a token may have thousands
        self._terms: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Analyzer({self.language!r})"

    def entries(self, surface: str) -> tuple[Entry, ...]:
        """What a surface token becomes, ordered by (position, start, -end).

        Empty where nothing of it is a letter or digit (a lone tatweel). All entries of a position have one
        start.
        """
        known = self._entries.get(surface)
        if known is None:
            known = self._analyse(surface)
            if len(surface) <= _CACHED_CHARS:
                if self._entries_held >= _CACHED_ENTRIES:
                    self._entries.clear()
                    self._entries_held = 0
                self._entries[surface] = known
                self._entries_held += len(known) + 1
        return known

    def positions(self, surface: str) -> int:
        """How many positions the surface token takes."""
        entries = self.entries(surface)
        return entries[-1].position + 1 if entries else 0

    def tokens(self, text: str) -> list[Token]:
        """The tokens of the text, ordered by (position, start, -end)."""
        tokens = []
        position = 0
        for found in token_pattern(text).finditer(text):
            start = found.start()
            entries = self.entries(found[0])
            tokens += [
                Token(
                    entry.term, entry.form, position + entry.position, start + entry.start, start + entry.end
                )
                for entry in entries
            ]
            if entries:
                position += entries[-1].position + 1
        return tokens

    def term(self, word: str) -> str:
        """The index term of one plain word; "" when nothing of it is a letter or digit."""
        known = self._terms.get(word)
        if known is None:
            known = self._term(word[:_LONGEST_FORM])
            if len(word) <= _CACHED_CHARS:
                if len(self._terms) >= _CACHED_ENTRIES:
                    self._terms.clear()
                self._terms[word] = known
        return known

    def _term(self, word: str) -> str:
        language = script_language(word, self.language)
        if language != self.language:
            return analyzer(language).term(word)
        folded = normalise(word, turkish=language == "tr").replace(".", "")
        if not word.isascii():
            folded = GERSHAYIM.sub("", folded)
        if not folded.isprintable():  # no token of TOKEN, but a word from elsewhere
            folded = "".join(filter(str.isprintable, folded))
        return self._stem(folded[:_LONGEST_TERM]) if folded else ""

    def plain_form(self, surface: str) -> str:
        """The form of a token that has one part, of ASCII letters and digits; "" for any other token.

        `entries` says no more of it than this and its `term`. Some that are rare are not told either.
        """
        if surface[-2:] in _POSSESSIVES and self._ending is not None and self.language != "tr":
            surface = surface[:-2]
        plain = surface.isascii() and surface.isalnum() and len(surface) <= _LONGEST_FORM
        return surface if plain else ""

    def terms(self, words: Sequence[str]) -> list[str]:
        """What `term` says of each of many words, which are of ASCII letters and digits alone."""
        if not words:
            return []
        if not self._plain:
            return [self.term(word) for word in words]
        lowered = " ".join(words).lower().split(" ")
        return self._stem_many([word[:_LONGEST_TERM] for word in lowered])

    def folded(self, word: str) -> str:
        """The word as its term is before stemming: what a prefix or wildcard is compared by."""
        language = script_language(word, self.language)
        return fold_accents(normalise(word, turkish=language == "tr").replace(".", ""))

    def _analyse(self, surface: str) -> tuple[Entry, ...]:
        if surface.isalpha() and surface.isascii():  # by far the most
            form = surface[:_LONGEST_FORM]
            return (Entry(self.term(form), form, 0, 0, len(form)),)
        if surface.isascii() and (number := self._number.fullmatch(surface)) is not None:
            term = _plain_number(number)  # what the long way round says too, at a fifth of the cost
            form = surface[:_LONGEST_FORM]
            return (Entry(term[:_LONGEST_TERM], form, 0, 0, len(form)),)
        language = script_language(surface, self.language)
        if language != self.language:
            return analyzer(language).entries(surface)
        end = len(surface)
        if self._ending is not None and (ending := self._ending.search(surface)) is not None:
            end = ending.start()
        begin = 0
        parts: list[Entry] = []
        if (sign := GENDER.search(surface) or SIGNED_LETTER.search(surface)) is not None:
            return self._with_sign(surface, sign, end)
        if (elided := ELISION.match(surface, 0, end)) is not None:
            begin = elided.end()
            self._add_part(parts, surface, 0, begin - 1)
        elided_parts = len(parts)
        cuts = [begin - 1, *(found.start() for found in _HYPHEN.finditer(surface, begin, end)), end]
        for before, after in pairwise(cuts):
            self._add_chunk(parts, surface, before + 1, after)
        if len(cuts) > 2 and not has_unspaced(surface):
            self._add_joined(parts, elided_parts, surface)
        elif len(parts) == _ELIDED_AND_WORD and elided is not None:
            self._add_joined(parts, 0, surface)
        return tuple(parts)

    def _with_sign(self, surface: str, sign: re.Match[str], end: int) -> tuple[Entry, ...]:
        """The whole of Kund*innen or C++, and at its place what stands before the sign."""
        whole = surface[:end][:_LONGEST_FORM]
        bare = surface[: sign.start()][:_LONGEST_FORM]
        is_gender = sign[0][0] not in "+#"
        term = self.term(GENDER.sub("", whole)) if is_gender else self.term(bare) + sign[0]
        found = {term: whole}
        found.setdefault(self.term(bare), bare)
        return tuple(Entry(term, form, 0, 0, len(form)) for term, form in found.items() if term)

    def _add_part(
        self, parts: list[Entry], surface: str, start: int, end: int, term: str | None = None
    ) -> None:
        form = surface[start : min(end, start + _LONGEST_FORM)].rstrip(".")
        term = self.term(form) if term is None else term
        if term:
            position = parts[-1].position + 1 if parts else 0
            parts.append(Entry(term, form, position, start, start + len(form)))

    def _add_chunk(self, parts: list[Entry], surface: str, start: int, end: int) -> None:
        """The parts of what stands between two hyphens: usually one."""
        chunk = surface[start:end]
        if _NUMBER.fullmatch(chunk):
            self._add_number(parts, surface, start, end)
        elif start > 0 and surface[start - 1] not in APOSTROPHES and (elided := ELISION.match(chunk)):
            self._add_part(parts, surface, start, start + elided.end() - 1)
            self._add_part(parts, surface, start + elided.end(), end)
        elif has_unspaced(chunk):
            self._add_letters(parts, surface, start, end)
        else:
            self._add_part(parts, surface, start, end)

    def _add_letters(self, parts: list[Entry], surface: str, start: int, end: int) -> None:
        """A part for each letter of a writing without blanks, and at each the pair that begins there."""
        chunk = surface[start:end]
        # Most are one code point each, and their own terms.
        term_of = str if folded_letters(chunk) == chunk else letter_term
        position = parts[-1].position + 1 if parts else 0
        found = pieces(chunk)
        last = len(found) - 1
        for number, (first, after, is_letter) in enumerate(found):
            here = start + first
            if not is_letter:
                self._add_part(parts, surface, here, start + after)
            elif number < last and found[number + 1][2]:
                pair = chunk[first : found[number + 1][1]][:_LONGEST_FORM]
                parts.append(Entry(term_of(pair)[:_LONGEST_TERM], pair, position, here, here + len(pair)))
            if is_letter:
                letter = chunk[first:after][:_LONGEST_FORM]
                parts.append(
                    Entry(term_of(letter)[:_LONGEST_TERM], letter, position, here, here + len(letter))
                )
            position = parts[-1].position + 1 if parts else 0

    def _add_number(self, parts: list[Entry], surface: str, start: int, end: int) -> None:
        """One term for a number, without thousands marks; for a date or version its numbers and the whole."""
        written = surface[start:end]
        plain = re.sub("[\u00a0\u202f]", "", written) if _BLANK_THOUSANDS.fullmatch(written) else written
        number = self._number.fullmatch(plain)
        if number is not None:
            term = normalise(_plain_number(number))[:_LONGEST_TERM]
            return self._add_part(parts, surface, start, end, term)
        first = len(parts)
        for found in _DIGITS.finditer(surface, start, end):
            self._add_part(parts, surface, found.start(), found.end())
        if plain.isascii():
            head = parts[first]
            end = min(end, start + _LONGEST_FORM)
            whole = Entry(plain[:_LONGEST_TERM], surface[start:end], head.position, head.start, end)
            parts.insert(first, whole)
        return None

    def _add_joined(self, parts: list[Entry], first: int, surface: str) -> None:
        """The compound as one word, at the position of its first part."""
        pieces = parts[first:]
        if not 2 <= len(pieces) <= _MOST_JOINED_PARTS or not any(piece.term[0].isalpha() for piece in pieces):
            return
        joined = "".join(piece.form for piece in pieces)
        if len(joined) > _LONGEST_TERM:
            return
        start, end = pieces[0].start, min(pieces[-1].end, pieces[0].start + _LONGEST_FORM)
        entry = Entry(self.term(joined), surface[start:end], pieces[0].position, start, end)
        if entry.term:
            parts.insert(first, entry)


def _plain_number(number: re.Match[str]) -> str:
    """A number without the marks between its thousands, a point before its fraction."""
    whole = number["whole"].replace(",", "").replace(".", "")
    return f"{whole}.{number['fraction']}" if number["fraction"] else whole


@cache
def _analyzer(language: str) -> Analyzer:
    return Analyzer(language)


def analyzer(language: str) -> Analyzer:
    """The analyzer of a language; the same one for every spelling of its code."""
    return _analyzer(normalise_language(language))
