"""Which written forms of a word count as one where it is asked for as it is written?

What a keyboard decides and not a writer is made equal: the kind of apostrophe, dash and blank, and whether an
accent is one code point or two.

>>> same_form("d’Estaing", "d'Estaing"), same_form("Polish", "polish"), same_form("polish", "Polish")
(True, True, False)
"""

from __future__ import annotations

import unicodedata
from typing import Final

from dateline.indexer.analysis.folding import fold_accents

__all__ = ["PLAIN_MARKS", "plain_marks", "same_form"]

# Signs that a keyboard decides and not a writer, each as one sign: offsets stay.
PLAIN_MARKS: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " "}
)


def same_form(written: str, exact: str) -> bool:
    """Whether a surface form of the text is the one `Word.exact` demands.

    Case counts where a capital was typed, accents where an accent was typed.
    """
    if written == exact:
        return True
    found, wanted = plain_marks(written), plain_marks(exact)
    if wanted == wanted.lower():
        found = found.lower()
    if wanted == fold_accents(wanted):
        found = fold_accents(found)
    return found == wanted


def plain_marks(text: str) -> str:
    """The text in NFC, with plain apostrophes, hyphens and blanks."""
    return unicodedata.normalize("NFC", text).translate(PLAIN_MARKS)
