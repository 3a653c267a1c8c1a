"""Which blocks are the article, after the rules have said what they say?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dateline.indexer.cleaning.model.features import Table, tabulate
from dateline.indexer.cleaning.model.forest import Forest
from dateline.indexer.cleaning.model.records import Clues, Verdict
from dateline.indexer.cleaning.model.smoothing import smooth
from dateline.indexer.cleaning.model.stored import load
from dateline.indexer.cleaning.outline import Outline

__all__ = ["decide", "keep"]

_TABLE: Final = frozenset(("table", "tbody", "thead", "tfoot", "tr"))
_LEAST_KEPT: Final = 0.6  # of the characters that the rules keep


def decide(page: Outline, verdict: Verdict, clues: Clues) -> tuple[int, ...]:
    """The blocks of the article, by number and in order.

    The model is read when the first page asks; SourceError when its file is damaged.
    """
    if not page.blocks:
        return verdict.kept
    model = load()
    return keep(tabulate(page, verdict, clues, model.odds, model.columns), model.forest, verdict, page)


def keep(table: Table, forest: Forest, verdict: Verdict, page: Outline) -> tuple[int, ...]:
    """Which blocks are kept; of those without a row, and of preformatted text, the rules' verdict stays.

    So it does of all blocks where the model would drop much of the text that the rules keep: then the page is
    like none it was trained on.
    """
    judged = table.blocks.tolist()
    weights: list[int | None] = [None] * len(page.blocks)
    for block, weight in zip(judged, forest.weigh(table.rows).tolist(), strict=True):
        weights[block] = weight
    parents = [_parent(table, page, block) for block in range(len(weights))]
    ruled = frozenset(verdict.kept)
    kept = {block for block, is_kept in enumerate(smooth(weights, parents, ruled)) if is_kept}
    kept |= ruled.difference(judged)
    kept |= {block for block in ruled if page.blocks[block].tag == "pre"}  # code: it was trained on news
    if not kept or _chars(page, kept & ruled) < _LEAST_KEPT * _chars(page, ruled):
        return verdict.kept
    return tuple(sorted(kept))


def _parent(table: Table, page: Outline, block: int) -> int:
    """The element that groups a block with its neighbours; a row stands where its table stands."""
    around = table.ancestry.containers(block)
    return next((number for number in around if page.elements[number].tag not in _TABLE), -1)


def _chars(page: Outline, blocks: Iterable[int]) -> int:
    return sum(len(page.blocks[block].text) for block in blocks)
