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
    """The blocks of the article, by number and in order: what the rules keep where the model keeps none.

    The model is read when the first page asks; SourceError when its file is damaged.
    """
    if not page.blocks:
        return verdict.kept
    model = load()
    return keep(tabulate(page, verdict, clues, model.odds, model.columns), model.forest, verdict)


def keep(table: Table, forest: Forest, verdict: Verdict) -> tuple[int, ...]:
    """Which blocks are kept; of those without a row the rules' verdict stays."""
    judged = table.blocks.tolist()
    weights: list[int | None] = [None] * len(table.ancestry.holders)
    for block, weight in zip(judged, forest.weigh(table.rows).tolist(), strict=True):
        weights[block] = weight
    parents = [next(iter(table.ancestry.containers(block)), -1) for block in range(len(weights))]
    kept = {
        block for block, is_kept in enumerate(smooth(weights, parents, frozenset(verdict.kept))) if is_kept
    }
    return tuple(sorted(kept.union(verdict.kept).difference(set(judged) - kept))) if kept else verdict.kept
