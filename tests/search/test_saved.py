"""Is what came in since a search was told last told once, and never lost?"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive
from dateline.search.errors import SavedError
from dateline.search.saved import SavedSearch, SavedSearches, news
from tests.indexer.format.conftest import new_article, passages_of

Run = Callable[..., tuple[int, str, str]]


def record(name: str, text: str) -> dict[str, str]:
    return {"id": name, "title": name, "text": text, "language": "en"}


FIRST = [
    record("guards", "Border guards met in Bishkek on Monday."),
    record("rain", "Rain fell all day, and the river rose."),
]
SECOND = [
    record("again", "The border guards met again."),
    record("trade", "Trade over the border grew."),
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    build(FIRST, index=folder)
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


def ids(index: Path, search: SavedSearch) -> list[str]:
    with Archive.open(index) as archive:
        return [article.id for article in news(archive, search)]


def test_a_run_tells_what_was_indexed_since_the_one_before(index: Path, run: Run) -> None:
    run("add", "border", "border guards")
    assert run("run")[0] == 1

    build(SECOND, index=index)
    code, out, _ = run("run")
    assert code == 0
    assert "again" in out
    assert "guards met in Bishkek" not in out
    code, out, err = run("run")
    assert (code, out) == (1, "")
    assert "nothing new for 1 saved search" in err


def test_all_tells_what_was_there_already(run: Run) -> None:
    run("add", "border", "border", "--all")
    assert "guards" in run("run")[1]
    assert run("run")[0] == 1


def test_what_has_some_of_the_words_is_no_news(index: Path, run: Run) -> None:
    run("add", "border", "border guards")
    build([record("trade", "Trade over the border grew.")], index=index)
    assert run("run")[:2] == (1, "")


def test_an_article_that_was_written_long_ago_is_news_when_it_comes_in(index: Path, run: Run) -> None:
    run("add", "border", "border")
    build([{**record("old", "The border was drawn."), "date": "1924-10-27"}], index=index)
    assert "1924" in run("run")[1]


def test_several_searches_are_told_under_their_names(index: Path, run: Run) -> None:
    run("add", "border", "border guards")
    run("add", "goods", "trade", "--source", "Times")
    run("add", "trade", "trade")
    build(SECOND, index=index)
    code, out, _ = run("run")
    assert code == 0
    assert out.index("border: 1 new article") < out.index("trade: 1 new article")
    assert "goods" not in out
    assert run("run", "trade")[0] == 1


def test_news_for_a_program_names_its_search(index: Path, run: Run) -> None:
    run("add", "border", "border")
    build(SECOND, index=index)
    _, out, _ = run("run", "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["search"], line["query"], line["id"]) for line in lines] == [
        ("border", "border", "trade"),  # the last indexed first
        ("border", "border", "again"),
    ]
    with Archive.open(index) as archive:
        assert {line["indexed"] for line in lines} == {archive.as_of}


def test_a_program_that_fails_is_given_the_news_again(index: Path, tmp_path: Path, run: Run) -> None:
    run("add", "border", "border")
    build(SECOND, index=index)
    script = tmp_path / "keep.py"
    script.write_text(
        "import os, sys; out = open(sys.argv[1], 'a'); out.write(sys.stdin.read());"
        "out.write(os.environ['DATELINE_SAVED']); sys.exit(int(sys.argv[2]))"
    )
    kept = tmp_path / "kept"
    command = f'"{sys.executable}" "{script}" "{kept}" '
    code, _, err = run("run", "--exec", command + "3")
    assert code == 2
    assert "ended with 3" in err
    assert run("run", "--exec", command + "0")[0] == 0
    assert kept.read_text().count('"again"') >= 2
    assert kept.read_text().endswith("border")
    assert run("run", "--exec", command + "0")[0] == 1


def test_what_nobody_read_is_told_again(index: Path, run: Run) -> None:
    run("add", "rain", "rain", "--all")
    build([record(f"rain{n}", "Rain fell. " * 400) for n in range(60)], index=index)
    command = [sys.executable, "-m", "dateline", "saved", "run", "--format", "jsonl"]
    reader = subprocess.Popen([*command, "--index", str(index)], stdout=subprocess.PIPE)
    assert reader.stdout
    reader.stdout.read(10)
    reader.stdout.close()  # like `| head`
    reader.wait()
    assert run("run")[1].count("[Rain] fell") >= 60


def test_a_crash_between_telling_and_noting_tells_twice(
    index: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "border", "border", "--all")
    with monkeypatch.context() as patch:
        patch.setattr(SavedSearches, "note", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        code, out, _ = run("run")
    assert code == 130
    assert "Bishkek" in out
    assert "Bishkek" in run("run")[1]


def test_an_article_published_by_a_run_that_began_before_is_not_lost(index: Path) -> None:
    writer = IndexWriter(index)
    article = new_article("-late", "The border closed late.")
    writer.add_article(article, passages_of(article))
    with Archive.open(index) as archive:
        search = SavedSearch("border", "border", seen=archive.as_of)
    assert ids(index, search) == []
    writer.commit()
    assert ids(index, search) == ["a-late"]


def test_all_of_an_older_index_in_its_place_is_news(index: Path) -> None:
    later = SavedSearch("border", "border", seen="2999-01-01T00:00:00.000Z")
    assert ids(index, later) == ["guards"]


def test_a_list_tells_how_much_is_new(index: Path, run: Run) -> None:
    assert run() == (1, "", "no search is saved yet. Keep one: dateline saved add NAME QUERY\n")
    run("add", "border", "border", "--source", "The Times")
    run("add", "grenze ж", "guards")
    build(SECOND, index=index)
    code, out, _ = run()
    assert code == 0
    assert [line.split() for line in out.splitlines()] == [
        ["name", "new", "last", "run", "query"],
        ["border", "0", "never", "border", "--source", "The", "Times"],
        ["grenze", "ж", "1", "never", "guards"],
    ]
    record = json.loads(run("list", "--json")[1])
    assert [(one["name"], one["new"]) for one in record["searches"]] == [("border", 0), ("grenze ж", 1)]


@pytest.mark.parametrize("command", [(), ("list",), ("run",)])
def test_where_there_is_no_index_that_is_told(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    code, _, err = run(*command, "--index", str(tmp_path / "nowhere"))

    assert code == 2
    assert "no index at" in err


def test_a_search_is_shown_and_forgotten(run: Run) -> None:
    run("add", "border", "border guards")
    assert "border AND guards" in run("show", "border")[1]
    assert "Did you mean 'border'?" in run("rm", "bordr")[2]
    assert run("rm", "border")[0] == 0
    assert "None is saved yet" in run("show", "border")[2]


def test_a_name_is_taken_once(run: Run) -> None:
    run("add", "border", "border")
    code, _, err = run("add", "border", "guards")
    assert code == 2
    assert "Give another name" in err
    assert "--replace" in err
    assert run("add", "border", "guards", "--replace")[0] == 0
    assert "guards" in run("show", "border")[1]


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 81, "\x1b[31m"])
def test_what_is_no_name_is_refused(index: Path, name: str) -> None:
    with pytest.raises(SavedError, match="is no name"):
        SavedSearches(index).add(SavedSearch(name, "border"))


@pytest.mark.parametrize("name", ["../up", "a/b", "..", "con", "ж ю", "%2F", "a.json"])
def test_no_name_leads_out_of_the_folder(index: Path, tmp_path: Path, name: str) -> None:
    kept = SavedSearches(index)
    kept.add(SavedSearch(name, "border"))
    assert kept.get(name).name == name
    assert [one.name for one in kept.all()] == [name]
    assert {path.name for path in tmp_path.iterdir()} == {"index", "index.saved"}


@pytest.mark.parametrize("letter", ["é", "日", "😀"])
def test_a_name_in_any_script_has_the_same_length(index: Path, letter: str) -> None:
    kept = SavedSearches(index)
    names = [letter * 80, letter * 79 + "a"]
    for name in names:
        kept.add(SavedSearch(name, "border"))

    assert sorted(search.name for search in kept.all()) == sorted(names)
    kept.remove(names[0])
    assert kept.get(names[1]).name == names[1]
    for name in (names[0], letter * 1000, f"{letter}\udcff"):
        with pytest.raises(SavedError, match="no search is saved"):
            kept.get(name)


@pytest.mark.parametrize("program", ["", "  "])
def test_news_is_not_given_to_no_program(run: Run, program: str) -> None:
    run("add", "border", "border", "--all")
    code, _, err = run("run", "--exec", program)

    assert (code, err.count("\n")) == (2, 1)
    assert run("run")[0] == 0  # it was not lost


def test_a_query_that_can_not_be_read_is_not_kept(run: Run) -> None:
    code, _, err = run("add", "broken", '"border NEAR/')
    assert code == 2
    assert err
    assert run()[0] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"v": 1}', b'{"v": 1, "name": "a", "query": 3}', b'{"v": 9, "name": "a"}'],
)
def test_a_damaged_file_is_named_and_the_others_run(index: Path, run: Run, content: bytes) -> None:
    run("add", "border", "border", "--all")
    (index.parent / "index.saved" / "broken.json").write_bytes(content)
    code, out, err = run("run")
    assert code == 2
    assert "Bishkek" in out
    assert "broken.json" in err
    assert run()[0] == 2


def test_saved_searches_outlive_an_index_that_is_made_anew(index: Path, run: Run) -> None:
    run("add", "border", "border")
    shutil.rmtree(index)
    build([*FIRST, *SECOND], index=index)
    assert "again" in run("run")[1]


def test_a_search_finds_what_came_in_since_the_last_run(index: Path, run: Run) -> None:
    run("add", "border", "border", "--all")

    def since() -> tuple[int, str]:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "dateline",
                "search",
                "met",
                "--indexed-after",
                "last-run",
                "--index",
                index,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    assert since()[0] == 2
    run("run")
    assert since()[0] == 1
    build(SECOND, index=index)
    code, out = since()
    assert code == 0
    assert "again" in out
    assert "Bishkek" not in out
