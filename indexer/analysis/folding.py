"""Letters that count as the same: case, accents and typography undone.

`normalise` undoes what is only typography (ligatures, full-width letters, soft hyphens, apostrophes) and
lower-cases; `fold_accents` takes accents off letters that are the same letter without them. й, ў and the
letters қ ң ө ү ұ ғ ә һ і are letters of their own and stay. `fold` is both, for patterns.

>>> fold_accents(normalise("ÉLYSÉE")), fold_accents(normalise("Ёлкой"))
('elysee', 'елкой')
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["APOSTROPHES", "HYPHENS", "INVISIBLE", "MARKS", "fold", "fold_accents", "fold_value", "normalise"]

# Characters that stand for an apostrophe between two letters, for use inside a character class.
APOSTROPHES: Final = "'’‘‛′`´＇"
# What joins the parts of a compound. The en dash joins too when no blank stands beside it: "Tajik–Afghan".
HYPHENS: Final = "\\-‐‑‒–&"
# Soft hyphen, zero-width joiners and the byte order mark: inside words, and no part of them.
INVISIBLE: Final = "\u00ad\u200c\u200d\u2060\ufeff"
# Combining marks, which Python's `\w` leaves out, by block; for use inside a character class.
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3"
    "\u0816-\u082d\u0859-\u085b\u0898-\u089f\u08ca-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09e3\u09fe\u0a01-\u0a75\u0a81-\u0ae3"
    "\u0afa-\u0aff\u0b01-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0ce3\u0d00-\u0d63\u0d81-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87"
    "\u0f8d-\u0fbc\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
    "\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773"
    "\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f"
    "\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37"
    "\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f"
    "\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b"
    "\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua983"
    "\ua9b3-\ua9c0\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf"
    "\uaac1\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U00011000-\U00011002\U00011038-\U00011046\U00011080-\U00011082\U000110b0-\U000110ba"
)

# Dropped before anything else: NFKC would make a footnote mark a digit ("word¹") and `´` a blank.
# U+0640 is the Arabic tatweel, ʻ ʼ ʹ are apostrophes that count as letters (Oʻzbekiston).
_DROPPED: Final = lazy_pattern(f"[{APOSTROPHES}{INVISIBLE}ʻʼʹ\u0640¹²³⁰⁴-⁹]")

# What a token may have inside beside letters and digits, and the rest of them where a text is not ASCII.
_SIGNS_INSIDE: Final = ".,-&*:_/ "
_OTHER_SIGNS: Final = lazy_pattern(f'[{HYPHENS}\u0f0b\u0f0c\u200b״”]|(?<=[א-ת])"')

# Marks whose absence leaves the same letter: Latin, Greek and Cyrillic accents, Hebrew points, Arabic
# vowels. Indic and Thai vowel signs and the Japanese voicing mark are not among them.
_ACCENTS: Final = lazy_pattern(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f]+"
)
# й and ў: и and у with a breve in decomposed text.
_BREVE: Final = lazy_pattern("([иуИУ])\u0306")
_BREVE_LETTERS: Final = {"и": "й", "у": "ў", "И": "Й", "У": "Ў"}

# Letters Unicode does not take apart, after Lucene's ASCIIFoldingFilter; and the final sigma.
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
        "ı": "i", "ŋ": "n", "ə": "a", "ŧ": "t", "ĸ": "k", "ſ": "s", "ς": "σ", "⁄": "/",
    }
)  # fmt: skip
# Digits of other scripts: Arabic, Persian, N'Ko, of India, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian ...
_ZEROS: Final = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0xA9D0, 0xA9F0, 0xABF0,
)  # fmt: skip
_DIGITS: Final = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
_TURKISH: Final = str.maketrans({"I": "ı", "İ": "i"})


def normalise(text: str, *, turkish: bool = False) -> str:
    """Lower case in NFKC, without apostrophes and invisible characters; `turkish` keeps ı and i apart."""
    if text.isascii() and not turkish:
        return text.replace("'", "").replace("`", "").lower()
    text = unicodedata.normalize("NFKC", _DROPPED.sub("", text))
    text = (text.translate(_TURKISH) if turkish else text.replace("İ", "i")).lower().translate(_DIGITS)
    return _DROPPED.sub("", unicodedata.normalize("NFC", text))


def fold_accents(text: str) -> str:
    """The lower-case text without accents, in NFC: é → e, ö → o, ß → ss, ё → е, ı → i; й and ў stay."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    text = _BREVE.sub(lambda found: _BREVE_LETTERS[found[1]], text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text)).translate(_LETTERS)


def fold(form: str) -> str:
    """A written form as patterns are compared: lower case, without accents and without signs inside.

    So `cyberatt*` finds cyber-attack, `125*` 1,250, and `kundinn*` Kund*innen, as the words do. Several forms
    separated by line breaks may be folded at once: no letter is changed by one of another line.
    """
    folded = fold_accents(normalise(form))
    for sign in _SIGNS_INSIDE:
        folded = folded.replace(sign, "")
    return folded if folded.isascii() else _OTHER_SIGNS.sub("", folded)


@lru_cache(maxsize=65536)
def fold_value(value: str) -> str:
    """Text as values of fields are compared: folded like terms, single blanks."""
    return " ".join(fold_accents(normalise(value)).split())
