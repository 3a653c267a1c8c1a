"""The stem of a word, by the rules of its language.

Accents are taken off first, so that a word has one stem whether they were typed or not (accents.py). Then
the rules of `RULES`: Snowball (PyStemmer) where they serve, rules made for this program where they do not or
where Snowball has none. `stemmer("ru")` maps a normalised word (see folding.py) to its folded stem.

PyStemmer is bound to versions of the same rules (setup.cfg): an index is searched by the stems it was made
with.

>>> stem = stemmer("kk")
>>> [stem(word) for word in ("қазақстанның", "қазақстанда", "мектептерде", "мектебі")]
['қазақс', 'қазақс', 'мектеп', 'мектеп']
>>> stemmer("fr")("élysée") == stemmer("fr")("elysee"), stemmer("es")("dólares") == stemmer("es")("dolar")
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dateline.indexer.analysis.folding import fold_accents
from dateline.indexer.analysis.languages import normalise_language
from dateline.indexer.analysis.spelling import american

__all__ = ["RULES", "rules_of", "stemmer", "stemmer_of_many"]

Stem = Callable[[str], str]

_SNOWBALL: Final = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip

# By which rules the words of each language become terms, as `dateline stats` says it.
RULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_SNOWBALL, "Snowball"),
    **dict.fromkeys(("de", "es", "fr", "it", "pt"), "plurals, Snowball"),
    "en": "American spelling, Snowball",
    "ar": "prefixes, Snowball",
    "he": "prefixes",
    "ru": "own rules",
    **dict.fromkeys(("bg", "cs", "sk", "uk"), "light rules"),
    **dict.fromkeys(("kk", "ky", "tg", "uz"), "suffixes"),
    **dict.fromkeys(("hi", "ne"), "one spelling, Snowball"),
    "vi": "as written, tones kept",
}


# Codes of languages that put no blanks between words, or hang particles to them: scripts.py.
_IN_PAIRS: Final = frozenset({"bo", "ja", "km", "ko", "lo", "my", "th", "yue", "zh"})


def rules_of(code: str) -> str:
    """By which rules words of a language become terms, in a few words; of any code, "" for none."""
    known = RULES.get(normalise_language(code))
    return known or ("pairs of letters" if code.lower().split("-")[0] in _IN_PAIRS else "folded alone")


def stemmer(language: str) -> Stem:
    """The function from a normalised word to its term; for a language without rules, folding alone."""
    if language in ("kk", "ky", "tg", "uz"):
        from dateline.indexer.analysis.suffixes import CHAINS

        return CHAINS[language]
    if language == "vi":  # tones tell words apart, and folded they would be one
        from dateline.indexer.analysis.vietnamese import one_spelling

        return one_spelling
    if language == "ar":  # a hamza's seat is a letter to Snowball's rules
        from dateline.indexer.analysis.prefixes import without_arabic_accents

        arabic = _around_snowball(language)
        return lambda word: arabic(without_arabic_accents(word))
    rules = _rules(language)
    return fold_accents if rules is None else lambda word: rules(fold_accents(word))


def stemmer_of_many(language: str) -> Callable[[list[str]], list[str]]:
    """What `stemmer` says of each of many ASCII words; English ones at a third of the time.

    A Snowball object of its own for each call needs no lock.
    """
    stem = stemmer(language)
    if language != "en":
        return lambda words: list(map(stem, words))
    import Stemmer

    def english(words: list[str]) -> list[str]:
        stems: list[str] = Stemmer.Stemmer("english", 0).stemWords(list(map(american, words)))
        return stems

    return english


def _rules(language: str) -> Stem | None:
    """The rules of a language for a folded word. What one language needs is loaded for it alone."""
    if language == "ru":
        from dateline.indexer.analysis.russian import stem_russian

        return stem_russian
    if language in ("bg", "cs", "sk", "uk"):
        from dateline.indexer.analysis.slavic import LIGHT

        return LIGHT[language]
    if language == "he":
        from dateline.indexer.analysis.prefixes import without_hebrew_prefixes

        return without_hebrew_prefixes
    return _around_snowball(language) if language in _SNOWBALL else None


def _around_snowball(language: str) -> Stem:
    """What each language needs before and after Snowball's rules."""
    snowball = _snowball(_SNOWBALL[language])
    if language == "en":
        return lambda word: snowball(american(word))
    if language == "ar":
        from dateline.indexer.analysis.prefixes import (
            as_noun,
            without_arabic_and,
            without_arabic_prefixes,
        )

        # With and without the article a word has one stem, whatever Snowball makes of its first letter.
        return lambda word: without_arabic_and(fold_accents(snowball(as_noun(without_arabic_prefixes(word)))))

    from dateline.indexer.analysis.accents import accented
    from dateline.indexer.analysis.devanagari import one_spelling
    from dateline.indexer.analysis.plurals import own_term, singular

    def turkish(word: str) -> str:
        # One pass leaves a suffix that it would take off another form: go on until the stem stays.
        stemmed = snowball(accented(word, language))
        while (shorter := snowball(stemmed)) != stemmed and len(shorter) >= _LEAST_SETTLED:
            stemmed = shorter
        return fold_accents(stemmed) if len(stemmed) > 1 else word[:_KEPT_OF_NOTHING]

    def german(word: str) -> str:
        stemmed = fold_accents(snowball(singular(word, language)))
        if stemmed.endswith(("inn", "uss", "iss")):  # Ministerinnen, Busse, Ergebnisse
            stemmed = stemmed[:-1]
        # "sicher" and "Sicherheit" must not become the commonest of pronouns.
        return "sicher" if stemmed == "sich" and word != "sich" else stemmed

    def any_other(word: str) -> str:
        own = own_term(word, language)
        return own or fold_accents(snowball(accented(singular(word, language), language)))

    def serbian(word: str) -> str:
        return fold_accents(snowball(word.translate(_SERBIAN_LATIN)))

    def devanagari(word: str) -> str:
        return snowball(one_spelling(fold_accents(word)))

    special: dict[str, Stem] = {
        "de": german, "hi": devanagari, "ne": devanagari, "sr": serbian, "tr": turkish,
    }  # fmt: skip
    return special.get(language, any_other)


# Both alphabets of Serbian as one, without accents.
_SERBIAN_LATIN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "е": "e", "ж": "z", "з": "z", "и": "i",
        "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s",
    }
)  # fmt: skip
_LEAST_SETTLED: Final = 4
_KEPT_OF_NOTHING: Final = 3  # letters, where Snowball leaves one: şimdi, dini


def _snowball(algorithm: str) -> Stem:
    """Snowball's stemmer, made safe for threads: its object holds the word it works on.

    Each thread takes an object that nobody uses and puts it back. A lock would do as well, but for a process
    that is forked while another thread holds it.
    """
    import Stemmer  # 25 ms: only for a language that needs it

    free = [Stemmer.Stemmer(algorithm, 0)]

    def stem(word: str) -> str:
        try:
            stemmer = free.pop()
        except IndexError:
            stemmer = Stemmer.Stemmer(algorithm, 0)
        stemmed: str = stemmer.stemWord(word)
        free.append(stemmer)
        return stemmed

    return stem
