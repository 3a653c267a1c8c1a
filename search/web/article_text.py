"""The text of an article as a page has it: which paragraphs, what is marked, which anchor each has.

An anchor is made of the first words of its paragraph, so that a link to it goes on working when others are
added before it or the article is indexed anew; those that begin alike are numbered. A long article has
several parts, each a page. Matches are counted through all of them: `m1` is the first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from dateline.search.highlight.snippet import mark_spans
from dateline.search.output.marks import cut_spans, paragraph_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.indexer.article import Article, Paragraph
    from dateline.search.highlight.snippet import Span

__all__ = ["Block", "Shown", "TextView", "anchors", "marked_anchored", "text_view"]

PART_CHARS: Final = 60_000  # of a page: twice the longest of 50,000 articles of news
_PART_PARAGRAPHS: Final = 400
_ANCHOR_WORDS: Final = 8
_ANCHOR_CHARS: Final = 200
_MARKER: Final = 96  # ticks of the strip
_STRIP: Final = 1000  # its length
_SIZE: Final = 4
_WORD: Final = re.compile(r"\w+")
_TOGETHER: Final = frozenset(("list", "quote", "table"))  # kinds whose neighbours are one element


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph, or a piece of a very long one: its HTML, its anchor, where the next match is, if here."""

    kind: str
    html: Markup
    anchor: str
    next_match: str = ""
    next_number: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are one element: all items of a list, the paragraphs of a quotation; else one."""

    kind: str
    paragraphs: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """One part of the text, counted from 1, of `parts`.

    `matches` are those of the whole text, `first` and `last` the numbers of those here, 0 for none. `ticks`
    are places of the strip, of 1,000: each with the match it leads to.
    """

    blocks: tuple[Block, ...]
    part: int
    parts: int
    matches: int
    first: int
    last: int
    ticks: tuple[tuple[int, int], ...]
    next_part: int  # where the first match after these is, 0 for nowhere


def text_view(article: Article, spans: Sequence[Span], part: int | None, *, before: int) -> TextView:
    """A part of the text with `spans` of it marked; `before` matches were counted before, in the title.

    None is all of it. A part there is none of is the last.
    """
    places = paragraph_places(paragraph.text for paragraph in article.paragraphs)
    pieces = list(_pieces(places)) if part is not None else [(n, *place) for n, place in enumerate(places)]
    cut = cut_spans(spans, [(start, end) for _, start, end in pieces])
    numbers = list(accumulate(map(len, cut), initial=before + 1))
    bounds = _bounds(pieces) if part is not None else [0, len(pieces)]
    parts = max(1, len(bounds) - 1)
    part = min(max(part or 1, 1), parts)
    low, high = (bounds[part - 1], bounds[part]) if len(bounds) > 1 else (0, 0)
    names = anchors(article.paragraphs, pieces[high - 1][0] + 1 if high else 0)
    text = article.text
    shown = []
    for place in range(low, high):
        number, start, end = pieces[place]
        whole = start == places[number][0]
        here, after = numbers[place], numbers[place + 1]
        has_next = here < after <= numbers[high] - 1
        shown.append(
            Shown(
                kind=article.paragraphs[number].kind,
                html=marked_anchored(text[start:end], cut[place], here),
                anchor=names[number] if whole else "",
                next_match=f"#m{after}" if has_next else "",
                next_number=after if has_next else 0,
            )
        )
    first, last = numbers[low], numbers[high] - 1
    following = bisect_right(numbers, numbers[high]) - 1  # the piece that has the next match
    later = bisect_right(bounds, following) if numbers[high] < numbers[-1] else 0
    return TextView(
        blocks=tuple(_blocks(shown)),
        part=part,
        parts=parts,
        matches=numbers[-1] - 1,
        first=first if first <= last else 0,
        last=last if first <= last else 0,
        ticks=_ticks(pieces[low:high], cut[low:high], first),
        next_part=later,
    )


def _pieces(places: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """Each paragraph by its number and slice; one that is longer than a page in several."""
    for number, (start, end) in enumerate(places):
        while end - start > PART_CHARS:
            yield number, start, start + PART_CHARS
            start += PART_CHARS
        yield number, start, end


def _bounds(pieces: Sequence[tuple[int, int, int]]) -> list[int]:
    """The piece with which each part begins, and last how many there are."""
    bounds, begun = [0], 0
    for place, (_, start, end) in enumerate(pieces):
        if place == bounds[-1]:
            begun = start
        elif end - begun > PART_CHARS or place - bounds[-1] >= _PART_PARAGRAPHS:
            bounds.append(place)
            begun = start
    return [*bounds, len(pieces)] if pieces else bounds


def anchors(paragraphs: Sequence[Paragraph], count: int) -> list[str]:
    """The anchors of the first `count` paragraphs, in order; no two are the same.

    >>> from dateline.indexer.article import Paragraph
    >>> two = anchors([Paragraph("Guards met."), Paragraph("Guards met.")], 2)
    >>> (two[1] == f"{two[0]}-2", two[0] == anchors([Paragraph("New."), Paragraph("Guards met.")], 2)[1])
    (True, True)
    """
    seen: dict[str, int] = {}
    names = []
    for paragraph in paragraphs[:count]:
        words = " ".join(_WORD.findall(paragraph.text[:_ANCHOR_CHARS].casefold())[:_ANCHOR_WORDS])
        again = seen[words] = seen.get(words, 0) + 1
        name = f"p-{blake2b(words.encode('utf-8', 'replace'), digest_size=5).hexdigest()}"
        names.append(name if again == 1 else f"{name}-{again}")
    return names


def marked_anchored(text: str, spans: Sequence[Span], number: int) -> Markup:
    """A text with its matches marked, the first of them the anchor `m<number>`."""
    html = mark_spans(text, spans, "html")  # escaped and printable: `<mark>` is of a match alone
    first, *rest = html.split("<mark>")
    marked = [f'<mark id="m{at}">{piece}' for at, piece in enumerate(rest, number)]
    return Markup("".join((first, *marked)))


def _blocks(shown: Sequence[Shown]) -> Iterator[Block]:
    together: list[Shown] = []
    for one in shown:
        if together and (one.kind != together[0].kind or one.kind not in _TOGETHER):
            yield Block(together[0].kind, tuple(together))
            together = []
        together.append(one)
    if together:
        yield Block(together[0].kind, tuple(together))


def _ticks(
    pieces: Sequence[tuple[int, int, int]], cut: Sequence[Sequence[Span]], first: int
) -> tuple[tuple[int, int], ...]:
    """The place of each match in the strip, the first where several fall together."""
    if not pieces:
        return ()
    begun, length = pieces[0][1], max(1, pieces[-1][2] - pieces[0][1])
    ticks: dict[int, int] = {}
    number = first
    for (_, start, _), spans in zip(pieces, cut, strict=True):
        for span_start, _ in spans:
            row = (start + span_start - begun) * _MARKER // length
            ticks.setdefault(row * (_STRIP - _SIZE) // _MARKER, number)
            number += 1
    return tuple(ticks.items())
