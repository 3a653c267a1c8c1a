"""Does one hostile file cost the archive anything but itself?

Four hundred files that are made to harm whoever reads them (hostile_corpus.py, hostile_members.py for files
in files, hostile_documents.py for documents, and files of every kind that are cut or overwritten) are indexed
each beside good ones: the run must end, every good article must be in, the hostile file indexed or named with
a reason, the numbers of the report add up, no reader open a connection or start a program, and time and
memory stay in their bounds. Then all of them at once, in two processes, while one file grows and one shrinks.

    python -m benchmarks.torture.hostile_files                  # all, about half an hour
    python -m benchmarks.torture.hostile_files --size .01       # what is repeated, repeated less
    python -m benchmarks.torture.hostile_files --control null   # no hostile file: nothing may be reported
    python -m benchmarks.torture.hostile_files --control sabotage   # no limits: must fail

Exit code 0 when all of it held, 1 when not. The sabotage leaves out the limits and reads a file that never
ends: the harness must see it.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.torture.hostile_corpus import contents, good, troubles
from benchmarks.torture.hostile_documents import documents
from benchmarks.torture.hostile_members import WITH_STORY, containers
from dateline.indexer import Report, build
from dateline.indexer.errors import ReaderFault
from dateline.indexer.workers import limits, process
from dateline.indexer.workers.limits import Limits
from dateline.search import Archive

__all__ = ["Result", "main", "null", "sabotage", "together", "torture"]

GOOD: Final = 20
_WATCH: Final = """
import sys

def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix", "pickle.")):
        with open({done!r}, "a") as file:
            file.write(event + "\\n")
        raise OSError(13, "Permission denied")

sys.addaudithook(watch)
"""
# Beside the limits of a file: starting a process a few times, and reading the good files again.
SPARE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Result:
    """What one run made of a hostile file, by name: its fate in words, what it took, what was wrong.

    `seconds` are CPU seconds of the processes that read: a busy machine takes no more of them.
    """

    name: str
    fate: str
    seconds: float
    megabytes: float
    wrong: str | None


def torture(size: float, *, jobs: int = 2, only: str = "", limit: Limits = limits.LIMITS) -> list[Result]:
    """Index each hostile file beside good ones, then all together; what came of each."""
    chosen = {name: make for name, make in _makers(size).items() if only in name}
    results = []
    for name, make in chosen.items():
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            results.append(_one(Path(folder), name, make, jobs, limit))
            _tell(results[-1])
    return results + _together(chosen, jobs)


def together(size: float, *, jobs: int = 2) -> list[Result]:
    """All at once, and nothing before."""
    return _together(_makers(size), jobs)


def _makers(size: float) -> dict[str, Callable[[Path], object]]:
    """What makes each file at its path."""
    plain = {
        name: partial(_write, data) for name, data in (*contents(size), *containers(size), *documents(size))
    }
    return {**plain, **troubles(size)}


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def null(jobs: int = 2) -> list[str]:
    """What is reported of good files alone: nothing."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        sources = _filled(Path(folder))
        report = _built(sources, Path(folder, "index"), jobs)
        return [str(skipped) for skipped in report.skipped] + _missing(Path(folder, "index"))


def sabotage(cpu_seconds: float = 2, patience: float = 20) -> bool:
    """Whether a run without limits over a file that takes for ever is seen not to end."""
    reader = Path(__file__).with_name("endless.py")
    program = (
        "import sys; from dateline.indexer.workers import limits, process\n"
        "from dateline.indexer import batches\n"
        "from dateline.indexer.sources import Source\n"
        "from pathlib import Path\n"
        f"limits.LIMITS = limits.Limits(float(sys.argv[2]), 0, 1e6)\n"
        f"process.MODULES.append({str(reader)!r})\n"
        "path = Path(sys.argv[1])\n"
        "made = batches.build_batches([Source(path, 1, 0)], path.parent / 'index', jobs=1, memory_mb=64)\n"
        "sys.exit(0 if 'CPU' in next(made).outcomes[0].items[0].reason else 3)\n"
    )
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        path = Path(folder, "endless.txt")
        path.write_text("for ever")
        ends = []
        for cpu in (str(cpu_seconds), "1e6"):  # with a limit it ends, without one it does not
            command = [sys.executable, "-c", program, str(path), cpu]
            begun = time.monotonic()
            run = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
            with suppress(subprocess.TimeoutExpired):
                run.wait(patience)
            ends.append(run.returncode)
            patience = min(patience, 2 * (time.monotonic() - begun))  # without a limit it has twice the time
            run.kill()
            run.wait()
        return ends == [0, None]


