"""Where does a block stand among the others, and what do the rules say around it?

Everything is a number of each block of a page, as an array over its blocks. Sums run in the order of the
blocks, so that they are the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.article import AROUND as AROUND_ARTICLE
from dateline.indexer.cleaning.elements import HEADINGS, SOFT
from dateline.indexer.cleaning.model.ancestry import Ancestry
from dateline.indexer.cleaning.model.records import Verdict
from dateline.indexer.cleaning.naming import is_body, names
from dateline.indexer.cleaning.outline import Block, Outline
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["Sizes", "measure_containers", "measure_places", "measure_rules", "size"]

Columns = dict[str, NDArray[np.float64]]
Floats = NDArray[np.float64]

# The rules by what they say; one that is not here has the number after.
RULES: Final = (
    "navigation", "comments", "aside", "hidden", "outside", "other article", "after the story", "links",
    "promotion", "title", "separator", "repeat", "header", "furniture", "scrap", "data", "not in JSON-LD",
)  # fmt: skip
TAGS: Final = ("p", "div", "li", "h1", "h2", "h3", "tr", "figcaption", "pre")
AROUND: Final = (
    "nav", "footer", "aside", "header", "form", "figure", "table", "ul", "ol", "dl", "blockquote", "article",
    "main", "section", "details", "figcaption", "address",
)  # fmt: skip
_CODES: Final = {tag: code for code, tag in enumerate(TAGS)}
LEVELS: Final = 4  # containers of a block that are measured
_NEIGHBOURS: Final = {"chars": 3, "links": 3, "kept": 2, "like_parent": 3, "ends_sentence": 1, "heading": 1}
_FAR: Final = 12


@dataclass(slots=True)
class Sizes:
    """How long blocks are in characters, which share of them is links, how much running text they are.

    `kept` tells which of them the rules keep, `kept_chars` how long those are.
    """

    chars: Floats
    links: Floats
    weights: Floats
    kept: Floats
    kept_chars: Floats


def size(blocks: Sequence[Block], verdict: Verdict) -> Sizes:
    """The sizes of the blocks of a page."""
    chars = np.array([len(block.text) for block in blocks], np.float64)
    links = np.minimum(np.array([block.linked for block in blocks], np.float64) / np.maximum(chars, 1), 1)
    unlinked = 1 - links
    weights = chars * unlinked * unlinked
    for number, block in enumerate(blocks):
        if block.tag in HEADINGS:
            weights[number] = 0
        elif len(block.text) < 40 and not ends_sentence(block.text):
            weights[number] *= 0.2
        if block.tag == "li":
            weights[number] *= 0.5
    kept = np.zeros(len(blocks))
    kept[list(verdict.kept)] = 1
    return Sizes(chars, links, weights, kept, kept * chars)


def measure_rules(verdict: Verdict, sizes: Sizes) -> Columns:
    """What the rules say of a block, and how much they keep before it."""
    count = len(sizes.chars)
    rules = np.zeros(count)
    for number, rule in verdict.dropped:
        rules[number] = RULES.index(rule) + 1 if rule in RULES else len(RULES) + 1
    outside = np.zeros(count)
    outside[[number for number, rule in verdict.dropped if rule in AROUND_ARTICLE]] = 1
    first, last = (verdict.kept[0], verdict.kept[-1]) if verdict.kept else (0, count - 1)
    places = np.arange(count)
    before = _before(sizes.kept_chars)
    return {
        "kept": sizes.kept,
        "rule": rules,
        "within": 1 - outside,
        "after_first": np.clip(places - first, -30, 60).astype(np.float64),
        "before_last": np.clip(last - places, -30, 60).astype(np.float64),
        "kept_before": before / (_sum(sizes.kept_chars) or 1.0),
        "kept_share": np.full(count, _sum(sizes.kept_chars) / (_sum(sizes.chars) or 1.0)),
    }


def measure_places(blocks: Sequence[Block], sizes: Sizes, titled: Floats) -> Columns:
    """Where a block stands, what stands next to it, and how much text there is around it."""
    count = len(blocks)
    places = np.arange(count)
    total = _sum(sizes.weights) or 1.0
    tags = [block.tag for block in blocks]
    times = Counter(block.text for block in blocks)
    columns: Columns = {
        "chars": sizes.chars,
        "links": sizes.links,
        "share": sizes.weights / total,
        "linked_times": np.array([min(block.links, 10) for block in blocks], np.float64),
        "emphasis": np.array([min(block.emphasised / len(block.text), 1) for block in blocks], np.float64),
        "before": _before(sizes.weights) / total,
        "place": places / max(count, 1),
        "blocks": np.full(count, float(count)),
        "text": np.full(count, total),
        "heading": np.array([tag in HEADINGS for tag in tags], np.float64),
        "times": np.array([min(times[block.text], 6) for block in blocks], np.float64),
        "again": np.array(_again([block.text for block in blocks]), np.float64),
        "after_title": np.clip(places - _title_place(tags, titled, sizes.kept), -40, 80).astype(np.float64),
    }
    codes = np.array([_CODES.get(tag, -1) for tag in tags], np.intp)
    columns |= {f"is_{tag}": (codes == code).astype(np.float64) for tag, code in _CODES.items()}
    for reach in (5, 12):
        columns[f"near_{reach}"] = _around(sizes.weights, reach) / total
        columns[f"kept_near_{reach}"] = _around(sizes.kept_chars, reach) / np.maximum(
            _around(sizes.chars, reach), 1
        )
    return columns


def neighbours(columns: Columns) -> Columns:
    """What the blocks some places before and after are; -1 beyond the page."""
    found: Columns = {}
    for name, reach in _NEIGHBOURS.items():
        for step in (*range(-reach, 0), *range(1, reach + 1)):
            found[f"{name}{step:+d}"] = _shifted(columns[name], step)
    return found


def _title_place(tags: Sequence[str], titled: Floats, kept: Floats) -> int:
    """Where the title stands last before the text that the rules keep, else the first; the first block."""
    where: list[int] = (
        np.flatnonzero(titled == 1).tolist() or [n for n, tag in enumerate(tags) if tag == "h1"] or [0]
    )
    first = int(np.argmax(kept)) if kept.any() else 0
    before = [number for number in where if number <= first]
    return before[-1] if before else where[0]


def _again(texts: Sequence[str]) -> list[bool]:
    seen: set[str] = set()
    found = []
    for text in texts:
        found.append(text in seen)
        seen.add(text)
    return found


def _sum(values: Floats) -> float:
    """The sum, in order: numpy's own goes in blocks whose size is the machine's."""
    return float(np.cumsum(values)[-1]) if len(values) else 0.0


def _before(values: Floats) -> Floats:
    """The sum of what comes before each."""
    return np.concatenate(([0.0], np.cumsum(values)[:-1])) if len(values) else values


def _around(values: Floats, reach: int) -> Floats:
    """The sum of what is at most `reach` places away."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    places = np.arange(len(values))
    ends = np.minimum(places + reach + 1, len(values))
    found: Floats = sums[ends] - sums[np.maximum(places - reach, 0)]
    return found


