"""In which old encoding of one byte a sign are these bytes, where nothing says it?

Of the encodings of Latin letters the one is taken whose reading has only letters of one language, within
words as they are written, and punctuation around them; of two such the one whose language is that of the
words without accents. Texts of other scripts are told by charset-normalizer.

>>> guessed("Ulaştırma Bakanlığı köprünün kapatılacağını açıkladı.".encode("cp1254"))
'Ulaştırma Bakanlığı köprünün kapatılacağını açıkladı.'
>>> guessed("Die Brücke bleibt für drei Wochen geschlossen, heißt es.".encode("cp850"))
'Die Brücke bleibt für drei Wochen geschlossen, heißt es.'
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

from dateline.indexer.facts.language import detect_language

__all__ = ["guessed", "normal_name"]

_SAMPLE: Final = 2**14  # bytes, by which the language of the words without accents is told
_RUN: Final = re.compile(rb"[\x80-\xff]+")
_RUNS: Final = 500
_BESIDE: Final = 12  # bytes around a run that are looked at
_HIGH: Final = bytes(range(0x80, 0x100))
# Accents and quotes are at most an eighth of any Latin text; Cyrillic, Greek, Arabic are mostly high. A few
# words are too few to guess by; their accents may make up more.
_LATIN_SHARE: Final = 1 / 6
_SHORT: Final = 200
_SHORT_SHARE: Final = 1 / 2.5

# In the order in which they are likely where all else is even.
_LATIN: Final = (
    "cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "iso8859_15", "cp850", "cp437", "mac_roman", "cp852",
    "mac_latin2", "mac_turkish", "iso8859_13", "iso8859_3", "iso8859_16", "cp857",
)  # fmt: skip
# The letters beyond a-z that the languages of these encodings write, small.
_LETTERS: Final = {
    "en": "éèïöêàçñ", "de": "äöüßé", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúü", "pt": "áâãàçéêíóôõúü",
    "it": "àèéìíòóùú", "nl": "áéèëêïíóöüú", "sv": "åäöéà", "da": "æøåéö", "no": "æøåéòôäö", "fi": "äöåšž",
    "is": "áðéíóúýþæö", "et": "äöüõšž", "lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšžćđ", "hr": "čćđšž", "hu": "áéíóöőúüű",
    "ro": "ăâîșşțţ", "sq": "çë", "tr": "çğıöşüâîûi̇", "az": "çğıöşüi̇",
    "ca": "àçèéíïòóúü", "gl": "áéíñóúü", "ga": "áéíóú",
    "eu": "çñü", "mt": "ċġħż", "eo": "ĉĝĥĵŝŭ", "af": "áéèêëíîïóôúû",
}  # fmt: skip
# What may stand around words, and the few signs that may stand within one.
_RARE: Final = (
    "ľĺŕďťôăêþ"  # of the letters of a language, those that are less frequent than others of its own
)
_RARE_LESS: Final = 0.2
_AROUND: Final = frozenset("„“”‘’‚‛«»‹›–—…€£§©®°·•¡¿ªº½¼¾²³™×÷¢¥‰\u00a0")
_WITHIN: Final = frozenset("’‘–—\u00ad·")
_WRONG: Final = 3.0  # how many right signs one that can't be right outweighs
_OWN_LANGUAGE: Final = 0.3
_LEAST: Final = 0.4  # below, no reading is one
_PLAIN_WORD: Final = re.compile(rb"(?<![\x80-\xff\w])[A-Za-z]{2,}(?![\x80-\xff\w])")
_LEAST_WORDS: Final = 4

# Labels that stand for a larger encoding in what is on the web (WHATWG Encoding Standard, 4.2).
_LABELS: Final = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gb-2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "ms-kanji": "cp932",
    "euc-kr": "cp949", "ks-c-5601-1987": "cp949", "korean": "cp949", "iso-8859-8-i": "iso-8859-8",
    "macintosh": "mac_roman", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874", "iso-2022-jp": "iso2022_jp_ext",
}  # fmt: skip
# Python has these under the names of encodings, but a text is not in them.
_NONE: Final = frozenset(("unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined", "utf-7"))


def normal_name(label: str) -> str | None:
    """The name by which Python knows the encoding that a file is labelled with; None for no such encoding."""
    folded = label.strip().lower().replace("_", "-")
    return None if folded in _NONE else _LABELS.get(folded, folded)


def guessed(data: bytes) -> str:
    """The text of bytes that are no UTF-8; never fails."""
    high = len(data) - len(data.translate(None, _HIGH))
    if high <= len(data) * (_LATIN_SHARE if len(data) > _SHORT else _SHORT_SHARE):
        encoding = _latin(data)
        if encoding is not None:
            return data.decode(encoding, errors="replace")
    from charset_normalizer import from_bytes  # 40 ms to import, and rarely needed

    best = from_bytes(data[: 2**18]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")


def _latin(data: bytes) -> str | None:
    """The encoding of Latin letters that reads the bytes best; None where none does."""
    plain = _PLAIN_WORD.findall(data[:_SAMPLE])
    language = detect_language(b" ".join(plain).decode("ascii")) if len(plain) >= _LEAST_WORDS else None
    found = islice(_RUN.finditer(data), _RUNS)
    sample = b" ".join([data[max(run.start() - _BESIDE, 0) : run.end() + _BESIDE] for run in found])
    best, most = None, _LEAST
    for encoding in _LATIN:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        value = _plausibility(text, language)
        if value > most:
            best, most = encoding, value
    return best


def _plausibility(text: str, language: str | None) -> float:
    """How well a text reads as one of one language: at most 1, and something for being `language`."""
    letters: Counter[str] = Counter()
    wrong = right = 0
    own: float
    for place, sign in enumerate(text):
        if sign < "\x80":
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if sign.isalpha() and sign not in "ªº":
            # A capital after a small letter, or before one within a word, is no writing.
            if sign.isupper() and before.islower():
                wrong += 1
            else:
                letters[sign.lower()] += 1
        elif (
            sign not in _AROUND
            or (before.isalpha() and after.isalpha() and sign not in _WITHIN)
            or (sign in "–—" and before.isalpha() and after.isspace())
        ):
            wrong += 1
        else:
            right += 1
    total = right + wrong + letters.total()
    if not total:
        return 0.0
    best = 0.0
    for code, alphabet in _LETTERS.items():
        own = sum(count for letter, count in letters.items() if letter in alphabet)
        foreign = letters.total() - own
        own -= _RARE_LESS * sum(letters[letter] for letter in _RARE)
        value = (right + own - _WRONG * (wrong + foreign)) / total + _OWN_LANGUAGE * (code == language)
        best = max(best, value)
    return best
