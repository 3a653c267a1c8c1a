"""What stands between the title of a page and its text: the standfirst, and the headline as it is printed?

The standfirst says in a sentence or two what the story is about. Pages put it into the header, outside the
element of the body. The printed headline is lost where metadata have another, made for search engines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import islice
from typing import Final

from dateline.indexer.cleaning.characters import folded
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.furniture import is_furniture, is_time
from dateline.indexer.cleaning.holding import Holding, column
from dateline.indexer.cleaning.kinds import is_captioned
from dateline.indexer.cleaning.naming import is_standfirst
from dateline.indexer.cleaning.outline import Element, Outline
from dateline.indexer.facts.headers import is_header
from dateline.indexer.facts.promotions import read_promotion
from dateline.indexer.facts.titles import count_words, ends_sentence

__all__ = ["above", "says_title"]

_LONGEST: Final = 700  # characters of a standfirst
_SHORTEST: Final = 20
_UNENDED: Final = 30  # of one that is no sentence
_UNNAMED: Final = 50  # of one that no name tells
_NEAR: Final = 4  # blocks between the title and one that no name tells
_FAR: Final = 40  # and one that a name tells
_MOST: Final = 4  # blocks
_ITS_OWN: Final = 900  # characters of an element that is named so
_MOST_ALIKE: Final = 0.2  # of the page's text, in elements of that name: more is no standfirst
_DESCRIBED: Final = 40  # letters in common with the description
_NUMBER: Final = re.compile(r"[-_]*\d+")
# Who may read a paragraph, which is no way of setting it: all paragraphs but the first few are named so.
_ACCESS: Final = re.compile(r"\S*(?:locked|metered|paywall|premium|regwall|subscri)\S*")
# How paragraphs are named that are only the first ones of a story, or read out.
_BEGINS: Final = re.compile(r"first|drop-?cap|initial|opening|speakable|start")
_APART: Final = 40  # characters of a text that may be set apart
_FOLLOWING: Final = 8  # blocks of text after one that is set apart, which are looked at
_LOOKED_AT: Final = 30  # blocks of text, the first of the page
_FEWEST_AFTER: Final = 3
_ALIKE_AFTER: Final = 0.7  # of them are set one way
_BOLD: Final = 0.9  # of a text
_OTHER_WORDS: Final = 0.3  # of a headline, which the title has not: then it is another


def above(
    page: Outline,
    rules: Sequence[str | None],
    holding: Holding,
    title: str | None,
    described: str | None,
) -> tuple[frozenset[int], int | None]:
    """The blocks of the standfirst, and that of a printed headline which the title leaves out."""
    texts = (number for number, rule in enumerate(rules) if rule is None and _is_text(page, number, title))
    inside = [*islice(texts, _LOOKED_AT)]
    first = inside[0] if inside else len(page.blocks)
    kicker = _headline(page, rules, first, title)
    top = holding.titled if kicker is None else kicker
    if top is None or top > first:
        top = -1
    description = folded(described or "")
    found: list[int] = []
    for number in range(max(top + 1, first - _FAR), min(first + _MOST, len(page.blocks))):
        if number == kicker or not _is_candidate(page, number):
            continue
        named = _is_named(page, number)
        if not named and (number >= first or _is_headline(page, number, title)):
            continue
        is_described = _is_described(page.blocks[number].text, description)
        near = top >= 0 and number - top <= _NEAR and _reads_like_one(page, number)
        if rules[number] not in (None, "outside", "aside"):
            if is_described and near and rules[number] == "navigation":
                found.append(number)
        elif named or is_described or (near and rules[number] != "aside" and not _has_text(page, found)):
            found.append(number)
    if top >= 0 and not _has_text(page, found):
        apart = _set_apart(page, [number for number in inside if len(page.blocks[number].text) >= _APART])
        found += [number for number in apart if number not in found and _is_candidate(page, number)]
    return frozenset(found[:_MOST]), kicker


def _has_text(page: Outline, found: Sequence[int]) -> bool:
    """Whether one of the blocks is more than a heading."""
    return any(
        page.blocks[number].tag not in HEADINGS
        or ends_sentence(page.blocks[number].text)
        or _is_named(page, number)
        for number in found
    )


def _set_apart(page: Outline, inside: Sequence[int]) -> list[int]:
    """The first blocks of text if they are set otherwise than those after them: bold, named or held so.

    Most of what follows has to be set alike, or nothing can be told.
    """
    for sets, most in ((_column_of, 1), (_label_of, _MOST), (_emphasis_of, _MOST)):
        kinds: list[Hashable] = [sets(page, number) for number in inside[: most + _FOLLOWING]]
        own = kinds[0] if kinds else None
        length = next((place for place, kind in enumerate(kinds) if kind != own), len(kinds))
        after = kinds[length:]
        if own is None or not 0 < length <= most or len(after) < _FEWEST_AFTER:
            continue
        usual, count = Counter(after).most_common(1)[0]
        if own not in after and count >= _ALIKE_AFTER * len(after) and not _are_like(page, own, usual):
            return [*inside[:length]]
    return []


def _are_like(page: Outline, one: Hashable, other: Hashable) -> bool:
    """Whether two columns are of one kind: parts of one text."""
    if isinstance(one, int) and isinstance(other, int) and min(one, other) >= 0:
        return _named(page.elements[one]) == _named(page.elements[other])
    return False


def _named(element: Element) -> tuple[str, str]:
    """The tag and the name of an element, without numbers and who may read it."""
    return element.tag, _NUMBER.sub("", _ACCESS.sub("", element.label)).strip()


def _column_of(page: Outline, number: int) -> Hashable:
    found = column(page, number)
    return None if found >= 0 and _BEGINS.search(page.elements[found].label) else found


def _label_of(page: Outline, number: int) -> Hashable:
    element = page.elements[page.blocks[number].holder]
    return None if _BEGINS.search(element.label) else _named(element)


def _emphasis_of(page: Outline, number: int) -> Hashable:
    block = page.blocks[number]
    return "bold" if block.emphasised >= _BOLD * len(block.text) else "plain"


def _is_text(page: Outline, number: int, title: str | None) -> bool:
    """Whether a block that no rule dropped may be the first of the story's own."""
    block = page.blocks[number]
    return (
        block.tag not in HEADINGS
        and len(block.text) >= _SHORTEST
        and block.link_share < 0.5
        and not is_header(block.text)
        and not is_captioned(page, number)
        and not is_time(block.text)
        and not is_furniture(block.text)
        and block.text != title
        and (len(block.text) >= _UNNAMED or ends_sentence(block.text))
        and not any(page.elements[place].tag in HEADINGS for place in page.around(number, 3))
    )


