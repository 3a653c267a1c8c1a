"""Which blocks of a page stand in an element that is no article, by its name?

Navigation, comments, sharing and related stories are struck out unless they hold most of the words: pages
name the article's own wrapper "sidebar" too. Shares are of a page's running text, those of elements of one
name taken together: a class that most paragraphs bear is no name of something else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from dateline.indexer.cleaning.elements import HEADINGS, SOFT
from dateline.indexer.cleaning.naming import (
    NAVIGATION_TAGS,
    NOISE_TAGS,
    SMALL_NOISE_TAGS,
    is_body,
    is_folded,
    names,
)
from dateline.indexer.cleaning.outline import Element, Outline

__all__ = ["struck"]

# All shares were chosen by trying on 330 pages. Up to which share an element is struck out, for sure names
# and for the others: as long as a tenth of the page is left, else a milder pair.
_MOST_STRUCK: Final = ((0.97, 0.12), (0.4, 0.05), (0.05, 0.0), (0.0, 0.0))
_LEFT: Final = 0.1
_LEFT_CHARS: Final = 800  # or so much
_LEFT_OF_COMMENTS: Final = 40  # characters: a sentence is an article when the rest is what readers say of it
_MOST_ALIKE: Final = 0.3  # of the running text, in elements of one doubtful name
_CORE: Final = (
    0.3  # of the running text, in a `main`, `article` or element named body: what is around it is none
)
_NEVER: Final = HEADINGS | frozenset(("article", "body", "main"))
_COVERED: Final = 0.9  # of a block's text, by an inline element that strikes it


@dataclass(frozen=True, slots=True)
class _Noise:
    element: Element
    rule: str
    sure: bool
    alike: float  # the weight of all elements of its tag and label


def struck(page: Outline, weights: Sequence[float]) -> list[str | None]:
    """What strikes each block: "comments", "navigation", "hidden" or "aside"; None where nothing does."""
    totals = [0.0, *accumulate(weights)]
    rules: list[str | None] = [None] * len(page.blocks)
    noises = _noises(page, totals)
    comments = [noise for noise in noises if noise.rule == "comments"]
    _strike(rules, (noise.element for noise in comments), "comments")
    left = [0.0 if rule else weight for weight, rule in zip(weights, rules, strict=True)]
    if sum(left) < _LEFT_OF_COMMENTS:
        rules = [None] * len(page.blocks)
        left = list(weights)
    else:
        totals = [0.0, *accumulate(left)]
        noises = [noise for noise in noises if noise.rule != "comments"]
    for sure, unsure in _MOST_STRUCK:
        tried = list(rules)
        for noise in noises:
            most = (sure if noise.sure else unsure) * totals[-1]
            own = totals[noise.element.end] - totals[noise.element.first]
            if own <= most and (noise.sure or noise.alike <= _MOST_ALIKE * totals[-1]):
                _strike(tried, (noise.element,), noise.rule)
        rest = sum(weight for weight, rule in zip(left, tried, strict=True) if not rule)
        if rest >= min(_LEFT * totals[-1], _LEFT_CHARS):
            return tried
    return rules


def _strike(rules: list[str | None], elements: Iterable[Element], rule: str) -> None:
    """Strike the blocks of elements that are in document order; nested ones cost nothing."""
    done = 0
    for element in elements:
        for number in range(max(element.first, done), element.end):
            rules[number] = rules[number] or rule
        done = max(done, element.end)


def _noises(page: Outline, totals: Sequence[float]) -> list[_Noise]:
    """The outermost elements whose name says that they are no article, with what their like hold."""
    lengths = [0, *accumulate(len(block.text) for block in page.blocks)]
    found: list[tuple[Element, str, bool]] = []
    alike: dict[tuple[str, str], float] = defaultdict(float)
    around = _around_core(page, totals)
    for number, element in enumerate(page.elements):
        if element.first == element.end or number in around or (rule := _rule(element)) is None:
            continue
        if element.tag in SOFT and element.chars < _COVERED * (lengths[element.end] - lengths[element.first]):
            continue  # words within a paragraph
        found.append((element, *rule))
        alike[element.tag, element.label] += totals[element.end] - totals[element.first]
    return [_Noise(element, rule, sure, alike[element.tag, element.label]) for element, rule, sure in found]


def _around_core(page: Outline, totals: Sequence[float]) -> set[int]:
    """The elements around one that says that it holds the article and does hold much of the page.

    And those that hold as much with the headline, whatever they are called.
    """
    around: set[int] = set()
    heads = [number for number, block in enumerate(page.blocks) if block.tag == "h1"]
    least = _CORE * totals[-1]
    large = [
        (number, element)
        for number, element in enumerate(page.elements)
        if totals[element.end] - totals[element.first] >= least
    ]
    for number, element in large:
        first = bisect_left(heads, element.first)
        if first < len(heads) and heads[first] < element.end:
            around.add(number)  # with the headline, and much of the text under it
    for _, element in large:
        if (element.tag in ("article", "main") or is_body(element.label)) and names(
            element.label
        ) != "comments":
            number = element.parent
            while number >= 0 and number not in around:
                around.add(number)
                number = page.elements[number].parent
    return around


def _rule(element: Element) -> tuple[str, bool] | None:
    """Why an element is no article, and whether that is sure; None where its name does not say so."""
    if element.tag in _NEVER:
        return None
    if element.tag in NAVIGATION_TAGS:
        return "navigation", True
    name = names(element.label)
    if name in ("comments", "navigation"):
        return name, True
    if element.tag in NOISE_TAGS or name == "sure":
        return "aside", True
    if element.hidden and not is_folded(element.label):
        return "hidden", False
    if element.tag in SMALL_NOISE_TAGS or name == "unsure":
        return "aside", False
    return None
