"""Is the news of saved searches told as a page and as a feed, and noted whoever else writes or fails?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.search import Archive
from dateline.search.saved import SavedSearch, SavedSearches, news

Run = Callable[..., tuple[int, str, str]]
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> & ]]> \u202e \x1b[31m \x00 \ufffe border \"'"


def record(name: str, text: str, **more: str) -> dict[str, str]:
    return {"id": name, "title": name, "text": text, "language": "en", **more}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    build([record("old", "The border is old.")], index=folder)
    return folder


@pytest.fixture
def run(index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATELINE_INDEX", str(index))

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["saved", *arguments])
        printed = capfd.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def feed_of(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode())


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall("/".join(ATOM + part for part in path.split("/")))]


def add_two(run: Run) -> None:
    run("add", "border", "border")
    run("add", "trade", "trade")
    run("add", "zebra", "zebra")


def test_a_page_has_a_section_a_search_with_news(index: Path, run: Run) -> None:
    add_two(run)
    assert run("run", "--format", "html")[:2] == (1, "")

    build([record("guards", "The border closed."), record("goods", "Border trade grew.")], index=index)
    code, out, _ = run("run", "--format", "html")
    assert code == 0
    assert out.count("<html") == out.count("</html>") == 1
    assert re.findall("<h1>(.*)</h1>", out) == ["border", "trade"]
    assert out.count("<section>") == out.count("</section>") == 2
    assert "<title>2 new articles: border, trade</title>" in out
    assert "<mark>border</mark>" in out
    assert run("run", "--format", "html")[:2] == (1, "")


def test_a_feed_has_an_entry_an_article_and_a_category_a_search(index: Path, run: Run) -> None:
    add_two(run)
    build(
        [
            record("guards", "The border closed.", date="1924-10-27", url="https://example.org/1?a=b&c=d"),
            record("goods", "Border trade grew.", author="Ann Lee"),
        ],
        index=index,
    )
    code, out, _ = run("run", "--format", "atom")
    assert code == 0
    feed = feed_of(out)
    entries = feed.findall(f"{ATOM}entry")
    assert [texts(entry, "title") for entry in entries] == [["goods"], ["guards"]]
    assert [[one.get("term") for one in entry.findall(f"{ATOM}category")] for entry in entries] == [
        ["border", "trade"],
        ["border"],
    ]
    with Archive.open(index) as archive:
        assert {*texts(feed, "updated"), *texts(feed, "entry/updated")} == {archive.as_of}
    assert texts(feed, "entry/id") == [
        "tag:dateline.invalid,2026:article:goods",
        "tag:dateline.invalid,2026:article:guards",
    ]
    links = [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert links == ["https://example.org/1?a=b&c=d"]
    assert "<mark>Border</mark>" in texts(feed, "entry/content")[0]


def test_ids_of_a_feed_stay_what_they_are(index: Path, run: Run) -> None:
    add_two(run)
    build([record("guards", "The border closed.")], index=index)
    first = feed_of(run("run", "--format", "atom")[1])
    build([record("guards", "The border closed again.")], index=index)
    second = feed_of(run("run", "--format", "atom")[1])
    for path in ("id", "entry/id"):
        assert texts(first, path) == texts(second, path) != []
    assert texts(first, "entry/updated") < texts(second, "entry/updated")


@pytest.mark.parametrize("output", ["html", "atom"])
def test_hostile_words_stay_text(index: Path, run: Run, output: str) -> None:
    run("add", "<b>&", 'border OR "<i>"')
    build([record(HOSTILE, HOSTILE, source=HOSTILE, author=HOSTILE, url="javascript:alert(1)")], index=index)
    _, out, _ = run("run", "--format", output)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", out)
    assert "javascript:" not in out
    if output == "atom":
        feed = feed_of(out)
        assert [one.get("term") for one in feed.iter(f"{ATOM}category")] == ["<b>&"]
        assert "<script" not in texts(feed, "entry/content")[0]
    else:
        assert "<script" not in out
        assert "<h1>&lt;b&gt;&amp;</h1>" in out


def test_a_page_that_nobody_read_is_told_again(index: Path, run: Run) -> None:
    run("add", "border", "border")
    build([record(f"border{n}", "The border. " * 400) for n in range(60)], index=index)
    command = [sys.executable, "-m", "dateline", "saved", "run", "--format", "html", "--index", str(index)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert reader.stdout
    reader.stdout.read(10)
    reader.stdout.close()  # like `| head`
    reader.wait()
    assert run("run", "--format", "html")[1].count("<li") == 60


def test_a_page_is_for_nobodys_standard_input(run: Run) -> None:
    run("add", "border", "border", "--all")
    code, out, err = run("run", "--format", "atom", "--exec", "cat")
    assert (code, out) == (2, "")
    assert "--exec gives JSONL" in err


@pytest.mark.parametrize("output", ["text", "html"])
def test_what_can_not_be_noted_is_a_line_and_told_again(
    index: Path, run: Run, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "border", "border", "--all")
    run("add", "old", "old", "--all")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        code, out, err = run("run", "--format", output)
    assert code == 2
    assert out.count("border") >= 1
    assert err.splitlines() == [
        f"Error: saved search {name!r} could not be noted: No space left on device. "
        "Its news will be told again"
        for name in ("border", "old")
    ]
    assert run("run", "--format", output)[0] == 0
    assert run("run", "--format", output)[0] == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_may_not_be_written_is_a_line(index: Path, run: Run) -> None:
    run("add", "border", "border", "--all")
    folder = index.with_name("index.saved")
    folder.chmod(0o500)
    try:
        code, out, err = run("run")
    finally:
        folder.chmod(0o700)
    assert code == 2
    assert "old" in out
    assert "will be told again" in err


def test_a_search_that_was_replaced_while_it_ran_is_asked_from_its_own_beginning(index: Path) -> None:
    kept = SavedSearches(index)
    kept.add(SavedSearch("border", "border"))
    read = kept.get("border")
    kept.add(SavedSearch("border", "old"), instead=True)
    kept.note(read, seen="2999-01-01T00:00:00.000Z")
    assert kept.get("border") == SavedSearch("border", "old")


def test_a_search_that_was_removed_while_it_ran_stays_so(index: Path) -> None:
    kept = SavedSearches(index)
    kept.add(SavedSearch("border", "border"))
    read = kept.get("border")
    kept.remove("border")
    kept.note(read, seen="2999-01-01T00:00:00.000Z")
    assert kept.all() == ()


def test_of_two_runs_at_once_one_notes(index: Path) -> None:
    kept = SavedSearches(index)
    kept.add(SavedSearch("border", "border"))
    first, second = kept.get("border"), kept.get("border")
    kept.note(first, seen="2026-01-02T00:00:00.000Z")
    kept.note(second, seen="2026-01-01T00:00:00.000Z")
    assert kept.get("border").seen == "2026-01-02T00:00:00.000Z"


def test_programs_that_run_and_save_at_once_lose_nothing(index: Path) -> None:
    kept = SavedSearches(index)
    for number in range(3):
        kept.add(SavedSearch(f"border{number}", "border"))

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "dateline", "saved", *arguments, "--index", str(index)]
        return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    running = [
        start("run"),
        start("run"),
        start("add", "new", "border"),
        start("add", "newer", "old", "--all"),
    ]
    printed = [one.communicate() for one in running]
    assert [one.returncode for one in running[2:]] == [0, 0], printed
    assert {one.returncode for one in running[:2]} <= {0, 1}, printed
    told = printed[0][0] + printed[1][0]
    assert all(told.count(f"# border{number}: 1 new article") >= 1 for number in range(3))
    assert kept.read()[1] == ()
    assert {one.name for one in kept.all()} == {"border0", "border1", "border2", "new", "newer"}
    with Archive.open(index) as archive:
        assert all(not news(archive, kept.get(f"border{number}")) for number in range(3))
