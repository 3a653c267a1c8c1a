"""What does a cluster lose, and what does it answer wrongly, while its nodes die, stop, fill and choke?

    python -m benchmarks.torture.opensearch [--rounds 3] [--files 300] [--kills 20] [--only loading]

Two real nodes of its own are started. Articles are loaded, and questions asked, while one node or the other
is killed (`kill -9`) and started again, or stopped, while every disk is beyond its flood stage, and while
breakers trip; then the process that loads is killed, at random moments. Afterwards the server must hold every
article and row it acknowledged, no file may be told as read whose articles are not all there, and the next
load must finish the work: the same index as one that was never disturbed. Who asks must get the right answer,
or an error in one line, and none may wait beyond its limit.

Null control: nothing happens. Sabotage must be found out: files told as read before their articles are
acknowledged; refusals for want of room taken for done; answers that lack a shard.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final
from unittest import mock

from benchmarks.opensearch_nodes import Nodes
from benchmarks.torture.opensearch_asking import Asking, answers_of
from benchmarks.torture.opensearch_faults import ASKING, LOADING, Fault, killed, quiet
from benchmarks.torture.opensearch_loading import (
    Contents,
    Load,
    contents_of,
    run_again,
    write_sources,
    wrong_after,
)
from dateline.indexer.builder import build
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.search import Archive

__all__ = ["Torture", "main"]

_SEED: Final = 14
_HELD_S: Final = 6.0  # that a fault holds for: longer than a request takes, shorter than a node is given up
_AROUND_S: Final = 1.5  # that questions are asked before a fault and after it
_NEW, _CHANGED = 1, 2


@dataclass
class Figures:
    """Of one kind of trouble."""

    times: int = 0
    seconds: float = 0.0  # the longest load or answer
    told: str = ""
    wrong: Counter[str] = field(default_factory=Counter)


class Torture:
    """A cluster, files, and what an index of them holds that was never disturbed."""

    def __init__(self, nodes: Nodes, work: Path, files: int) -> None:
        self.nodes = nodes
        self._work = work
        self._files = files
        self._numbers = count()
        self._chance = random.Random(_SEED)
        self._expected: dict[int, Contents] = {}

    def _address(self) -> str:
        return f"{self.nodes.url}/torture-{next(self._numbers)}"

    def _sources(self, step: int) -> Path:
        write_sources(self._work / "files", step, self._files)
        return self._work / "files"

    def expected(self, step: int) -> Contents:
        """What an index of the files of a step holds."""
        if step not in self._expected:
            address = self._address()
            self._load(address, _NEW)
            if step != _NEW:
                self._load(address, step)
            self._expected[step] = contents_of(address)[0]
            self._forget(address)
        return self._expected[step]

    def _load(self, address: str, step: int) -> None:
        build(self._sources(step), index=address, jobs=1, prune=True)

    def _forget(self, address: str) -> None:
        name = address.rpartition("/")[2]
        with Connection(parse_address(address)) as connection:
            for index in connection.get(f"/{name}-*", expand_wildcards="all"):
                connection.delete(f"/{index}")

    # -- loading ---------------------------------------------------------------------------------------

    def loading(self, fault: Fault, step: int, *, held_s: float = _HELD_S, sabotage: str = "") -> Figures:
        """A load within which a fault happens, and what is wrong after it."""
        expected = self.expected(step)
        address = self._address()
        if step != _NEW:
            self._load(address, _NEW)
        log = self._work / f"{address.rpartition('/')[2]}.log"
        load = Load.start(address, self._sources(step), log, sabotage)
        load.wait_for_words(self._chance.randrange(1, max(2, len(expected) // 2)))
        with fault(self.nodes):
            time.sleep(held_s)
        ended, took = load.end()
        return self._judged(address, step, load, log, ended, took)

    def killing(self, step: int, *, sabotage: str = "") -> Figures:
        """A load whose process is killed at a random moment."""
        expected = self.expected(step)
        address = self._address()
        if step != _NEW:
            self._load(address, _NEW)
        log = self._work / f"{address.rpartition('/')[2]}.log"
        load = Load.start(address, self._sources(step), log, sabotage)
        load.wait_for_words(self._chance.randrange(1, 2 * len(expected)))
        load.child.kill()
        ended, took = load.end()
        return self._judged(address, step, load, log, ended, took)

    def _judged(
        self, address: str, step: int, load: Load, log: Path, ended: str | None, took: float
    ) -> Figures:
        code = load.child.returncode
        told = {0: "went on to its end", -9: "killed"}.get(code, "ended with an error, run again")
        figures = Figures(1, took, told, wrong_after(address, log))
        if code == 0 and contents_of(address)[0] != self.expected(step):
            figures.wrong["a load that ended well has not all of it"] += 1
        for wrong in (ended, run_again(address, self._sources(step), self.expected(step), log)):
            if wrong:
                figures.wrong[wrong] += 1
        self._forget(address)
        return figures

    # -- asking ----------------------------------------------------------------------------------------

    def asking(self, faults: Sequence[tuple[str, Fault]], *, held_s: float = _HELD_S) -> Iterator[Any]:
        """For each fault its name and the figures of who asked meanwhile, of one index."""
        address = self._address()
        self._load(address, _NEW)
        with Archive.open(address) as archive:
            right = answers_of(archive)
        for name, fault in faults:
            with Asking(address, right) as asking:
                time.sleep(_AROUND_S)
                with fault(self.nodes):
                    time.sleep(held_s)
                time.sleep(_AROUND_S)
            told = f"{asking.answers:,} answers, {asking.errors.total():,} errors in a line"
            wrong = asking.wrong
            if not asking.answers:
                wrong["no answer at all"] += 1
            yield name, Figures(1, asking.longest, told, wrong)
        self._forget(address)

    def partial(self) -> bool:
        """Whether wrong answers are found out where a reader takes what is left of an index for all of it."""
        real = Connection.search

        def search(self: Connection, index: str, body: Any, **params: Any) -> dict[str, Any]:
            return real(self, index, body, **{**params, "allow_partial_search_results": "true"})

        address = self._address()
        with mock.patch.dict(os.environ, {"DATELINE_OPENSEARCH_SHARDS": "2"}):
            self._load(address, _NEW)
        name = address.rpartition("/")[2]
        with Connection(parse_address(address)) as connection:
            alone = {"index": {"auto_expand_replicas": False, "number_of_replicas": 0}}
            connection.put(f"/{name}-1/_settings", alone)
        with Archive.open(address) as archive:
            right = answers_of(archive)
        with (
            mock.patch.object(Connection, "search", search),
            mock.patch.object(Connection, "demand_whole", lambda *_: None),
            Asking(address, right) as asking,
            killed(2)(self.nodes),
        ):
            time.sleep(_HELD_S)
        with Asking(address, right) as honest, killed(2)(self.nodes):
            time.sleep(_HELD_S)
        self._forget(address)
        return any("wrong answer" in one for one in asking.wrong) and not honest.wrong


def _print(name: str, figures: Sequence[Figures]) -> bool:
    """Print the figures of one kind of trouble; whether anything was wrong."""
    wrong: Counter[str] = sum((one.wrong for one in figures), Counter())
    told = Counter(one.told for one in figures)
    said = ", ".join(f"{times} × {what}" if len(figures) > 1 else what for what, times in told.items())
    longest = max((one.seconds for one in figures), default=0.0)
    print(f"{name}: {len(figures)} times, {wrong.total()} wrong; longest {longest:.1f} s; {said}", flush=True)
    for what, times in wrong.most_common(10):
        print(f"    {times} × {what}", flush=True)
    return bool(wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all, print the figures; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture.opensearch")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of each fault while loading")
    parser.add_argument("--files", type=int, default=300, metavar="N", help="of ten articles each")
    parser.add_argument("--kills", type=int, default=20, metavar="N", help="of the process that loads")
    parser.add_argument("--only", choices=("loading", "killing", "asking", "sabotage"))
    given = parser.parse_args(arguments)
    failed = False
    with tempfile.TemporaryDirectory() as work, Nodes.new(f"torture-{os.getpid()}") as nodes:
        torture = Torture(nodes, Path(work), given.files)
        if given.only in (None, "loading"):
            failed |= _print("null control, loading", [torture.loading(quiet, step) for step in (1, 2)])
            for name, fault in LOADING.items():
                done = [torture.loading(fault, at % 2 + 1) for at in range(given.rounds)]
                failed |= _print(f"loading, {name}", done)
        if given.only in (None, "killing"):
            done = [torture.killing(at % 2 + 1) for at in range(given.kills)]
            failed |= _print("loading, kill -9 of who loads", done)
        if given.only in (None, "asking"):
            for name, figures in torture.asking([("nothing (null control)", quiet), *ASKING.items()]):
                failed |= _print(f"asking, {name}", [figures])
        if given.only in (None, "sabotage"):
            for what, found in _sabotaged(torture).items():
                failed |= not found
                print(f"sabotage: {what}: {'found out' if found else 'NOT FOUND OUT'}", flush=True)
    return int(failed)


def _sabotaged(torture: Torture) -> dict[str, bool]:
    """For each protection that was taken out, whether it was found out."""
    early = [torture.killing(1, sabotage="rows-first") for _ in range(3)]
    choked = torture.loading(quiet, 1, sabotage="no-retry")
    return {
        "files told as read before their articles are acknowledged": any(one.wrong for one in early),
        "a refusal for want of room taken for done": bool(choked.wrong),
        "answers that lack a shard": torture.partial(),
    }


if __name__ == "__main__":
    sys.exit(main())
