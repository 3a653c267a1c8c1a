"""What a line reads like: a title, the opening of a sentence, or its end.

>>> reads_like_title("Informal meeting of the heads of member states in Bishkek on May 28, 2013")
True
>>> reads_like_title("The meeting was held in Bishkek.")
False
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import PARTED, about_words

__all__ = [
    "continues",
    "count_words",
    "ends_like_title",
    "ends_sentence",
    "is_bullet",
    "opens_sentence",
    "reads_like_title",
]

# Headlines of 22,000 news stories have at most 22 words but for a handful; one of the seeds has 21, and a
# paragraph without a full stop there has 44.
_MAX_TITLE_WORDS: Final = 30
_MAX_TITLE_CHARS: Final = 220

_REMEMBERED: Final = 1024  # lines: each is asked about several times while its story is told from the others
_ASCII_LETTERS: Final = string.ascii_letters.encode("ascii")
_WINDOW: Final = 2**16
_CLOSERS: Final = "\"'”’»“)]›"
_OPENERS: Final = "\"'“‘«„([‹¿¡—–-•* "
_SENTENCE_WITHIN: Final = lazy_pattern(r"[^\W\d_]{3,}[.!?]['\"”’»)]* +['\"“‘«(]*[^\W\d_a-zа-я]")
_MARK_WITHIN: Final = re.compile(r"[.!?]['\"”’»)]* ")  # what that has in it, and most lines have not
_GOES_ON_OR_ENDS: Final = (".", "…", ",", ";", ":", "–", "—", "-")
_ABBREVIATED: Final = re.compile(r"(?:\b[^\W\d_]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|Bros)\.$")
_ABBREVIATED_CHARS: Final = 8  # in which that is seen, and what stands before it
_BULLET: Final = re.compile(r"[-–—•*·▪►]\s|\d{1,2}[.)]\s")

# Words that take up what was said before: no story begins with one.
_CONTINUATIONS: Final = lazy_pattern(
    r"""(?:
    also|and|as\ a\ result|at\ the\ same\ time|besides|but|consequently|earlier
    |following\ (?:the|this|these|that)
    |for\ (?:example|instance|(?:his|her|its|their)\ part)|furthermore|he|her|his|however
    |in\ (?:addition|conclusion|particular|turn)|instead|it|its|later|likewise|meanwhile|moreover|nevertheless
    |nonetheless
    |on\ the\ other\ hand|otherwise|previously|she|similarly|so|still|subsequently|such|that|their|then
    |there|therefore|these|they|this|those|thus|yet
    |в\ свою\ очередь|кроме\ того|однако|он|она|они|по\ (?:его|её|их)\ словам|при\ этом|также
    |тем\ временем|эт[аио]|этот
    |außerdem|diese[rsmn]?|er|es|jedoch|sie|unterdessen|zudem
    |ce|cependant|ces|cette|elles?|en\ outre|ils?|par\ ailleurs
    |además|ella|esta|este|estos|mientras\ tanto|sin\ embargo
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def count_words(text: str) -> int:
    """How many words a text has: those that blanks part, and about so many where none are written."""
    words = about_words(text)
    if words is PARTED and len(text) <= _WINDOW:
        return len(text.split())
    return sum(1 for _ in words.finditer(text))  # no list of all of a long one


def ends_sentence(text: str) -> bool:
    """Whether the text ends in a full stop, question or exclamation mark, quotes and brackets left aside."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", "…", "؟", "。"))


def is_bullet(text: str) -> bool:
    """Whether the text is an item of a list: "- one", "2. two"."""
    return _BULLET.match(text) is not None


def opens_sentence(text: str) -> bool:
    """Whether the text begins with a capital, a digit or an opening quote (or is in a script without)."""
    first = text[:1]
    if first in "\"'“‘«„":
        return True
    return first.isdigit() or (first.isalpha() and not first.islower())


def continues(text: str) -> bool:
    """Whether the text leans on what went before: it opens with a quotation or a word like "meanwhile"."""
    first = text[:1]
    return first in "\"'“‘«„—–-" or first.islower() or _CONTINUATIONS.match(text) is not None


def reads_like_title(text: str) -> bool:
    """Whether a line on its own could be a title: 2 to 30 words, one clause, no full stop at its end."""
    return len(text) <= _MAX_TITLE_CHARS and _could_be_title(text)


def ends_like_title(text: str) -> bool:
    """Whether a line ends as titles may: in no full stop but an abbreviation's, and not as what goes on."""
    bare = text.rstrip(_CLOSERS)
    return not bare.endswith(_GOES_ON_OR_ENDS) or _ABBREVIATED.search(bare[-_ABBREVIATED_CHARS:]) is not None


@lru_cache(maxsize=_REMEMBERED)
def _could_be_title(text: str) -> bool:
    if not ends_like_title(text):  # as most paragraphs: asked first
        return False
    if not opens_sentence(text.lstrip("[(")) or is_bullet(text):
        return False
    if not 2 <= len(text.split()) <= _MAX_TITLE_WORDS:
        return False
    if _count_letters(text) * 2 <= len(text):
        return False
    return _MARK_WITHIN.search(text) is None or _SENTENCE_WITHIN.search(text) is None


def _count_letters(text: str) -> int:
    if text.isascii():  # as bytes it takes a tenth of the time
        return len(text) - len(text.encode("ascii").translate(None, _ASCII_LETTERS))
    return sum(map(str.isalpha, text))