def _filled(folder: Path) -> Path:
    sources = folder / "in"
    sources.mkdir()
    for number in range(GOOD):
        (sources / f"good {number:02d}.txt").write_bytes(good(number))
    return sources


def _built(sources: Path, index: Path, jobs: int) -> Report:
    done = index.with_name("connections")
    with warnings.catch_warnings(), _watched(done):
        warnings.simplefilter("ignore", ReaderFault)  # named in the report as well
        report = build([sources], index=index, jobs=jobs)
    if done.exists():
        raise AssertionError(f"a reader did what none may: {done.read_text('utf-8')[:100]}")
    return report


@contextmanager
def _watched(done: Path) -> Iterator[None]:
    """The processes that read write into a file what they do that no reader may, and fail in it."""
    module = done.with_suffix(".py")
    module.write_text(_WATCH.format(done=str(done)), "utf-8")
    process.MODULES.append(str(module))
    try:
        yield
    finally:
        process.MODULES.remove(str(module))
        module.unlink()


def _missing(index: Path) -> list[str]:
    """The good files that are not in the index whole."""
    with Archive.open(index) as archive:
        held = {Path(article.path or "").name for article in archive.articles()}
    return [name for number in range(GOOD) if (name := f"good {number:02d}.txt") not in held]


def _one(folder: Path, name: str, make: Callable[[Path], object], jobs: int, limit: Limits) -> Result:
    sources = _filled(folder)
    path = sources / name
    make(path)
    length = path.lstat().st_size
    begun, used, peak = time.monotonic(), _used(), _Peak()
    try:
        report = _built(sources, folder / "index", jobs)
    except Exception as error:
        return Result(name, "the run ended", _used() - used, peak.stop(), repr(error)[:200])
    elapsed, seconds, megabytes = time.monotonic() - begun, _used() - used, peak.stop()
    size = min(length, 64 << 20)
    fate, wrong = _fate(folder, path, report)
    if missing := _missing(folder / "index"):
        wrong = f"{len(missing)} good files are missing"
    elif (told := _told(report)) is not None:
        wrong = told
    elif seconds > limit.cpu(size) + SPARE_SECONDS or elapsed > limit.wall(size):
        wrong = "took too long"
    elif megabytes > limit.memory_mb + 512:
        wrong = "took too much memory"
    return Result(name, fate, seconds, megabytes, wrong)


def _fate(folder: Path, path: Path, report: Report) -> tuple[str, str | None]:
    """What became of a hostile file, and what is wrong with that."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    reasons = [skipped.reason for skipped in report.skipped if skipped.path.partition("!/")[0] == shown]
    faults = [skipped.reason for skipped in report.skipped if skipped.fault is not None]
    with Archive.open(folder / "index") as archive:
        paths = [(article.path or "").partition("!/")[0] for article in archive.articles()]
        articles = paths.count(str(path))
    if faults:
        return faults[0][:90], "a fault of the program"
    if not articles and path.name in WITH_STORY:
        return "; ".join(reasons)[:90], "its good story is missing"
    if articles:
        return f"{articles} articles" + (f"; {reasons[0][:60]}" if reasons else ""), None
    if reasons:
        return reasons[0][:90], None
    # A folder, a link into the void that is named like none: nothing that is a file.
    harmless = path.is_dir()
    return "not a file", None if harmless else "neither indexed nor named"


def _together(makers: dict[str, Callable[[Path], object]], jobs: int) -> list[Result]:
    """All of them at once, while a file grows and another shrinks."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        result = _all_in(Path(folder), makers, jobs)
    _tell(result)
    return [result]


