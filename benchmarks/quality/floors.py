"""What must ranking not fall below?

The floors are a file, so that lowering one shows in a commit, and that commit has to say why. The file has
one object for searches as they come ("plain") and one for those with expansion ("expand"): floors by measure,
by collection. A collection the file does not name has no floor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.runs import Run

__all__ = ["Shortfall", "read_floors", "shortfalls"]

Floors = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A floor that is not held."""

    collection: str
    measure: str
    value: float
    floor: float

    def __str__(self) -> str:
        return f"{self.collection}: {self.measure} {self.value:.4f} is below its floor of {self.floor:.4f}"


def read_floors(path: Path, *, expand: bool) -> Floors:
    """The floors for searches with or without expansion."""
    floors: Floors = json.loads(path.read_text(encoding="utf-8"))["expand" if expand else "plain"]
    return floors


def shortfalls(runs: Iterable[Run], floors: Floors) -> list[Shortfall]:
    """The floors that are not held, in the order of the runs."""
    return [
        Shortfall(run.name, measure, run.mean(measure), floor)
        for run in runs
        for measure, floor in floors.get(run.name, {}).items()
        if run.mean(measure) < floor
    ]
