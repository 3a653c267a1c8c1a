"""What must cleaning not fall below?

The floors are a file, so that lowering one shows in a commit, and that commit has to say why: floors of
Dateline by measure, by set. "pages lacking 3" is a ceiling. A set the file does not name has no floor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.cleaning.scores import Score

__all__ = ["CEILINGS", "Shortfall", "read_floors", "shortfalls"]

CEILINGS: Final = frozenset(("pages lacking 3",))
Floors = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A floor or ceiling that is not held."""

    page_set: str
    measure: str
    value: float
    floor: float

    def __str__(self) -> str:
        side, what = ("above", "ceiling") if self.measure in CEILINGS else ("below", "floor")
        return f"{self.page_set}: {self.measure} {self.value:.4g} is {side} its {what} of {self.floor:.4g}"


def read_floors(path: Path) -> Floors:
    """The floors by set and measure."""
    floors: Floors = json.loads(path.read_text(encoding="utf-8"))
    return floors


def shortfalls(scores: Iterable[Score], floors: Floors) -> list[Shortfall]:
    """The floors that Dateline does not hold, in the order of the scores; a measure not taken is 0."""
    missed = []
    for score in scores:
        if score.extractor != "dateline":
            continue
        for name, floor in floors.get(score.page_set, {}).items():
            value = score.values.get(name, 0.0)
            if (value > floor) if name in CEILINGS else (value < floor):
                missed.append(Shortfall(score.page_set, name, value, floor))
    return missed
