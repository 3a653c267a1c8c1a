"""How languages, dates and values are called where it is told how a query was read.

>>> say_analysis(["border"], {"en": 9}), say_dates("2013", None)
('English, stemmed', 'published 2013 or later')
>>> say_analysis(["Путин", "summit", "会议"], {"ar": 9, "en": 5, "ru": 3, "zh": 2})
'English and Russian, stemmed; Chinese, pairs'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from dateline.indexer.analysis.languages import GENERAL, LANGUAGE_NAMES, languages_for
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.format.fields import BY_NAME
from dateline.search.query.limits import MAX_TELLING

__all__ = [
    "LANGUAGE_CODES",
    "say_analysis",
    "say_dates",
    "say_language",
    "say_pasted",
    "say_values",
    "say_words",
]

# Of languages that have no rules of their own as well.
_NAMES: Final = {
    **LANGUAGE_NAMES,
    "af": "Afrikaans", "am": "Amharic", "as": "Assamese", "az": "Azerbaijani", "ba": "Bashkir",
    "be": "Belarusian", "bn": "Bengali", "bo": "Tibetan", "bs": "Bosnian", "cy": "Welsh", "fy": "Frisian",
    "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "hr": "Croatian", "is": "Icelandic", "ja": "Japanese",
    "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "lb": "Luxembourgish",
    "lo": "Lao", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi",
    "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nb": "Norwegian", "nn": "Norwegian", "oc": "Occitan",
    "or": "Odia", "pa": "Punjabi", "ps": "Pashto", "rw": "Kinyarwanda", "si": "Sinhala", "sl": "Slovene",
    "so": "Somali", "sq": "Albanian", "sw": "Swahili", "te": "Telugu", "th": "Thai", "tk": "Turkmen",
    "tl": "Tagalog", "tt": "Tatar", "ug": "Uyghur", "ur": "Urdu", "xh": "Xhosa", "yo": "Yoruba",
    "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
# The code of each name, small.
LANGUAGE_CODES: Final = {name.lower(): code for code, name in _NAMES.items() if code not in ("nb", "nn")}

# The languages written in a script, the likeliest first; scripts as the names of their letters begin. Latin,
# Cyrillic and Arabic letters are shared by too many.
_WRITTEN_IN: Final = {
    "GREEK": ("el",), "HEBREW": ("he", "yi"), "ARMENIAN": ("hy",), "GEORGIAN": ("ka",), "TAMIL": ("ta",),
    "DEVANAGARI": ("hi", "mr", "ne"), "CJK": ("zh", "ja"), "HIRAGANA": ("ja",), "KATAKANA": ("ja",),
    "HALFWIDTH": ("ja",), "HANGUL": ("ko",), "THAI": ("th",), "LAO": ("lo",), "KHMER": ("km",),
    "MYANMAR": ("my",), "TIBETAN": ("bo",),
}  # fmt: skip
# How many languages are named before the rest is counted.
_NAMED_LANGUAGES: Final = 3
_SHARED: Final = ("LATIN", "FULLWIDTH", "CYRILLIC", "ARABIC")


def say_language(code: str) -> str:
    """
    The English name of a language, its code where it has none here.

    >>> say_language("kk"), say_language("oc"), say_language("xx")
    ('Kazakh', 'Occitan', 'xx')
    """
    return _NAMES.get(code, code)


def say_words(
    words: Iterable[str], languages: Mapping[str, int], *, match: str, filters: Iterable[str] = ()
) -> str:
    """A query of bare words, or of one phrase with its quotes, in words; `filters` are said after them."""
    asked = list(words)
    any_of = match == "any" and len(asked) > 1
    said = (" OR " if any_of else " AND ").join(asked)
    if len(asked) > MAX_TELLING:
        said, any_of = say_pasted(len(asked)), False
    limits = list(filters)
    if any_of and limits:
        said = f"({said})"
    how = say_analysis([part for word in asked for part in word.strip('"').split()], languages)
    return " AND ".join([f"{said} ({how})" if how else said, *limits])


def say_pasted(words: int) -> str:
    """A query of more words than anybody reads again."""
    return f"a text of {words:,} words"


def say_values(name: str, values: Iterable[str]) -> str:
    """A keyword filter in words. `name` is the field as the index calls it."""
    if BY_NAME[name].compared == "language":
        values = [_NAMES.get(value, value) for value in values]
    said = [f'"{value}"' if " " in value else value for value in values]
    return f"{BY_NAME[name].label}: {' or '.join(said)}"


def say_dates(first: str | None, last: str | None) -> str:
    """A range of dates in words. One end is given at least."""
    if last is None:
        return f"published {first} or later"
    if first is None:
        return f"published {last} or earlier"
    if first == last:
        return f"published {'on' if len(first) == len('2013-05-28') else 'in'} {first}"
    return f"published {first} to {last}"


def say_analysis(words: Iterable[str], languages: Mapping[str, int], *, loose: bool = False) -> str:
    """How words were made into terms, each by the languages of the index that are written in its script.

    "" for numbers, which are as they are. `loose` tells that any pair of a run of letters will do.
    """
    stemmed: set[str] = set()
    paired: dict[str, None] = {}
    as_written: dict[str, None] = {}
    has_letters = False
    for word in words:
        script = _script(word)
        has_letters = has_letters or bool(script)
        if not script:
            continue
        if has_unspaced(word):
            paired.update(dict.fromkeys(_names_of(script, languages)))
            continue
        found = {*languages_for(word, languages)} - {GENERAL}
        if script in _WRITTEN_IN or script not in _SHARED:
            found &= {*_WRITTEN_IN.get(script, ())}
            if not found:
                as_written[_names_of(script, languages)[0]] = None
        stemmed |= found
    ordered = sorted(stemmed, key=lambda language: (-languages.get(language, 0), language))
    names = [_NAMES.get(language, language) for language in ordered]
    kinds = ((names, "stemmed"), (paired, "any pairs" if loose else "pairs"), (as_written, "not stemmed"))
    said = [f"{_listed([*listed])}, {kind}" for listed, kind in kinds if listed]
    return "; ".join(said) or ("not stemmed" if has_letters else "")


def _script(word: str) -> str:
    """The script of the word's first letter, of Japanese that of its kana: LATIN, CJK; "" without one."""
    if word.isascii():
        return "LATIN" if any(map(str.isalpha, word)) else ""
    scripts = [unicodedata.name(sign, "?").partition(" ")[0] for sign in word if sign.isalpha()]
    kana = (script for script in scripts if script in ("HIRAGANA", "KATAKANA", "HALFWIDTH"))
    first = scripts[0] if scripts else ""
    return next(kana, first) if first == "CJK" else first


def _names_of(script: str, languages: Mapping[str, int]) -> list[str]:
    """The languages of the index that are written in a script; the likeliest if it has none of them."""
    written = _WRITTEN_IN.get(script, ())
    found = [_NAMES.get(code, code) for code in written if code in languages]
    return found or [_NAMES[written[0]] if written else script.capitalize()]


def _listed(names: list[str]) -> str:
    if len(names) > _NAMED_LANGUAGES + 1:
        names = [*names[:_NAMED_LANGUAGES], f"{len(names) - _NAMED_LANGUAGES} more languages"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
