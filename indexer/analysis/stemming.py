"""The stem of a word, by the rules of its language.

Snowball (PyStemmer) where it has the language; Kazakh, Kyrgyz, Uzbek and Tajik have no stemmer, see
suffixes.py.

`stemmer("ru")` maps a normalised word (see folding.py) to its folded stem.

>>> stem = stemmer("kk")
>>> [stem(word) for word in ("қазақстанның", "қазақстанда", "мектептерде", "мектебі")]
['қазақс', 'қазақс', 'мектеп', 'мектеп']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dateline.indexer.analysis.folding import fold_accents
from dateline.indexer.analysis.spelling import american

__all__ = ["stemmer", "stemmer_of_many"]

Stem = Callable[[str], str]

_SNOWBALL: Final = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "ru": "russian",
    "tr": "turkish",
}  # fmt: skip
_SUFFIXED: Final = frozenset({"kk", "ky", "tg", "uz"})


def stemmer(language: str) -> Stem:
    """The function from a normalised word to its term; for a language without rules, folding alone."""
    if language in _SNOWBALL:
        return _around_snowball(language, _snowball(_SNOWBALL[language]))
    if language in _SUFFIXED:
        from dateline.indexer.analysis.suffixes import CHAINS

        return CHAINS[language]
    return fold_accents


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


def _around_snowball(language: str, stem: Stem) -> Stem:
    """What each language needs before and after Snowball's rules.

    Snowball's French, German, Spanish, Turkish and Arabic rules know accents: those are folded after
    them. English and Russian accents only carry stress or a foreign spelling and go first.
    """

    def settled(word: str, least: int) -> str:
        # One pass makes "казахстан" казахста and "казахстане" казахстан: go on until the stem stays.
        # Measured on xquad-ru, nDCG@10: .952 with one pass, .961 so. Under five letters a second pass
        # makes Armenia an army (армен, арм) and Sudan a court. English gains nothing.
        stemmed = stem(word)
        while (shorter := stem(stemmed)) != stemmed and len(shorter) >= least:
            stemmed = shorter
        return stemmed

    def english(word: str) -> str:
        return stem(american(fold_accents(word)))

    def russian(word: str) -> str:
        stemmed = settled(fold_accents(word), 5)
        # -ов and -ев are taken for the genitive plural: "токаев" is тока, and so must "токаева" be.
        return stemmed[:-2] if len(stemmed) >= 6 and stemmed.endswith(("ов", "ев")) else stemmed

    def german(word: str) -> str:
        stemmed = fold_accents(stem(word))
        # "sicher" and "Sicherheit" must not become the commonest of pronouns.
        return "sicher" if stemmed == "sich" and word != "sich" else stemmed

    def turkish(word: str) -> str:
        return fold_accents(settled(word, 4))

    def folded_last(word: str) -> str:
        return fold_accents(stem(word))

    own: dict[str, Stem] = {"en": english, "ru": russian, "de": german, "tr": turkish}
    return own.get(language, folded_last)