def _is_candidate(page: Outline, number: int) -> bool:
    block = page.blocks[number]
    text = block.text
    return (
        (block.tag not in ("figcaption", "h1", "li") or (block.tag == "li" and _is_named(page, number)))
        and (_SHORTEST if ends_sentence(text) else _UNENDED) <= len(text) <= _LONGEST
        and block.link_share < 0.5
        and not is_captioned(page, number)
        and not is_header(text)
        and not is_time(text)
        and not is_furniture(text)
        and read_promotion(text) is None
        and not any(page.elements[place].tag == "form" for place in page.around(number))
    )


def _is_headline(page: Outline, number: int, title: str | None) -> bool:
    """Whether a block is the title, as it is or in other words."""
    block = page.blocks[number]
    return bool(title) and (
        folded(block.text) == folded(title or "")
        or (block.tag in HEADINGS and says_title(block.text, title or ""))
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
    """The printed headline next above the text, where the title has other words; None otherwise.

    It is a first-level heading, or one of the second level that says the title, or stands where the first
    level is in the navigation.
    """
    if not title:
        return None
    heads = [
        number
        for number, block in enumerate(page.blocks[:first])
        if block.tag in ("h1", "h2") and block.link_share < 0.5
    ]
    printed = [n for n in heads if page.blocks[n].tag == "h1" and rules[n] in (None, "outside")]
    if not printed:
        above_all = [n for n in heads if page.blocks[n].tag == "h1"]
        below = [n for n in heads if page.blocks[n].tag == "h2" and rules[n] in (None, "outside")]
        printed = [n for n in below if says_title(page.blocks[n].text, title)]
        if not printed and above_all and rules[above_all[-1]] == "navigation":
            printed = [n for n in below if n > above_all[-1]][:1]
    if not printed:
        return None
    text = page.blocks[printed[-1]].text
    known = {folded(word) for word in title.split()}
    words = [word for word in map(folded, text.split()) if word]
    other = sum(word not in known for word in words)
    if count_words(text) < 3 or len(text) > 300 or other < _OTHER_WORDS * len(words):
        return None
    return printed[-1]


def says_title(text: str, title: str) -> bool:
    """Whether a heading is the title in other words: half of the words of one stand in the other."""
    if len(text) > 1.5 * len(title) + 10:
        return False
    own = {word for word in map(folded, text.split()) if len(word) > 2}
    known = {word for word in map(folded, title.split()) if len(word) > 2}
    return len(own & known) >= max(2, 0.5 * min(len(own), len(known)))
