"""Files read by processes: in order, and what it costs when one of the processes is lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import batches, build
from dateline.indexer.batches import Built, Placed, build_batches, default_jobs
from dateline.indexer.errors import ProcessDied, Skipped
from dateline.indexer.readers import registry
from dateline.indexer.readers.registry import READERS
from dateline.indexer.sources import Source
from dateline.indexer.workers import limits, process
from dateline.indexer.workers.limits import Limits
from dateline.search import Archive
from tests.indexer import reader_of_steps

linux = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes know the kind `.steps`."""
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__])


def children() -> set[str]:
    """The processes that this one has started and not waited for, where the system says."""
    return {
        number for path in Path("/proc/self/task").glob("*/children") for number in path.read_text().split()
    }


def sources(folder: Path, *contents: str) -> Iterator[Source]:
    """A file for each content, in order."""
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(contents):
        path = folder / f"{number:04d}.steps"
        path.write_text(content, "utf-8")
        yield Source(path, len(content), 0)


def said(built: Built) -> list[tuple[str, list[str]]]:
    """For each file its name, and what became of its parts: an article, or why it is none."""
    return [
        (
            outcome.source.path.stem,
            ["article" if isinstance(item, Placed) else item.reason for item in outcome.items],
        )
        for outcome in built.outcomes
    ]


