"""Which spellings of a Hindi or Nepali word are one?

The dot below a letter borrowed from Persian or Arabic is written or left out (क़ानून, कानून), a nasal vowel
has a dot or a dot with a moon (गांव, गाँव), and a nasal before a consonant of its place is a letter or a dot
(हिन्दी, हिंदी): of the last two every newspaper has its own rule. So they are made one before a word is
stemmed, as Lucene's HindiNormalizer does with most of them. Long and short vowels stay apart.

>>> one_spelling("हिन्दी") == one_spelling("हिंदी"), one_spelling("क़ानून") == one_spelling("कानून")
(True, True)
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["one_spelling"]

_NUKTA: Final = "\u093c"
_CHANDRABINDU: Final = "\u0901"
_ANUSVARA: Final = "\u0902"
# A nasal with its vowel cancelled, before a consonant that is spoken at the same place.
_NASAL: Final = lazy_pattern("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])")


def one_spelling(word: str) -> str:
    """The normalised word as it is spelled most plainly."""
    return _NASAL.sub(_ANUSVARA, word.replace(_NUKTA, "").replace(_CHANDRABINDU, _ANUSVARA))
