"""Which Vietnamese words may be meant by letters typed without their marks, and which spellings are one?

A syllable is an onset, a rhyme and one of six tones. Marks tell words apart (ma, má, mà), so that a term
keeps them; but the tone of an open rhyme of two vowels stands on either (hòa, hoà), and a final i after some
letters is written y as well (Mỹ, Mĩ): `one_spelling` makes these one. The rhymes are those of the standard
language; what is none of its syllables, a foreign name mostly, is left as it is.

>>> one_spelling("hoà") == one_spelling("hòa"), one_spelling("mỹ") == one_spelling("mĩ")
(True, True)
>>> with_marks("viet"), with_marks("border")
(('viet', 'viêt', 'viết', 'việt'), ())
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

from dateline.indexer.analysis.folding import fold_accents
from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["one_spelling", "with_marks"]

_RHYMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng "
    "eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac "
    "oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc "
    "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un "
    "ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu uơ ư ưa ưc ưi ưm ưn ưng ươc "
    "ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yt"
)
_SYLLABLE: Final = lazy_pattern(
    "(ngh|ng|nh|ch|gh|gi(?=[aeiouyăâêôơư])|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?([aeiouyăâêôơư]+)(ch|ng|nh|[cmnpt])?"
)
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_TONE: Final = lazy_pattern(f"[{_TONES}]")
_STOPPED_TONES: Final = "\u0301\u0323"  # the two of a rhyme that ends in c, ch, p or t
_STOPS: Final = frozenset({"c", "ch", "p", "t"})
# After these a rhyme of i alone is written y as well.
_EITHER_I: Final = frozenset({"h", "k", "l", "m", "qu", "s", "t", "v"})
_LONGEST: Final = 7  # letters: nghiêng
_THREE_VOWELS: Final = 3


@cache
def _rhymes() -> dict[str, tuple[str, ...]]:
    """The rhymes by what they are without marks."""
    found: dict[str, list[str]] = {}
    for rhyme in _RHYMES.split():
        found.setdefault(fold_accents(rhyme), []).append(rhyme)
    return {plain: tuple(rhymes) for plain, rhymes in found.items()}


def one_spelling(word: str) -> str:
    """The normalised word with its tone at the one place, and i for a y that may be either."""
    if word.isascii() and not word.endswith("y"):
        return word
    tones = _TONE.findall(unicodedata.normalize("NFD", word))
    if len(tones) > 1:
        return word
    plain = unicodedata.normalize("NFC", _TONE.sub("", unicodedata.normalize("NFD", word)))
    found = _SYLLABLE.fullmatch(plain)
    if found is None:
        return word
    return _written(found[1] or "", found[2], found[3] or "", tones[0] if tones else "")


@lru_cache(maxsize=1 << 12)
def with_marks(typed: str) -> tuple[str, ...]:
    """The terms that may be meant by small letters without marks, the plain one first; () for no syllable."""
    found = _SYLLABLE.fullmatch(typed) if len(typed) <= _LONGEST and typed.isascii() else None
    if found is None:
        return ()
    onset, vowels, coda = found[1] or "", found[2], found[3] or ""
    options = [(onset, rhyme) for rhyme in _rhymes().get(vowels + coda, ())]
    if onset == "gi":  # giêng
        options += [("g", rhyme) for rhyme in _rhymes().get(f"i{vowels}{coda}", ())]
    if not options:
        return ()
    if onset == "d":
        options += [("đ", rhyme) for _, rhyme in options]
    tones = _STOPPED_TONES if coda in _STOPS else _TONES
    terms = [one_spelling(typed)]
    for begins, rhyme in options:
        nucleus = rhyme[: len(rhyme) - len(coda)]
        terms += [_written(begins, nucleus, coda, tone) for tone in ("", *tones)]
    return tuple(dict.fromkeys(terms))


def _written(onset: str, vowels: str, coda: str, tone: str) -> str:
    if vowels == "y" and not coda and onset in _EITHER_I:
        vowels = "i"
    at = 1 if len(vowels) > 1 and (coda or len(vowels) >= _THREE_VOWELS) else 0
    for place, vowel in enumerate(vowels):
        if not vowel.isascii():  # ê, ơ and their like have the tone
            at = place
    return unicodedata.normalize("NFC", f"{onset}{vowels[: at + 1]}{tone}{vowels[at + 1 :]}{coda}")
