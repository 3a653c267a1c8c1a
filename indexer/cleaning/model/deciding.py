"""Which blocks are the article, after the rules have said what they say?"""

from __future__ import annotations

from dateline.indexer.cleaning.model.features import Table, tabulate
from dateline.indexer.cleaning.model.forest import Forest
from dateline.indexer.cleaning.model.records import Clues, Verdict
from dateline.indexer.cleaning.model.smoothing import smooth
from dateline.indexer.cleaning.model.stored import load
from dateline.indexer.cleaning.outline import Outline

__all__ = ["decide", "keep"]


def decide(page: Outline, verdict: Verdict, clues: Clues) -> tuple[int, ...]:
    """The blocks of the article, by number and in order: as the rules say where the model keeps none.

    The model is read when the first page asks; SourceError when its file is damaged.
    """
    if not page.blocks:
        return verdict.kept
    model = load()
    table = tabulate(page, verdict, clues, model.odds, model.columns)
    return keep(table, model.forest, len(page.blocks)) or verdict.kept


def keep(table: Table, forest: Forest, blocks: int) -> tuple[int, ...]:
    """Which of so many blocks are kept; those without a row are not."""
    weights: list[int | None] = [None] * blocks
    for block, weight in zip(table.blocks.tolist(), forest.weigh(table.rows).tolist(), strict=True):
        weights[block] = weight
    parents = [next(iter(table.holding.containers(block)), -1) for block in range(blocks)]
    return tuple(block for block, is_kept in enumerate(smooth(weights, parents)) if is_kept)
