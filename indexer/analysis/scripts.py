"""Which writing puts no blanks between its words, and what does a run of its letters become?

Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese and Tibetan: nobody can say where their words end
without a dictionary, and no dictionary has the names of the news. So a run of letters becomes overlapping
pairs, as by Lucene's CJKBigramFilter, and every letter stays findable by itself. Korean has blanks, but hangs
particles to its words. A letter is what a reader takes for one: a consonant with the vowels and tones upon
it, a Korean syllable whether it is one code point or three, a Tibetan syllable between two of the dots that
part them.

>>> [chunk[start:end] for chunk in ("iPhone手机",) for start, end, _ in pieces(chunk)]
['iPhone', '手', '机']
>>> letter_term("ｶﾞ"), without_particle("서울은"), without_particle("은")
('ガ', '서울', '은')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.folding import INVISIBLE, MARKS, fold_accents, normalise
from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = [
    "BETWEEN",
    "PARTED",
    "UNSPACED",
    "about_words",
    "folded_letters",
    "has_no_blank_between",
    "has_unspaced",
    "is_alphabetic",
    "letter_term",
    "pieces",
    "without_particle",
]

# Consonants and vowels that are written one after the other: a pair of them is less than a syllable.
_ALPHABETIC: Final = (
    "\u0e00-\u0e4f\u0e80-\u0ecf\u0eda-\u0eff"  # Thai and Lao, without their digits
    "\u1000-\u103f\u104a-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17df\u1950-\u19cf\u1a20-\u1a7f\u1b05-\u1b4b\ua980-\ua9c0\uaa80-\uaadf"  # Khmer and neighbours
)
_TIBETAN: Final = "\u0f00\u0f18\u0f19\u0f35\u0f37\u0f39-\u0fbc"
_HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc"
_HAN_AND_KANA: Final = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# What may stand between two letters of a run, for use inside a character class: the dots that part Tibetan
# syllables, and the blank without width that tells a program where Khmer may be broken.
BETWEEN: Final = "\u0f0b\u0f0c\u200b"
# The letters, likewise.
UNSPACED: Final = _ALPHABETIC + _TIBETAN + _HANGUL + _HAN_AND_KANA

_LETTER: Final = lazy_pattern(f"[{UNSPACED}]")
_BETWEEN_LETTERS: Final = lazy_pattern(f"[{BETWEEN}]")
_PLAIN_PAIR: Final = 2  # code points of most pairs: nothing stands between them
_ALPHABETIC_LETTER: Final = lazy_pattern(f"[{_ALPHABETIC}]")
_UPON: Final = f"[{MARKS}{INVISIBLE}\uff9e\uff9f]*"  # the last two: half-width voicing marks
_PIECE: Final = lazy_pattern(
    rf"""(?P<letter>[{_TIBETAN}]+
      | [\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*
      | [\uac00-\ud7a3][\u11a8-\u11ff]*
      | [{_ALPHABETIC}{_HANGUL}{_HAN_AND_KANA}]){_UPON}
    | [{BETWEEN}]
    | [^{UNSPACED}{BETWEEN}]+""",
    re.VERBOSE,
)
# What is taken for a word where blanks part none, with the punctuation after it: two Chinese characters, two
# Tibetan syllables, four Thai letters are about one. Korean has blanks.
_BLANKLESS: Final = lazy_pattern(f"[{_ALPHABETIC}{_TIBETAN}{_HAN_AND_KANA}]")
_ABOUT_A_WORD: Final = lazy_pattern(
    rf"""(?:(?:[{_HAN_AND_KANA}]{_UPON}){{1,2}} | (?:[{_ALPHABETIC}]{_UPON}){{1,4}}
      | (?:[{_TIBETAN}]+[\u0f0b\u0f0c]?){{1,2}})[^\s\w]*
    | [^\s{_ALPHABETIC}{_TIBETAN}{_HAN_AND_KANA}]+""",
    re.VERBOSE,
)
# Letters and punctuation between which Chinese and Japanese never put a blank.
_NEVER_PARTED: Final = lazy_pattern(f"[{_HAN_AND_KANA}\u3000-\u303f\uff01-\uff65]")
# What blanks part.
PARTED: Final = lazy_pattern(r"\S+")

# Korean particles, by the sound they follow: a final consonant, a vowel, either. Those of one syllable that
# end many names (도, 만) are not taken off.
_AFTER_CONSONANT: Final = "은 이 을 과 으로 이나 이라고 이라는 이며 이다 으로서 으로써 으로는 으로도 이란"
_AFTER_VOWEL: Final = "는 가 를 와 로 라고 라는 로서 로써 로는 로도 란"
_AFTER_EITHER: Final = (
    "의 에 에서 에게 부터 까지 보다 처럼 에는 에서는 에도 에서도 에게는 에서의 에의 께서 한테 마다 조차 "
    "밖에 들 들은 들이 들을 들의 들에 들에게 들도 들과"
)
_FIRST_SYLLABLE: Final = 0xAC00  # of the Hangul block: 28 syllables, the first without a final, a vowel
_FINALS: Final = 28
_FINAL_R: Final = 8  # 로 follows it as it follows a vowel
_LEAST_LEFT: Final = 2  # letters of a word without its particle
_MOST_LETTERS: Final = 4  # of a particle
_CACHED_LETTERS: Final = 1 << 16


def has_unspaced(text: str) -> bool:
    """Whether some letter of the text is of a writing without blanks."""
    return not text.isascii() and _LETTER.search(text) is not None


def is_alphabetic(word: str) -> bool:
    """Whether a letter of the word is less than a syllable, so that a pair of them tells little."""
    return not word.isascii() and _ALPHABETIC_LETTER.search(word) is not None


def about_words(text: str) -> re.Pattern[str]:
    """What finds the words of a text, to count them: what blanks part (`PARTED`), where they do."""
    return _ABOUT_A_WORD if not text.isascii() and _BLANKLESS.search(text) else PARTED


def has_no_blank_between(last: str, first: str) -> bool:
    """Whether a line that ends so and one that begins so are joined without a blank.

    Thai parts sentences by a blank, and nobody can say which end of a line is one.
    """
    return bool(_NEVER_PARTED.match(last) and _NEVER_PARTED.match(first))


def pieces(chunk: str) -> list[tuple[int, int, bool]]:
    """The letters of a chunk, each with what stands upon it, and the runs of other signs between them.

    Start, end, whether it is such a letter; in order. What can begin nothing (a lone dot) is left out.
    """
    return [
        (found.start(), found.end(), found["letter"] is not None)
        for found in _PIECE.finditer(chunk)
        if found[0] not in BETWEEN
    ]


@lru_cache(maxsize=_CACHED_LETTERS)
def letter_term(letters: str) -> str:
    """The term of a letter or a pair: full and half width made one, marks kept, no stem."""
    return folded_letters(letters)


def folded_letters(letters: str) -> str:
    """What `letter_term` says, of more letters than are worth keeping."""
    term = fold_accents(normalise(letters))
    return term if len(term) <= _PLAIN_PAIR else _BETWEEN_LETTERS.sub("", term)


@lru_cache(maxsize=1)
def _particles() -> dict[str, tuple[bool, bool]]:
    """Each particle, whether it follows a consonant, whether a vowel."""
    found = dict.fromkeys(_AFTER_CONSONANT.split(), (True, False))
    found.update(dict.fromkeys(_AFTER_VOWEL.split(), (False, True)))
    return found | dict.fromkeys(_AFTER_EITHER.split(), (True, True))


def without_particle(word: str) -> str:
    """A Korean word without the particle at its end; anything else as it is.

    What is left is the beginning of the word and so stands wherever the word does: nothing is lost when the
    ending was none.
    """
    if not "\uac00" <= word[-1:] <= "\ud7a3":
        return word
    for letters in range(min(_MOST_LETTERS, len(word) - 1), 0, -1):
        follows = _particles().get(word[-letters:])
        if follows is None:
            continue
        left = word[:-letters]
        if not "\uac00" <= left[-1] <= "\ud7a3":
            return left if left[-1].isalnum() else word  # AI는
        if len(left) < _LEAST_LEFT:
            continue
        final = (ord(left[-1]) - _FIRST_SYLLABLE) % _FINALS
        is_consonant = final != 0 and not (final == _FINAL_R and word[-letters] == "로")
        if follows[0 if is_consonant else 1]:
            return left
    return word
