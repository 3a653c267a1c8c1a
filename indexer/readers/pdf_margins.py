"""What of a page is no part of the text: running heads, page numbers, the address it was printed from.

They stand at its upper or lower edge, and say on other pages the same, but for numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dateline.indexer.readers.pdf_pieces import MOST_PIECES, Page, Piece

__all__ = ["ADDRESS", "margins"]

_EDGE: Final = 0.12  # of the page's height, above and below
_LINES: Final = 3  # at each edge
_FEW_PAGES: Final = 4  # of so many, a head stands on two
_OFTEN: Final = 3
ADDRESS: Final = re.compile(r"https?://[^\s/]+/\S*", re.IGNORECASE)  # as browsers print it
_DIGITS: Final = re.compile(r"\d+")
_PRINTED: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?", re.IGNORECASE
)
_DASHED: Final = re.compile(r"[-–—]\s?\d{1,4}\s?[-–—]")
_HEAD_WORDS: Final = 16
_HEAD_GAP: Final = 0.6  # of a line's height, at least, between a running head and the text
_LETTERS: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(
    r"[\W_]*(?:(?:page|seite|pagina|página|стр(?:аница|\.)?|с\.|p\.?|s\.?|nr\.?|bet|sayfa|strona|sida|side)\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|sur|di|из|van|av)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def margins(pages: Sequence[Page]) -> tuple[list[dict[int, str]], frozenset[str]]:
    """For each page the places of pieces that are none of the text, with the rule that says so.

    And what the running heads say, small, without their numbers.
    """
    edges = [_edge(page) for page in pages]
    where: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        for place in edge:
            where[_key(page, page.pieces[place])].add(number)
    struck: list[dict[int, str]] = []
    said: set[str] = set()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True), 1):
        rules: dict[int, str] = {}
        for place in edge:
            piece = page.pieces[place]
            key = _key(page, piece)
            times = max(
                len(where[key[0], key[1] + shift])
                for shift in (-1, 0, 1)
                if (key[0], key[1] + shift) in where
            )
            if _NUMBER.fullmatch(piece.text) and _is_alone(page, place):
                rules[place] = "page number"
                for other in _beside_number(page, place, number):
                    rules[other] = "running head"
                    said.add(page.pieces[other].text.casefold())
            elif ADDRESS.match(piece.text):
                rules[place] = "address"
            elif _PRINTED.fullmatch(piece.text) and any(ADDRESS.match(page.pieces[at].text) for at in edge):
                rules[place] = "running head"  # a browser's, of a single page too
            elif key[0] and (times >= _OFTEN or (times > 1 and len(pages) <= _FEW_PAGES)):
                rules[place] = "running head"
                said.add(piece.text.casefold())
        struck.append(rules)
    return struck, frozenset(said)


def _edge(page: Page) -> list[int]:
    """The places of the pieces at the upper and lower edge of a page."""
    if len(page.pieces) > MOST_PIECES:
        return []
    upper = {round(piece.bottom) for piece in page.pieces if piece.bottom < _EDGE * page.height}
    lower = {round(piece.bottom) for piece in page.pieces if piece.top > (1 - _EDGE) * page.height}
    lines = {*sorted(upper)[:_LINES], *sorted(lower)[-_LINES:]}
    return [place for place, piece in enumerate(page.pieces) if round(piece.bottom) in lines]


def _key(page: Page, piece: Piece) -> tuple[str, int]:
    """What a piece says without its numbers, and about how high it stands."""
    said = " ".join(_LETTERS.findall(_DIGITS.sub("", piece.text.casefold())))
    return said, round(100 * piece.top / max(page.height, 1.0))


def _beside_number(page: Page, place: int, number: int) -> list[int]:
    """The places of what stands on the line of a page's own number, where that is its first or last line."""
    own = page.pieces[place]
    if not (_DASHED.fullmatch(own.text) or _DIGITS.findall(own.text) == [str(number)]):
        return []
    row = [
        at
        for at, piece in enumerate(page.pieces)
        if at != place and abs(piece.bottom - own.bottom) < own.height / 2
    ]
    if not row or sum(len(page.pieces[at].text.split()) for at in row) > _HEAD_WORDS:
        return []
    others = [piece for at, piece in enumerate(page.pieces) if at != place and at not in row]
    apart = _HEAD_GAP * own.height
    above = all(piece.top > own.bottom + apart for piece in others)
    below = all(piece.bottom < own.top - apart for piece in others)
    return row if others and (above or below) else []


def _is_alone(page: Page, place: int) -> bool:
    """Whether a number stands apart from what is on its line."""
    piece = page.pieces[place]
    return all(
        other is piece
        or abs(other.bottom - piece.bottom) > piece.height / 2
        or max(piece.left - other.right, other.left - piece.right) > 2 * piece.height
        for other in page.pieces
    )
