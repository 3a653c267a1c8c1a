"""What a run says: counts that add up, each complaint once; and what one leaves that came to nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from dateline.cli import main
from dateline.indexer import build, remove, update
from dateline.indexer.errors import NothingThere
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.shown.columns import wrapped
from dateline.search import Archive, search


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: list[str]


Typed = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], read_here: None
) -> Typed:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_INDEX", raising=False)

    def typed(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err.splitlines())

    return typed


def story(path: str, words: str = "The border guards of Osh met on Monday.") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(f"Summit\n\n{words}\n", "utf-8")


@pytest.fixture
def messy(run: Typed) -> None:
    story("news/a.txt")
    Path("news/empty.txt").write_text("")
    Path("news/photo.jpg").write_bytes(b"\xff\xd8\xff")
    Path("news/gone.html").symlink_to("nowhere.html")
    with ZipFile("news/export.zip", "w") as archive:
        archive.writestr("in.txt", "Talks\n\nThey spoke of water on Tuesday.\n")
        archive.writestr("empty.txt", "")
        archive.writestr("photo.png", "x")
    for name in ("news/empty.txt", "news/export.zip"):  # what was written this moment may change again
        os.utime(name, (10**9, 10**9))


def test_the_closing_counts_add_up_and_members_are_counted_apart(run: Typed, messy: None) -> None:
    first = run("index", "news")
    assert first.err == [
        "skipped news/gone.html: a link that leads nowhere",
        "skipped news/empty.txt: empty",
        "skipped news/export.zip!/empty.txt: empty",
        "3 files skipped: 2 unreadable, 1 .jpg",
        "in archives 2 members skipped: 1 unreadable, 1 .png (--list-skipped)",
        "5 files: 2 new, 0 changed, 0 unchanged, 3 skipped · 2 articles, 2 passages",
    ]


def test_what_was_named_before_is_counted_until_it_changes(run: Typed, messy: None) -> None:
    run("index", "news")
    again = run("update")
    assert again.err == [
        "3 files skipped: 2 as before, 1 .jpg",
        "in archives 1 member skipped: 1 as before (--list-skipped)",
        "5 files: 0 new, 0 changed, 2 unchanged, 3 skipped · 2 articles, 2 passages",
    ]
    assert run("update", "-q").err == []
    listed = run("update", "--list-skipped").err
    assert "skipped news/empty.txt: empty" in listed
    assert "skipped news/gone.html: a link that leads nowhere" in listed
    assert "skipped news/export.zip!/empty.txt: empty" in listed

    Path("news/empty.txt").write_bytes(b"\x00\x01\x02\x03")
    Path("news/new.txt").write_text("")
    assert run("update", "-q").err == [
        "skipped news/empty.txt: looks like binary data, not text",
        "skipped news/new.txt: empty",
    ]


def test_a_file_that_is_named_itself_is_told_why_each_time(run: Typed, messy: None) -> None:
    run("index", "news")
    for _ in range(2):
        assert run("index", "news/empty.txt", "-q").err[0] == "skipped news/empty.txt: empty"
        told = run("index", "news/export.zip", "-q").err
        assert told == ["skipped news/export.zip!/empty.txt: empty"]


def test_what_could_not_be_looked_at_is_no_file_that_was_removed(run: Typed, messy: None) -> None:
    run("index", "news")
    os.unlink("news/gone.html")
    assert run("update").err[-1] == (
        "4 files: 0 new, 0 changed, 2 unchanged, 2 skipped · 2 articles, 2 passages"
    )


def test_a_link_mended_is_read(run: Typed, messy: None) -> None:
    run("index", "news")
    story("news/nowhere.html", "Trains stood in Kabul.")
    assert run("update").err[-1].startswith("5 files: 1 new, 0 changed, 2 unchanged, 2 skipped · 3 articles")
    assert len(search("Kabul")) == 1


def test_before_is_told_to_scripts(run: Typed, messy: None) -> None:
    first, again = build(["news"]), update()
    assert {one.before for one in first.skipped} == {False}
    assert {Path(one.path).name: one.before for one in again.skipped} == {
        "gone.html": True,
        "empty.txt": True,
        "photo.jpg": False,
    }


@pytest.mark.parametrize("given", ["news/empty.txt", "nothing"])
def test_a_first_run_that_reads_nothing_leaves_no_index(run: Typed, messy: None, given: str) -> None:
    os.mkdir("nothing")
    failed = run("index", given, "--index", "deep/er/index")
    assert failed.code == 2
    assert failed.err[-1].startswith("Error: ")
    assert failed.err[-1].endswith("Which kinds of files are: dateline index -h")
    assert len(failed.err[-1]) < 100
    assert not Path("deep").exists()
    assert "no index at deep/er/index" in run("search", "oil", "--index", "deep/er/index").err[0]


def test_a_first_run_that_fails_leaves_no_index_and_no_file_of_somebody_else_goes(
    run: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> object:
        yield {"text": "Guards met."}
        raise RuntimeError("the feed broke")

    os.mkdir("index")
    Path("index/mine.txt").write_text("mine")
    with pytest.raises(RuntimeError):
        build(broken())  # type: ignore[arg-type]
    assert os.listdir("index") == ["mine.txt"]
    with pytest.raises(IndexMissing):
        Archive.open()


def test_an_index_that_has_articles_outlives_a_run_that_fails(run: Typed, messy: None) -> None:
    run("index", "news")
    assert run("index", "news/empty.txt").code == 2
    assert len(search("border")) == 1


def test_records_that_are_all_refused_are_a_failure(
    run: Typed, messy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", "news")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'oil\n{"title": "x"}\n')))
    refused = run("index", "-")
    assert refused.code == 2
    assert refused.err[-1].startswith(
        "Error: none of 2 records could be read. A record is a line of JSON with"
    )


def test_an_index_that_is_being_built_is_told_from_one_that_is_not_there(run: Typed) -> None:
    os.mkdir("ix")
    lock = WriteLock(Path("ix"))
    try:
        told = run("search", "oil", "--index", "ix")
    finally:
        lock.release()
    assert told.err == [
        f"Error: no index at ./ix yet: process {os.getpid()} is building it. Try again in a while"
    ]
    assert run("search", "oil", "--index", "ix").err == [
        "Error: no index at ./ix. Run: dateline index --index ix PATH"
    ]


def test_of_several_keys_of_a_field_the_first_that_is_there_is_taken(run: Typed) -> None:
    os.mkdir("news")
    records = [
        {"id": "1", "kopf": "Damm", "name": "x", "inhalt": "Water ran over."},
        {"id": "2", "name": "Brücke", "inhalt": "Water ran under."},
    ]
    Path("news/a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert run("index", "news", "--map", "kopf=title,name=title", "--map", "inhalt=text").code == 0
    assert sorted(hit.title or "" for hit in search("water")) == ["Brücke", "Damm"]
    Path("dateline.toml").write_text('index = "other"\n[fields]\ntitle = ["kopf", "name"]\ntext = "inhalt"\n')
    assert run("index", "news", "--index", "other").code == 0
    assert sorted(hit.title or "" for hit in search("water", index="other")) == ["Brücke", "Damm"]


def test_an_article_is_removed_as_it_is_cited(run: Typed) -> None:
    os.mkdir("news")
    Path("news/a.jsonl").write_text(
        '{"id": "1", "title": "Dam", "text": "Water ran."}\n{"id": "2", "text": "Water stood."}\n'
    )
    with ZipFile("news/b.zip", "w") as archive:
        archive.writestr("c.txt", "Talks\n\nThey spoke of water on Tuesday.\n")
    run("index", "news")
    assert run("remove", "news/a.jsonl:1").err == ["removed 1 article: Dam (news/a.jsonl:1)"]
    cited = next(hit.cite for hit in search("water") if "b.zip" in hit.cite)
    assert run("remove", cited).err == ["removed 1 article: Talks (news/b.zip!/c.txt:1)"]
    assert [hit.id for hit in search("water")] == ["2"]
    assert run("update").code == 0
    assert [hit.id for hit in search("water")] == ["2"]
    with pytest.raises(NothingThere, match="no article stands there"):
        remove("news/a.jsonl:9")
    assert run("remove", "news/a.jsonl").err == ["removed 1 article of 1 file: news/a.jsonl"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--jobs", "x"), "--jobs: 'x' is no whole number of 1 or more. See: dateline index -h"),
        (("--jobs", "0"), "--jobs: '0' is no whole number of 1 or more. See: dateline index -h"),
        (("--memory", "3"), "--memory: '3' is no whole number of 16 or more. See: dateline index -h"),
        (("--wait", "nan"), "--wait: 'nan' is no number of 0 or more. See: dateline index -h"),
        (("--ful",), "there is no option --ful. Did you mean --follow or --full? See: dateline index -h"),
        (("--exclude",), "--exclude wants a value after it"),
    ],
)
def test_an_option_that_is_none_is_told_with_what_is_valid(
    run: Typed, options: tuple[str, ...], said: str
) -> None:
    assert run("index", "news", *options).err == [f"Error: {said}"]


def test_a_member_is_read_by_its_own_reader_and_that_is_told(run: Typed, messy: None) -> None:
    told = run("read", "news/export.zip")
    assert told.out.splitlines()[0] == "news/export.zip!/in.txt  (plain text in ZIP archives)"
    record = json.loads(run("read", "news/export.zip", "--json").out)
    assert (record["reader"], record["within"]) == ("plain text", ["ZIP archives"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", ["index", "read"])
def test_lines_on_a_terminal_break_between_words_and_no_path_breaks(
    run: Typed, messy: None, command: str
) -> None:
    import pty

    folder = "news/pages that were saved in the summer of the year 2013"
    story(f"{folder}/a story of the border.txt", "They met in Bishkek on Monday to talk of water. " * 8)
    Path(f"{folder}/a report that is broken.pdf").write_bytes(b"%PDF-1.4 broken")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "dateline", command, "news"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            read = os.read(ours, 1 << 16)
        except OSError:  # Linux says so that the other end is closed
            break
        if not read:
            break
        shown += read
    os.close(ours)
    assert child.wait() == 0
    lines = [line.rpartition("\r")[2] for line in shown.decode().replace("\r\n", "\n").split("\n")]
    paths = f"{folder}/a report that is broken.pdf"
    assert any(paths in line for line in lines)
    assert all(len(line) <= 80 for line in lines if folder not in line)
    after = lines[next(place for place, line in enumerate(lines) if paths in line) + 1]
    assert after.startswith("  ")
    if command == "read":
        assert any(line.startswith(f"{'':26}") and line[26] != " " for line in lines)


@pytest.mark.parametrize("typed", ["index --map ", "index --jobs ", "remove --source ", "search --index "])
def test_tab_after_an_option_says_nothing(tmp_path: Path, typed: str) -> None:
    words = f"dateline {typed}"
    asked = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    result = subprocess.run(
        [sys.executable, "-m", "dateline"],
        env={**os.environ, **asked},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout.strip(), result.stderr) in {("", ""), ("dir,", ""), ("file,", "")}


@pytest.mark.parametrize(
    "command", ["index", "update", "sources", "remove", "check", "repair", "read", "init"]
)
@pytest.mark.parametrize("columns", ["60", "80"])
def test_help_breaks_between_words(
    run: Typed, monkeypatch: pytest.MonkeyPatch, command: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    page = run(command, "-h").out
    prose = page[: page.index("Examples:")] if "Examples:" in page else page
    assert max(map(len, prose.splitlines())) <= int(columns)
    assert "x>=" not in page


def test_sources_count_the_files_that_could_be_read(run: Typed, messy: None) -> None:
    run("index", "news")
    assert run("sources").out.splitlines()[1].split()[:2] == ["2", "2"]
    assert run("remove", "--source", "news").err == ["removed 2 articles of 2 files: news"]


def test_a_path_wider_than_the_terminal_begins_where_it_is_said() -> None:
    path = "pages of the summer/" * 3 + "a.pdf"
    said = list(wrapped(f"skipped {path}: damaged beyond what can be opened", 40, whole=[path]))
    assert said == [f"skipped {path}:", "  damaged beyond what can be opened"]
    told = list(
        wrapped("Error: nothing could be read. See: dateline index -h", 45, whole=["dateline index -h"])
    )
    assert told == ["Error: nothing could be read. See:", "  dateline index -h"]


def test_what_stands_under_a_name_is_counted_and_a_misspelt_name_is_told(run: Typed) -> None:
    os.mkdir("news")
    records = [{"text": f"Water ran {day}.", "section": day} for day in ("today", "then", "then")]
    Path("news/a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    run("index", "news")
    assert run("facets", "water", "meta.section").out.split() == ["2", "then", "1", "today"]
    misspelt = run("facets", "water", "meta.secton")
    assert misspelt.out.split() == ["3", "(none)"]
    assert misspelt.err[-1] == "note: none of them states meta.secton; did you mean meta.section?"
    assert "meta.section" in " ".join(run("search", "meta.secton:then").err)
    assert json.loads(run("search", "water", "--jsonl", "-n", "1").out)["metas"][0].startswith("section=")
