"""Which run of a page's blocks holds the article?

Where a page has several stories, the title decides which one. Within it the element that says it is the body
is taken, or `article`, `main`, or the tightest element with nearly all of the running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dateline.indexer.cleaning.characters import folded
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.naming import is_body
from dateline.indexer.cleaning.outline import Element, Outline

__all__ = ["Holding", "Place", "column", "hold"]

Place = Literal["inside", "outside", "other article"]

# What the element that is named the body, is `article` or `main`, or is just densest, must hold of the
# running text. Chosen by trying on 330 pages.
_NAMED: Final = 0.4
_SEMANTIC: Final = 0.5
_DENSE: Final = 0.75
_CHOSEN: Final = 0.2  # and what the `article` with the title must, among several
_STORY: Final = 0.1  # and what an `article` must, to be a story of its own
_SHORTEST: Final = 200  # characters of the story that is chosen by its title
_MOST_STORIES: Final = 50
_NEAR: Final = 3  # blocks between a title and the element of its story
_ABOVE: Final = 8  # blocks between a title and the only `article`, which a picture may fill
_STORY_CHARS: Final = 1000  # of the only `article` that has the title, if it holds less than half of the text
_NUMBER: Final = re.compile(r"\d+")
_ITEM: Final = re.compile(r"(?:^|[\s_-])(?:h?entry|post|article|story|news-?item)(?:$|[\s_-]*\d|\s)")
_WITHIN_COLUMN: Final = HEADINGS | frozenset(
    ("a", "blockquote", "figcaption", "figure", "li", "ol", "p", "pre", "span", "table", "tbody", "td", "ul")
)


@dataclass(frozen=True, slots=True)
class Holding:
    """Where each block stands, and the number of the title's block (None where none repeats the title)."""

    places: tuple[Place, ...]
    titled: int | None


def column(page: Outline, block: int) -> int:
    """The element that holds a paragraph as it holds its neighbours; -1 for none."""
    number = page.blocks[block].holder
    while number >= 0 and page.elements[number].tag in _WITHIN_COLUMN:
        number = page.elements[number].parent
    return number


def hold(page: Outline, totals: Sequence[float], title: str | None) -> Holding:
    """Where the article is. `totals` are the running totals of weights, of struck blocks none."""
    titles = _titles(page, title)
    first, end = _story(page, totals, titles)
    runs = _runs(page, totals, first, end, titles)
    places: list[Place] = ["outside"] * len(page.blocks)
    for begin, stop in runs:
        places[begin:stop] = ["inside"] * (stop - begin)
    if (first, end) != (0, len(page.blocks)):
        for number in (*range(first), *range(end, len(page.blocks))):
            places[number] = "other article" if totals[number + 1] > totals[number] else "outside"
    start = min((begin for begin, _ in runs), default=0)
    return Holding(tuple(places), _last_before(titles, start, end))


def _titles(page: Outline, title: str | None) -> list[int]:
    """The blocks that repeat the title, else the first headings."""
    wanted = folded(title or "")
    if wanted:
        found = [number for number, block in enumerate(page.blocks) if _is_title(block.text, wanted)]
        if found:
            return found
    return [number for number, block in enumerate(page.blocks) if block.tag == "h1"]


def _is_title(text: str, wanted: str) -> bool:
    return len(text) < 3 * len(wanted) + 20 and folded(text) == wanted


def _last_before(titles: Sequence[int], start: int, end: int) -> int | None:
    """The title next above a run, else the first in it."""
    above = [number for number in titles if number <= start]
    return above[-1] if above else next((number for number in titles if number < end), None)


def _story(page: Outline, totals: Sequence[float], titles: Sequence[int]) -> tuple[int, int]:
    """The run of the story with the title where a page has several; else all of the page."""
    whole = 0, len(page.blocks)
    stories: list[Element] = []
    for element in page.elements:
        if element.tag != "article" or _held(totals, element) < _STORY * totals[-1]:
            continue
        if not stories or element.first >= stories[-1].end:
            stories.append(element)
    if len(stories) < 2:
        stories = _headed(page, totals, titles)
    if len(stories) < 2 or not titles:
        return whole
    own = [story for story in stories if any(story.first - _NEAR <= place < story.end for place in titles)]
    if not own or _held(totals, own[0]) < max(_SHORTEST, _CHOSEN * totals[-1]):
        return whole
    others = [story for story in stories if story is not own[0]]
    if not all(_is_headed(page, story) for story in others):
        return whole  # parts of one story
    title = max(place for place in titles if place < own[0].end)
    return min(own[0].first, title), own[0].end


def _headed(page: Outline, totals: Sequence[float], titles: Sequence[int]) -> list[Element]:
    """The elements with one heading of the title's level each, all of one kind: an endless page's stories.

    Below the first level their names have to say that they are stories: sections of one have headings too.
    """
    level = "h2" if titles and all(page.blocks[place].tag == "h2" for place in titles) else "h1"
    heads = [number for number, block in enumerate(page.blocks) if block.tag == level]
    if not 2 <= len(heads) <= _MOST_STORIES:
        return []
    found: list[Element] = []
    for head in heads:
        own = None
        for number in page.around(head):
            element = page.elements[number]
            if sum(element.first <= other < element.end for other in heads) > 1:
                break
            own = element
        if own is not None and _held(totals, own) >= _STORY * totals[-1]:
            found.append(own)
    if level != "h1" and not all(_ITEM.search(story.label) for story in found):
        return []
    # An id of theirs may be numbered.
    return found if len({(story.tag, _NUMBER.sub("", story.label)) for story in found}) == 1 else []


