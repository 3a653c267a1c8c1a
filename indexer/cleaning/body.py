"""Tells which blocks of a page are the article.

Elements named for what is no article (navigation, comments, sharing, related stories) are struck out first,
unless they hold most of the words. Of what is left, the element that says it is the body is taken, or else
the one that holds nearly all of the running text. The blocks in it that are links, repeats of the title,
bylines or promotions are dropped by rules with names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from dateline.indexer.cleaning.model import Clues, Verdict, decide
from dateline.indexer.cleaning.naming import (
    BODY,
    NOISE,
    NOISE_ROLES,
    NOISE_TAGS,
    SMALL_NOISE_TAGS,
    SURE_NOISE,
    TAIL,
)
from dateline.indexer.cleaning.outline import Block, Element, Outline
from dateline.indexer.facts.headers import is_header
from dateline.indexer.facts.promotions import read_promotion
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["Choice", "choose_body"]

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# All shares are of a page's running text, and were chosen by trying on 330 pages.
# Up to which share an element is struck out, for sure names and for the others: as long as a tenth of the
# page is left, else a milder pair, since some pages name the article's own wrapper "sidebar".
_MOST_STRUCK: Final = ((0.97, 0.12), (0.4, 0.05), (0.05, 0.0), (0.0, 0.0))
_LEFT: Final = 0.1
_LEFT_CHARS: Final = 800  # or so much: a short article with a hundred comments
_BODY_BEFORE_TAIL: Final = 0.3  # before a heading like "Related" cuts the rest off
# Blocks times characters that are compared with the text JSON-LD states: a second. A page with 1,000 blocks
# and 200 kB has a tenth.
_MOST_COMPARED: Final = 2**31
# What the element that is named the body, is `article` or `main`, or is just densest, must hold.
_NAMED: Final = 0.4
_SEMANTIC: Final = 0.5
_DENSE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Choice:
    """The blocks taken for the article, by number and in order, and those dropped with their rules."""

    kept: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]
    promoted: str | None = None


def choose_body(
    page: Outline, title: str | None, stated: str | None = None, clues: Clues | None = None
) -> Choice:
    """The body of a page. `title` is not repeated in it; `stated` is the text that JSON-LD claims it is.

    With `clues` the model has the last word; a block that it drops against the rules has the rule "model".
    """
    weights = [_weight(block) for block in page.blocks]
    struck = _struck(page, weights)
    live = [0.0 if gone else weight for weight, gone in zip(weights, struck, strict=True)]
    totals = [0.0, *accumulate(live)]
    first, end = _holder(page, totals)
    inside = [number for number in range(first, end) if not struck[number]]
    choice = _filtered(page.blocks, inside, title, stated)
    if clues is None:
        return choice
    kept = decide(page, Verdict(choice.kept, choice.dropped, struck, first, end), clues)
    return _decided(choice, kept)


def _decided(choice: Choice, kept: tuple[int, ...]) -> Choice:
    """The choice with other blocks kept: the rules' reasons stay, where the model has another it says so."""
    now = set(kept)
    dropped = {number: rule for number, rule in choice.dropped if number not in now}
    dropped |= {number: "model" for number in choice.kept if number not in now}
    return Choice(kept, tuple(sorted(dropped.items())), choice.promoted)


def _weight(block: Block) -> float:
    """How much running text a block is, in characters: headings, links and fragments count for little."""
    if block.tag in _HEADINGS:
        return 0.0
    own = len(block.text) * (1 - block.link_share) ** 2
    if len(block.text) < 40 and not ends_sentence(block.text):
        own *= 0.2
    return own * (0.5 if block.tag == "li" else 1.0)


def _struck(page: Outline, weights: Sequence[float]) -> list[bool]:
    """Which blocks lie in an element that is no article."""
    totals = [0.0, *accumulate(weights)]
    struck = [False] * len(page.blocks)
    noises = [(element, noise) for element in page.elements if (noise := _noise(element)) != "no"]
    for sure, unsure in _MOST_STRUCK:
        struck = _struck_up_to(noises, totals, sure, unsure)
        left = sum(weight for weight, gone in zip(weights, struck, strict=True) if not gone)
        if left >= min(_LEFT * totals[-1], _LEFT_CHARS):
            break
    return struck


def _struck_up_to(
    noises: Sequence[tuple[Element, str]], totals: Sequence[float], sure: float, unsure: float
) -> list[bool]:
    struck = [False] * (len(totals) - 1)
    done = 0  # blocks before this one are struck already: nested elements cost nothing
    for element, noise in noises:
        if element.end <= done:
            continue
        most = sure if noise == "sure" else unsure
        if totals[element.end] - totals[element.first] > most * totals[-1]:
            continue
        for number in range(max(element.first, done), element.end):
            struck[number] = True
        done = max(done, element.end)
    return struck


def _noise(element: Element) -> Literal["sure", "unsure", "no"]:
    """Whether the name of an element says that it is no article."""
    if element.tag in ("body", "main", "article"):
        return "no"
    if element.tag in NOISE_TAGS or SURE_NOISE.search(element.label) or NOISE_ROLES.search(element.label):
        return "sure"
    if element.tag in SMALL_NOISE_TAGS or element.hidden:
        return "unsure"
    return "unsure" if NOISE.search(element.label) and not BODY.search(element.label) else "no"


