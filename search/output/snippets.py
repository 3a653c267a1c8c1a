"""Which part of a passage is worth showing?

The words around the matches, in one piece where the matches lie together, in two or a few where they lie
apart. A piece begins and ends at a sentence where one fits, else at a clause, else at a word; never inside a
word, a grapheme cluster or a span. The same text and spans always give the same snippet.

>>> text = "Guards met. " + "They spoke at length about many things. " * 3 + "Then trade was discussed."
>>> snippet = make_snippet(text, [(0, 6), (137, 142)], max_chars=80)
>>> [fragment.text for fragment in snippet.fragments]
['Guards met.', 'They spoke at length about many things. Then trade was discussed.']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from search.output.graphemes import boundary_at_or_after, boundary_at_or_before
from search.results import Fragment, Snippet, Span

__all__ = ["make_snippet"]

# Matches closer than this are shown in one piece. Chosen by eye: half a line.
_JOIN_CHARS: Final = 40
# A piece shorter than this says nothing. Chosen by eye.
_FRAGMENT_CHARS: Final = 40
# Two pieces, one more in a snippet longer than each of these: many scraps are not read. Chosen by eye.
_CALM_CHARS: Final = (240, 480)
# Beyond this many code points without a blank it is no word but text written without blanks.
_WORD_CHARS: Final = 100

# A full stop after one letter (initials, U.S.) or a title ends no sentence. What a miss costs is small, a
# piece that begins a sentence early, so the list is short: titles and months.
_NO_ABBREVIATION: Final = (
    r"(?<!\b[^\W\d_]\.)(?<!\b(?:Mr|Ms|Dr|St|No|Lt|Jr|vs)\.)"
    r"(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Sgt|Maj|Adm|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\.)"
    r"(?<!\b(?:Prof|Sept|Capt)\.)"
)
# Begins with one set of characters, which lets the pattern be searched for quickly.
_each_sentence_end: Final = re.compile(
    r"[.!?…؟۔।。！？\n](?:(?<=[。！？\n])[」』”]*|" + _NO_ABBREVIATION + r"[\"'”’»)\]]*(?=\s))"
).finditer
_last_blank: Final = re.compile(r"(?s:.*)\s").match
_first_blank: Final = re.compile(r"\s").search
# Where a clause ends inside a sentence; the blank belongs to the mark, so that 1,200 is none.
_ASCII_CLAUSE_MARKS: Final = (", ", "; ", ": ")
_CLAUSE_MARKS: Final = (*_ASCII_CLAUSE_MARKS, " – ", " — ", "، ")


def make_snippet(text: str, spans: Sequence[Span], max_chars: int = 240) -> Snippet:
    """Choose the pieces of `text` to show around `spans`.

    Their lengths sum to at most `max_chars`, unless a single match with the words it stands in is longer. A
    text of up to `max_chars` is shown whole. Without spans the beginning is shown. Where not all matches fit,
    pieces with words not yet shown come first, then those with more matches, then the earlier ones.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars must be at least 1, got {max_chars}")
    length = len(text)
    spans = _in_order(spans, length)
    if length <= max_chars:
        return Snippet((Fragment(text, 0, length, tuple(spans)),))
    if spans:
        edges = _edges_around(text, spans, max_chars)
    else:
        ends = _sentence_ends(text, 0, max_chars + 1)
        edges = [(0, _end(text, ends, _word_end(text, 0), length, max_chars, max_chars))]
    first, last = edges[0][0], edges[-1][1]
    return Snippet(
        _cut(text, edges, spans),
        first > 0 and not (text[0].isspace() and text[:first].isspace()),
        last < length and not (text[-1].isspace() and text[last:].isspace()),
    )


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


def _edges_around(text: str, spans: Sequence[Span], max_chars: int) -> list[Span]:
    """Where the pieces begin and end, in order, disjoint."""
    cores = _cores(text, spans, max_chars)
    if len(cores) == 1:
        start, end = cores[0]
        spare = max_chars - (end - start)
        return [_piece(text, start, end, 0, len(text), spare, ())] if spare > 0 else cores
    cores = _chosen(text, spans, cores, max_chars)
    spare = max_chars
    for start, end in cores:
        spare -= end - start
    edges: list[Span] = []
    low = 0
    left = len(cores)
    for start, end in cores:
        high = cores[1 - left][0] if left > 1 else len(text)
        share = spare // left
        if share > 0:
            spare += end - start
            start, end = _piece(text, start, end, low, high, share, spans)
            spare -= end - start
        if edges and (start <= low or text[low:start].isspace()):
            edges[-1] = (edges[-1][0], end)
        else:
            edges.append((start, end))
        low = end
        left -= 1
    return edges


def _sentence_ends(text: str, low: int, high: int) -> list[int]:
    """Where sentences end in `[low, high)`, ascending."""
    return [found.end() for found in _each_sentence_end(text, low, high)]


