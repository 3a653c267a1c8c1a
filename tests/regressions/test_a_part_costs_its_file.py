"""A member over which a process was lost, or that could not be read now, cost its archive.

One that hung or crashed cost every other member; one that was damaged in a changed archive lost the articles
that the index had of it; one whose extra was missing had the archive read again on every run.
"""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dateline.indexer import Report, batches, build
from dateline.indexer.readers import registry
from dateline.indexer.readers.registry import READERS, is_installed
from dateline.indexer.workers import limits, process
from dateline.indexer.workers.limits import Limits
from dateline.search import Archive
from tests.indexer import reader_of_steps

STORY = "Guards of both states meet in {0}\n\nOSH, May 2, 2013 - The border guards met in {0} on Monday.\n"
LONG_AGO = 10**9  # a file as young as its reading is looked at once more


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds `.steps` and `.extra`, here and in the processes that read."""
    monkeypatch.setitem(sys.modules, "dateline.indexer.readers.steps", reader_of_steps)
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__])
    monkeypatch.setattr(limits, "LIMITS", Limits(cpu_seconds=1, memory_mb=400))
    is_installed.cache_clear()


def zipped(path: Path, **members: str | bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    os.utime(path, (LONG_AGO, LONG_AGO))


def indexed(folder: Path) -> Report:
    return build([folder / "in"], index=folder / "index")


def held(folder: Path) -> list[str]:
    """The members of which the index has articles."""
    with Archive.open(folder / "index") as archive:
        return sorted({(article.path or "").partition("!/")[2] for article in archive.articles()})


def said(report: Report) -> list[tuple[str, str]]:
    return [(one.path.partition("!/")[2], one.reason) for one in report.skipped]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.mark.skipif(sys.platform != "linux", reason="limits are the system's")
@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("spin", "took more than 1 CPU seconds"),
        ("signal 11", "the process that read it crashed (signal 11)"),
    ],
)
def test_a_member_that_costs_its_process_costs_itself_alone(
    tmp_path: Path, news: Path, step: str, reason: str
) -> None:
    inner = BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as archive:
        for name, text in (
            ("x.txt", STORY.format("Osh")),
            ("y.steps", step),
            ("z.txt", STORY.format("Naryn")),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, BytesIO(text.encode()))
    zipped(
        news / "a.zip",
        a__txt=STORY.format("Batken"),
        b__steps=f"One.\n{step}",
        c__txt=STORY.format("Talas"),
        d__tar=inner.getvalue(),
        e__txt=STORY.format("Tokmok"),
    )
    (news / "b.txt").write_text(STORY.format("Bishkek"))
    os.utime(news / "b.txt", (LONG_AGO, LONG_AGO))
    report = indexed(tmp_path)
    members = ["", "a.txt", "b.steps", "c.txt", "d.tar!/x.txt", "d.tar!/z.txt", "e.txt"]
    assert [name for name in held(tmp_path) if "steps!/" not in name and name != "b.steps"] == [
        name for name in members if name != "b.steps"
    ]
    assert said(report) == [("b.steps", reason), ("d.tar!/y.steps", reason)]
    assert (report.seen, report.new, report.files_skipped) == (2, 2, 0)
    again = indexed(tmp_path)
    assert (again.unchanged, said(again), {one.before for one in again.skipped}) == (2, said(report), {True})


def test_a_file_of_many_parts_that_cost_a_process_is_left_at_last(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_MOST_LOST", 2)
    lost = {f"b{number}__steps": "exit 3" for number in range(4)}
    zipped(news / "a.zip", a__txt=STORY.format("Osh"), **lost, c__txt=STORY.format("Naryn"))
    report = indexed(tmp_path)
    assert held(tmp_path) == ["a.txt"]
    ended = "the process that read it ended (exit code 3)"
    assert said(report) == [
        ("b0.steps", ended),
        ("b1.steps", ended),
        ("", f"more than 2 of its parts cost a process; what follows is not read ({ended})"),
    ]


def test_a_file_that_takes_long_keeps_what_was_read(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Limits(
        wall_factor=300, file_cpu_seconds=0.2, file_cpu_seconds_a_part=0, file_cpu_seconds_a_megabyte=0
    )
    monkeypatch.setattr(limits, "LIMITS", small)
    (news / "a.steps").write_text("One.\nwork .8\nTwo.\n")
    report = indexed(tmp_path)
    assert said(report) == [("", "took more than 0 CPU seconds; what follows is not read")]
    assert report.articles == 1


def test_a_member_that_turned_bad_keeps_the_articles_it_had(tmp_path: Path, news: Path) -> None:
    path = news / "a.zip"
    first = {name: STORY.format(name) for name in ("a__txt", "b__txt", "c__txt", "d__txt")}
    zipped(path, **first, e__zip=b"")
    zipped(path, **first)
    indexed(tmp_path)
    zipped(path, a__txt=STORY.format("Osh"), b__txt=b"\0\1\2" * 100, d__txt=b"")
    data = path.read_bytes()
    report = indexed(tmp_path)
    assert (held(tmp_path), report.changed) == (["a.txt", "b.txt", "d.txt"], 1)  # c is gone
    assert [name for name, _ in said(report)] == ["b.txt", "d.txt"]
    assert (indexed(tmp_path).unchanged, len(held(tmp_path))) == (1, 3)
    place = data.index(b"a.txt") + 40  # now its bytes are damaged
    path.write_bytes(data[:place] + b"\xff" * 4 + data[place + 4 :])
    report = indexed(tmp_path)
    assert held(tmp_path) == ["a.txt", "b.txt", "d.txt"]
    assert [name for name, _ in said(report)] == ["a.txt", "b.txt", "d.txt"]


def test_a_file_that_is_cut_keeps_what_it_had_and_is_read_again_when_it_changes(
    tmp_path: Path, news: Path
) -> None:
    path = news / "a.tar"
    with tarfile.open(path, "w") as archive:
        for number in range(3):
            text = STORY.format(number).encode() * 20
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(text)
            archive.addfile(info, BytesIO(text))
    whole = path.read_bytes()
    indexed(tmp_path)
    path.write_bytes(whole[:5000])
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert (indexed(tmp_path).changed, held(tmp_path)) == (1, ["0.txt", "1.txt", "2.txt"])
    assert indexed(tmp_path).unchanged == 1
    path.write_bytes(whole[:200])
    os.utime(path, (LONG_AGO, LONG_AGO))
    first, second = indexed(tmp_path), indexed(tmp_path)
    assert (first.files_skipped, second.files_skipped, len(held(tmp_path))) == (1, 1, 3)
    path.write_bytes(whole)
    assert indexed(tmp_path).changed == 1


@pytest.mark.parametrize("beside", [{}, {"a__txt": STORY.format("Osh")}])
def test_a_member_that_lacks_its_extra_is_read_once_that_is_there(
    tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch, beside: dict[str, str]
) -> None:
    zipped(news / "a.zip", **beside, b__extra="words")
    report = indexed(tmp_path)
    assert said(report)[0] == ("b.extra", 'to read extras: pip install "dateline[all]"')
    again = indexed(tmp_path)
    assert (again.unchanged, again.changed) == (bool(beside), 0)
    assert ("b.extra", 'to read extras: pip install "dateline[all]"', True) in [
        (*one, skipped.before) for one, skipped in zip(said(again), again.skipped, strict=True)
    ]
    installed = tmp_path / "nowhere.py"
    installed.write_text(
        "import sys\nfrom dateline.indexer.readers.text import read\n"
        "sys.modules['dateline.indexer.readers.nowhere'] = sys.modules[__name__]\n"
    )
    monkeypatch.setitem(sys.modules, "dateline.indexer.readers.nowhere", reader_of_steps)
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__, str(installed)])
    is_installed.cache_clear()
    report = indexed(tmp_path)
    assert (report.unchanged, held(tmp_path)[-1], report.skipped) == (0, "b.extra", ())
    assert indexed(tmp_path).unchanged == 1