def _holder(page: Outline, totals: Sequence[float]) -> tuple[int, int]:
    """The run of blocks that holds the article."""

    def held(element: Element) -> float:
        return totals[element.end] - totals[element.first]

    everything = totals[-1]
    if not everything:
        return 0, len(page.blocks)
    for share, elements in (
        (_NAMED, [element for element in page.elements if BODY.search(element.label)]),
        (_SEMANTIC, [element for element in page.elements if element.tag == "article"]),
        (
            _SEMANTIC,
            [
                element
                for element in page.elements
                if element.tag == "main" or "main" in element.label.split()
            ],
        ),
    ):
        best = max(elements, key=held, default=None)
        if best is not None and held(best) >= share * everything:
            return best.first, best.end
    dense = [element for element in page.elements if held(element) >= _DENSE * everything]
    if not dense:
        return 0, len(page.blocks)
    tightest = min(dense, key=lambda element: (element.end - element.first, -element.depth))
    return tightest.first, tightest.end


def _filtered(
    blocks: Sequence[Block], inside: Sequence[int], title: str | None, stated: str | None
) -> Choice:
    kept: list[int] = []
    dropped: list[tuple[int, str]] = []
    seen: set[str] = set()
    promoted: str | None = None
    for number in inside:
        block = blocks[number]
        promotion = read_promotion(block.text)
        if promotion is not None:
            promoted = promoted or promotion.source
        rule = "promotion" if promotion else _rule(block, title, seen)
        seen.add(block.text)
        if rule:
            dropped.append((number, rule))
        else:
            kept.append(number)
    kept, cut = _trimmed(blocks, kept)
    kept, unstated = _as_stated(blocks, kept, stated)
    dropped = sorted([*dropped, *cut, *unstated])
    return Choice(tuple(kept), tuple(dropped), promoted)


def _rule(block: Block, title: str | None, seen: set[str]) -> str | None:
    """Why a block of the body is none of the article's words; None when it may be."""
    text = block.text
    if title and text.casefold() == title.casefold():
        return "title"
    if block.tag == "h1":
        return "title"
    if block.link_share > 0.7 and (len(text) < 150 or block.tag == "li"):
        return "links"
    if not any(character.isalnum() for character in text):
        return "separator"
    if len(text) > 40 and text in seen:
        return "repeat"
    if is_header(text):
        return "header"
    return None


def _trimmed(blocks: Sequence[Block], kept: Sequence[int]) -> tuple[list[int], list[tuple[int, str]]]:
    """Without what follows the article under a heading of its own, and the scraps around it."""
    end = _tail(blocks, kept)
    while end and not _closes(blocks[kept[end - 1]]):
        end -= 1
    start = 0
    while start < end and not _opens(blocks[kept[start]]):
        start += 1
    if start == end:
        return list(kept), []
    scraps = [*kept[:start], *kept[end:]]
    return list(kept[start:end]), [(number, "scrap") for number in scraps]


def _tail(blocks: Sequence[Block], kept: Sequence[int]) -> int:
    """Where "related stories" and the like begin, in the last part of the text; its end when they don't."""
    weights = [*accumulate(len(blocks[number].text) for number in kept)]
    for place, number in enumerate(kept):
        block = blocks[number]
        short = len(block.text) < 60 and not block.text.endswith(".")
        if short and weights[place] > _BODY_BEFORE_TAIL * weights[-1] and TAIL.match(block.text):
            return place
    return len(kept)


def _opens(block: Block) -> bool:
    """Whether an article may begin with this block."""
    return (
        block.tag in _HEADINGS
        or block.tag in ("li", "tr")
        or len(block.text) >= 40
        or ends_sentence(block.text)
    )


def _closes(block: Block) -> bool:
    """Whether an article may end with this block."""
    if block.tag in _HEADINGS:
        return False
    return block.tag in ("li", "tr", "dd", "pre") or len(block.text) >= 40 or ends_sentence(block.text)


def _as_stated(
    blocks: Sequence[Block], kept: list[int], stated: str | None
) -> tuple[list[int], list[tuple[int, str]]]:
    """Only the blocks that JSON-LD has too, when .8 of each text is in the other."""
    if not stated or len(stated) < 300:
        return kept, []
    if len(kept) * len(stated) > _MOST_COMPARED:
        return kept, []
    folded = _folded(stated)
    shared = [number for number in kept if _folded(blocks[number].text)[:80] in folded]
    length = sum(len(_folded(blocks[number].text)) for number in shared)
    own = sum(len(_folded(blocks[number].text)) for number in kept)
    if not own or min(length / own, length / len(folded)) < 0.8:
        return kept, []
    common = set(shared)
    extra = [number for number in kept if number not in common and blocks[number].tag not in _HEADINGS]
    gone = set(extra)
    return [number for number in kept if number not in gone], [(number, "not in JSON-LD") for number in extra]


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