def _all_in(folder: Path, makers: dict[str, Callable[[Path], object]], jobs: int) -> Result:
    sources = _filled(folder)
    for name, make in makers.items():
        make(sources / name)
    stop = threading.Event()

    def change() -> None:
        with (sources / "grows.jsonl").open("ab") as file:
            file.write(b'{"text": "It grows."}\n' * 50)
        (sources / "shrinks.txt").write_bytes(good(11) * 100)
        os.truncate(sources / "shrinks.txt", 100)

    def change_on() -> None:
        while not stop.wait(0.05):
            change()

    change()
    changing = threading.Thread(target=change_on)
    used, peak = _used(), _Peak()
    changing.start()
    try:
        report = _built(sources, folder / "index", jobs)
    finally:
        stop.set()
        changing.join()
    missing = _missing(folder / "index") + _unaccounted(sources, folder / "index", report)
    if (told := _told(report)) is not None:
        missing.append(told)
    named = len({skipped.path for skipped in report.skipped})
    fate = f"{len(makers)} files: {named} named, {report.new} new, {report.articles:,} articles"
    wrong = f"neither indexed nor named: {missing}" if missing else None
    return Result("all together", fate, _used() - used, peak.stop(), wrong)


def _used() -> float:
    """The CPU seconds of the processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _told(report: Report) -> str | None:
    """What is wrong with the numbers of a report."""
    parts = report.new + report.changed + report.unchanged + report.files_skipped
    return None if report.seen == parts else f"{report.seen} files seen, {parts} accounted for"


def _unaccounted(sources: Path, index: Path, report: Report) -> list[str]:
    """The files that are neither in the index nor named in the report."""
    named = {skipped.path for skipped in report.skipped}
    with Archive.open(index) as archive:
        named |= {article.path or "" for article in archive.articles()}
    named = {path.partition("!/")[0] for path in named}  # of a file in a file the outermost
    files = [path for path in sources.iterdir() if not path.is_dir()]
    return [path.name for path in files if os.fsencode(path).decode("utf-8", "backslashreplace") not in named]


class _Peak:
    """The largest resident size of the processes that this one started, in megabytes, watched by a thread."""

    def __init__(self) -> None:
        self._most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._stop.set()
        self._thread.join()
        return self._most * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def _watch(self) -> None:
        me = os.getpid()
        while not self._stop.wait(0.05):
            with suppress(OSError):
                tasks = Path(f"/proc/{me}/task")
                for task in tasks.iterdir():
                    for child in (task / "children").read_text("ascii").split():
                        with suppress(OSError):
                            pages = Path("/proc", child, "statm").read_text("ascii").split()[1]
                            self._most = max(self._most, int(pages))


def _tell(result: Result) -> None:
    name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in result.name)
    fate = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in result.fate)
    wrong = "" if result.wrong is None else f"  WRONG: {result.wrong}"
    name = name if len(name) < 32 else f"{name[:28]} …"
    print(f"{name:32} {result.seconds:6.1f} s {result.megabytes:6.0f} MB  {fate}{wrong}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as said on the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", type=float, default=1.0, help="how much of what is repeated (1)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="files whose name has this in it")
    parser.add_argument("--control", choices=("null", "sabotage"))
    given = parser.parse_args(arguments)
    if given.control == "null":
        said = null(given.jobs)
        print(f"null control: {len(said)} things reported of {GOOD} good files", *said, sep="\n")
        return 1 if said else 0
    if given.control == "sabotage":
        seen = sabotage()
        print(
            "sabotage control: a run without limits "
            + ("does not end, and is seen" if seen else "was not seen")
        )
        return 0 if seen else 1
    results = torture(given.size, jobs=given.jobs, only=given.only)
    wrong = [result for result in results if result.wrong is not None]
    slowest, largest = max(r.seconds for r in results), max(r.megabytes for r in results)
    print(
        f"{len(results) - 1} hostile files, {GOOD} good ones beside each: {len(wrong)} wrong; "
        f"{slowest:.1f} s and {largest:,.0f} MB at most"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    assert process.MODULES == []
    sys.exit(main())
