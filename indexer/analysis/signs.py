"""Which signs inside a word say something, and what?

An apostrophe parts what is elided (`d'Ivoire`) or hung on (`Kabul's`, `Türkiye'nin`); a star, colon, dot,
dash or slash before -in or -innen makes a German noun mean everybody (`Kund*innen`); a quote between Hebrew
letters is an abbreviation (`צה"ל`); `C++` and `C#` are not C. Which of them stand inside a token says TOKEN.

>>> ELISION.match("dell'Unione")[0], GENDER.sub("", "Kund*innen")
("dell'", 'Kundinnen')
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.analysis.folding import APOSTROPHES
from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["ELISION", "ENDINGS", "GENDER", "GERSHAYIM", "SIGNED_LETTER"]

_APOSTROPHE: Final = f"[{APOSTROPHES}]"
# Languages that write Moody's as English does, or as they found it.
_OF_NAMES: Final = "xx ca cs da el et fi ga hu id it lt nl no pl pt ro sk sv vi"
# Of each language; compiled when its analyzer is made.
ENDINGS: Final = {
    "en": rf"\.?{_APOSTROPHE}(?:s|ll|re|ve|d|m)$",
    "de": rf"\.?{_APOSTROPHE}s$",
    **dict.fromkeys(_OF_NAMES.split(), rf"\.?{_APOSTROPHE}s$"),
    # Plural, possessive, case, -li, -ci, -ki and the copula, as they follow a proper name: Türkiye'nin.
    "tr": (
        rf"(?<=\w\w){_APOSTROPHE}(?:[yn]?[ıiuüae]|[nd]?[ıiuü]n|[ns]?[ıiuü]n?|n?[dt][ae]n?(?:k[iı]\w*)?|y?l[ae]|c[ae]"
        r"|l[ae]r\w*|l[ıiuü]\w*|s[ıiuü]\w*|[dt][ıiuü]r|[cç][ıiuü]\w*|y[dt][ıiuü]\w*|[ıiuü]m\w*)$"
    ),
}
# What French, Catalan and Italian write before an apostrophe; д and л as Russian writes their names.
ELISION: Final = lazy_pattern(
    "(?:[bcdjlmnstvдл]|(?:jus|lors|puis)?qu|quoiqu|presqu|un|gl|sant|bell|quell|quest|anch|com|cos|dov|quand|senz"
    "|tutt|mezz|grand|buon|(?:nessun|qualcun|ciascun|alcun)|[dns]?ell|(?:d|n|s|c)?(?:a|o|u)ll|(?:de|a|da|ne|su)gl)"
    rf"{_APOSTROPHE}(?=\w)",
    re.IGNORECASE,
)
GERSHAYIM: Final = lazy_pattern('(?<=[א-ת])["”״](?=[א-ת])')
GENDER: Final = lazy_pattern("[*:_/·•]-?(?=in)")
SIGNED_LETTER: Final = lazy_pattern("[+#]+$")
