"""Who takes part in a run, and the indexes they ask: each builds its own, by article and by passage."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.felt.candidates import Candidate
from benchmarks.speed.corpus import Corpus
from benchmarks.speed.documents import By
from benchmarks.speed.processes import Interpreter, PhaseError, run_phase

__all__ = ["Contestant", "Lineup", "build_index", "is_built"]


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
    folder, built = lineup.index(one, by), _built(lineup, one, by)
    built.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    documents = lineup.corpus.documents(by).resolve()
    measured, usage = run_phase("build", one.runner, documents, folder, 1, by=by, interpreter=one.interpreter)
    built.write_text(_of(lineup.corpus), encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {**measured, "cpu_s": usage.cpu_s, "index_bytes": size}


def is_built(lineup: Lineup, one: Contestant, by: By) -> bool:
    """Whether an earlier run built an index of a corpus like this one: of the same number of bytes."""
    built = _built(lineup, one, by)
    return built.is_file() and built.read_text(encoding="utf-8") == _of(lineup.corpus)


def _built(lineup: Lineup, one: Contestant, by: By) -> Path:
    """A file beside an index, written when it is whole: what of."""
    return lineup.index(one, by).with_name(f"{by}.built.json")


def _of(corpus: Corpus) -> str:
    return json.dumps({name: value for name, value in asdict(corpus).items() if name != "folder"})
