"""The languages the index knows, the writings they are in, and the languages a word may belong to.

A language is its ISO 639-1 code. Any code that is not supported is `GENERAL`: its texts are folded, not
stemmed. A word belongs to a script by its first letter, and a query word is looked up in every language of
the index that is written in its script. What is done for each language: stemming.py and docs/languages.md.

>>> normalise_language("en-GB"), normalise_language(None), normalise_language("kaz")
('en', 'xx', 'kk')
>>> languages_for("Токаев", {"en", "kk", "ru"})
('kk', 'ru')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final, Literal, get_args

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = [
    "GENERAL",
    "LANGUAGE_NAMES",
    "SCRIPTS_OF",
    "SUPPORTED",
    "Script",
    "language_code",
    "languages_for",
    "normalise_language",
    "script_language",
    "script_of",
]

Script = Literal[
    "latin", "cyrillic", "arabic", "greek", "hebrew", "devanagari", "bengali", "tamil", "armenian",
    "georgian", "other",
]  # fmt: skip

GENERAL: Final = "xx"

# The languages that have rules of their own, with their English names and the scripts they are written in.
_LANGUAGES: Final[Mapping[str, tuple[str, tuple[Script, ...]]]] = {
    "ar": ("Arabic", ("arabic",)),
    "bg": ("Bulgarian", ("cyrillic",)),
    "ca": ("Catalan", ("latin",)),
    "cs": ("Czech", ("latin",)),
    "da": ("Danish", ("latin",)),
    "de": ("German", ("latin",)),
    "el": ("Greek", ("greek",)),
    "en": ("English", ("latin",)),
    "eo": ("Esperanto", ("latin",)),
    "es": ("Spanish", ("latin",)),
    "et": ("Estonian", ("latin",)),
    "eu": ("Basque", ("latin",)),
    "fa": ("Persian", ("arabic",)),
    "fi": ("Finnish", ("latin",)),
    "fr": ("French", ("latin",)),
    "ga": ("Irish", ("latin",)),
    "he": ("Hebrew", ("hebrew",)),
    "hi": ("Hindi", ("devanagari",)),
    "hu": ("Hungarian", ("latin",)),
    "hy": ("Armenian", ("armenian",)),
    "id": ("Indonesian", ("latin",)),
    "it": ("Italian", ("latin",)),
    "kk": ("Kazakh", ("cyrillic",)),
    "ky": ("Kyrgyz", ("cyrillic",)),
    "lt": ("Lithuanian", ("latin",)),
    "ne": ("Nepali", ("devanagari",)),
    "nl": ("Dutch", ("latin",)),
    "no": ("Norwegian", ("latin",)),
    "pl": ("Polish", ("latin",)),
    "pt": ("Portuguese", ("latin",)),
    "ro": ("Romanian", ("latin",)),
    "ru": ("Russian", ("cyrillic",)),
    "sk": ("Slovak", ("latin",)),
    "sr": ("Serbian", ("cyrillic", "latin")),
    "sv": ("Swedish", ("latin",)),
    "ta": ("Tamil", ("tamil",)),
    "tg": ("Tajik", ("cyrillic",)),
    "tr": ("Turkish", ("latin",)),
    "uk": ("Ukrainian", ("cyrillic",)),
    "uz": ("Uzbek", ("cyrillic", "latin")),
    "vi": ("Vietnamese", ("latin",)),
    "yi": ("Yiddish", ("hebrew",)),
}
SUPPORTED: Final = tuple(_LANGUAGES)
LANGUAGE_NAMES: Final[Mapping[str, str]] = {code: name for code, (name, _) in _LANGUAGES.items()}
SCRIPTS_OF: Final[Mapping[str, tuple[Script, ...]]] = {
    code: scripts for code, (_, scripts) in _LANGUAGES.items()
}

# What a word is taken for inside an article of another script: "NATO" and "sanctions" in a Russian article
# are read as English, "Известия" in an English one as Russian, so that a query in either finds both. Words of
# a script that is not listed are read by the rules of the article they stand in.
_SCRIPT_LANGUAGE: Final[Mapping[Script, str]] = {
    "latin": "en", "cyrillic": "ru", "arabic": "ar", "greek": "el", "hebrew": "he", "devanagari": "hi",
    "tamil": "ta", "armenian": "hy",
}  # fmt: skip

# ISO 639-2 codes (both kinds), other codes of one language, and English names that are no key of the above.
_OTHER_CODES: Final = {name.lower(): code for code, name in LANGUAGE_NAMES.items()} | {
    "ara": "ar", "arm": "hy", "baq": "eu", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs",
    "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "epo": "eo", "est": "et", "eus": "eu",
    "farsi": "fa", "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gle": "ga", "gre": "el",
    "heb": "he", "hin": "hi", "hun": "hu", "hye": "hy", "in": "id", "ind": "id", "ita": "it", "iw": "he",
    "ji": "yi", "kaz": "kk", "kir": "ky", "lit": "lt", "nb": "no", "nep": "ne", "nld": "nl", "nn": "no",
    "nno": "no", "nob": "no", "nor": "no", "per": "fa", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "mo": "ro", "slk": "sk", "slo": "sk", "spa": "es", "srp": "sr", "swe": "sv", "tam": "ta",
    "tgk": "tg", "tur": "tr", "ukr": "uk", "uzb": "uz", "vie": "vi", "yid": "yi",
}  # fmt: skip

_LETTER = lazy_pattern(
    "(?P<latin>[A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿⱠ-Ɀ꜠-ꟿﬀ-ﬆＡ-Ｚａ-ｚ])"
    "|(?P<cyrillic>[Ѐ-҂Ҋ-ԯᲀ-ᲈᴫꙀ-ꙮꚀ-ꚝ])"
    "|(?P<arabic>[ؠ-يٮ-ۓەۮۯۺ-ۿݐ-ݿࢠ-ࣉﭐ-ﷻﹰ-ﻼ])"
    "|(?P<greek>[\u0370-\u0373\u0376-\u037d\u037f\u0386\u0388-\u03e1\u03f0-\u03ff\u1f00-\u1ffc])"
    "|(?P<hebrew>[\u05d0-\u05f2\ufb1d-\ufb4f])"
    "|(?P<devanagari>[\u0904-\u0939\u0950\u0958-\u0961\u0971-\u097f])"
    "|(?P<bengali>[\u0985-\u09b9\u09ce\u09dc-\u09e1\u09f0\u09f1])"
    "|(?P<tamil>[\u0b83-\u0bb9\u0bd0])"
    "|(?P<armenian>[\u0531-\u0556\u0561-\u0587\ufb13-\ufb17])"
    "|(?P<georgian>[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d25])"
    r"|(?P<other>[^\W\d_])"
)
_SCRIPTS: Final[Mapping[str, Script]] = {name: name for name in get_args(Script)}


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
    """The script of the word's first letter; "other" without a letter, or for a script that is not listed."""
    if word[:1].isascii() and word[:1].isalpha():  # most are, and need no expression compiled
        return "latin"
    letter = _LETTER.search(word)
    return _SCRIPTS[(letter and letter.lastgroup) or "other"]


def script_language(word: str, language: str) -> str:
    """The language by whose rules the word is read in an article written in `language`."""
    script = script_of(word)
    if language == GENERAL or script in SCRIPTS_OF[language]:
        return language
    return _SCRIPT_LANGUAGE.get(script, language)


def languages_for(word: str, present: Collection[str]) -> tuple[str, ...]:
    """The languages by whose rules the word may have been indexed, sorted, without repeats.

    `present` are the languages of the index's articles, in any spelling of their codes. A language that is
    not written in the word's script counts for the language that reads such words for it, so the answer
    may hold one that is not present: a Latin word in an index of Russian articles is looked up as English.
    Never empty: of an empty index, `GENERAL`.
    """
    return tuple(sorted({script_language(word, normalise_language(code)) for code in present})) or (GENERAL,)
