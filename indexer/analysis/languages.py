"""The languages the index knows, and those a word may belong to.

A language is its ISO 639-1 code. Any code that is not supported is `GENERAL`: its texts are folded, not
stemmed. A word belongs to a script by its first letter, and a query word is looked up in every language of
the index that is written in its script.

>>> normalise_language("en-GB"), normalise_language(None), normalise_language("kaz")
('en', 'xx', 'kk')
>>> languages_for("Токаев", {"en", "kk", "ru"})
('kk', 'ru')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, Literal

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = [
    "GENERAL",
    "SUPPORTED",
    "Script",
    "language_code",
    "languages_for",
    "normalise_language",
    "script_language",
    "script_of",
]

Script = Literal["latin", "cyrillic", "arabic", "other"]

SUPPORTED: Final = ("ar", "de", "en", "es", "fr", "kk", "ky", "ru", "tg", "tr", "uz")
GENERAL: Final = "xx"

_SCRIPTS: Final[dict[str, tuple[Script, ...]]] = {
    "ar": ("arabic",),
    "de": ("latin",),
    "en": ("latin",),
    "es": ("latin",),
    "fr": ("latin",),
    "kk": ("cyrillic",),
    "ky": ("cyrillic",),
    "ru": ("cyrillic",),
    "tg": ("cyrillic",),
    "tr": ("latin",),
    "uz": ("cyrillic", "latin"),
}

# What a word is taken for inside an article of another script: "NATO" and "sanctions" in a Russian article
# are read as English, "Известия" in an English one as Russian, so that a query in either finds both.
_SCRIPT_LANGUAGE: Final[dict[Script, str]] = {"latin": "en", "cyrillic": "ru", "arabic": "ar"}

# ISO 639-2 codes (both kinds) and English names, as metadata has them.
_OTHER_CODES: Final = {
    "ara": "ar", "arabic": "ar", "deu": "de", "ger": "de", "german": "de", "eng": "en", "english": "en",
    "spa": "es", "spanish": "es", "fra": "fr", "fre": "fr", "french": "fr", "kaz": "kk", "kazakh": "kk",
    "kir": "ky", "kyrgyz": "ky", "rus": "ru", "russian": "ru", "tgk": "tg", "tajik": "tg", "tur": "tr",
    "turkish": "tr", "uzb": "uz", "uzbek": "uz",
}  # fmt: skip

_LETTER = lazy_pattern(
    "(?P<latin>[A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿⱠ-Ɀ꜠-ꟿﬀ-ﬆＡ-Ｚａ-ｚ])"
    "|(?P<cyrillic>[Ѐ-҂Ҋ-ԯᲀ-ᲈᴫꙀ-ꙮꚀ-ꚝ])"
    "|(?P<arabic>[ؠ-يٮ-ۓەۮۯۺ-ۿݐ-ݿࢠ-ࣉﭐ-ﷻﹰ-ﻼ])"
    r"|(?P<other>[^\W\d_])"
)


# The shape of a language tag (BCP 47), and of what is written for one: en_US.UTF-8, English.
_TAG = lazy_pattern("([A-Za-z]{2,8})(?:[-_.@][A-Za-z0-9]{1,8})*")


def language_code(stated: str) -> str | None:
    """The code that what a page or record states begins with, small; None when it can be no language tag.

    Of several ("en, ru", "en;q=.8") it is the first. What is no tag may be anything, and acts where it is
    shown.
    """
    found = _TAG.fullmatch(re.split("[,; ]", stated.strip(), maxsplit=1)[0])
    return found[1].lower() if found else None


@lru_cache(maxsize=256)  # asked for every article
def normalise_language(code: str | None) -> str:
    """The supported language a code, tag or English name stands for; `GENERAL` for any other, or None."""
    name = re.split("[-_.@]", (code or "").strip().lower(), maxsplit=1)[0]
    name = _OTHER_CODES.get(name, name)
    return name if name in SUPPORTED else GENERAL


def script_of(word: str) -> Script:
    """The script of the word's first letter; "other" without a letter, or for any fourth script."""
    letter = _LETTER.search(word)
    script = letter.lastgroup if letter else None
    return script if script in ("latin", "cyrillic", "arabic") else "other"  # type: ignore[return-value]


def script_language(word: str, language: str) -> str:
    """The language by whose rules the word is read in an article written in `language`."""
    script = script_of(word)
    if language == GENERAL or script == "other" or script in _SCRIPTS[language]:
        return language
    return _SCRIPT_LANGUAGE[script]


def languages_for(word: str, present: Collection[str]) -> tuple[str, ...]:
    """The languages by whose rules the word may have been indexed, sorted, without repeats.

    `present` are the languages of the index's articles, in any spelling of their codes. A language that is
    not written in the word's script counts for the language that reads such words for it, so the answer
    may hold one that is not present: a Latin word in an index of Russian articles is looked up as English.
    Never empty: of an empty index, `GENERAL`.
    """
    return tuple(sorted({script_language(word, normalise_language(code)) for code in present})) or (GENERAL,)
