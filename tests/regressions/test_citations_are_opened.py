"""`show` could not open what `search` cited of the 1,001st article of a file and those after it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli

COUNT = 1500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    lines = [{"id": f"n{n}", "title": f"Zebra{n}", "text": f"Border story {n}."} for n in range(1, COUNT + 1)]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    run(folder, "index", "a.jsonl")
    return folder


def run(folder: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(cli, list(arguments), env={"DATELINE_INDEX": str(folder / "index")})
    finally:
        os.chdir(before)


@pytest.mark.parametrize("line", [1, 1001, 1401, COUNT])
@pytest.mark.parametrize("spelling", ["a.jsonl", "./a.jsonl", "ABSOLUTE"])
def test_a_line_of_a_long_file_is_opened_in_any_spelling(folder: Path, line: int, spelling: str) -> None:
    path = spelling.replace("ABSOLUTE", str(folder / "a.jsonl"))
    assert run(folder, "show", f"{path}:{line}").output.splitlines()[0] == f"Zebra{line}"


def test_a_file_of_many_says_how_many_and_how_to_name_one(folder: Path) -> None:
    result = run(folder, "show", "a.jsonl")
    assert result.exit_code == 2
    assert "a.jsonl holds 1,500 articles" in result.output
    assert "a.jsonl:1 to a.jsonl:1500" in result.output
    assert len(result.output) < 400


def test_what_matched_by_its_title_only_is_cited_with_its_line(folder: Path) -> None:
    cited = run(folder, "search", "Zebra1401").stdout.splitlines()[-1].strip()
    assert cited.endswith("a.jsonl:1401")
    assert run(folder, "show", cited).output.splitlines()[0] == "Zebra1401"


def test_of_a_file_of_titles_each_is_cited_with_its_line(tmp_path: Path) -> None:
    links = ["Bridge closes", "Ferry starts", "School moves"]
    items = "\n".join(f'<li><a href="https://v.example/{n}">{link}</a></li>' for n, link in enumerate(links))
    page = f"<title>Pocket Export</title>\n<h1>Unread</h1><ul>\n{items}\n</ul>"
    (tmp_path / "list.html").write_text(page, "utf-8")
    rows = "".join(json.dumps({"title": link, "url": "https://v.example/"}) + "\n" for link in links)
    (tmp_path / "list.jsonl").write_text(rows, "utf-8")
    run(tmp_path, "index", "list.html", "list.jsonl")
    cited = run(tmp_path, "search", "ferry", "-l").stdout.splitlines()
    assert sorted(cited) == ["list.html:4", "list.jsonl:2"]
    for cite in cited:
        assert run(tmp_path, "show", cite).output.splitlines()[0] == "Ferry starts"
