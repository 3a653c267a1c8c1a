"""Where does a text have these letters, exactly as they were typed?

What is searched with `=` is looked for in the index by its words, and then in the text itself: signs, hyphens
and blanks count, and so does where a sentence ends. Case counts where a capital was typed, accents where an
accent was typed. What a keyboard decides and not a writer is made equal: the kind of apostrophe, dash and
blank, and whether an accent is one code point or two.

>>> written_spans("The Cyber-attack on banks. A cyber attack on them.", "cyber-attack on")
[(4, 19)]
>>> written_spans("THE ÉLYSÉE", "elysee"), written_spans("the Elysee", "Élysée")
([(4, 10)], [])
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.folding import MARKS, fold_accents
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.search.query.comparison import PLAIN_MARKS, plain_marks

__all__ = ["written_spans"]

# A letter with its marks; the letters of a Korean syllable.
_CLUSTER: Final = lazy_pattern(f".[{MARKS}\u1160-\u11ff]*", re.DOTALL)


class _Letters(dict[int, str]):
    """Letters without their accents, where that is one letter; each worked out once."""

    def __missing__(self, code: int) -> str:
        folded = fold_accents(chr(code).lower())
        letter = self[code] = folded if len(folded) == 1 else chr(code).lower()
        return letter


_LETTERS: Final = _Letters()


class _Wanted:
    """What was typed, ready to be looked for."""

    def __init__(self, typed: str) -> None:
        plain = plain_marks(typed)
        self.any_case = plain == plain.lower()
        self.any_accent = plain == fold_accents(plain)
        self.text = plain
        # Writings without blanks do not show where a word ends.
        begins = r"(?<!\w)" if plain[:1].isalnum() and not has_unspaced(plain[:1]) else ""
        ends = r"(?!\w)" if plain[-1:].isalnum() and not has_unspaced(plain[-1:]) else ""
        self.pattern = re.compile(f"{begins}{re.escape(plain)}{ends}")


@lru_cache(maxsize=256)
def _wanted(typed: str) -> _Wanted:
    return _Wanted(typed)


def written_spans(text: str, typed: str) -> list[tuple[int, int]]:
    """The spans `[start, end)` of a text, in code points, in which what was typed stands; in order.

    They begin and end with whole words, where what was typed does. A paragraph's end is no blank.
    """
    wanted = _wanted(typed)
    # The blank line between paragraphs becomes two blanks, which nobody types.
    plain = text.replace("\n", " ")
    if not text.isascii():
        plain = plain.translate(PLAIN_MARKS)
    places: list[int] | None = None
    if not text.isascii() and not unicodedata.is_normalized("NFC", plain):
        plain, places = _composed(plain)
    if wanted.any_case and wanted.any_accent and not plain.isascii():
        plain = plain.translate(_LETTERS)
    elif wanted.any_case:
        plain = "".join(map(_small, plain)) if not plain.isascii() else plain.lower()
    elif wanted.any_accent and not plain.isascii():
        plain = "".join(map(_without_accent, plain))
    spans = [found.span() for found in wanted.pattern.finditer(plain)]
    return spans if places is None else [(places[start], places[end]) for start, end in spans]


def _small(letter: str) -> str:
    """A small letter for each: offsets stay."""
    small = letter.lower()
    return small if len(small) == 1 else letter


def _without_accent(letter: str) -> str:
    folded = fold_accents(letter) if not letter.isupper() else fold_accents(letter.lower()).upper()
    return folded if len(folded) == 1 else letter


def _composed(text: str) -> tuple[str, list[int]]:
    """The text in NFC, and for each place in it, and its end, where that is in the text."""
    pieces: list[str] = []
    places: list[int] = []
    for found in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", found[0])
        pieces.append(piece)
        places += [found.start()] * len(piece)
    return "".join(pieces), [*places, len(text)]
