"""The language a text is written in.

Script first: Greek, Hebrew, Tamil and their like are each written for one language, or told apart by a
letter. Then letters: a text is Kazakh, Kyrgyz, Tajik or Uzbek by the letters Russian does not have, which a
statistical model confuses (measured: py3langid told Kazakh, Kyrgyz and Tajik apart only after them). Then the
common words, where a text is long enough that they decide; else py3langid, over the languages of the script.
What a page claims counts as some words of evidence: enough for a line, too little against a paragraph.

>>> detect_language("Бүгін Астанада Қауіпсіздік кеңесінің отырысы өтті.")
'kk'
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.languages import SUPPORTED, language_code

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["detect_language"]

# Enough to be sure, and a millisecond at most.
_MOST_CHARS: Final = 4000

# Scripts that settle the language, or leave a choice: see `_by_script`.
_SCRIPTS: Final = {
    "el": "\u0370-\u03ff\u1f00-\u1fff", "he": "\u0590-\u05ff\ufb1d-\ufb4f", "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf", "hi": "\u0900-\u097f", "bn": "\u0980-\u09ff", "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff", "or": "\u0b00-\u0b7f", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "si": "\u0d80-\u0dff", "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff", "bo": "\u0f00-\u0fff", "my": "\u1000-\u109f", "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff", "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "zh": "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff",
}  # fmt: skip
_SCRIPT: Final = re.compile("|".join(f"(?P<{code}>[{letters}])" for code, letters in _SCRIPTS.items()))
_ANY_SCRIPT: Final = re.compile(f"[{''.join(_SCRIPTS.values())}]")
_KANA: Final = re.compile("[\u3040-\u30fa]")
_YIDDISH: Final = re.compile("[\u05f0-\u05f2\ufb1d-\ufb4f]|\u05d9\u05b4|\u05d0[\u05b7\u05b8]")
_ASSAMESE: Final = re.compile("[\u09f0\u09f1]")

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘][^\W\d_]+)*")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_PLAIN: Final = re.compile("[a-z]+")
_SMALL: Final = b"abcdefghijklmnopqrstuvwxyz"
# All of ASCII but small letters and the apostrophe made blanks.
_APART: Final = bytes(code if code in b"'" + _SMALL else ord(" ") for code in range(256))

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
    "mn": "өү",
}
_FOREIGN = re.compile(f"[{''.join(sorted(set(''.join(_LETTERS.values()))))}]")
# One letter in fifty: running text of the rarest user, Kyrgyz, has one in twenty, a Russian text that
# quotes a Kazakh name one in hundreds.
_LEAST_FOREIGN: Final = 0.02

# What py3langid may answer. It takes tables and abbreviations for languages hardly a newspaper is printed in.
_IN_LATIN: Final = (
    "af az ca cs cy da de en eo es et eu fi fr fy ga gl ha hr hu id is it ku lb lt lv ms mt nl nn no oc pl pt"
    " ro rw sk sl so sq sr sv sw tk tl tr uz vi xh yo zu"
)
_IN_CYRILLIC: Final = "ba be bg kk ky mk mn ru sr tg tt uk uz"
_IN_ARABIC: Final = "ar ary arz fa ku ps sdh ug ur"
_CODES: Final = {
    script: frozenset(codes.split())
    for script, codes in (("latin", _IN_LATIN), ("cyrillic", _IN_CYRILLIC), ("arabic", _IN_ARABIC))
}
_DEVANAGARI_CODES: Final = frozenset(("hi", "mr", "ne"))
# One language under several codes; dialects that are written as their standard.
_SAME: Final = {"nn": "no", "nb": "no", "ary": "ar", "arz": "ar", "sdh": "ku", "yue": "zh", "wuu": "zh"}
# A text of plain letters is English unless another language is likelier by this log-likelihood ratio.
# Chosen by eye on short headlines.
_ENGLISH_MARGIN: Final = 8.0
# The log-likelihood that a claim counts: that of about three words (chosen on half sentences).
_CLAIM: Final = 25.0
# Languages that a few words only tell apart: between them a claim counts more.
_SIBLINGS: Final = tuple(
    frozenset(group.split())
    for group in ("hr sr bs", "no da", "id ms", "cs sk", "gl pt es", "bg mk", "af nl")
)
_SIBLING_CLAIM: Final = 60.0

_LEAST_LETTERS: Final = 3
_LETTERS_TO_COMPARE: Final = 40  # from so many the model tells languages of the same letters apart
# How many common words decide, and one in how many they must be; fewer where they are English, or of the
# language that is claimed.
_WORDS_TO_DECIDE: Final = 12
_ENGLISH_WORDS: Final = 3
_ONE_IN: Final = 8
_ENGLISH_ONE_IN: Final = 20
_OTHER_LETTER: Final = re.compile(r"[^\W\d_a-z]")
_MOST_OTHER: Final = 100  # one letter in so many may be none of a to z in English: café
_KANA_ONE_IN: Final = 20  # a Japanese headline may be of Chinese characters but for a particle


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
    "ro": "și în de la a cu pe din care că pentru este nu au sunt al fi ale mai prin cele după între lui",
    "hu": "a az és hogy nem is egy meg volt mint már csak azt szerint után ezt még de el ez van lesz ki",
    "cs": "a v na se je že s z do o i to za by ve pro jsou jako k při po bylo není který které podle také",
    "sk": "a v na sa je že s z do o aj to za by vo pre sú ako k pri po bolo nie ktorý ktoré podľa tiež",
    "da": "og i at det er en til af på for den med de ikke som der har fra et var blev efter også ved hans",
    "no": "og i at det er en til av på for den med de ikke som har fra et var ble etter også ved hun sier",
    "sv": "och i att det är en till av på för den med de inte som har från ett var blev efter också vid om",
    "fi": "ja on ei että se oli hän ovat mukaan myös kuin mutta joka sen tai ole vuoden kun jo nyt sanoi",
    "et": "ja on ei et see oli ta kui mis aga oma ka selle või kes ning pole seda pärast ole veel tema",
    "lt": "ir į kad su iš yra tai ne bet kaip apie buvo dėl po jo nuo už jis savo prie per tik taip",
    "id": "yang dan di dengan untuk itu ini dari dalam tidak pada akan telah oleh adalah juga para tersebut",
    "vi": "và của là có các không được cho trong một người đã với này những về ở khi cũng đến từ ra",
    "ca": "i de la el que a en les els per amb un una és del no al va dels són més aquest ha com",
    "eu": "eta da ez du bat dira izan dute zuen baina ere dela egin honek horrek arte dituzte beste",
    "ga": "agus an na ar go i is a le do bhí sé tá ag nach seo sin leis chun níl ní gur bhfuil",
    "eo": "la kaj de en estas al ke por kun ne li ĝi el mi tiu pri sed oni per ĉi aŭ kiu kiel",
    "sr": "и у је да се на за су од са које који што као али био према после такође",
    "bg": "и на да в се за от е с не по са че като до при това ще към след",
}  # fmt: skip
# How often languages were met, in one number: a byte for each, in their order. So a word counts for all that
# have it in one addition. A language has some thirty words, and none counts more than thrice.
_COUNTED: Final = {code: place for place, code in enumerate(_COMMON)}
_CODES_COUNTED: Final = tuple(_COMMON)
_COUNT_BYTES: Final = len(_COMMON)
_MOST_COUNTED: Final = 3  # a text full of "Los Angeles" is not Spanish
_LANGUAGES_OF: Final = {
    word: sum(1 << 8 * _COUNTED[code] for code, words in _COMMON.items() if word in words.split())
    for word in {word for words in _COMMON.values() for word in words.split()}
}
# Letters that settle short Latin texts. Turkish ı ğ ş, Uzbek oʻ gʻ, German ß, Spanish ñ ¿.
_TELLING: Final = {
    "tr": re.compile("[ğış]"),
    "uz": re.compile("[ʻ‘’'`ʼ](?<=[og].)(?=[a-z])"),
    "de": re.compile("ß"),
    "es": re.compile("[ñ¿¡]"),
    "ro": re.compile("[șțăţ]"),
    "vi": re.compile("[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"),
    "pl": re.compile("[łżęąśźćń]"),
    "cs": re.compile("[řůě]"),
    "hu": re.compile("[őű]"),
    "lt": re.compile("[ėųįū]"),
    "eo": re.compile("[ĉĝĥĵŝŭ]"),
    "pt": re.compile("[ãõ]"),
    "sk": re.compile("[ľŕĺ]"),
}
_TELLING_PLAIN: Final = (("uz", re.compile("['`](?<=[og].)(?=[a-z])")),)  # all of it that is ASCII


def detect_language(text: str, claimed: str | None = None) -> str | None:
    """The ISO 639-1 code of the language a text is written in; None when it has too few letters to tell.

    `claimed` is the language (a code or tag) that its page or file says it is in: it decides where the words
    leave a doubt.
    """
    text = text[:_MOST_CHARS].lower()
    claim = language_code(claimed) if claimed else None
    claim = _SAME.get(claim, claim) if claim else None
    if (of_script := _by_script(text, claim)) is not None:
        return of_script
    counts, letters = _letters(text)
    script = max(counts, key=lambda name: counts[name])
    if letters < _LEAST_LETTERS:
        return claim
    if counts[script] * 2 < letters:
        return _by_model(text, frozenset().union(*_CODES.values()), claim)
    if script == "cyrillic" and (lettered := _by_letters(text, counts[script])) is not None:
        return lettered
    if script == "latin" and "ə" in text and text.count("ə") * 50 > letters:
        return "az"
    words = _by_common_words(text, claim)
    if words is not None and (claim is None or claim == words):
        return words
    return _by_model(text, _CODES[script], claim)


def _letters(text: str) -> tuple[dict[str, int], int]:
    """How many letters of a lower-case text are of each script, and how many there are of any."""
    if text.isascii():
        plain = len(text) - len(text.encode("ascii").translate(None, _SMALL))
        return {"latin": plain, "cyrillic": 0, "arabic": 0}, plain
    others = _PLAIN.sub("", text)
    plain = len(text) - len(others)
    counts = {
        "latin": plain + len(_LATIN.findall(others)),
        "cyrillic": len(_CYRILLIC.findall(others)),
        "arabic": len(_ARABIC.findall(others)),
    }
    return counts, plain + sum(map(str.isalpha, others))


def _words(text: str) -> list[str]:
    """The words of a lower-case text, in order; an apostrophe within letters is one of the word."""
    if not text.isascii():
        return _WORD.findall(text.replace("ʻ", "'").replace("‘", "'").replace("’", "'"))
    apart = text.encode("ascii").translate(_APART).decode("ascii")  # a tenth of what the pattern takes
    if "'" in apart:
        apart = f" {apart} ".replace("''", "  ").replace(" '", "  ").replace("' ", "  ")
    return apart.split()


def _by_script(text: str, claim: str | None) -> str | None:
    """The language of a script that has few of them; None where most letters are of another."""
    if text.isascii() or len(of_these := _ANY_SCRIPT.findall(text)) < _LEAST_LETTERS:
        return None
    others = sum(character.isalpha() for character in _ANY_SCRIPT.sub("", text))
    counts = Counter(found.lastgroup for found in _SCRIPT.finditer("".join(of_these)))
    code, most = counts.most_common(1)[0]
    if most < max(_LEAST_LETTERS, others):
        return None
    if code == "zh" and (len(_KANA.findall(text)) * _KANA_ONE_IN > most):
        return "ja"
    if code == "he" and _YIDDISH.search(text):
        return "yi"
    if code == "bn" and _ASSAMESE.search(text):
        return "as"
    if code == "hi":
        return _by_model(text, _DEVANAGARI_CODES, claim)
    return code


def _by_letters(text: str, letters: int) -> str | None:
    """The language whose letters beyond the Russian ones account for those of the text."""
    foreign = Counter(_FOREIGN.findall(text))
    total = sum(foreign.values())
    if total < max(1, _LEAST_FOREIGN * letters):
        return None
    if foreign.keys() == {"і"}:  # Kazakh has it too, and never alone
        return "uk"

    def account(code: str) -> tuple[int, bool]:
        own = sum(count for letter, count in foreign.items() if letter in _LETTERS[code])
        spelt_without = code in ("uz", "tg") and "ы" in text
        return own, not spelt_without

    most = max(map(account, _LETTERS))
    best = [code for code in _LETTERS if account(code) == most]
    if len(best) == 1:
        return best[0]
    usual = max(best, key=lambda code: (code in SUPPORTED, -len(_LETTERS[code])))
    if letters < _LETTERS_TO_COMPARE:
        return usual
    return _by_model(text, frozenset(best), None) or usual


def _by_common_words(text: str, claim: str | None) -> str | None:
    """The language whose common words are in the text, if they are many and twice those of any other."""
    words = _words(text)
    times: dict[str, int] = {}
    for word in filter(_LANGUAGES_OF.__contains__, words):
        times[word] = times.get(word, 0) + 1
    packed = 0
    for word, count in times.items():
        packed += _LANGUAGES_OF[word] * (count if count < _MOST_COUNTED else _MOST_COUNTED)
    counts = list(packed.to_bytes(_COUNT_BYTES, "little"))
    plain = text.isascii()
    signs = "" if plain else "".join(set(text))
    for code, letters in _TELLING.items() if not plain else _TELLING_PLAIN:
        if code != "uz" and not letters.search(signs):
            continue  # these are single letters, none of ASCII: few texts have some
        if found := len(letters.findall(text)):
            counts[_COUNTED[code]] += min(found, len(words) // 4 + 1)
    *_, next_most, most = sorted(counts)
    best = _CODES_COUNTED[counts.index(most)]
    if best == claim or (
        best == "en" and (plain or len(_OTHER_LETTER.findall(text)) * _MOST_OTHER <= len(text))
    ):
        sure = most >= _ENGLISH_WORDS and 2 * most >= 3 * next_most and most * _ENGLISH_ONE_IN >= len(words)
    else:
        sure = most >= _WORDS_TO_DECIDE and most >= 2 * next_most and most * _ONE_IN >= len(words)
    return best if sure else None


def _by_model(text: str, codes: frozenset[str], claim: str | None) -> str | None:
    """py3langid's answer among languages; English where a text of plain letters is near it."""
    ranked = {code: score for code, score in _model()(text) if code in codes or code == claim}
    if not ranked:
        return claim
    best = max(ranked, key=lambda code: ranked[code])
    if text.isascii() and "en" in ranked and ranked["en"] >= ranked[best] - _ENGLISH_MARGIN:
        best = "en"
    for code in (claim, *[code for code, standard in _SAME.items() if standard == claim]):
        if code in ranked:
            siblings = any({code, best} <= pair for pair in _SIBLINGS)
            if ranked[code] >= ranked[best] - (_SIBLING_CLAIM if siblings else _CLAIM):
                best = code
    return _SAME.get(best, best)


@cache
def _model() -> Callable[[str], list[tuple[str, float]]]:
    import py3langid  # 90 ms to import, half a second to load its model: not for each short text

    rank: Callable[[str], list[tuple[str, float]]] = py3langid.rank
    return rank
