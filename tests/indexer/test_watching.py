"""Does an index keep up with what changes while somebody looks, and does nothing that goes wrong end that?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.indexer.cli.watching import LONGEST_S, PATIENCE_S, QUIET_S, RETRY_S, SELDOM_S, Watching
from dateline.indexer.errors import Skipped
from dateline.indexer.format.errors import IndexLocked, IndexUnwritable
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.report import Report
from dateline.indexer.sources import Found
from dateline.indexer.watching import Concern, FileChanges, WatchError, sources_of
from dateline.search import Archive

STEP_S = 0.25
TEXT = "The border was closed on Tuesday, officials said in the capital of the country."


class Stream:
    """Changes that a test tells of."""

    def __init__(self) -> None:
        self.gone: frozenset[str] = frozenset()
        self.changed: set[str] = set()

    def wait(self) -> set[str]:
        changed, self.changed = self.changed, set()
        return changed


class Desk:
    """A watch over files that a test makes up, by a clock that it turns."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0
        self.stream = Stream()
        self.files: dict[str, tuple[float, int]] = {}  # when it was written, and its size
        self.read: dict[str, tuple[float, int]] = {}
        self.looks: list[list[str]] = []  # what each read
        self.news = 0
        self.errors: list[Exception] = []
        self.trouble: tuple[Skipped, ...] = ()
        self.watching = Watching(
            self.look,
            self.stream,
            concern=lambda changed: changed,
            index="index",
            told=lambda _: setattr(self, "news", self.news + 1),
            clock=lambda: self.time,
            now=lambda: self.time,
            sleep=lambda seconds: setattr(self, "time", self.time + seconds),
        )

    def look(self, later: Callable[[Found], bool]) -> Report:
        if self.errors:
            raise self.errors.pop(0)
        read = []
        for name, (written, size) in self.files.items():
            found = Found(name, size, int(written * 1e9))
            if not later(found) and self.read.get(name) != (written, size):
                self.read[name] = (written, size)
                read.append(name)
        self.looks.append(read)
        return Report(new=len(read), articles=len(self.read), passages=9, skipped=self.trouble)

    def write(self, *names: str, size: int = 1) -> None:
        for name in names:
            self.files[name] = (self.time, self.files.get(name, (0, 0))[1] + size)
            self.stream.changed.add(name)

    def pass_(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.time += STEP_S
            self.watching.step()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_it_is_looked_when_all_is_quiet(desk: Desk) -> None:
    desk.write("a.txt")
    desk.pass_(QUIET_S / 2)
    desk.write("b.txt")
    desk.pass_(QUIET_S / 2)
    assert desk.looks == []
    desk.pass_(QUIET_S)
    assert desk.looks == [["a.txt", "b.txt"]]
    assert desk.news == 1
    desk.pass_(60)
    assert len(desk.looks) == 1


def test_a_file_that_is_being_written_waits_and_others_do_not(desk: Desk) -> None:
    desk.write("whole.txt")
    for _ in range(round(PATIENCE_S / STEP_S) + 8):
        desk.write("slow.txt")
        desk.pass_(STEP_S)
    assert [read for read in desk.looks if read] == [["whole.txt"]]
    desk.pass_(PATIENCE_S + QUIET_S)
    assert desk.looks[-1] == ["slow.txt"]
    assert desk.news == 2


def test_a_file_that_is_never_quiet_is_read_at_last(desk: Desk) -> None:
    for _ in range(round((LONGEST_S + 3 * PATIENCE_S) / STEP_S)):
        desk.write("log.jsonl")
        desk.pass_(STEP_S)
    assert [read for read in desk.looks if read] == [["log.jsonl"]]


def test_a_file_that_was_written_unheard_while_it_was_looked_is_not_lost(desk: Desk) -> None:
    desk.write("a.txt")
    desk.pass_(QUIET_S)
    desk.files["b.txt"] = (desk.time, 1)  # nobody told of it
    desk.pass_(4 * QUIET_S)
    assert [name for read in desk.looks for name in read] == ["a.txt", "b.txt"]


def test_an_empty_file_is_about_to_be_written(desk: Desk) -> None:
    desk.write("download.html", size=0)
    desk.pass_(60)
    assert not any(desk.looks)
    desk.write("download.html", size=7)
    desk.pass_(2 * QUIET_S)
    assert desk.looks[-1] == ["download.html"]


def test_what_nobody_tells_of_is_found_once_an_hour(desk: Desk) -> None:
    desk.files["quiet.txt"] = (desk.time, 1)
    desk.pass_(SELDOM_S + QUIET_S)
    assert desk.looks == [["quiet.txt"]]


def test_a_change_is_a_line_with_the_time(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("a.txt")
    desk.pass_(10)
    (line,) = capsys.readouterr().err.splitlines()
    assert line[2] == line[5] == ":"
    assert line[8:] == "  1 new · 1 article, 9 passages"


def test_what_is_wrong_is_said_once(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.trouble = (Skipped("a.pdf", "damaged"), Skipped("b.txt", "as ever", before=True))
    for _ in range(3):
        desk.write("a.txt")
        desk.pass_(10)
    assert capsys.readouterr().err.count("skipped") == 1


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (IndexUnwritable(Path("x"), OSError(28, "No space left on device")), "no space left"),
        (OSError(13, "Permission denied"), "Permission denied"),
        (ZeroDivisionError("by zero"), "a fault of Dateline: ZeroDivisionError"),
    ],
)
def test_an_error_is_a_line_and_looked_at_again(
    desk: Desk, capsys: pytest.CaptureFixture[str], error: Exception, line: str
) -> None:
    desk.errors = [error, error]
    desk.write("a.txt")
    desk.pass_(2 * RETRY_S + 10)
    err = capsys.readouterr().err
    assert err.count(line) == 1
    assert desk.looks == [["a.txt"]]


def test_another_writer_is_waited_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    locked = IndexLocked(Path("index"), "process 7")
    desk.errors = [locked, locked, locked]
    desk.write("a.txt")
    desk.pass_(10)
    lines = capsys.readouterr().err.splitlines()
    assert [line[10:] for line in lines] == [
        "index is being written by process 7; waiting",
        "1 new · 1 article, 9 passages",
    ]


def test_the_first_look_waits_for_another_writer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    given = [IndexLocked(Path("index"), "process 7")] * 2

    def first(_: object) -> Report:
        if given:
            raise given.pop()
        return Report(new=3)

    assert desk.watching.begin(first).new == 3
    assert capsys.readouterr().err.count("waiting") == 1


def test_a_folder_that_is_gone_and_there_again_is_said(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.stream.gone = frozenset(["/mnt/drive"])
    desk.pass_(10)
    desk.stream.gone = frozenset()
    desk.pass_(10)
    lines = [line[10:] for line in capsys.readouterr().err.splitlines()]
    assert lines == [
        "/mnt/drive is gone; what was read of it stays, and it is waited for",
        "/mnt/drive is there again",
    ]


def test_many_changes_are_forgotten(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def held() -> int:
        return sum(len(value) for value in vars(desk.watching).values() if isinstance(value, dict | set))

    for number in range(3000):
        desk.write(f"{number}.txt")
        desk.files = {name: desk.files[name] for name in list(desk.files)[-3:]}
        desk.pass_(STEP_S)
    desk.pass_(60)
    assert len(desk.looks) > 30
    assert held() <= 1
    assert len(capsys.readouterr().err.splitlines()) == len([read for read in desk.looks if read])


# -- which changes ---------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for name in ("a.txt", "drafts/b.txt", "sub/c.txt", ".git/d.txt", "page_files/e.txt", "page.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{TEXT} {name}")
    build(folder, index=folder / "index", exclude=["drafts"])
    (folder / "index.saved").mkdir()
    return folder


def concerning(root: Path, *names: str) -> list[str]:
    changed = {str(root / name) for name in names}
    found = Concern(str(root / "index"), [str(root)]).of(changed)
    return sorted(Path(one).relative_to(root).as_posix() for one in found)


def test_what_an_index_reads_is_worth_a_look(root: Path) -> None:
    (root / "new").mkdir()
    names = ("a.txt", "sub/c.txt", "sub/gone.txt", "new", "folder that is gone", ".")
    assert concerning(root, *names) == sorted(names)


def test_what_no_walk_comes_to_makes_no_noise(root: Path) -> None:
    written = ["a.txt~", "x.html.part", "x.crdownload", ".a.txt.swp", "~$a.docx", ".#a.txt", ".hidden.txt"]
    left_out = ["drafts/b.txt", ".git/d.txt", "page_files/e.txt", "index.saved/a.json", "picture.jpg"]
    for name in (*written, *left_out, "../elsewhere.txt"):
        (root / name).write_text(TEXT)
    others = ["index", "index/index.toc", "../elsewhere.txt"]
    assert concerning(root, *written, *left_out, *others) == []


def test_what_was_removed_from_an_index_is_no_change_of_it(root: Path) -> None:
    from dateline.indexer import remove

    remove(str(root / "sub"), index=root / "index")
    assert concerning(root, "sub/c.txt", "a.txt") == ["a.txt"]


def test_of_files_that_were_named_only_they_are_heard(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    build([tmp_path / "a.txt"], index=tmp_path / "index")
    paths = sources_of(str(tmp_path / "index"))
    assert paths == [str(tmp_path / "a.txt")]
    changed = {str(tmp_path / name) for name in ("a.txt", "b.txt", "c")}
    assert Concern(str(tmp_path / "index"), paths).of(changed) == {str(tmp_path / "a.txt")}


def test_a_file_that_is_left_for_later_keeps_what_it_gave(root: Path) -> None:
    (root / "a.txt").write_text("Something else entirely stands here now, and it is not whole yet.")
    os.utime(root / "a.txt", (1, 1))
    report = build(root, index=root / "index", later=lambda found: found.path.endswith("a.txt"))
    assert (report.new, report.changed, report.removed, report.unchanged) == (0, 0, 0, 2)
    assert [one.cause for one in report.skipped if one.path.endswith("a.txt")] == ["changing"]
    assert build(root, index=root / "index").changed == 1


# -- the whole of it -------------------------------------------------------------------------------------


def test_without_watchfiles_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(SystemExit) as ended:
        main(["index", str(tmp_path / "a.txt"), "--watch", "--index", str(tmp_path / "index")])
    assert ended.value.code == 2
    assert capsys.readouterr().err == 'Error: to watch folders: pip install "dateline[watch]"\n'
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("options", [[".", "--dry-run"], [".", "--json"], ["-"]])
def test_what_can_not_be_watched_is_refused(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["index", "--watch", "--index", str(tmp_path / "index"), *options])
    assert ended.value.code == 2
    assert "--watch" in capsys.readouterr().err


class Watched:
    """`dateline index FOLDER --watch` in a process of its own."""

    def __init__(self, folder: Path, index: Path, *more: str) -> None:
        self.log = index.with_name("log")
        command = [sys.executable, "-m", "dateline", *more, "--watch", "--index", str(index)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder.parent)

    def text(self) -> str:
        return self.log.read_text()

    def wait_for(self, *words: str) -> str:
        until = time.monotonic() + 60
        while not all(word in self.text() for word in words):
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < until, self.text()
            time.sleep(0.05)
        return self.text()

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def start(tmp_path: Path) -> Iterable[Callable[..., Watched]]:
    pytest.importorskip("watchfiles", reason='watching takes pip install "dateline[watch]"')
    started: list[Watched] = []

    def start(*arguments: Any) -> Watched:
        started.append(Watched(*arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.mark.skipif(os.name == "nt", reason="signals are sent")
def test_what_is_copied_into_a_folder_is_indexed_and_told(
    tmp_path: Path, start: Callable[..., Watched]
) -> None:
    folder, index = tmp_path / "in", tmp_path / "index"
    folder.mkdir()
    watched = start(folder, index, "index", str(folder))  # an empty folder
    watched.wait_for("watching")
    assert not index.exists()

    (folder / "first.txt").write_text(TEXT)
    watched.wait_for("1 new · 1 article")
    WriteLock(index).release()  # nothing is held between two looks
    with pytest.raises(SystemExit):
        main(["saved", "add", "border", "border", "--index", str(index)])

    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "second.txt").write_text(f"{TEXT} Again.")
    (folder / "noise.part").write_text(TEXT)
    (folder / "first.txt").unlink()
    text = watched.wait_for("1 new, 1 removed · 1 article", "# border: 1 new article")
    assert "second.txt:1" in text

    assert watched.stop(signal.SIGINT) == 0
    assert "Traceback" not in watched.text()
    assert watched.text().count("1 new") == 3  # two looks, one of them told


@pytest.mark.skipif(os.name == "nt", reason="signals are sent")
def test_an_update_watches_all_sources(tmp_path: Path, start: Callable[..., Watched]) -> None:
    folder, index = tmp_path / "in", tmp_path / "index"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (tmp_path / "alone.txt").write_text(f"{TEXT} Alone.")
    build([folder, tmp_path / "alone.txt"], index=index)
    watched = start(folder, index, "update", "-q")
    time.sleep(0.5)
    while not (index / "write.lock").exists():
        time.sleep(0.05)
    (tmp_path / "new").write_text(f"{TEXT} Changed.")
    (tmp_path / "new").replace(tmp_path / "alone.txt")  # as editors do
    until = time.monotonic() + 60
    while True:
        with Archive.open(index) as archive:
            if archive.search("changed").total:
                break
        assert time.monotonic() < until
        time.sleep(0.1)
    assert watched.stop(signal.SIGTERM) == 0
    assert watched.text() == ""


def test_a_folder_that_comes_again_is_watched_again(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles", reason='watching takes pip install "dateline[watch]"')
    folder, away = tmp_path / "in", tmp_path / "away"
    folder.mkdir()
    changes = FileChanges([str(folder)])

    def heard(path: Path) -> None:
        until = time.monotonic() + 60
        while str(path) not in changes.wait():
            assert time.monotonic() < until

    (folder / "a.txt").write_text(TEXT)
    heard(folder / "a.txt")
    folder.rename(away)
    while not changes.gone:
        changes.wait()
    assert changes.gone == {str(folder)}
    away.rename(folder)
    heard(folder)
    assert not changes.gone
    (folder / "b.txt").write_text(TEXT)
    heard(folder / "b.txt")


def test_a_system_that_does_not_tell_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watchfiles = pytest.importorskip("watchfiles", reason='watching takes pip install "dateline[watch]"')

    def full(*_: object, **__: object) -> Iterable[object]:
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr(watchfiles, "watch", full)
    with pytest.raises(WatchError, match="limit reached"):
        FileChanges([str(tmp_path)])
