"""The language a text is written in.

Letters first: a text is Kazakh, Kyrgyz, Tajik or Uzbek by the letters Russian does not have, which a
statistical model confuses (measured: py3langid told Kazakh, Kyrgyz and Tajik apart only after them). Then
the common words of each language; py3langid only where these are undecided, over the supported languages
first.

>>> detect_language("Бүгін Астанада Қауіпсіздік кеңесінің отырысы өтті.")
'kk'
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.languages import SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["detect_language"]

# Enough to be sure, and a millisecond at most.
_MOST_CHARS: Final = 4000

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘][^\W\d_]+)*")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_ARABIC = re.compile("[\u0620-\u06ff]")

# The Cyrillic letters Russian does not have, by the languages that write them.
_LETTERS: Final = {
    "kk": "әғқңөұүһі",
    "ky": "ңөү",
    "tg": "ғӣқӯҳҷ",
    "uz": "ўқғҳ",
    "tt": "әөүҗңһ",
    "ba": "әөүҙҡғңһҫ",
    "uk": "іїєґ",
    "be": "іў",
    "sr": "ђјљњћџ",
    "mk": "ѓѕјљњќџ",
}
_FOREIGN = re.compile(f"[{''.join(sorted(set(''.join(_LETTERS.values()))))}]")
# One letter in fifty: running text of the rarest user, Kyrgyz, has one in twenty, a Russian text that
# quotes a Kazakh name one in hundreds.
_LEAST_FOREIGN: Final = 0.02

# Other languages py3langid may answer. It takes English tables and abbreviations for languages hardly a
# newspaper is printed in.
_PRINTED_CODES: Final = (
    "az be bg bn bs ca cs da el et eu fa fi gl he hi hr hu hy id is it ja ka km ko lo lt lv mk mn mr ms mt my"
    " ne nl no nb pa pl ps pt ro sk sl sq sr sv sw ta te th tk tl tt ug uk ur vi zh"
)
_PRINTED: Final = frozenset(_PRINTED_CODES.split())
# A text of plain letters is English unless another language is likelier by this log-likelihood ratio.
# Chosen by eye on short headlines.
_ENGLISH_MARGIN: Final = 8.0

_NOT_SOUTH_SLAVIC = re.compile("[ыэё]")

# Arabic script: letters of Persian, Urdu, Pashto, Uyghur that Arabic does not have.
_NOT_ARABIC = re.compile("[پچژگکیےټډړښۇۆۈېەہ]")

# The commonest words, those shared by two languages included for both.
_COMMON: Final = {
    "en": "the of and to in is that for was on with as by at from it are be this has have he said not"
    " will its an",
    "de": "der die und das den von zu mit im ist des für nicht auf dem ein eine sich auch als es"
    " werden wird bei hat sind",
    "fr": "le la les de des et du en un une est dans que qui pour par sur au avec pas plus ce il sont"
    " aux ont cette été",
    "es": "el la los las de y en que del un una es por con para se no al lo su como más este esta fue"
    " sus ha pero",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra göre en ise değil olduğunu"
    " ya ancak dedi",
    "uz": "va bilan bu uchun ham bir deb edi bo'lgan emas kerak esa haqida o'z qilish uni yoki davlat"
    " bo'yicha",
    "it": "il di che la e un per non sono del della in con le gli una è da si nel alla anche dei ha"
    " più dal",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como mas ao das foi"
    " são é pelo",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er ook als door bij maar om naar"
    " werd wordt heeft",
    "pl": "w i na z do się że nie to jest o jak po za od przez oraz dla są był ma tym także już tego",
    "ru": "и в не на что с он по это как но из у за от о его к для до при также был были только"
    " которые года является",
    "kk": "және бұл мен үшін деп бір болып да де ол осы туралы бойынша екі жаңа бар емес еді пен",
    "ky": "жана бул менен үчүн деп бир болуп да де ал ошол жөнүндө боюнча эки жаңы бар эмес эле",
    "tg": "ва дар ба аз бо ки ин барои аст то ҳам он мешавад буд ё шуд кард худ миёни",
    "uk": "і в на не що з та до як від за це про його для але при також було року які який",
    "bg": "и на да в се за от е с не по са че като до при това ще към след",
}  # fmt: skip
_LANGUAGES_OF: Final = {
    word: tuple(code for code, words in _COMMON.items() if word in words.split())
    for word in {word for words in _COMMON.values() for word in words.split()}
}
# Letters that settle short Latin texts. Turkish ı ğ ş, Uzbek oʻ gʻ, German ß, Spanish ñ ¿.
_TELLING: Final = {
    "tr": re.compile("[ğış]"),
    "uz": re.compile("[og][ʻ‘’'`ʼ](?=[a-z])"),
    "de": re.compile("ß"),
    "es": re.compile("[ñ¿¡]"),
}


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language a text is written in; None when it has too few letters to tell."""
    text = text[:_MOST_CHARS].lower()
    counts = {
        "latin": len(_LATIN.findall(text)),
        "cyrillic": len(_CYRILLIC.findall(text)),
        "arabic": len(_ARABIC.findall(text)),
    }
    script = max(counts, key=lambda name: counts[name])
    letters = sum(character.isalpha() for character in text)
    if letters < 3:
        return None
    if counts[script] * 2 < letters:
        return _by_model(text)
    if script == "arabic":
        return _by_model(text) if len(_NOT_ARABIC.findall(text)) * 50 > counts[script] else "ar"
    if script == "cyrillic" and (lettered := _by_letters(text, counts[script])) is not None:
        return lettered
    return _by_common_words(text) or _by_model(text)


