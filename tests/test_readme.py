"""README tells the truth: its output is what the command prints, its script runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.output.page import Screen, answer_lines, counted
from tests.places import HOUSE

README = (HOUSE / "README.md").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds in it, and an index of them, as after the first command of README."""
    shutil.copytree(HOUSE / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    build(["seeds"])
    return tmp_path


@pytest.mark.usefixtures("desk")
def test_the_answer_shown_is_what_a_terminal_of_80_columns_shows() -> None:
    shown = re.search(r"\$ dateline search (.*)\n((?:.|\n)*?)\n```", README)
    assert shown is not None
    with Archive.open() as archive:
        found = archive.search(shown[1], passages=1)
        screen = Screen(columns=80, color=False)
        counts = f"{counted(found.total, 'article')}, {counted(found.passage_total, 'passage')}"
        lines = [f"read as: {found.read_as}", counts, "", *answer_lines(found, screen)]
    assert shown[2].split("\n") == lines


@pytest.mark.usefixtures("desk")
def test_the_script_runs(capsys: pytest.CaptureFixture[str]) -> None:
    script = re.search(r"```python\n((?:.|\n)*?)```", README)
    assert script is not None
    exec(compile(script[1], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "CSTO leaders sign 14 documents following Astana meeting None" in printed
    assert '"collective security" (English, stemmed) AND published 2013 or later' in printed
    assert "**Collective Security**" in printed


@pytest.mark.usefixtures("desk")
def test_each_query_of_the_table_finds_something_in_the_seeds() -> None:
    table = README.partition("## Asking")[2].partition("How a query was read")[0]
    queries = [
        query for row in re.findall(r"^\|.*\| (.*) \|$", table, re.M) for query in re.findall("`(.*?)`", row)
    ]
    assert len(queries) > 10
    with Archive.open() as archive:
        found = {query: archive.search(query) for query in queries}
    assert [query for query, answer in found.items() if not answer or answer.warnings] == []