def all_said(folder: Path, *contents: str, jobs: int = 1) -> list[tuple[str, list[str]]]:
    made = build_batches(sources(folder / "in", *contents), folder / "out", jobs=jobs, memory_mb=64)
    return [file for built in made for file in said(built)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_batches_come_in_the_order_of_the_files(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH_FILES", 2)
    contents = ["sleep .3\nFirst.", *[f"Story {number}." for number in range(8)]]
    files = all_said(tmp_path, *contents, jobs=jobs)
    assert files == [(f"{number:04d}", ["article"]) for number in range(9)]


def test_files_are_asked_for_as_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_BATCH_FILES", 1)
    asked = 0

    def counted() -> Iterator[Source]:
        nonlocal asked
        for source in sources(tmp_path / "in", *["Words."] * 40):
            asked += 1
            yield source

    made = build_batches(counted(), tmp_path / "out", jobs=1, memory_mb=64)
    next(made)
    assert asked < 10
    assert len(list(made)) == 39


def test_no_process_is_started_when_there_is_nothing_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert list(build_batches([], tmp_path, jobs=2, memory_mb=64)) == []


LOSSES = {
    "signal 9": "the process that read it was killed (signal 9), perhaps out of memory",
    "signal 15": "the process that read it was killed (signal 15)",
    "signal 11": "the process that read it crashed (signal 11)",
    "exit 3": "the process that read it ended (exit code 3)",
    "spin": "took more than 2 CPU seconds",
    "sleep 60": "took more than 8 seconds",
    "fill 400": "needs more than 200 MB",
}


@linux
def test_each_lost_process_is_told_by_what_it_ended_by(tmp_path: Path) -> None:
    ends = ["signal 9", "signal 15", "exit 3"]
    files = all_said(tmp_path, "One.", *[f"Two.\n{step}" for step in ends])
    assert files == [
        ("0000", ["article"]),
        *[(f"{number:04d}", ["article", LOSSES[step]]) for number, step in enumerate(ends, 1)],
    ]


@linux
@pytest.mark.parametrize("step", ["signal 11", "spin", "sleep 60", "fill 400"])
def test_a_lost_process_costs_the_part_of_a_file_it_read(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of two limits the one that is meant comes first, however busy the machine is.
    wall_factor = 4 if step.startswith("sleep") else 30
    small = Limits(2, 0, wall_factor, 200, file_cpu_seconds=2, file_cpu_seconds_a_megabyte=0)
    monkeypatch.setattr(limits, "LIMITS", small)
    files = all_said(tmp_path, "One.", "Two.", f"Three.\n{step}", "Four.", "Five.")
    assert files == [
        ("0000", ["article"]),
        ("0001", ["article"]),
        ("0002", ["article", LOSSES[step]]),
        ("0003", ["article"]),
        ("0004", ["article"]),
    ]
    written = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(written) == 3  # of the files before, the file and those after: nothing of the process lost


@linux
@pytest.mark.parametrize("step", ["spin", "fill 900"])
def test_a_file_over_its_limits_is_not_read_again_until_it_changes(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", Limits(cpu_seconds=2, memory_mb=200))
    reason = LOSSES[step.replace("9", "4")]
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    folder, index = tmp_path / "in", tmp_path / "index"
    for source in sources(folder, step, "Two."):
        os.utime(source.path, (10**9, 10**9))  # a file as young as its reading is looked at once more
    first = build([folder], index=index)
    assert [one.reason for one in first.skipped] == [reason]
    read: list[str] = []
    again = build([folder], index=index, progress=lambda status: read.append(status.doing))
    assert ([one.reason for one in again.skipped], again.unchanged) == ([reason], 1)
    assert not any("0000.steps" in doing for doing in read)
    (folder / "0000.steps").write_text("Mended.\n")
    assert build([folder], index=index).articles == 2


def test_every_file_of_a_batch_may_cost_its_process(tmp_path: Path) -> None:
    files = all_said(tmp_path, *["exit 1"] * 2, "One.", "exit 1", jobs=2)
    assert [said for _, said in files].count(["article"]) == 1
    assert len(files) == 4


def test_articles_lie_where_it_is_said(tmp_path: Path) -> None:
    contents = ["One.\nTwo.", "Three.\nexit 1", "Four."]
    for built in build_batches(sources(tmp_path / "in", *contents), tmp_path / "out", jobs=1, memory_mb=64):
        places = [
            item for outcome in built.outcomes for item in outcome.items if not isinstance(item, Skipped)
        ]
        assert [(item.spill, item.ordinal) for item in places] == [(0, n) for n in range(len(places))]
        assert len(built.spills) == bool(places)
        assert all(spill.is_file() for spill in built.spills)


def test_closing_kills_the_processes_at_once_and_removes_what_nobody_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH_FILES", 1)
    made = build_batches(
        sources(tmp_path / "in", "One.", "Two.", "sleep 60", "sleep 60"),
        tmp_path / "out",
        jobs=2,
        memory_mb=64,
    )
    # Of other tests: what is begun here starts with the first batch.
    before, threads = children(), set(threading.enumerate())
    first = next(made)
    begun = time.monotonic()
    made.close()
    assert time.monotonic() - begun < 40  # at once, also on a busy machine: the files take minutes
    assert list((tmp_path / "out").iterdir()) == list(first.spills)
    assert children() == before
    assert set(threading.enumerate()) <= threads


@linux
def test_descriptors_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_BATCH_FILES", 1)
    before = len(os.listdir("/proc/self/fd"))
    most = 0
    for _ in build_batches(
        sources(tmp_path / "in", *["Words."] * 30), tmp_path / "out", jobs=2, memory_mb=64
    ):
        most = max(most, len(os.listdir("/proc/self/fd")))
    assert most <= before + 6  # two pipes for each process, and where it writes down what it is at
    assert len(os.listdir("/proc/self/fd")) == before


def test_what_is_read_is_told_while_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    contents = ["One.\n" * 50 + "sleep .4\nTwo.\n", "Three.", "exit 1"]
    given = list(sources(tmp_path / "in", *contents))
    made = build_batches(given, tmp_path / "out", jobs=1, memory_mb=64, advance=lambda *now: told.append(now))
    assert len(list(made)) == 2
    assert told[0][2] == str(given[0].path)
    assert sum(read for read, _, _ in told) == sum(source.size for source in given)
    assert sum(articles for _, articles, _ in told) == 52


def test_that_no_process_can_be_started_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ProcessDied, match=r"0000\.steps: not read.*No such file or directory") as caught:
        all_said(tmp_path, "One.")
    assert "\n" not in str(caught.value)


def test_a_process_that_can_not_load_what_it_needs_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "missing.py").write_text("import not_installed")
    monkeypatch.setattr(process, "MODULES", [str(tmp_path / "missing.py")])
    with pytest.raises(ProcessDied, match="ModuleNotFoundError: No module named 'not_installed'"):
        all_said(tmp_path, "One.")


def test_a_build_names_the_file_and_keeps_what_the_index_has_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    folder, index = tmp_path / "in", tmp_path / "index"
    list(sources(folder, "Before.", "Other."))
    build([folder], index=index, jobs=2)
    (folder / "0000.steps").write_text(f"signal {signal.SIGKILL.value}\nAfter.")
    report = build([folder], index=index, jobs=2)
    assert [Path(skipped.path).name for skipped in report.skipped] == ["0000.steps"]
    with Archive.open(index) as archive:
        assert sorted(article.text for article in archive.articles()) == ["Before.", "Other."]


def test_many_files_are_read_by_as_many_processes_as_there_are_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(6)), raising=False)
    assert [default_jobs(files) for files in (0, 199, 200, 10_000)] == [1, 1, 6, 6]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(96)), raising=False)
    assert default_jobs(200) == 16
