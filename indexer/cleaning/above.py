"""What stands between the title of a page and its text: the standfirst, and the headline as it is printed?

The standfirst says in a sentence or two what the story is about. Pages put it into the header, outside the
element of the body. The printed headline is lost where metadata have another, made for search engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.indexer.cleaning.characters import folded
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.furniture import is_furniture, is_time
from dateline.indexer.cleaning.holding import Holding
from dateline.indexer.cleaning.naming import is_standfirst
from dateline.indexer.cleaning.outline import Outline
from dateline.indexer.facts.headers import is_header
from dateline.indexer.facts.promotions import read_promotion
from dateline.indexer.facts.titles import count_words, ends_sentence

__all__ = ["above"]

_LONGEST: Final = 700  # characters of a standfirst
_SHORTEST: Final = 20
_UNNAMED: Final = 50  # of one that no name tells
_NEAR: Final = 4  # blocks between the title and one that no name tells
_FAR: Final = 40  # and one that a name tells
_MOST: Final = 3  # blocks
_ITS_OWN: Final = 900  # characters of an element that is named so
_MOST_ALIKE: Final = 0.2  # of the page's text, in elements of that name: more is no standfirst
_DESCRIBED: Final = 40  # letters in common with the description
_OTHER_WORDS: Final = 0.3  # of a headline, which the title has not: then it is another


def above(
    page: Outline,
    rules: Sequence[str | None],
    holding: Holding,
    title: str | None,
    described: str | None,
) -> tuple[frozenset[int], int | None]:
    """The blocks of the standfirst, and that of a printed headline which the title leaves out."""
    inside = (number for number, rule in enumerate(rules) if rule is None and _is_text(page, number, title))
    first = next(inside, len(page.blocks))
    kicker = _headline(page, rules, first, title)
    top = holding.titled if kicker is None else kicker
    if top is None or top > first:
        top = -1
    description = folded(described or "")
    found: list[int] = []
    for number in range(max(top + 1, first - _FAR), min(first + 1, len(page.blocks))):
        if rules[number] not in (None, "outside", "aside") or not _is_candidate(page, number, title):
            continue
        named = _is_named(page, number) or _is_described(page.blocks[number].text, description)
        near = top >= 0 and number - top <= _NEAR and _reads_like_one(page, number)
        if number == first:
            if _is_named(page, number):
                found.append(number)
        elif named or (near and rules[number] != "aside"):
            found.append(number)
    return frozenset(found[:_MOST]), kicker


def _is_text(page: Outline, number: int, title: str | None) -> bool:
    """Whether a block that no rule dropped may be the first of the story's own."""
    block = page.blocks[number]
    return (
        block.tag not in HEADINGS
        and len(block.text) >= _SHORTEST
        and block.link_share < 0.5
        and not is_header(block.text)
        and block.text != title
    )


def _is_candidate(page: Outline, number: int, title: str | None) -> bool:
    block = page.blocks[number]
    text = block.text
    return (
        block.tag not in ("figcaption", "h1", "li")
        and _SHORTEST <= len(text) <= _LONGEST
        and block.link_share < 0.5
        and folded(text) != folded(title or "")
        and not is_header(text)
        and not is_time(text)
        and not is_furniture(text)
        and read_promotion(text) is None
    )


def _is_named(page: Outline, number: int) -> bool:
    """Whether an element around a block, and little else, is named for a standfirst."""
    for place in page.around(number, 4):
        element = page.elements[place]
        if element.chars > _ITS_OWN or element.tag in ("article", "main", "body"):
            return False
        if is_standfirst(element.label):
            return page.alike(place) <= _MOST_ALIKE
    return False


def _is_described(text: str, description: str) -> bool:
    own = folded(text)
    return len(own) >= _DESCRIBED and description[:_DESCRIBED] == own[:_DESCRIBED]


def _reads_like_one(page: Outline, number: int) -> bool:
    block = page.blocks[number]
    return (
        block.tag in ("p", "h2", "h3", "h4", "div", "header")
        and len(block.text) >= _UNNAMED
        and (block.tag != "div" or ends_sentence(block.text))
        and not any(page.elements[place].tag in ("figure", "aside", "nav") for place in page.around(number))
    )


def _headline(page: Outline, rules: Sequence[str | None], first: int, title: str | None) -> int | None:
    """The printed headline next above the text, where the title has other words; None otherwise."""
    heads = [
        number
        for number, block in enumerate(page.blocks[:first])
        if block.tag == "h1" and rules[number] in (None, "outside") and block.link_share < 0.5
    ]
    if not title or not heads:
        return None
    text = page.blocks[heads[-1]].text
    known = {folded(word) for word in title.split()}
    words = [word for word in map(folded, text.split()) if word]
    other = sum(word not in known for word in words)
    if count_words(text) < 3 or len(text) > 300 or other < _OTHER_WORDS * len(words):
        return None
    return heads[-1]
