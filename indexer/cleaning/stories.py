"""Where each story of a text begins, and which of its pieces are title, header and body.

A file may hold several stories. A line that reads like a title begins one when something else says so too:
a date in it, extra blank lines, a dateline or byline after it. Without such a sign it is a subhead, since to
take one article for two is worse than to take two for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from dateline.indexer.cleaning.wrapping import Piece
from dateline.indexer.facts.datelines import read_dateline
from dateline.indexer.facts.dates import find_dates
from dateline.indexer.facts.headers import Header, is_header, may_date_title, read_header
from dateline.indexer.facts.titles import continues, count_words, ends_sentence, reads_like_title

__all__ = ["Story", "is_separator", "split_stories"]

_MAX_HEADERS: Final = 5  # lines of date, byline and so on about one story
_MAX_FOOTERS: Final = 3  # the same at its end: "Source: …"
_LONG_TITLE: Final = 10  # words; a subhead has fewer
_SHOUTED_TITLE: Final = 4  # words; where the first title is in capitals, so are the others
_BODY_WORDS: Final = 25  # a paragraph of so many words is body even without a full stop
_SEPARATOR: Final = re.compile(r"[\W_]{3,}")


@dataclass(slots=True)
class Story:
    """The pieces of one story: its title, the header lines around it, its body in order."""

    title: Piece | None = None
    headers: list[tuple[Piece, Header]] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)


def is_separator(piece: Piece) -> bool:
    """Whether a piece is a rule ("* * *", "-----") and no text."""
    return _SEPARATOR.fullmatch(piece.text) is not None


def split_stories(found: Sequence[Piece]) -> list[Story]:
    """The stories of a text, in order; every piece is in one of them, as title, header or body."""
    if not found:
        return []
    usual = min((piece.gap for piece in found[1:] if piece.gap), default=1)
    starts = [0]
    titled = _opens_titled(found, 0)
    for place in range(1, len(found)):
        if _begins_story(found, place, usual, titled) and any(
            _is_body(piece.text) for piece in found[starts[-1] : place]
        ):
            starts.append(place)
            titled = True
    if len(starts) > 1 and not _opens_titled(found, 0):
        starts[:1] = _untitled_starts(found[: starts[1]], usual)
    edges = [*starts, len(found)]
    return [_story(found[start:end]) for start, end in pairwise(edges)]


def _opens_titled(found: Sequence[Piece], place: int) -> bool:
    """Whether the first story has a title: on its first line, or after header lines."""
    while place < min(len(found) - 1, _MAX_HEADERS):
        header = read_header(found[place].text)
        if header is None:
            return _titles(found, place)
        if header.title is not None:
            return True
        place += 1
    return False


def _titles(found: Sequence[Piece], place: int) -> bool:
    """Whether a piece reads like the title of what follows it."""
    piece = found[place]
    if place + 1 >= len(found) or not reads_like_title(piece.text):
        return False
    if (
        read_dateline(piece.text) and not piece.text.isupper()
    ):  # "DEBT TALKS DIFFICULT - CENTRAL BANK" is none
        return False
    after = found[place + 1]
    return after.gap > 0 or piece.heading or is_header(after.text) or len(after.text) > 1.5 * len(piece.text)


def _begins_story(found: Sequence[Piece], place: int, usual: int, titled: bool) -> bool:
    """Whether a story begins amid the text; `titled`: the story before has a title."""
    piece = found[place]
    if not piece.gap:
        return False
    if piece.page and _begins_page(found, place):
        return True
    if not may_date_title(piece.text):  # as most pieces, which then are no titles either
        return False
    header = read_header(piece.text)
    if header is not None:
        return header.title is not None and header.date is not None
    if not _titles(found, place):
        return False
    body = _body_after(found, place)
    after = found[min(place + 1, len(found) - 1)]
    if body is None or not (after.gap or is_header(after.text)):
        return False
    words = count_words(piece.text)
    lead = found[body].text
    return (
        body > place + 1
        or any(date.full for date in find_dates(piece.text))
        or max(piece.gap, after.gap) > usual
        or is_separator(found[place - 1])
        or read_dateline(lead) is not None
        or (words >= _LONG_TITLE and not titled)
        or (words >= _SHOUTED_TITLE and piece.text.isupper() and found[0].text.isupper())
    )


def _begins_page(found: Sequence[Piece], place: int) -> bool:
    """Whether a story begins with a page: by a title of its own, or a dateline; not amid a sentence."""
    piece = found[place]
    if not ends_sentence(found[place - 1].text) or piece.text == found[0].text:
        return False
    if read_dateline(piece.text) is not None and _is_body(piece.text):
        return True
    return _titles(found, place) and _body_after(found, place) is not None


def _body_after(found: Sequence[Piece], place: int) -> int | None:
    """Where the first paragraph after a title is, past header lines; None when no paragraph follows."""
    for after in range(place + 1, min(place + 1 + _MAX_HEADERS, len(found))):
        text = found[after].text
        if is_header(text):
            continue
        return after if _is_body(text) else None
    return None


def _is_body(text: str) -> bool:
    return ends_sentence(text) or count_words(text) >= _BODY_WORDS


def _untitled_starts(found: Sequence[Piece], usual: int) -> list[int]:
    """Where items begin in the untitled part of a collection: after extra blank lines, leaning on nothing."""
    return [
        place
        for place, piece in enumerate(found)
        if place == 0 or (piece.gap > usual and not continues(piece.text))
    ]


def _story(found: Sequence[Piece]) -> Story:
    story = Story()
    place = 0
    while place < min(len(found), _MAX_HEADERS + 1):
        piece = found[place]
        header = read_header(piece.text) if place + 1 < len(found) else None
        if header is not None and (header.title is None or story.title is None):
            story.headers.append((piece, header))
            if header.title is not None:
                story.title = Piece(header.title, piece.lines, piece.gap)
        elif story.title is None and _titles(found, place):
            story.title = piece
        else:
            break
        place += 1
    end = len(found)
    while (
        end > place + 1 and len(found) - end < _MAX_FOOTERS and (header := read_header(found[end - 1].text))
    ):
        if header.title is not None:
            break
        end -= 1
        story.headers.append((found[end], header))
    story.body = list(found[place:end])
    return story