def _is_headed(page: Outline, story: Element) -> bool:
    return any(block.tag in HEADINGS for block in page.blocks[story.first : story.first + _NEAR])


def _held(totals: Sequence[float], element: Element) -> float:
    return totals[element.end] - totals[element.first]


def _runs(
    page: Outline, totals: Sequence[float], first: int, end: int, titles: Sequence[int]
) -> list[tuple[int, int]]:
    """The runs of blocks between `first` and `end` that hold the article, in order."""
    everything = totals[end] - totals[first]
    elements = [
        element
        for element in page.elements
        if first <= element.first < element.end <= end and element.tag not in ("a", "span")
    ]
    if not everything:
        return [(first, end)]
    named = _containers([element for element in elements if element.label and is_body(element.label)])
    parts, most = _parts(page, totals, named, titles)
    if parts and sum(_held(totals, part) for part in parts) >= most * everything:
        return [(part.first, part.end) for part in parts]
    articles = [element for element in elements if element.tag == "article"]
    if together := _parts_of_one(page, totals, articles):
        return [(part.first, part.end) for part in together]
    own = [element for element in articles if _is_titled(element, titles) and _is_whole(totals, element)]
    if len(own) == 1 and len(articles) == 1:
        return [(own[0].first, own[0].end)]
    for found in (
        articles,
        [element for element in elements if element.tag == "main" or "main" in element.label.split()],
    ):
        best = max(found, key=lambda element: _held(totals, element), default=None)
        if best is not None and _held(totals, best) >= _SEMANTIC * everything:
            return [(best.first, best.end)]
    dense = [element for element in elements if _held(totals, element) >= _DENSE * everything]
    if not dense:
        return [(first, end)]
    tightest = min(dense, key=lambda element: (element.end - element.first, -element.depth))
    return [(tightest.first, tightest.end)]


def _is_titled(article: Element, titles: Sequence[int]) -> bool:
    """Whether the title stands in an `article`, or next above it."""
    return any(article.first - _ABOVE <= place < article.end for place in titles)


def _is_whole(totals: Sequence[float], article: Element) -> bool:
    return _held(totals, article) >= max(_STORY_CHARS, _CHOSEN * totals[-1])


def _containers(named: Sequence[Element]) -> list[Element]:
    """Of the elements named the body those that hold it: no name that paragraphs bear, one by one."""
    most: dict[tuple[str, str], int] = {}
    bearing = Counter((element.tag, element.label) for element in named)
    for element in named:
        kind = element.tag, element.label
        most[kind] = max(most.get(kind, 0), element.end - element.first)
    return [
        element
        for element in named
        if most[element.tag, element.label] > 1 or bearing[element.tag, element.label] == 1
    ]


def _parts(
    page: Outline, totals: Sequence[float], named: Sequence[Element], titles: Sequence[int]
) -> tuple[list[Element], float]:
    """Of the elements named the body the largest, or the first after the title, and its like beside it.

    And how much they must hold of the running text, to be it.
    """
    if not named:
        return [], _NAMED
    best = max(named, key=lambda element: _held(totals, element))
    alike = [
        element
        for element in named
        if element is best
        or (
            (element.tag, element.label) == (best.tag, best.label)
            and (element.end <= best.first or element.first >= best.end)
        )
    ]
    if len(alike) == 1:
        return alike, _NAMED
    heads = [number for number, block in enumerate(page.blocks) if block.tag == "h1" or number in titles]
    groups: list[list[Element]] = []
    for element in alike:
        last = groups[-1][-1] if groups else None
        if last is None or any(last.end <= head <= element.first for head in heads):
            groups.append([element])
        else:
            groups[-1].append(element)
    if len(groups) == 1:
        return (alike if _are_siblings(page, alike) else [best]), _NAMED
    held = {id(group): sum(_held(totals, part) for part in group) for group in groups}
    for group in groups:
        if held[id(group)] >= _SHORTEST and any(place <= group[0].first for place in titles):
            return group, _CHOSEN / 2
    return [best], _NAMED


def _parts_of_one(page: Outline, totals: Sequence[float], articles: Sequence[Element]) -> list[Element]:
    """The `article` elements side by side that are one story, since only the first has a heading."""
    parts: list[Element] = []
    for element in articles:
        if _held(totals, element) >= _STORY * totals[-1] and not (parts and element.first < parts[-1].end):
            parts.append(element)
    if len(parts) < 2 or any(_is_headed(page, part) for part in parts[1:]):
        return []
    return parts if len({part.parent for part in parts}) == 1 else []


def _are_siblings(page: Outline, parts: Sequence[Element]) -> bool:
    """Whether elements have one story around them, not one each."""
    return len({_around(page, part) for part in parts}) == 1


def _around(page: Outline, element: Element) -> int:
    number = element.parent
    while number >= 0 and page.elements[number].tag not in ("article", "main", "body"):
        number = page.elements[number].parent
    return number
