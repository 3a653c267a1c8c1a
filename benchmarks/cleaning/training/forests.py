"""How are trees trained, and how do they become arrays that numpy can walk?

LightGBM grows them (Ke et al. 2017); nothing of it is needed afterwards. One thread, and every random choice
from one seed: the same pages give the same trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning.training.examples import Example
from benchmarks.cleaning.training.odds import learn_odds
from dateline.indexer.cleaning.model.forest import UNIT, Forest
from dateline.indexer.cleaning.model.names import NAMES, weigh_names
from dateline.indexer.cleaning.model.stored import Model

__all__ = ["TREES", "fold_sites", "forest_of", "table_of", "train"]

TREES: Final = 160
# Chosen among a dozen settings by cross-validation over sites; none differs from another by more than .003.
_SETTINGS: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 31,
    "max_depth": 8,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "path_smooth": 5.0,
    "max_bin": 127,
    "num_threads": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}

Floats = NDArray[np.float64]


def fold_sites(sites: Sequence[str], folds: int, seed: int) -> list[int]:
    """The fold of each page by its site, so that no site is in two; sites are dealt out in a random order."""
    distinct = sorted(set(sites))
    order = np.random.default_rng(seed).permutation(len(distinct)).tolist()
    fold = {site: place % folds for site, place in zip(distinct, order, strict=True)}
    return [fold[site] for site in sites]


def table_of(example: Example, odds: Mapping[str, int], columns: Sequence[str]) -> Floats:
    """The candidates of a page as rows."""
    named = weigh_names(example.ancestry, example.blocks, odds)
    rows = np.empty((len(example.blocks), len(columns)))
    for place, name in enumerate(columns):
        rows[:, place] = named[name] if name in named else example.columns[name]
    return rows


def train(examples: Sequence[Example], columns: Sequence[str] | None = None) -> tuple[Model, Any]:
    """A model of the pages that may be taught, and LightGBM's own form of its trees.

    The odds that a page is trained with come from other sites, as they will when a page is met later; those
    that are stored come from all.
    """
    import lightgbm

    taught = [example for example in examples if example.taught and len(example.blocks)]
    names = tuple(columns or _columns(taught[0]))
    fold = fold_sites([example.site for example in taught], 2, 1)
    tables: list[Floats] = [np.zeros((0, len(names)))] * len(taught)
    for half in (0, 1):
        odds = learn_odds(example for example, own in zip(taught, fold, strict=True) if own != half)
        for place, example in enumerate(taught):
            if fold[place] == half:
                tables[place] = table_of(example, odds, names)
    counts = [example.weights > 0 for example in taught]
    rows = np.vstack([table[known] for table, known in zip(tables, counts, strict=True)])
    labels = np.concatenate([e.labels[known] for e, known in zip(taught, counts, strict=True)])
    weights = np.concatenate([e.weights[known] for e, known in zip(taught, counts, strict=True)])
    booster = lightgbm.train(dict(_SETTINGS), lightgbm.Dataset(rows, labels, weight=weights), TREES)
    return Model(names, forest_of(booster.dump_model()), learn_odds(taught)), booster


def _columns(example: Example) -> list[str]:
    odds = [f"odds_{name}" for name in NAMES]
    return [*sorted(name for name in example.columns if name not in odds), *odds]


def forest_of(dumped: Mapping[str, Any]) -> Forest:
    """LightGBM's trees as arrays."""
    features: list[int] = []
    thresholds: list[float] = []
    children: list[list[int]] = []
    values: list[float] = []
    roots: list[int] = []

    def add(node: Mapping[str, Any]) -> tuple[int, int]:
        """Number a node and what is below it; its number, and how deep it is."""
        number = len(features)
        split = "split_feature" in node
        features.append(node["split_feature"] if split else 0)
        thresholds.append(node["threshold"] if split else 0.0)
        children.append([number, number])
        values.append(0.0 if split else node["leaf_value"])
        if not split:
            return number, 0
        (left, left_depth), (right, right_depth) = add(node["left_child"]), add(node["right_child"])
        children[number] = [left, right]
        return number, 1 + max(left_depth, right_depth)

    depth = 0
    for tree in dumped["tree_info"]:
        root, own = add(tree["tree_structure"])
        roots.append(root)
        depth = max(depth, own)
    left, right = np.array(children, np.intp).reshape(-1, 2).T
    return Forest(
        np.array(features, np.intp),
        np.array(thresholds, np.float64),
        np.ascontiguousarray(left),
        np.ascontiguousarray(right),
        np.array([round(value * UNIT) for value in values], np.int64),
        np.array(roots, np.intp),
        depth,
    )
