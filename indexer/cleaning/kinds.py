"""What kind of paragraph is a block of an article: its text, a subhead, a quotation, an item of a list?

All are the article's words and are searched alike; a reader wants to see which is which.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from dateline.indexer.article import ParagraphKind
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.naming import is_caption
from dateline.indexer.cleaning.outline import Outline

__all__ = ["is_captioned", "kind_of", "kinds_of"]

_LIST: Final = frozenset(("dd", "dt", "li"))
_MOST_CHARS: Final = 1500  # of a caption: a page that calls its body so means something else
_MOST_ALIKE: Final = 0.3  # of the page's text, in elements that are named captions
_MOST_QUOTED: Final = 0.5  # of an article: then the page sets all of its text so


def kind_of(page: Outline, number: int) -> ParagraphKind:
    """The kind of a block by the elements around it."""
    block = page.blocks[number]
    tags = [page.elements[place].tag for place in page.around(number)]
    if is_captioned(page, number):
        return "caption"
    if block.tag in HEADINGS:
        return "subhead"
    if "blockquote" in tags:
        return "quote"
    if block.tag in _LIST or (tags and tags[0] == "p" and tags[1:2] == ["li"]):
        return "list"
    if block.tag == "tr":
        return "table"
    return "body"


def is_captioned(page: Outline, number: int) -> bool:
    """Whether a block is a caption: in one by its tag or name, or alone in a figure."""
    block = page.blocks[number]
    if block.tag in ("caption", "figcaption"):
        return True
    place, known = block.holder, page.captioned
    asked: list[int] = []
    found: bool | None = None
    while place >= 0 and (found := known.get(place)) is None:
        asked.append(place)
        if (found := _captions(page, place)) is not None:
            break
        place = page.elements[place].parent
    for place in asked:
        known[place] = found or False
    return found or False


def _captions(page: Outline, number: int) -> bool | None:
    """Whether an element makes captions of its blocks; None where those around it tell."""
    element = page.elements[number]
    if element.tag in ("figcaption", "figure"):
        return element.chars <= _MOST_CHARS
    if element.label and is_caption(element.label) and page.alike(number) <= _MOST_ALIKE:
        return element.chars <= _MOST_CHARS
    return False if element.tag in ("blockquote", "table", "article", "ul", "ol") else None


def kinds_of(
    page: Outline, kept: Collection[int], standfirst: Collection[int], kicker: int | None
) -> dict[int, ParagraphKind]:
    """The kind of each kept block; quotations and lists that are most of the article are its text."""
    kinds: dict[int, ParagraphKind] = {number: kind_of(page, number) for number in kept}
    for number in standfirst:
        kinds[number] = "standfirst"
    if kicker is not None:
        kinds[kicker] = "kicker"
    whole = sum(len(page.blocks[number].text) for number in kept)
    for kind in ("quote", "table"):
        own = [number for number in kept if kinds[number] == kind]
        if sum(len(page.blocks[number].text) for number in own) > _MOST_QUOTED * whole:
            kinds.update(dict.fromkeys(own, "body"))
    return kinds