def _shifted(values: Floats, step: int) -> Floats:
    found = np.full(len(values), -1.0)
    if step < 0:
        found[-step:] = values[:step]
    else:
        found[:-step] = values[step:]
    return found


def measure_containers(page: Outline, ancestry: Ancestry, sizes: Sizes) -> Columns:
    """What the elements around a block hold, what their names say, and which blocks are made as it is."""
    count = len(page.blocks)
    containers = [ancestry.containers(block) for block in range(count)]
    columns = _contents(page, sizes, containers)
    columns |= _named(page, ancestry, sizes)
    columns |= _likes(page, ancestry, sizes, containers)
    return columns


def _contents(page: Outline, sizes: Sizes, containers: Sequence[tuple[int, ...]]) -> Columns:
    """The shares of the innermost four containers of each block; -1 where there are fewer."""
    count = len(page.blocks)
    first = np.array([element.first for element in page.elements] or [0], np.intp)
    end = np.minimum(np.array([element.end for element in page.elements] or [0], np.intp), count)
    first = np.minimum(first, end)

    def held(values: Floats) -> Floats:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        found: Floats = sums[end] - sums[first]
        return found

    chars, kept = held(sizes.chars), held(sizes.kept_chars)
    paragraphs = held(np.array([block.tag == "p" for block in page.blocks], np.float64))
    shares = {
        "weight": held(sizes.weights) / (_sum(sizes.weights) or 1.0),
        "links": held(sizes.links * sizes.chars) / np.maximum(chars, 1),
        "paragraphs": paragraphs / np.maximum(end - first, 1),
        "blocks": (end - first).astype(np.float64),
        "kept": kept / np.maximum(chars, 1),
        "of_kept": kept / (_sum(sizes.kept_chars) or 1.0),
    }
    columns: Columns = {}
    for level in range(LEVELS):
        numbers = np.array([chain[level] if len(chain) > level else -1 for chain in containers], np.intp)
        for name, share in shares.items():
            columns[f"{name}_{level}"] = np.where(numbers >= 0, share[numbers], -1.0)
    return columns


def _holding(page: Outline, ancestry: Ancestry) -> set[int]:
    """The elements around blocks."""
    found: set[int] = set()
    for holder in ancestry.holders:
        while holder >= 0 and holder not in found:
            found.add(holder)
            holder = page.elements[holder].parent
    return found


@lru_cache(8192)
def _kinds(label: str) -> tuple[bool, bool, bool]:
    """Whether a label says surely no article, possibly none, or the body."""
    name = names(label)
    return name in ("comments", "navigation", "sure"), name == "unsure", is_body(label)


