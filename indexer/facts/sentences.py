"""Where the sentences of a text begin.

A sentence ends at a full stop, question or exclamation mark or ellipsis (and the quotes and brackets that
close after it) when what follows looks like a beginning, and at a blank line. A full stop that belongs to
an abbreviation, an initial or an ordinal ends none. Where a word like "U.S." or "Inc." may end a sentence
or not, the next word decides: "the U.S. President" goes on, "in the U.S. The" does not.

>>> text = "Mr. Smith paid $2.7 million. “Enough,” he said."
>>> [text[start:][:6] for start in sentence_starts(text)]
['Mr. Sm', '“Enoug']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format import kernels

__all__ = ["decide_unclear", "iterate_sentences", "kernel_rules", "sentence_starts"]

_CLOSING: Final = "\"'”’»›)\\]}＂」』）"
_OPENING: Final = "\"'“„«‹‘(\\[{—–\\-「『（¿¡"

# Ends: a blank line; a mark with what closes after it, before blanks; a full stop of the scripts that write
# no blanks. Lower case after it means the sentence goes on: «Хватит!» — сказал он, “Why?” he asked.
# Every alternative begins with the same set of characters, which lets the pattern be searched for seven times
# as fast as three alternatives of their own.
_END = lazy_pattern(
    rf"[.!?…؟۔।。！？\n](?:(?<=\n)\s*\n\s*"
    rf"|(?<=[.!?…؟۔।])(?<![.!?…؟۔।].)[.!?…؟۔।]*[{_CLOSING}]*\s+(?=\S)"
    rf"|(?<=[。！？])(?<![。！？].)[。！？]*[{_CLOSING}]*\s*(?=[^\s。！？]))"
)
# Of the next word only so much is read as the longest of the words below has: an alternation under a `+`
# costs 136 bytes of memory for each character of a word, which may be 16 MB of digits.
_NEXT_WORD = lazy_pattern(rf"[{_OPENING}\s]*((?:[^\W_]|['’-]){{1,24}})")
_LAST_WORD = lazy_pattern(r"((?:[^\W\d_]+\.)*[^\W\d_]+|\d+)$")
_INITIALS = lazy_pattern(r"[^\W\d_](?:\.-?[^\W\d_])*")

# Before a name: never the end of a sentence.
_TITLES: Final = (
    "mr mrs ms dr prof gen col lt sgt capt cpt gov sen rep rev hon pres maj adm cmdr messrs supt det amb"
    " st mt ft fr hr frl mme mlle mgr m sr sra srta dra lic ing av bd vs cf fig al ca approx проф акад ген"
    " им тов гр полк кап лейт св стр напр см ср ул пр просп пос дер обл респ ж мыс т.б қар бет e.g i.e т.е"
    " т.к z.b d.h u.a v.a p.ej c.-à-d"
)
# Before a number, and otherwise the end of a sentence as often as not.
_BEFORE_NUMBER: Final = (
    "no nos nr vol pp p ch art sec para pt jan feb mar apr jun jul aug sep sept oct nov dec янв февр мар"
    " апр июн июл авг сент окт нояб дек п ст гл № n núm págs pág janv févr juil déc ca abs ziff"
)
# Either: the next word decides.
_AMBIGUOUS: Final = (
    "inc co corp ltd bros plc dept univ assn est jr esq ave blvd rd etc ph.d b.a m.a d.c a.m p.m u.s u.k"
    " u.n e.u u.s.a u.a.e r.o.k wash calif mass penn ariz fla ga ill ind kan ky la md mich minn mo neb nev"
    " okla ore tenn tex va vt wis wyo ala ark conn colo del г гг в вв руб коп долл тыс млн млрд трлн чел"
    " кв куб т.д т.п др пр шт км usw bzw mio mrd evtl ggf inkl gmbh s.a"
)

# Words that begin sentences far more often than they follow an abbreviation in one.
_BEGINNERS: Final = (
    "the a an this that these those he she it they we you i there here but and in on at for from by with"
    " as if when while after before since although however meanwhile his her its their our my what who why"
    " how where all some many most no not one last earlier also both each under according в на по с к о об"
    " от до из за у при для он она оно они это этот эта эти мы вы я но а и как что когда если после однако"
    " также его ее её их все кроме между тем ранее сегодня так der die das ein eine er sie es wir ich und"
    " aber im am auf mit nach bei von zu für als wenn doch auch dies dieser diese le la les un une il elle"
    " ils ce cette nous mais et en dans pour par sur el los las una su sus pero y bu bir o ve ancak ama"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLE_WORDS = _words(_TITLES)
_NUMBER_WORDS = _words(_BEFORE_NUMBER)
_AMBIGUOUS_WORDS = _words(_AMBIGUOUS)
_BEGINNER_WORDS = _words(_BEGINNERS)
_ABBREVIATIONS = _TITLE_WORDS | _NUMBER_WORDS | _AMBIGUOUS_WORDS

# Ordinals are written with a full stop: "am 3. Oktober".
_ORDINAL_LANGUAGES: Final = frozenset({"de", "tr", "uz"})

_KERNEL_CHARS: Final = 1 << 16  # of a text whose starts are listed at once
_KERNEL_WORDS: Final = (_TITLE_WORDS, _NUMBER_WORDS, _AMBIGUOUS_WORDS, _ABBREVIATIONS, _BEGINNER_WORDS)


def sentence_starts(text: str, language: str | None = None) -> list[int]:
    """The code point offsets at which the sentences of a text begin, ascending; the first is always 0.

    `language` (a code) tells German and Turkish ordinals from the ends of sentences; abbreviations of all
    languages are known always, because articles quote each other's. A sentence begins at its opening quote.
    """
    compiled = kernels.compiled()
    if compiled is not None and len(text) <= _KERNEL_CHARS:
        found = compiled.sentences(text, *kernel_rules(language))
        if found is not None:
            return decide_unclear(text, found, language)
    return list(iterate_sentences(text, language))


def kernel_rules(language: str | None) -> tuple[tuple[frozenset[str], ...], bool]:
    """What a kernel is given to find the sentences of texts in a language by."""
    return _KERNEL_WORDS, language in _ORDINAL_LANGUAGES


def decide_unclear(text: str, found: list[int], language: str | None) -> list[int]:
    """Where sentences begin, from what a kernel found in a text: -1 less its place for a mark left open."""
    if min(found) >= 0:
        return found
    ordinals = language in _ORDINAL_LANGUAGES
    starts = []
    for start in found:
        if start >= 0:
            starts.append(start)
        elif (end := _END.match(text, -1 - start)) is not None and _is_end(text, end, ordinals):
            starts.append(end.end())
    return starts


def iterate_sentences(text: str, language: str | None = None) -> Iterator[int]:
    """What `sentence_starts` says, one by one: a text of 16 MB may have millions."""
    ordinals = language in _ORDINAL_LANGUAGES
    yield 0
    for found in _END.finditer(text):
        if _is_end(text, found, ordinals):
            yield found.end()


def _is_end(text: str, found: re.Match[str], ordinals: bool) -> bool:
    """Whether what follows a mark or a blank line that was found begins a sentence."""
    mark, start = found.span()
    return _plainly_ends(text, mark, start) or (
        start < len(text) and (text[mark] == "\n" or _ends(text, found, ordinals))
    )


def _plainly_ends(text: str, mark: int, start: int) -> bool:
    """Whether this is the commonest of ends: a full stop after a word or a year, before a capital letter.

    A quote may open before the letter. What `_ends` would say too, at a fifth of the cost; indexing asks it
    three times a passage.
    """
    if start - mark != 2 or text[mark] != ".":
        return False
    if not text[start : start + 1].isupper() and not (
        text[start : start + 1] == '"' and text[start + 1 : start + 2].isupper()
    ):
        return False
    word = text[text.rfind(" ", max(0, mark - 24), mark) + 1 : mark]
    if word.isalpha():
        return len(word) > 1 and word.lower() not in _ABBREVIATIONS
    return len(word) > 2 and word.isdigit() and mark > len(word)


def _ends(text: str, end: re.Match[str], ordinals: bool) -> bool:
    """Whether a sentence ends at the mark found."""
    mark = end[0]
    if mark[0] in "。！？؟۔।":
        return True
    following = _NEXT_WORD.match(text, end.end())
    if following is None or following[1][0].islower():
        return False
    if mark[0] != "." or mark[1] == ".":
        return True
    preceding = _LAST_WORD.search(text, max(0, end.start() - 24), end.start())
    return preceding is None or not _goes_on(preceding, mark, following[1], ordinals)


def _goes_on(preceding: re.Match[str], mark: str, following: str, ordinals: bool) -> bool:
    """Whether the full stop after `preceding` belongs to it and the sentence goes on with `following`."""
    written = preceding[1]
    word = written.lower()
    begins = following.lower() in _BEGINNER_WORDS and following != "A"
    if written.isdigit():
        # "3. Oktober"; "1. Something" at the head of a list.
        return (ordinals and len(written) <= 2 and not begins) or preceding.start() == 0
    if not mark[1].isspace():  # closed by a quote or bracket
        return False
    if word in _TITLE_WORDS:
        return written not in ("al", "ca") or not begins
    if word in _NUMBER_WORDS:
        return following[0].isdigit()
    if word in _AMBIGUOUS_WORDS:
        return not begins
    if len(written) == 1 and len(following) == 1:  # z. B., т. е.
        return True
    return _INITIALS.fullmatch(written) is not None and written[0].isupper() and not begins