def _cores(text: str, spans: Sequence[Span], max_chars: int) -> list[Span]:
    """What must be shown whole: the words the matches stand in, near ones together."""
    together = spans[-1][1] - spans[0][0] <= max_chars * 3 // 4
    if together:
        start, end = _with_words(text, spans[0][0], spans[-1][1])
        if end - start <= max_chars:
            return [(start, end)]
    longest = max_chars if together else max_chars // 2
    cores: list[Span] = []
    core_start = core_end = -1
    length = len(text)
    for start, end in spans:
        if start > 0 and (text[start - 1] != " " or text[start] >= "\u0300"):
            start = _word_start(text, start)
        if end < length and (text[end] != " " or text[end - 1] >= "\u0300"):
            end = _word_end(text, end)
        if core_end >= 0:
            near = together or start - core_end <= _JOIN_CHARS
            if start <= core_end or (near and end - core_start <= longest):
                if end > core_end:
                    core_end = end
                continue
            cores.append((core_start, core_end))
        core_start, core_end = start, end
    cores.append((core_start, core_end))
    return cores


def _with_words(text: str, start: int, end: int) -> Span:
    """A stretch with the words its ends stand in."""
    if start > 0 and (text[start - 1] != " " or text[start] >= "\u0300"):
        start = _word_start(text, start)
    if end < len(text) and (text[end] != " " or text[end - 1] >= "\u0300"):
        end = _word_end(text, end)
    return start, end


def _most_pieces(max_chars: int) -> int:
    calm = 2
    for chars in _CALM_CHARS:
        calm += max_chars > chars
    return max(1, min(calm, max_chars // _FRAGMENT_CHARS))


def _chosen(text: str, spans: Sequence[Span], cores: list[Span], max_chars: int) -> list[Span]:
    """As many of the cores as may be shown, in the order of the text."""
    most = _most_pieces(max_chars)
    if len(cores) <= most and sum([end - start for start, end in cores]) <= max_chars:
        return cores
    words: list[set[str]] = []
    counts: list[int] = []
    core_end = 0
    for start, end in spans:
        if start >= core_end:  # the next core: none is without a span
            core_end = cores[len(words)][1]
            words.append({text[start:end].casefold()})
            counts.append(1)
        else:
            words[-1].add(text[start:end].casefold())
            counts[-1] += 1
    seen: set[str] = set()
    chosen: list[int] = []
    left = list(range(len(cores)))
    room = max_chars
    while left and len(chosen) < most:
        best = -max([(len(words[i] - seen), counts[i], -i) for i in left])[2]
        left.remove(best)
        size = cores[best][1] - cores[best][0]
        if size <= room or not chosen:
            chosen.append(best)
            seen |= words[best]
            room -= size
    return [cores[i] for i in sorted(chosen)]


def _piece(text: str, left: int, right: int, low: int, high: int, spare: int, spans: Sequence[Span]) -> Span:
    """Widen a core by up to `spare` code points inside `[low, high)`, to sentences, clauses or words.

    Edges keep out of `spans`, those inside the core apart.
    """
    room = right - left + spare
    floor = left - spare if left - spare > low else low
    ends = [found.end() for found in _each_sentence_end(text, floor, right + spare + 1)]
    start = _sentence_start(text, ends, floor, left)
    if start >= 0 and (left - start) * 4 <= spare * 3:
        end = _end(text, ends, right, high, start + room, room)
        if start > low and (end - start) * 2 < room:
            start = _earlier_start(text, ends, max(low, end - room), start)
    else:
        end = _end(text, ends, right, high, right + spare // 2, spare // 2)
        start = _start(text, left, max(low, end - room))
    for span_start, span_end in spans:
        if span_start < start < span_end or span_start < end < span_end:
            return _outside_spans(text, start, end, (left, right), spans)
    return start, end


def _sentence_start(text: str, ends: list[int], floor: int, left: int) -> int:
    """Where the last sentence begins that begins in `[floor, left]`, or -1."""
    number = bisect_right(ends, left) - 1
    if number < 0 or ends[number] <= floor:
        return 0 if floor == 0 else -1
    start = ends[number]
    while start < left and text[start].isspace():
        start += 1
    first = text[start]
    if first.islower():
        return -1
    return start if first < "\u0300" else boundary_at_or_before(text, start)


def _earlier_start(text: str, ends: list[int], floor: int, start: int) -> int:
    """A sentence or so before `start`, where one begins in reach: fills up a short piece."""
    before = start - 1
    while before > floor and text[before].isspace():
        before -= 1
    earlier = _sentence_start(text, ends, floor, before) if before > floor else -1
    return earlier if earlier >= 0 else start


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


def _end(text: str, ends: list[int], right: int, high: int, ceiling: int, reach: int) -> int:
    """Where the last sentence, else clause, else word ends in `[right, ceiling]`; `right` if none does.

    A clause counts only in the later half of the `reach` that ends at `ceiling`.
    """
    if ceiling >= high:
        if high == len(text):
            return high
        ceiling = high
    if ceiling <= right:
        return right
    number = bisect_right(ends, ceiling) - 1
    if number >= 0 and ends[number] > right:
        end = ends[number]
    else:
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


def _cut(text: str, edges: list[Span], spans: Sequence[Span]) -> tuple[Fragment, ...]:
    """The fragments between these edges, each with the spans inside it."""
    fragments = []
    for start, end in edges:
        inside = [(s - start, e - start) for s, e in spans if start <= s and e <= end]
        fragments.append(Fragment(text[start:end], start, end, tuple(inside)))
    return tuple(fragments)
