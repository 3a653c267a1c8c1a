"""Who takes part in a run, and the indexes they ask: each builds its own, by article and by passage."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.felt.candidates import Candidate
from benchmarks.felt.kept import forget, keep
from benchmarks.speed.corpus import Corpus
from benchmarks.speed.documents import By
from benchmarks.speed.processes import Interpreter, PhaseError, run_phase

__all__ = ["Contestant", "Lineup", "build_index"]


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine in an interpreter. `candidate` is the version it is of, where it is Dateline."""

    label: str
    runner: str
    interpreter: Interpreter
    candidate: Candidate | None = None


@dataclass(slots=True)
class Lineup:
    """All that take part, the first version of Dateline first: others are given as multiples of it.

    `failed` says of those that dropped out why.
    """

    contestants: list[Contestant]
    corpus: Corpus
    work: Path
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def running(self) -> list[Contestant]:
        """Those that have not failed."""
        return [one for one in self.contestants if one.label not in self.failed]

    @property
    def versions(self) -> list[Contestant]:
        """Of those, the versions of Dateline."""
        return [one for one in self.running if one.candidate]

    def index(self, one: Contestant, by: str) -> Path:
        """Where an index of its is, or will be."""
        return self.work / "indexes" / one.label.replace(" ", "-") / by

    def each(self, step: Callable[[Contestant], None]) -> None:
        """Do a step with each that is running; one that fails is left out from here on."""
        for one in self.running:
            self._do(step, one)

    def _do(self, step: Callable[[Contestant], None], one: Contestant) -> None:
        try:
            step(one)
        except PhaseError as error:
            lines = str(error).strip().splitlines()
            self.failed[one.label] = lines[-1] if lines else "it failed and said nothing"
            print(f"{one.label} FAILED: {error}", file=sys.stderr)


def build_index(lineup: Lineup, one: Contestant, by: By) -> dict[str, Any]:
    """Build an index anew, from records; what was measured. Raises PhaseError."""
    folder = lineup.index(one, by)
    forget(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    documents = lineup.corpus.documents(by).resolve()
    measured, usage = run_phase("build", one.runner, documents, folder, 1, by=by, interpreter=one.interpreter)
    keep(folder, lineup.corpus)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {**measured, "cpu_s": usage.cpu_s, "index_bytes": size}
