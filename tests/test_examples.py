"""The scripts in examples/ run as a reporter would run them, and print what they promise."""

from __future__ import annotations

import csv
import re
import runpy
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from dateline import Archive, build
from tests.places import HOUSE, SEEDS

EXAMPLES = HOUSE / "examples"
SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))


@dataclass(frozen=True, slots=True)
class Printed:
    """What a script left behind: its exit status or last words, and both streams."""

    status: str | int | None
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """Standard output as the rows of a CSV table."""
        return list(csv.reader(StringIO(self.out)))


Runner = Callable[..., Printed]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with an index of the seeds."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    build(["seeds"])
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    def runner(script: str, *arguments: str) -> Printed:
        monkeypatch.setattr(sys, "argv", [script, *arguments])
        status: str | int | None = 0
        try:
            runpy.run_path(str(EXAMPLES / script), run_name="__main__")
        except SystemExit as leaving:
            status = leaving.code
        printed = capsys.readouterr()
        return Printed(status, printed.out, printed.err)

    return runner


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_without_arguments_says_how_it_is_used(script: str, run: Runner) -> None:
    printed = run(script)

    assert f"\n    python {script} " in str(printed.status)
    assert printed.out == ""


def test_every_script_is_in_the_list_and_tested_here() -> None:
    listed = re.findall(r"^\| \[(\w+\.py)\]\(\1\)", (EXAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)
    tested = set(re.findall(r'run\("(\w+\.py)"', Path(__file__).read_text("utf-8")))

    assert sorted(listed) == SCRIPTS
    assert tested == set(SCRIPTS)


def test_the_alert_lists_what_came_in_since(run: Runner, desk: Path) -> None:
    with Archive.open("index") as archive:
        since = archive.as_of
    (desk / "seeds" / "new.txt").write_text(
        "Talks on Afghanistan\n\nThe talks on Afghanistan ended on Monday.\n"
    )
    build(["seeds"])

    printed = run("weekly_alert.py", "Afghanistan", since)

    assert printed.status == 0
    assert printed.out.startswith(f"# Afghanistan: 1 new since {since}\n\n- undated **Talks on Afghanistan**")
    assert "talks on **Afghanistan** ended" in printed.out
    assert f"`{Path.cwd()}/seeds/new.txt:3`" in printed.out
    assert "5 new" in run("weekly_alert.py", "Afghanistan", "2014-01-01").out


@pytest.mark.usefixtures("desk")
def test_the_alert_says_what_is_no_day(run: Runner) -> None:
    assert "takes a day or a time" in str(run("weekly_alert.py", "Afghanistan", "Monday").status)


@pytest.mark.usefixtures("desk")
def test_the_alert_says_when_no_article_has_all_the_words(run: Runner) -> None:
    assert "no article has all of it" in run("weekly_alert.py", "Afghanistan zebra", "2014-01-01").err


@pytest.mark.usefixtures("desk")
def test_the_alert_says_what_is_wrong_with_a_query(run: Runner) -> None:
    assert "a quote is not closed" in str(run("weekly_alert.py", '"Afghanistan', "2014-01-01").status)


@pytest.mark.usefixtures("desk")
def test_the_first_mention_is_the_earliest_dated_one(run: Runner) -> None:
    printed = run("first_mention.py", "collective security")

    assert printed.out.startswith("2013-05-28  Informal meeting of the heads of the CSTO member states")
    assert "improving the collective security system" in printed.out
    assert "seeds/003_dd9f77a6c879bfad.txt:20" in printed.out
    assert "6 articles have it in all" in printed.out


@pytest.mark.usefixtures("desk")
def test_there_is_no_first_mention_of_what_only_undated_articles_say(run: Runner) -> None:
    assert (
        run("first_mention.py", "coordinated actions").status == "no dated article has: coordinated actions"
    )


@pytest.mark.usefixtures("desk")
def test_mentions_are_counted_by_year_and_query(run: Runner) -> None:
    printed = run("co_mentions.py", "Tokayev", "Tokayev w/p Rahmon", "Rahmon")

    assert printed.rows == [
        ["year", "Tokayev", "Tokayev w/p Rahmon", "Rahmon"],
        ["2021", "1", "0", "1"],
        ["undated", "2", "1", "1"],
    ]


@pytest.mark.usefixtures("desk")
def test_quotations_are_those_in_passages_with_the_name(run: Runner) -> None:
    header, *rows = run("quotes_to_csv.py", "Nazarbayev").rows

    assert header == ["quotation", "date", "cite"]
    assert [
        "“We think it is necessary to hold regular exercises, including unexpected inspections,”",
        "",
        f"{Path.cwd()}/seeds/000_69fb188c55964f96.txt:21",
    ] in rows
    assert all(row[0].startswith("“") and row[0].endswith("”") for row in rows)


def test_rows_of_a_spreadsheet_become_an_archive(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("articles.csv").write_text(
        "id,title,date,editor,text\n"
        '1,Frost,2021-07-22,,"Coffee burnt, twice."\n'
        "2,No text,,Ann,\n"
        "3,,,,Tea was dear.\n",
        encoding="utf-8-sig",
    )

    first, second = run("archive_from_csv.py", "articles.csv"), run("archive_from_csv.py", "articles.csv")

    assert first.out == "2 new, 0 replaced; the archive has 2 articles\n"
    assert first.err == 'left out: record 2: "text" is missing\n'
    assert second.out == "0 new, 2 replaced; the archive has 2 articles\n"
    with Archive.open() as archive:
        assert [(hit.id, hit.date) for hit in archive.search("coffee")] == [("1", "2021-07-22")]


@pytest.mark.usefixtures("desk")
def test_spellings_are_told_apart_by_source(run: Runner) -> None:
    assert run("two_spellings.py", "Organisation", "Organization").out == (
        "    Organisation     Organization  source\n"
        "               0                6  (none)\n"
        "               0                1  Kazinform\n"
        "               1                0  The Astana Times\n"
        "0 articles have both\n"
    )


def test_references_are_written_in_the_format_of_the_ending(run: Runner, desk: Path) -> None:
    printed = run("export_bibliography.py", "Bishkek", "references.ris")
    run("export_bibliography.py", "Bishkek", "references.bib")

    assert printed.out == "references in references.ris: 1\n"
    assert "TY  - NEWS\n" in (desk / "references.ris").read_text("utf-8")
    assert "DA  - 2013/05/28/\n" in (desk / "references.ris").read_text("utf-8")
    assert "  date = {2013-05-28},\n" in (desk / "references.bib").read_text("utf-8")


@pytest.mark.usefixtures("desk")
def test_contexts_are_ordered_by_what_follows(run: Runner) -> None:
    printed = run("kwic_table.py", '"drug trafficking"')

    after = re.findall(r"<b>drug trafficking</b></td><td> ?([^<]*)<", printed.out)
    assert after == ["from Afghanistan.", "were refined."]
    assert f"<td>{Path.cwd()}/seeds/003_dd9f77a6c879bfad.txt:27</td>" in printed.out
