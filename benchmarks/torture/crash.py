"""What is left of an index when the process is killed?

    python -m benchmarks.torture.crash [--rounds 1000] [--jobs 2]

`kill -9` at each file operation of a session of commits and checkpoints, then at random moments of `build()`:
building, updating, removing, with one process and with several. Afterwards the index must open, verify, hold
every article in a version between that of the last acknowledged build and that of the one under way, and the
next build must finish the work and leave no file that is of no state.

Null control: nothing is killed. Sabotage: writers that publish before they have written must be found out.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.torture.operations import Operation, Watch
from benchmarks.torture.states import fast, session, state_of, wrong_with
from dateline.indexer.builder import build
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME
from dateline.indexer.format.index.toc import read_toc

__all__ = ["at_each_operation", "at_random_moments", "main", "sabotaged"]

_PATIENCE_S = 20.0  # for workers of a dead process to be gone


def _child(work: Callable[[int], object]) -> tuple[int, int]:
    """Run `work` in a forked process; its process id, and a pipe to read what it acknowledges from."""
    ours, theirs = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking where there are threads
        child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    os.setsid()
    try:
        work(theirs)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(0)


def _ended(child: int, pipe: int) -> tuple[int, bool]:
    """What was acknowledged last by a child that has ended, and whether it ended by itself."""
    _, status = os.waitpid(child, 0)
    os.set_blocking(pipe, False)  # somebody the child has started may hold the other end
    try:
        said = os.read(pipe, 1000)
    except BlockingIOError:
        said = b""
    os.close(pipe)
    return (said[-1] if said else 0), not os.WIFSIGNALED(status)


def at_each_operation(every: int = 1, first: int = 1) -> tuple[int, Counter[str]]:
    """How many sessions were killed, one before each file operation, and what is wrong afterwards."""
    wrong: Counter[str] = Counter()
    place = first
    killed = 0
    while True:
        with tempfile.TemporaryDirectory(dir=fast()) as above:
            folder = Path(above) / "ix"
            acknowledged, by_itself = _ended(*_child(lambda pipe: _session(folder, pipe, place)))  # noqa: B023
            found = wrong_with(folder, acknowledged) if folder.exists() else None
            if found is not None:
                wrong[found.replace(above, "…")] += 1
            if by_itself:
                return killed, wrong
            killed += 1
            place += every


def _session(folder: Path, pipe: int, place: int) -> None:
    count = 0

    def before(_: Operation) -> None:
        nonlocal count
        count += 1
        if count == place:
            os.kill(os.getpid(), signal.SIGKILL)

    with Watch(folder.parent, before):
        session(folder, lambda state: os.write(pipe, bytes([state])))


def _text(number: int, version: int) -> str:
    words = " ".join(f"word{number}x{place}" for place in range(30))
    return (
        f"Story number {number}\n\nIn version {version} the border guards of Osh met and talked. {words}.\n"
    )


def _write_sources(folder: Path, step: int, files: int) -> dict[str, int]:
    """The files as they are at a step, 0 for none; the version of each by its name."""
    folder.mkdir(exist_ok=True)
    versions = {}
    for number in range(files):
        path = folder / f"{number:03d}.txt"
        version = 0 if step == 0 or (step == 3 and number % 3 == 0) else 2 if step > 1 and number % 2 else 1
        if not version:
            path.unlink(missing_ok=True)
            continue
        versions[path.name] = version
        path.write_text(_text(number, version))
        os.utime(path, (10**9 + version, 10**9 + version))
    return versions


def _versions(index: Path) -> dict[str, int]:
    """The version of each file's article in the index."""
    found = {}
    for text in state_of(index).values():
        words = text.split("word", 1)
        version = int(words[0].split("In version ")[1].split()[0])
        found[f"{int(words[1].split('x')[0]):03d}.txt"] = version
    return found


