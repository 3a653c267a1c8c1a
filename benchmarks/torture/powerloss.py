"""What is left of an index when the power goes?

    python -m benchmarks.torture.powerloss [--states 1000]

The file operations of a real session (commits and checkpoints) are recorded, then a disk is modelled on which
the power goes after any of them: what a file holds is on it as far as the file was brought there (`fsync`);
of what was written since, each page of 4,096 bytes is on it or not, each by its own chance. Names are on it
as far as their folder was brought there; of changes of names since, each is on it or not, in any order. The
model is harsher than file systems are. Every state must open, verify, hold what was acknowledged, and go on.

Null control: without power loss nothing is wrong. Sabotage: each `fsync` taken out of the recording must be
found out, but those of files that were merged away before anything was published.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard
from unittest import mock

from benchmarks.torture.operations import Operation, Watch
from benchmarks.torture.states import fast, session, wrong_with

__all__ = ["main", "record", "sabotaged", "tortured"]

_PAGE = 4096
Log = list["Operation | int"]  # a number: that state was acknowledged


def record(folder: Path) -> Log:
    """What a session does, into a new index three folders below an empty one."""
    log: Log = []
    watch = Watch(folder)

    def acknowledge(state: int) -> None:
        log.extend(watch.done)
        watch.done.clear()
        log.append(state)

    with watch:
        session(folder / "a" / "b" / "ix", acknowledge)
    log.extend(watch.done)
    return log


class _Disk:
    """What is on the disk and what is not yet, while a recording is played."""

    def __init__(self) -> None:
        self.durable: dict[int, bytes] = {}
        self.cached: dict[int, bytearray] = {}
        self.names: dict[str, int] = {}  # on the disk: path to file, -1 for a folder
        self.pending: list[tuple[str, dict[str, int | None]]] = []  # folder, names set (None: taken away)
        self.acknowledged = 0

    def play(self, operation: Operation | int) -> None:
        if isinstance(operation, int):
            self.acknowledged = operation
            return
        path = operation.path
        above = os.path.dirname(path)
        if operation.kind == "mkdir":
            self.pending.append((above, {path: -1}))
        elif operation.kind == "create":
            self.cached[operation.file] = bytearray()
            self.durable[operation.file] = b""
            self.pending.append((above, {path: operation.file}))
        elif operation.kind == "replace":
            self.pending.append((above, {path: None, operation.target: operation.file}))
        elif operation.kind == "unlink":
            self.pending.append((above, {path: None}))
        elif operation.kind == "write":
            held = self.cached[operation.file]
            end = operation.offset + len(operation.data)
            held.extend(bytes(max(0, end - len(held))))
            held[operation.offset : end] = operation.data
        elif operation.kind == "truncate":
            del self.cached[operation.file][operation.offset :]
        elif operation.kind == "sync":
            self.durable[operation.file] = bytes(self.cached[operation.file])
        elif operation.kind == "sync folder":
            for _, names in [entry for entry in self.pending if entry[0] == path]:
                self._rename(self.names, names)
            self.pending = [entry for entry in self.pending if entry[0] != path]

    @staticmethod
    def _rename(names: dict[str, int], changes: dict[str, int | None]) -> None:
        for path, file in changes.items():
            if file is None:
                names.pop(path, None)
            else:
                names[path] = file

    def lose_power(self, chance: random.Random, root: str, into: Path) -> None:
        """Write what may be left of the files below `root` into a folder."""
        names = dict(self.names)
        likely = chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        for _, changes in self.pending:
            if chance.random() < likely:
                self._rename(names, changes)
        for path in sorted(names):
            above = os.path.dirname(path)
            if above != root and names.get(above) != -1:
                names[path] = -2  # below a folder that was lost
                continue
            target = into / os.path.relpath(path, root)
            if names[path] == -1:
                target.mkdir()
            elif names[path] >= 0:
                target.write_bytes(self._left(names[path], chance))

    def _left(self, file: int, chance: random.Random) -> bytes:
        old, new = self.durable[file], bytes(self.cached[file])
        if old == new:
            return new
        likely = chance.choice([0.0, 0.5, 1.0])
        left = bytearray((old if chance.random() < 0.5 else new[:0]).ljust(len(new), b"\0"))
        for start in range(0, len(new), _PAGE):
            page = slice(start, start + _PAGE)
            left[page] = new[page] if chance.random() < likely else old[page].ljust(len(new[page]), b"\0")
        return bytes(left[: chance.choice([0, len(old), len(new)])])


def tortured(
    log: Sequence[Operation | int], root: Path, states: int, seed: int = 1, places: Sequence[int] = ()
) -> Counter[str]:
    """What is wrong in so many states after power losses, and how often.

    The power goes after so many operations as `places` say, one after the other; by default at all in turn.
    """
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    places = places or chance.sample(range(1, len(log) + 1), len(log))
    with mock.patch("os.fsync"):  # of the checks: this power never goes
        for number in range(states):
            disk = _Disk()
            for operation in log[: places[number % len(places)]]:
                disk.play(operation)
            with tempfile.TemporaryDirectory(dir=fast()) as folder:
                disk.lose_power(chance, str(root), Path(folder))
                found = wrong_with(Path(folder) / "a" / "b" / "ix", disk.acknowledged)
            if found is not None:
                wrong[found.replace(folder, "…")] += 1
    return wrong


def sabotaged(log: Sequence[Operation | int], root: Path, states: int) -> list[tuple[str, bool]]:
    """For each `fsync` of the recording whether its absence is found out, within so many states."""
    found = []
    for place, operation in enumerate(log):
        if _is_sync(operation) and not _came_to_nothing(log[place:]):
            without = [*log[:place], *log[place + 1 :]]
            soon = [at for at in range(place, len(without) + 1) if _changes_names(without[at - 1])]
            places = soon[:8]  # what is not on the disk is missed when names change, or it is acknowledged
            seen = any(tortured(without, root, 24, seed, places) for seed in range(states // 24))
            found.append((f"{operation.kind} {os.path.basename(operation.path)}", seen))
    return found


def _is_sync(operation: Operation | int) -> TypeGuard[Operation]:
    return isinstance(operation, Operation) and operation.kind.startswith("sync")


def _came_to_nothing(rest: Sequence[Operation | int]) -> bool:
    """Whether the file with whose `fsync` this begins was removed before the next state was published."""
    first = rest[0]
    assert isinstance(first, Operation)
    path = first.path
    for operation in rest:
        if isinstance(operation, int) or operation.target.endswith("index.toc"):
            return False
        if operation.kind == "replace" and operation.path == path:
            path = operation.target
        if operation.kind == "unlink" and operation.path == path:
            return True
    return False


def _changes_names(operation: Operation | int) -> bool:
    return isinstance(operation, int) or operation.kind in ("replace", "unlink")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when the index or the harness fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--states", type=int, default=1000)
    parser.add_argument("--each", type=int, default=600, help="states for each fsync taken out, at most")
    options = parser.parse_args(arguments)
    root = Path(tempfile.mkdtemp(dir=fast()))
    try:
        log = record(root)
        null = wrong_with(root / "a" / "b" / "ix", 4)
    finally:
        shutil.rmtree(root)
    syncs = sum(map(_is_sync, log))
    print(f"{len(log)} operations, {syncs} of them fsync; null control: {null or 'nothing wrong'}")
    wrong = tortured(log, root, options.states)
    print(f"{options.states} states: {sum(wrong.values())} wrong")
    for what, count in wrong.most_common(10):
        print(f"  {count} × {what}")
    control = sabotaged(log, root, options.each)
    missed = [name for name, seen in control if not seen]
    print(f"fsync taken out one by one: {len(control) - len(missed)} of {len(control)} found out")
    for name in missed:
        print(f"  not found out: {name}")
    return int(bool(null or wrong or missed))


if __name__ == "__main__":
    sys.exit(main())
