"""Where are the trees and the table of names kept, and how are they read?

`blocks.npz` beside this module: arrays, no objects, so that reading it runs nothing. It is made by
`python -m benchmarks.cleaning.train`; what it was made of: docs/cleaning-model.md.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.cleaning.model.forest import Forest
from dateline.indexer.cleaning.model.names import Odds
from dateline.indexer.errors import SourceError

__all__ = ["PATH", "Model", "load", "read_model", "write_model"]

PATH: Final = Path(__file__).with_name("blocks.npz")
_FORM: Final = 1  # of the file; raised when what its arrays mean changes


@dataclass(frozen=True, slots=True)
class Model:
    """The names of the columns a forest was trained on, the forest, and the odds of the names of elements."""

    columns: tuple[str, ...]
    forest: Forest
    odds: Odds


@lru_cache(maxsize=1)
def load() -> Model:
    """The model that is installed, read once; SourceError when its file is damaged or gone."""
    return read_model(PATH)


def read_model(path: Path) -> Model:
    """The model of a file; SourceError when it can't be read, or is not whole."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if int(arrays["form"]) != _FORM:
                raise ValueError(f"its form is {int(arrays['form'])}, not {_FORM}")
            columns = _texts(arrays["columns"])
            parts = _texts(arrays["parts"])
            forest = Forest(
                arrays["features"].astype(np.intp),
                arrays["thresholds"].astype(np.float64),
                arrays["left"].astype(np.intp),
                arrays["right"].astype(np.intp),
                arrays["values"].astype(np.int64),
                arrays["roots"].astype(np.intp),
                int(arrays["depth"]),
            )
            odds = dict(zip(parts, arrays["odds"].tolist(), strict=True))
        _demand_whole(forest, len(columns))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
        raise SourceError(
            None, f"the model of the cleaner, {path}, is damaged ({error}): install Dateline again"
        ) from error
    return Model(columns, forest, odds)


def write_model(path: Path, model: Model) -> None:
    """Write a model; the same bytes from the same model."""
    forest = model.forest
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            form=np.array(_FORM),
            columns=_bytes(model.columns),
            parts=_bytes(model.odds),
            odds=np.array(list(model.odds.values()), np.int16),
            features=forest.features.astype(np.int16),
            thresholds=forest.thresholds,
            left=forest.left.astype(np.int32),
            right=forest.right.astype(np.int32),
            values=forest.values.astype(np.int32),
            roots=forest.roots.astype(np.int32),
            depth=np.array(forest.depth),
        )


def _demand_whole(forest: Forest, columns: int) -> None:
    """ValueError when a node names another or a column that is not there."""
    nodes = len(forest.thresholds)
    if not (len(forest.features) == len(forest.left) == len(forest.right) == len(forest.values) == nodes):
        raise ValueError("its arrays differ in length")
    for numbers, limit in (
        (forest.features, columns),
        (forest.left, nodes),
        (forest.right, nodes),
        (forest.roots, nodes),
    ):
        if len(numbers) and not (numbers.min() >= 0 and numbers.max() < limit):
            raise ValueError("a node leads nowhere")


def _texts(array: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode("utf-8").split("\n"))


def _bytes(texts: object) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(list(texts)).encode("utf-8"), np.uint8)  # type: ignore[call-overload]