def _named(page: Outline, ancestry: Ancestry, sizes: Sizes) -> Columns:
    """Which kinds of elements are around a block, and how far out the first named so is.

    Parents come before their children, so each row is made of the parent's.
    """
    totals = np.concatenate(([0.0], np.cumsum(sizes.weights))).tolist()
    whole, last = totals[-1] or 1.0, len(totals) - 1
    rows: dict[int, tuple[float, ...]] = {-1: _OUTSIDE}
    for number in sorted(_holding(page, ancestry)):
        element = page.elements[number]
        around = rows[element.parent]
        if element.tag not in SOFT:
            sure, noise, body, sure_share, noise_share, hidden, depth, tags = around
            is_sure, is_noise, is_body = _kinds(element.label) if element.label else (False, False, False)
            share = (totals[min(element.end, last)] - totals[element.first]) / whole
            around = (
                0 if is_sure else min(sure + 1, _FAR),
                0 if is_noise else min(noise + 1, _FAR),
                0 if is_body else min(body + 1, _FAR),
                share if is_sure else sure_share,
                share if is_noise else noise_share,
                hidden or element.hidden,
                depth + 1,
                int(tags) | _BITS.get(element.tag, 0),
            )
        rows[number] = around
    table = np.array([rows[holder] for holder in ancestry.holders], np.float64)
    columns = {name: table[:, column] for column, name in enumerate(_NAMED)}
    flags = table[:, len(_NAMED)].astype(np.int64)
    return columns | {f"in_{tag}": ((flags & bit) > 0).astype(np.float64) for tag, bit in _BITS.items()}


_NAMED: Final = ("sure_noise", "noise", "body_name", "sure_noise_share", "noise_share", "hidden", "depth")
_OUTSIDE: Final = (_FAR, _FAR, _FAR, -1.0, -1.0, False, 0, 0)
_BITS: Final = {tag: 1 << place for place, tag in enumerate(AROUND)}


def _likes(page: Outline, ancestry: Ancestry, sizes: Sizes, containers: Sequence[tuple[int, ...]]) -> Columns:
    """How much of the page's running text is in blocks of the same tag and parent, ancestry, or classes."""
    by_parent, by_tags, by_names = _Groups(), _Groups(), _Groups()
    elements = page.elements
    known: dict[int, tuple[int, tuple[str, str]]] = {}
    ancestries: dict[tuple[str, ...], int] = {}
    for block, chain in zip(page.blocks, containers, strict=True):
        parent = chain[0] if chain else -1
        if parent not in known:
            tags = tuple(elements[element].tag for element in chain[:8])
            outer = (elements[parent].tag, elements[parent].label[:60]) if chain else ("", "")
            known[parent] = (ancestries.setdefault(tags, len(ancestries)), outer)
        alike, outer = known[parent]
        own = elements[block.holder].label[:60] if block.holder not in (-1, parent) else ""
        by_parent.add((block.tag, parent))
        by_tags.add((block.tag, alike))
        by_names.add((block.tag, own, outer))
    columns: Columns = {}
    total = _sum(sizes.weights) or 1.0
    for name, groups in (("parent", by_parent), ("tags", by_tags), ("names", by_names)):
        sums = groups.held(sizes.weights)
        values = sums[groups.of]
        columns[f"like_{name}"] = values / total
        columns[f"like_{name}_of_most"] = values / (float(sums.max()) or 1.0)
    columns |= _to_main(ancestry, by_parent, sizes)
    numbers = np.array(by_parent.of)
    same = np.concatenate(([0.0], (numbers[1:] == numbers[:-1]).astype(np.float64), [0.0]))
    columns["as_before"], columns["as_after"] = same[:-1], same[1:]
    return columns


class _Groups:
    """Groups of blocks, numbered as they appear; `of` is the group of each block."""

    def __init__(self) -> None:
        self.of: list[int] = []
        self._numbers: dict[Hashable, int] = {}

    def add(self, key: Hashable) -> None:
        """Put the next block into the group of a key."""
        self.of.append(self._numbers.setdefault(key, len(self._numbers)))

    def held(self, values: Floats) -> Floats:
        """The sum of each group's values, in the order of the blocks."""
        return np.bincount(self.of, values).astype(np.float64)


def _to_main(ancestry: Ancestry, by_parent: _Groups, sizes: Sizes) -> Columns:
    """How far a block is from the largest group of one tag and parent: in the tree, and in blocks."""
    main = int(np.argmax(by_parent.held(sizes.weights)))
    members = [number for number, group in enumerate(by_parent.of) if group == main]
    ancestors = {element: place for place, element in enumerate(ancestry.chain(ancestry.holders[members[0]]))}
    known: dict[int, tuple[int, int]] = {}
    up, own = [], []
    for inner in ancestry.holders:
        if inner not in known:
            known[inner] = (20, 20)
            for place, element in enumerate(ancestry.chain(inner)):
                if element in ancestors:
                    known[inner] = (ancestors[element], place)
                    break
        up.append(known[inner][0])
        own.append(known[inner][1])
    places = np.arange(len(by_parent.of))
    away = np.where(
        places < members[0],
        places - members[0],
        np.where(places > members[-1], places - members[-1], 0),
    )
    return {
        "up_to_main": np.array(up, np.float64),
        "own_to_main": np.array(own, np.float64),
        "from_main": np.clip(away, -40, 60).astype(np.float64),
    }