def at_random_moments(rounds: int, jobs: int, files: int, seed: int = 1) -> tuple[int, Counter[str]]:
    """How many of so many builds were killed, and what was wrong after them."""
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    killed = 0
    takes = 0.5
    for number in range(rounds):
        step = number % 3 + 1
        with tempfile.TemporaryDirectory(dir=fast()) as above:
            sources, index = Path(above) / "files", Path(above) / "ix"
            before = _write_sources(sources, step - 1, files)
            if before:
                build(sources, index=index)
            after = _write_sources(sources, step, files)
            begun = time.monotonic()
            child, pipe = _child(lambda pipe: _build(sources, index, jobs, pipe))  # noqa: B023
            time.sleep(chance.random() * takes)
            os.kill(child, signal.SIGKILL)
            acknowledged, by_itself = _ended(child, pipe)
            killed += not by_itself
            # Aim at the whole of a build, and not beyond.
            takes = 0.8 * (time.monotonic() - begun) if by_itself else min(1.1 * takes, 30)
            found = _wrong_after(sources, index, before, after, bool(acknowledged))
            if found is not None:
                wrong[found.replace(above, "…")] += 1
    return killed, wrong


def _build(sources: Path, index: Path, jobs: int, pipe: int) -> None:
    build(sources, index=index, jobs=jobs)
    os.write(pipe, b"\1")


def _wrong_after(
    sources: Path, index: Path, before: dict[str, int], after: dict[str, int], acknowledged: bool
) -> str | None:
    """What is wrong with an index after a build from one state to another was killed."""
    try:
        found = _versions(index) if index.exists() else {}
    except Exception as error:
        return f"can't be read: {type(error).__name__}: {error}"
    for name in {*before, *after, *found}:
        allowed = {after.get(name)} if acknowledged else {before.get(name), after.get(name)}
        if found.get(name) not in allowed:
            return f"version {found.get(name)} of a file, allowed {allowed}"
    try:
        build(sources, index=index)
    except Exception as error:
        return f"the next build fails: {type(error).__name__}: {error}"
    if _versions(index) != after:
        return "the next build does not finish the work"
    toc = read_toc(index)
    left = {path.name for path in index.iterdir()} - {TOC_NAME, LOCK_NAME} - toc.files() - set(toc.previous)
    return f"left over: {sorted(left)}" if left else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when the index or the harness fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=1000, help="builds killed at random moments")
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--every", type=int, default=1, help="kill at each so many operations")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    if not hasattr(os, "fork"):
        print("skipped: needs fork")
        return 0
    failed = False
    null = at_each_operation(first=10**9)[1]
    print(f"null control: {dict(null) or 'nothing wrong'}")
    runs: list[tuple[str, Callable[[], tuple[int, Counter[str]]]]] = [
        ("at each file operation", lambda: at_each_operation(options.every)),
        ("at random moments of build()", lambda: at_random_moments(options.rounds // 2, 1, options.files)),
        (
            f"at random moments of build(jobs={options.jobs})",
            lambda: at_random_moments(options.rounds // 2, options.jobs, options.files),
        ),
    ]
    for name, run in runs:
        killed, wrong = run()
        failed |= bool(wrong)
        print(f"{name}: {killed} killed, {sum(wrong.values())} wrong")
        for what, count in wrong.most_common(10):
            print(f"  {count} × {what}")
    found = sabotaged()
    print(f"sabotage, a table published before its files: {sum(found.values())} found out")
    return int(failed or bool(null) or not found)


def sabotaged(every: int = 3) -> Counter[str]:
    """What is found when files get their names only after the table of contents that names them."""
    from dateline.indexer.format.index import folder as module
    from dateline.indexer.format.index import toc

    late: list[tuple[Path, Path]] = []

    def place(self: module.IndexFolder, spill: Path, path: Path) -> Path:
        self._unpublished.add(path.name)
        shutil.copy(spill, path)
        hidden = path.with_suffix(".late")
        spill.replace(hidden)
        late.append((path, hidden))
        return path

    def publish(*arguments: Any) -> bytes:
        for path, _ in late:
            path.unlink(missing_ok=True)
        raw = toc.publish(*arguments)
        for path, hidden in late:
            hidden.replace(path)
        late.clear()
        return raw

    with (
        mock.patch.object(module, "publish", publish),
        mock.patch.object(module.IndexFolder, "_place", place),
    ):
        return at_each_operation(every)[1]


if __name__ == "__main__":
    sys.exit(main())
