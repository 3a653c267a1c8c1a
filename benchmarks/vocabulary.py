"""What words are the generated articles made of, and how often does each come?

>>> [spell(rank) for rank in (0, 1, 1000, 5001)]
['the', 'of', 'rebeat', 'tratunged']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MONTHS", "PLACES", "SOURCES", "TABLE", "TAIL_EXPONENT", "Vocabulary", "spell", "vocabulary"]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The most frequent words of English, in order (British National Corpus, written part; by eye from there on).
FUNCTION_WORDS: Final = _listed(
    """
    the of to and a in that is was for it on with as be by at he are this have from not had his but
    which they said an were has been their its one will would all there who more when she can if no
    about what her some up out into than them only could so new time other also after two first over
    last year years people most between government under against before while where many against former
    state national president during
    """
)
# Ranks with a word kept in a table; the tail beyond it is spelled when it is drawn.
TABLE: Final = 1 << 17
HEAD_EXPONENT: Final = 1.0
TAIL_EXPONENT: Final = 1.85
BEND: Final = 4_000  # rank at which the head's law gives way to the tail's
SHIFT: Final = 0.8  # Mandelbrot's q: flattens the first ranks, where "the" is 5 or 6 % of English

ONSETS: Final = _listed("b c d f g h j k l m n p r s t v st tr pr gr")
VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ea")
CODAS: Final = ("", "n", "r", "s", "l", "t", "ct", "nd", "m", "rt", "x", "ng")
ENDINGS: Final = ("s", "ed", "ing", "er", "ation", "ment", "ly")
GIVEN: Final = _listed(
    """
    Aida Boris Carlos Dana Emil Fatima Georg Hana Ivan José Karin Leila Marat Nina Omar Pavel Renée Sara
    Timur Ulan Vera Walter Yusuf Zarina
    """
)
SURNAME_ENDINGS: Final = ("ov", "ev", "son", "ez", "bek", "li", "ström", "ini", "mann", "ko")
PLACES: Final = _listed(
    """
    Bishkek Dushanbe Almaty Tashkent Kabul Moscow London Paris Berlin Geneva Vienna Ankara Baku Tbilisi
    Yerevan Minsk Kyiv Warsaw Rome Madrid Cairo Nairobi Delhi Beijing Tokyo Seoul Ottawa Washington
    Brussels Osh
    """
)
SOURCES: Final = ("Daily Courier", "Evening Post", "Central News", "The Herald", "Wire Service")
MONTHS: Final = _listed(
    """
    January February March April May June July August September October November December
    """
)


def spell(rank: int) -> str:
    """The word of a rank, 0 the most frequent. Two ranks may have one word, as homonyms do."""
    if rank < len(FUNCTION_WORDS):
        return FUNCTION_WORDS[rank]
    if rank % 3 == 0:  # a form of a more frequent word
        return _syllables(rank // 3) + ENDINGS[rank // 3 % len(ENDINGS)]
    return _syllables(rank)


def _syllables(number: int) -> str:
    """Two syllables and an ending consonant; three from the 235,200th word on, and so on."""
    # Neighbouring ranks shall not look alike: a multiplication modulo a prime, one to one within its range.
    number = number * 48_271 % 235_199 + number // 235_199 * 235_199
    number, coda = divmod(number, len(CODAS))
    word = CODAS[coda]
    for syllable in count():
        number, onset = divmod(number, len(ONSETS))
        number, vowel = divmod(number, len(VOWELS))
        word = ONSETS[onset] + VOWELS[vowel] + word
        if not number and syllable:
            return word
    raise AssertionError("a number has finitely many digits")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be drawn, and how often.

    `cumulative[r]` is the probability that a rank is at most r, for the ranks of the table; what is left to 1
    is the tail's. `written` holds the table's words, then the same with a comma, then numbers, then names.
    """

    cumulative: NDArray[np.float64]
    written: NDArray[np.object_]
    first_number: int
    numbers: int
    first_name: int
    names: int


@cache
def vocabulary() -> Vocabulary:
    """The one vocabulary of all collections."""
    words = [spell(rank) for rank in range(TABLE)]
    numbers = [*range(2, 100), *(f"{n:,}" for n in range(100, 30_000, 97)), *(n / 10 for n in range(1, 99))]
    names = [*_people(4_000), *PLACES]
    written = [*words, *(word + "," for word in words), *map(str, numbers), *names]
    first_name = 2 * TABLE + len(numbers)
    return Vocabulary(
        _cumulative(), np.array(written, dtype=object), 2 * TABLE, len(numbers), first_name, len(names)
    )


def _people(size: int) -> list[str]:
    """Surnames, two of three with a given name."""
    endings, given = len(SURNAME_ENDINGS), len(GIVEN)
    surnames = [_syllables(7 * n + 300)[:6].capitalize() + SURNAME_ENDINGS[n % endings] for n in range(size)]
    return [f"{GIVEN[n % given]} {surname}" if n % 3 else surname for n, surname in enumerate(surnames)]


def _cumulative() -> NDArray[np.float64]:
    """The Zipf-Mandelbrot law of the head, (r + q)^-1, joined at the bend to the steeper one of the tail."""
    ranks = np.arange(1, TABLE + 1, dtype=np.float64)
    weights = (ranks + SHIFT) ** -HEAD_EXPONENT
    tail = ranks > BEND
    weights[tail] = (BEND + SHIFT) ** -HEAD_EXPONENT * (ranks[tail] / BEND) ** -TAIL_EXPONENT
    beyond = weights[-1] * TABLE / (TAIL_EXPONENT - 1)  # the integral of the tail's law from the table's end
    cumulative: NDArray[np.float64] = np.cumsum(weights) / (weights.sum() + beyond)
    return cumulative
