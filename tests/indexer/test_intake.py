"""What is said when a file can't be read: the same in one process and in several, and the others go in."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.indexer import Report, batches, build, read
from dateline.indexer.article import Article
from dateline.indexer.builder import Status
from dateline.indexer.cli.indexing import index
from dateline.indexer.errors import ReaderFault, Skipped
from dateline.indexer.intake import take
from dateline.indexer.readers import registry
from dateline.indexer.readers.registry import READERS
from dateline.indexer.shown.paths import shown_path
from dateline.indexer.sources import Source
from dateline.indexer.workers import process
from dateline.search import Archive
from tests.indexer import reader_of_steps

GOOD = "Leaders met in Bishkek\n\nThey met on Monday to speak about water.\n"


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds `.steps` and `.extra`, here and in the processes that read."""
    monkeypatch.setitem(sys.modules, "dateline.indexer.readers.steps", reader_of_steps)
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__])


def fill(folder: Path) -> None:
    """One file of every kind of trouble, and good ones among them."""
    files = {
        "a good.txt": GOOD,
        "bad lines.jsonl": '{"id": "x", "text": "One."}\n[]\n{"text": ""}\n{"text": 5}\n',
        "bad lines too.jsonl": '{"id": "x", "text": "Two."}\n{"text": ',
        "blank.jsonl": "\n\n",
        "blank.txt": " \n\n",
        "broken whole.jsonl": "{\n[]\n",
        "empty.jsonl": "",
        "empty.txt": "",
        "junk.txt": "\0\1\2" * 100,
        "no text.html": "<html><img src=a></html>",
        "other id.jsonl": '{"id": "x", "text": "Three."}\n{"id": "y", "text": "Four."}\n',
        "pdf.txt": "%PDF-1.7",
        "s bug first.steps": "bug\nOne.",
        "s bug later.steps": "One.\nTwo.\nbug",
        "s parts.steps": "One.\nbroken\n \nTwo.",
        "s refused.steps": "refused",
        "s unreadable first.steps": "broken\nunreadable",
        "s unreadable later.steps": "One.\nbroken\nTwo.\nunreadable\nThree.",
        "x.extra": "words",
        "z good.txt": GOOD,
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    with (folder / "large.txt").open("wb") as file:
        file.truncate(100 * 2**20)
    (folder / "closed.txt").write_text(GOOD)
    (folder / "closed.txt").chmod(0)


def built(folder: Path, index: Path, jobs: int) -> Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReaderFault)
        return build([folder], index=index, jobs=jobs)


def texts(index: Path) -> list[tuple[str, str]]:
    with Archive.open(index) as archive:
        paths = [(article.path or "").partition("!/")[0] for article in archive.articles()]
        return sorted(
            zip([Path(path).name for path in paths], [a.text for a in archive.articles()], strict=True)
        )


def test_every_trouble_is_the_same_in_one_process_and_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH_FILES", 3)
    folder = tmp_path / "articles"
    folder.mkdir()
    fill(folder)
    one, two = (built(folder, tmp_path / str(jobs), jobs) for jobs in (1, 2))
    assert one == two
    assert texts(tmp_path / "1") == texts(tmp_path / "2")
    assert {Path(skipped.path).name for skipped in one.skipped} >= {
        path.name for path in folder.iterdir()
    } - {"a good.txt", "z good.txt", "closed.txt"}
    assert {name for name, _ in texts(tmp_path / "1")} >= {"a good.txt", "z good.txt", "s parts.steps"}


def test_what_turns_bad_keeps_or_loses_the_same_in_one_process_and_in_several(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    fill(folder)
    names = [path.name for path in folder.iterdir()]
    for path in folder.iterdir():
        path.unlink()
    for name in names:
        lines = f'{{"text": "Before, {name}."}}' if name.endswith("jsonl") else f"Before, {name}."
        (folder / name).write_text(lines)
    for jobs in (1, 2):
        build([folder], index=tmp_path / str(jobs), jobs=jobs)
    for path in folder.iterdir():
        path.unlink()
    fill(folder)
    one, two = (built(folder, tmp_path / str(jobs), jobs) for jobs in (1, 2))
    assert one == two
    assert texts(tmp_path / "1") == texts(tmp_path / "2")
    kept = {name for name, text in texts(tmp_path / "1") if text.startswith("Before")}
    assert kept >= {"junk.txt", "broken whole.jsonl", "blank.jsonl", "s bug first.steps", "s refused.steps"}
    assert not kept & {"a good.txt", "bad lines.jsonl", "s unreadable later.steps", "s parts.steps"}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("unreadable", "can't be read: input/output error"),
        ("bug", "its reader failed, a fault of Dateline (KeyError: 'Author')"),
    ],
)
def test_what_was_read_before_a_failure_goes_in_and_the_failure_is_named(
    tmp_path: Path, step: str, reason: str
) -> None:
    path = tmp_path / "a.steps"
    path.write_text(f"One.\nTwo.\n{step}\nThree.")
    *articles, failure = take(Source(path, 0, 0))  # no End: it was not read to its end
    assert failure == Skipped(str(path), reason)
    assert [item.text for item in articles if isinstance(item, Article)] == ["One.", "Two."]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_a_reader_is_seen_with_its_traceback(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "a.steps").write_text("bug")
    (tmp_path / "b.txt").write_text(GOOD)
    with pytest.warns(ReaderFault, match=r"(?s)a\.steps: its reader failed.*in read\n.*KeyError: 'Author'"):
        report = build([tmp_path], index=tmp_path / "index", jobs=jobs)
    assert report.articles == 1
    assert "in read" in (report.skipped[0].fault or "")


def test_a_fault_of_a_reader_stops_a_run_that_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.steps").write_text("bug")
    with pytest.raises(ReaderFault):  # warnings are errors in these tests
        build([tmp_path], index=tmp_path / "index")
    with pytest.raises(KeyError):
        read(tmp_path / "a.steps")


def test_a_person_sees_a_fault_of_a_reader_as_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.steps"
    path.write_text("bug")
    (tmp_path / "b.txt").write_text(GOOD)
    result = CliRunner().invoke(index, [str(tmp_path), "--index", str(tmp_path / "index")])
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"skipped {shown_path(str(path))}: its reader failed, a fault of Dateline (KeyError: 'Author')",
        "2 files: 1 new, 0 changed, 0 unchanged, 1 skipped · 1 article, 1 passage",
    ]


def test_a_file_taken_away_while_it_waits_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(GOOD)

    def taking(status: Status) -> None:
        if status.files:  # they were found
            (tmp_path / "b.txt").unlink(missing_ok=True)

    report = build([tmp_path], index=tmp_path / "index", progress=taking)
    assert [str(skipped) for skipped in report.skipped] == [f"{tmp_path / 'b.txt'}: no such file or folder"]