def _by_letters(text: str, letters: int) -> str | None:
    """The language whose letters beyond the Russian ones account for those of the text."""
    foreign = Counter(_FOREIGN.findall(text))
    total = sum(foreign.values())
    if total < max(1, _LEAST_FOREIGN * letters):
        return None
    if foreign.keys() == {"і"}:  # Kazakh has it too, and never alone
        return "uk"

    def account(code: str) -> tuple[int, bool, bool, int]:
        own = sum(count for letter, count in foreign.items() if letter in _LETTERS[code])
        spelt_without = code in ("uz", "tg") and "ы" in text
        return own, not spelt_without, code in SUPPORTED, -len(_LETTERS[code])

    best = max(_LETTERS, key=account)
    # Mongolian has the ө and ү of Kyrgyz and no ң, which one Kyrgyz letter in a hundred is.
    return "mn" if best == "ky" and "ң" not in foreign and letters > 300 else best


def _by_common_words(text: str) -> str | None:
    """The language most of whose common words are in the text, if it leads the next by a third."""
    counts: Counter[str] = Counter()
    words = _WORD.findall(text.replace("ʻ", "'").replace("‘", "'").replace("’", "'"))
    for word, times in Counter(words).items():
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] += min(times, 3)  # a text full of "Los Angeles" is not Spanish
    for code, letters in _TELLING.items():
        found = len(letters.findall(text))
        if found:
            counts[code] += min(found, len(words) // 4 + 1)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or ranked[0][1] * 20 < len(words):
        return None
    if len(ranked) > 1 and ranked[0][1] * 3 < ranked[1][1] * 4:
        return None
    return ranked[0][0]


def _by_model(text: str) -> str | None:
    """py3langid's answer among the supported and the widely printed languages; English where it is near."""
    known = _PRINTED.union(SUPPORTED)
    if _NOT_SOUTH_SLAVIC.search(text):
        known -= {"bg", "mk", "sr"}
    ranked = [(code, score) for code, score in _model()(text) if code in known]
    best, most = ranked[0]
    english = next(score for code, score in ranked if code == "en")
    return "en" if text.isascii() and english >= most - _ENGLISH_MARGIN else best


@cache
def _model() -> Callable[[str], list[tuple[str, float]]]:
    import py3langid  # 90 ms to import, half a second to load its model: rarely needed

    rank: Callable[[str], list[tuple[str, float]]] = py3langid.rank
    return rank
