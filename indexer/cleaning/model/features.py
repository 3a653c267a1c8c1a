"""What is known of a page's blocks, as a table of numbers: what the forest decides by.

A row is a block, a column has a name; which columns there are, and in which order, the model says. Most
blocks of a page are menus: what is surely none of the article is no candidate, and costs no row. Nor are
captions candidates, which the rules know, nor what they settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.cleaning.kinds import is_captioned
from dateline.indexer.cleaning.model.ancestry import Ancestry
from dateline.indexer.cleaning.model.names import Odds, weigh_names
from dateline.indexer.cleaning.model.places import (
    Columns,
    measure_containers,
    measure_places,
    measure_rules,
    neighbours,
    size,
)
from dateline.indexer.cleaning.model.records import Clues, Verdict
from dateline.indexer.cleaning.model.words import compare_words, fold, measure_words
from dateline.indexer.cleaning.outline import Outline
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["Table", "columns_of", "tabulate"]

# Rules that are sure: of the blocks they drop hardly one is an article's, or they read what a block says. The
# others guess ("aside", "hidden", "header", "scrap"), and may be overruled.
_FINAL: Final = frozenset(
    (
        "after the story",
        "comments",
        "data",
        "furniture",
        "links",
        "navigation",
        "not in JSON-LD",
        "other article",
        "outside",
        "promotion",
        "repeat",
        "separator",
        "title",
    )
)


@dataclass(frozen=True, slots=True)
class Table:
    """The candidates among the blocks of a page, by number and in order, and a row of numbers for each."""

    blocks: NDArray[np.intp]
    rows: NDArray[np.float64]
    ancestry: Ancestry


def tabulate(page: Outline, verdict: Verdict, clues: Clues, odds: Odds, names: Sequence[str]) -> Table:
    """The columns of those names for the candidates of a page."""
    blocks, columns, ancestry = columns_of(page, verdict, clues, odds)
    rows = np.empty((len(blocks), len(names)))
    for place, name in enumerate(names):
        rows[:, place] = columns[name]
    return Table(blocks, rows, ancestry)


def columns_of(
    page: Outline, verdict: Verdict, clues: Clues, odds: Odds
) -> tuple[NDArray[np.intp], Columns, Ancestry]:
    """Every column there is, for the candidates; a page without blocks has none."""
    ancestry = Ancestry(page)
    if not page.blocks:
        return np.zeros(0, np.intp), {}, ancestry
    sizes = size(page.blocks, verdict)
    everywhere = measure_rules(verdict, sizes)
    everywhere |= measure_places(page.blocks, sizes, _titled(page, clues.title))
    everywhere |= measure_containers(page, ancestry, sizes)
    everywhere["ends_sentence"] = np.array([ends_sentence(block.text) for block in page.blocks], np.float64)
    everywhere |= neighbours(everywhere)
    settled = verdict.settled.union(number for number, rule in verdict.dropped if rule in _FINAL)
    blocks = np.array(
        [
            number
            for number in np.flatnonzero(_candidates(everywhere)).tolist()
            if number not in settled and not is_captioned(page, number)
        ],
        np.intp,
    )
    columns = {name: column[blocks] for name, column in everywhere.items()}
    texts = [page.blocks[number] for number in blocks.tolist()]
    columns |= measure_words(texts)
    columns |= compare_words(texts, clues)
    columns |= weigh_names(ancestry, blocks, odds)
    return blocks, columns, ancestry


def _titled(page: Outline, title: str | None) -> NDArray[np.float64]:
    """1 for each block that is the title."""
    wanted = fold(title or "")
    longest = 2 * len(title or "")
    found = [
        bool(wanted) and len(block.text) <= longest and fold(block.text) == wanted for block in page.blocks
    ]
    return np.array(found, np.float64)


def _candidates(columns: Columns) -> NDArray[np.bool_]:
    """Which blocks may be the article's: not what rules leave out and is linked, or short and alone."""
    outside = (columns["kept"] == 0) & (columns["within"] == 0)
    linked = (columns["links"] > 0.7) & (columns["chars"] < 150) & outside
    alone = (columns["near_5"] < 0.002) & (columns["chars"] < 60) & outside
    found: NDArray[np.bool_] = ~(
        linked | alone | (outside & (columns["links"] > 0.5) & (columns["chars"] < 100))
    )
    return found
