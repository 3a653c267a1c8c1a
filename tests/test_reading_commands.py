"""`dateline read` and `dateline show --raw`: what became of each part of a file."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.indexer import build
from tests.regressions.story import OTHER, STORY, TITLE, page, paragraphs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    markup = page(
        f"<p class=lead>Three weeks without a crossing for the valley and the town.</p>\n{paragraphs()}\n"
        f"<p>Follow us on Facebook</p>\n<div id=comments>{paragraphs(OTHER)}</div>",
        '<meta property="article:published_time" content="2019-03-07">',
    )
    path = tmp_path / "bridge.html"
    path.write_text(markup.replace("<article>", "\n<nav>Home</nav>\n<article>"), "utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def test_read_tells_fields_with_their_certainty_parts_and_rules(file: Path) -> None:
    lines = run("read", str(file)).stdout.splitlines()
    assert lines[0].endswith("bridge.html  (web pages)")
    assert f"title      {TITLE}" in lines
    assert "date       2019-03-07 (exact)" in lines
    assert "     2  - navigation      Home" in lines
    assert any(line[8:25] == "- comments       " and OTHER[0] in line for line in lines)
    assert any("  standfirst " in line for line in lines)
    assert sum(line[10:15] == "body " for line in lines) == len(STORY)


def test_read_gives_json_and_indexes_nothing(file: Path) -> None:
    record = json.loads(run("read", str(file), "--json").stdout)
    assert (record["v"], record["reader"], record["title"]) == (1, "web pages", TITLE)
    assert [part["kind"] for part in record["paragraphs"]] == ["standfirst", *["body"] * len(STORY)]
    assert {drop["rule"] for drop in record["dropped"]} >= {"navigation", "comments", "promotion", "title"}
    assert sorted(path.name for path in file.parent.iterdir()) == ["bridge.html"]


def test_read_walks_folders_and_names_what_it_can_not_read(file: Path) -> None:
    file.with_name("broken.jsonl").write_text('{"text": 7}\n', "utf-8")
    answer = run("read", str(file.parent), str(file.with_name("gone.txt")))
    assert answer.stdout.count(TITLE) >= 1
    assert "broken.jsonl:1" in answer.stderr
    assert "gone.txt" in answer.stderr
    assert run("read", str(file.with_name("gone.txt"))).return_value == 1


def test_every_block_is_kept_or_dropped_once(file: Path) -> None:
    record = json.loads(run("read", str(file), "--json").stdout)
    parts = [*record["paragraphs"], *record["dropped"]]
    assert sorted(part["text"] for part in parts) == sorted(
        [
            *(
                "Home",
                TITLE,
                "Three weeks without a crossing for the valley and the town.",
                "Follow us on Facebook",
            ),
            *STORY,
            *OTHER,
        ]
    )


def test_show_raw_reads_the_file_again(file: Path) -> None:
    index = str(file.parent / "index")
    assert run("index", "--index", index, str(file)).exit_code == 0
    shown = run("show", "--index", index, str(file), "--raw").stdout
    assert "     2  - navigation      Home" in shown
    parts = json.loads(run("show", "--index", index, str(file), "--raw", "--json").stdout)["parts"]
    assert [part["text"] for part in parts if part["name"] == "comments"] == list(OTHER)
    stored = json.loads(run("show", "--index", index, str(file), "--json").stdout)
    assert {drop["rule"] for drop in stored["dropped"]} == {"title", "promotion"}
    assert stored["paragraphs"][0]["kind"] == "standfirst"
    file.unlink()
    assert "bridge.html" in str(run("show", "--index", index, str(file), "--raw").exception)


def test_what_lies_in_a_file_is_read_and_shown_raw_by_its_citation(tmp_path: Path, file: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(file, "2019/bridge.html")
        archive.writestr("2019/note.txt", "A short note about the bridge of the valley and its traffic.\n")
    cited = f"{tmp_path / 'a.zip'}!/2019/bridge.html"
    told = [json.loads(line) for line in run("read", cited, "--json").stdout.splitlines()]
    assert [article["title"] for article in told] == [TITLE]
    build([tmp_path / "a.zip"], index=tmp_path / "index")
    raw = run("show", "--raw", cited, "--index", str(tmp_path / "index"))
    assert (raw.exception, OTHER[0] in raw.stdout) == (None, True)
