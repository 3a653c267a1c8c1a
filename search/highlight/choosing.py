"""The part of a passage that is worth showing.

The words around the matches: in one piece where all words that matched lie together somewhere, else in two or
a few. A piece begins and ends at a sentence where one fits, else at a clause, else at a word; never inside a
word, a grapheme cluster or a span. The same text, spans and sentences always give the same snippet.

>>> text = "Guards met. " + "They spoke at length about many things. " * 3 + "Then trade was discussed."
>>> snippet = make_snippet(text, [(0, 6), (137, 142)], max_chars=80, sentences=(0, 12, 52, 92, 132))
>>> [fragment.text for fragment in snippet.fragments]
['Guards met.', 'They spoke at length about many things. Then trade was discussed.']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from dateline.indexer.format import kernels
from dateline.search.highlight.graphemes import boundary_at_or_after, boundary_at_or_before
from dateline.search.highlight.snippet import Snippet, Span

__all__ = ["make_snippet"]

# A piece shorter than this says nothing. Chosen by eye.
_FRAGMENT_CHARS: Final = 40
# Two pieces, one more in a snippet longer than each of these: many scraps are not read. Chosen by eye.
_CALM_CHARS: Final = (240, 480)
# Beyond this many code points without a blank it is no word but text written without blanks.
_WORD_CHARS: Final = 100

_KERNELS: Final = kernels.compiled()

_last_blank: Final = re.compile(r"(?s:.*)\s").match
_first_blank: Final = re.compile(r"\s").search
# Where a clause ends inside a sentence; the blank belongs to the mark, so that 1,200 is none.
_ASCII_CLAUSE_MARKS: Final = (", ", "; ", ": ")
_CLAUSE_MARKS: Final = (*_ASCII_CLAUSE_MARKS, " – ", " — ", "، ")


def make_snippet(
    text: str, spans: Sequence[Span], max_chars: int = 240, sentences: Sequence[int] = ()
) -> Snippet:
    """Choose the pieces of `text` to show around `spans`; `sentences` is where sentences begin, ascending.

    Their lengths sum to at most `max_chars`, unless a single match with the words it stands in is longer. A
    text of up to `max_chars` is shown whole. Without spans the beginning is shown. The first piece is where
    most of the words that matched stand together, then most matches, the earliest; the next one has words
    not shown yet.
    """
    if isinstance(max_chars, bool) or not hasattr(max_chars, "__index__"):
        raise TypeError(f"max_chars takes a whole number, got {type(max_chars).__name__}")
    if max_chars < 1:
        raise ValueError(f"max_chars must be at least 1, got {max_chars}")
    length = len(text)
    if length > max_chars and _KERNELS is not None:
        pieces = _KERNELS.pieces_around(text, spans, max_chars, sentences)
        if pieces is not None:
            return Snippet(text, pieces, tuple(spans))
    spans = _in_order(spans, length)
    if length <= max_chars:
        return Snippet(text, ((0, length),), tuple(spans))
    if spans:
        pieces = _pieces_around(text, spans, max_chars, sentences)
    else:
        pieces = [(0, _end(text, sentences, _word_end(text, 0), length, max_chars, max_chars))]
    return Snippet(text, tuple(pieces), tuple(spans))


def _in_order(spans: Sequence[Span], length: int) -> Sequence[Span]:
    """The spans sorted, disjoint, not empty and inside the text: as they came, if they are."""
    previous = 0
    for start, end in spans:
        if not previous <= start < end <= length:
            break
        previous = end
    else:
        return spans
    merged: list[Span] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _pieces_around(text: str, spans: Sequence[Span], max_chars: int, sentences: Sequence[int]) -> list[Span]:
    """Where the pieces begin and end, in order, disjoint."""
    cores = _cores(text, spans, max_chars)
    if len(cores) == 1:
        return [_piece(text, cores[0], 0, len(text), max_chars, sentences, spans)]
    spare = max_chars
    for start, end in cores:
        spare -= end - start
    pieces: list[Span] = []
    low = 0
    left = len(cores)
    for core in cores:
        high = cores[1 - left][0] if left > 1 else len(text)
        chars = core[1] - core[0] + spare // left
        start, end = _piece(text, core, low, high, chars, sentences, spans)
        spare -= end - start - core[1] + core[0]
        if low and (start <= low or text[low:start].isspace()):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        low = end
        left -= 1
    return pieces


def _cores(text: str, spans: Sequence[Span], max_chars: int) -> list[Span]:
    """What must be shown whole, in the order of the text: matches that stand together, with their words."""
    reach = max_chars * 3 // 4
    start, end = spans[0][0], spans[-1][1]
    if end - start <= reach:
        start, end = _with_words(text, start, end, spans)
        if end - start <= max_chars:
            return [(start, end)]
    # A word is a bit, so that "how many of them" is counting bits.
    bits: dict[str, int] = {}
    words = [bits.setdefault(text[start:end].casefold(), 1 << len(bits)) for start, end in spans]
    missing = (1 << len(bits)) - 1
    start, end, shown = _densest(spans, words, missing, reach)
    most = _most_pieces(max_chars)
    if shown == missing or most == 1:
        return [_with_words(text, start, end, spans)]
    cores: list[Span] = []
    room = max_chars
    while missing and len(cores) < most:
        start, end, shown = _densest(spans, words, missing, min(room, reach // most))
        missing &= ~shown
        start, end = _with_words(text, start, end, spans)
        if not cores or (end - start <= room and not any(start < e and s < end for s, e in cores)):
            cores.append((start, end))
            room -= end - start
    cores.sort()
    return cores


def _densest(spans: Sequence[Span], words: Sequence[int], missing: int, reach: int) -> tuple[int, int, int]:
    """The stretch of matches within `reach` code points that has most of the missing words, and its words.

    Then the one with most matches, then the earliest. One match at least, however long.
    """
    count = len(spans)
    most = -1
    best = (0, 0, 0)
    for first in range(count):
        start, end = spans[first]
        shown = words[first]
        last = first + 1
        limit = start + reach
        while last < count and spans[last][1] <= limit:
            end = spans[last][1]
            shown |= words[last]
            last += 1
        weight = (shown & missing).bit_count() * count + last - first
        if weight > most:
            most = weight
            best = (start, end, shown)
        if last == count:
            break
    return best


def _with_words(text: str, start: int, end: int, spans: Sequence[Span]) -> Span:
    """A stretch of matches with the words its ends stand in, and with what matches in those."""
    left, right = start, end
    if start > 0 and (text[start - 1] != " " or text[start] >= "\u0300"):
        left = _word_start(text, start)
    if end < len(text) and (text[end] != " " or text[end - 1] >= "\u0300"):
        right = _word_end(text, end)
    if left == start and right == end:
        return start, end
    cut = [(first, last) for first, last in spans if first < left < last or first < right < last]
    return _with_words(text, min(left, cut[0][0]), max(right, cut[-1][1]), spans) if cut else (left, right)


@lru_cache
def _most_pieces(max_chars: int) -> int:
    calm = 2
    for chars in _CALM_CHARS:
        calm += max_chars > chars
    return max(1, min(calm, max_chars // _FRAGMENT_CHARS))


def _piece(
    text: str, core: Span, low: int, high: int, chars: int, sentences: Sequence[int], spans: Sequence[Span]
) -> Span:
    """Widen a core to up to `chars` code points inside `[low, high)`, to sentences, clauses or words."""
    left, right = core
    spare = chars - right + left
    if spare <= 0:
        return core
    floor = left - spare if left - spare > low else low
    start = _sentence_start(text, sentences, floor, left)
    if start >= 0 and (left - start) * 4 <= spare * 3:
        end = _end(text, sentences, right, high, start + chars, chars)
        if start > low and (end - start) * 2 < chars:  # a short piece: with a sentence or so before it
            earlier = _sentence_start(text, sentences, max(low, end - chars), start - 1)
            if earlier >= 0:
                start = earlier
    else:
        end = _end(text, sentences, right, high, right + spare // 2, spare // 2)
        start = _start(text, left, max(low, end - chars))
    for span_start, span_end in spans:
        if span_start < start < span_end or span_start < end < span_end:
            return _outside_spans(text, start, end, core, spans)
    return start, end


def _sentence_start(text: str, sentences: Sequence[int], floor: int, left: int) -> int:
    """Where the last sentence begins that begins in `[floor, left]`, or -1."""
    number = bisect_right(sentences, left) - 1
    start = sentences[number] if number > 0 else 0
    if start < floor or (start > 0 and text[start - 1].isalnum()):
        return -1
    return start if text[start] < "\u0300" else boundary_at_or_before(text, start)


def _start(text: str, left: int, floor: int) -> int:
    """Where the first clause, or else word, begins after `floor`; `left` if none does before it."""
    if floor <= 0:
        return 0
    half = (floor + left) // 2
    start = half
    for mark in _ASCII_CLAUSE_MARKS if text.isascii() else _CLAUSE_MARKS:
        place = text.find(mark, floor, start)
        if place >= 0:
            start = place + len(mark)
    if start == half:
        start = text.find(" ", floor - 1, left) + 1
        if start == 0:
            found = _first_blank(text, floor - 1, left)
            start = found.end() if found else left
    while start < left and text[start].isspace():
        start += 1
    return start if text[start] < "\u0300" else boundary_at_or_before(text, start)


def _end(text: str, sentences: Sequence[int], right: int, high: int, ceiling: int, reach: int) -> int:
    """Where the last sentence, else clause, else word ends in `[right, ceiling]`; `right` if none does.

    A clause counts only in the later half of the `reach` that ends at `ceiling`.
    """
    if ceiling >= high:
        if high == len(text):
            return high
        ceiling = high
    if ceiling <= right:
        return right
    number = bisect_right(sentences, ceiling) - 1
    end = sentences[number] if number > 0 else -1
    if end <= right or text[end - 1].isalnum():
        end = -1
        floor = ceiling - reach // 2
        for mark in _ASCII_CLAUSE_MARKS if text.isascii() else _CLAUSE_MARKS:
            place = text.rfind(mark, floor if floor > right else right, ceiling + 1)
            if place > end:
                end = place
        if end < 0:
            end = text.rfind(" ", right, ceiling + 1)
        if end < 0:
            blank = _last_blank(text, right, ceiling + 1)
            end = blank.end() - 1 if blank else right
    while end > right and text[end - 1].isspace():
        end -= 1
    return end if end == right or text[end - 1] < "\u0300" else boundary_at_or_after(text, end)


def _outside_spans(text: str, start: int, end: int, core: Span, spans: Sequence[Span]) -> Span:
    """Move an edge that fell inside a match of another piece towards the core, out of that match."""
    for span_start, span_end in spans:
        if span_start < start < span_end:
            start = _start(text, core[0], span_end) if span_end < core[0] else core[0]
    for span_start, span_end in reversed(spans):
        if span_start < end < span_end:
            blank = text.rfind(" ", core[1], span_start + 1)
            end = blank if blank >= 0 else core[1]
    return start, end


def _word_start(text: str, position: int) -> int:
    if position == 0 or text[position - 1] == " ":
        return boundary_at_or_before(text, position)
    floor = max(0, position - _WORD_CHARS)
    found = _last_blank(text, floor, position)
    if found:
        return boundary_at_or_before(text, found.end())
    return 0 if floor == 0 else boundary_at_or_before(text, position)


def _word_end(text: str, position: int) -> int:
    found = _first_blank(text, position, position + _WORD_CHARS)
    if found:
        return boundary_at_or_after(text, found.start())
    if position + _WORD_CHARS >= len(text):
        return len(text)
    return boundary_at_or_after(text, position)
