"""Where in an article does what matched stand?

A search gives passages, each with its matches; an article is shown whole. Passages are slices of its text, so
they are found again where they stand.

>>> from dateline.search.results import PassageHit
>>> text = "Leaders met. Guards stood by."
>>> text_spans(text, [PassageHit("Guards stood by.", ((0, 6),), 1.0, None, "a")])
[(13, 19)]
>>> cut_spans([(13, 19)], [(0, 15), (15, 29)])
[[(13, 15)], [(0, 4)]]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateline.search.highlight.snippet import Span
    from dateline.search.results import PassageHit

__all__ = ["cut_spans", "paragraph_places", "text_spans"]

_KEY: Final = 32  # code points by which a passage is looked up
_ELSEWHERE: Final = 64  # passages that begin amid a word, and are looked for one by one
_BEGINNING: Final = re.compile(r"(?<!\w)\S")


def text_spans(text: str, passages: Iterable[PassageHit]) -> list[Span]:
    """The matches of these passages, in the text they are slices of; in order and disjoint.

    A passage that stands in it several times is marked everywhere. One pass over the text, however many.
    """
    marks = {passage.text: passage.spans for passage in passages if passage.text and passage.spans}
    keys: dict[str, list[str]] = {}
    for passage in marks:
        keys.setdefault(passage[:_KEY], []).append(passage)
    widths = sorted({len(key) for key in keys}, reverse=True)
    for those in keys.values():
        those.sort(key=len, reverse=True)
    places: list[tuple[int, str]] = []
    end = 0
    for found in _BEGINNING.finditer(text) if marks else ():
        start = found.start()
        if start < end:
            continue
        for width in widths:
            there = keys.get(text[start : start + width], ())
            if here := next((one for one in there if text.startswith(one, start)), ""):
                places.append((start, here))
                end = start + len(here)
                break
    missing = marks.keys() - {passage for _, passage in places}
    places += [(text.find(passage), passage) for passage in sorted(missing)[:_ELSEWHERE]]
    spans = {
        (start + first, start + last)
        for start, passage in places
        if start >= 0
        for first, last in marks[passage]
    }
    return _disjoint(sorted(spans))


def _disjoint(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def paragraph_places(paragraphs: Iterable[str]) -> list[Span]:
    """The slice that each paragraph is of all of them joined by a blank line, as in `Article.text`."""
    lengths = [len(paragraph) for paragraph in paragraphs]
    starts = accumulate((length + len("\n\n") for length in lengths), initial=0)
    return [(start, start + length) for start, length in zip(starts, lengths, strict=False)]


def cut_spans(spans: Sequence[Span], places: Sequence[Span]) -> list[list[Span]]:
    """For each of the slices `places`, in order and disjoint, the parts of the spans inside, from its start.

    The spans are in order and disjoint.
    """
    cut: list[list[Span]] = []
    first = 0
    for start, end in places:
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        inside: list[Span] = []
        number = first
        while number < len(spans) and spans[number][0] < end:
            inside.append((max(spans[number][0], start) - start, min(spans[number][1], end) - start))
            number += 1
        cut.append(inside)
    return cut
