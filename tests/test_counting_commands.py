"""What does a person see who counts: `dateline timeline`, `dateline facets`?"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.indexer import build

DATES = ["2013-03-01", "2013-05-28", "2013-05-29", "2013-05", "2013", None, "2014-02-10"]
RECORDS = [
    {"id": f"oil{number}", "text": "Oil prices rose.", "source": "Reuters", "language": "en"}
    | ({"date": day} if day else {})
    for number, day in enumerate(DATES)
] + [
    {"id": "snow", "text": "Snow fell.", "date": "2013-05-01", "source": "Kazinform", "language": "en"},
    {"id": "rain", "text": "Rain fell.", "date": "2013-06-01", "language": "en", "place": "Bishkek"},
]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "index"
    build(RECORDS, index=folder)
    return folder


@pytest.fixture
def run(index: Path, command_line: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATELINE_INDEX", str(index))
    return command_line


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table)))


def test_a_timeline_has_a_bar_a_period_and_counts_what_is_of_none(run: Run) -> None:
    code, out, err = run("timeline", "oil", "--by", "month")

    assert code == 0
    lines = out.splitlines()
    assert [line.split()[:3] for line in lines[:3]] == [
        ["2013-03", "1", "100.0%"],
        ["2013-04", "0", "–"],
        ["2013-05", "3", "75.0%"],
    ]
    assert lines[0].count("█") < lines[2].count("█")
    assert lines[3] == "⋮ 2013-06 to 2014-01: none in 8 months, of 1 article"
    assert lines[-2:] == ["(undated)    1", "(imprecise)  1"]
    assert all(len(line) <= 80 for line in lines)
    assert "read as: oil" in err


def test_a_timeline_is_as_wide_as_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    widest = []
    for columns in (80, 160):
        monkeypatch.setenv("COLUMNS", str(columns))
        widest.append(max(map(len, run("timeline", "oil", "--color", "never")[1].splitlines())))

    assert 70 < widest[0] <= 80 < 150 < widest[1] <= 160


def test_without_unicode_bars_are_ascii(index: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "DATELINE_INDEX": str(index)}
    command = [sys.executable, "-m", "dateline", "timeline", "oil", "--by", "month"]

    result = subprocess.run(command, capture_output=True, env=environment, check=True)

    assert b"75.0%  ###" in result.stdout
    assert b"?" not in result.stdout


def test_compared_queries_are_told_apart_with_and_without_colour(run: Run) -> None:
    plain = run("timeline", "oil", "--compare", "snow OR rain", "--by", "year")[1].splitlines()
    painted = run("timeline", "oil", "--compare", "snow", "--by", "year", "--color", "always")[1]

    assert plain[:2] == [
        "1  oil: 7 articles by year, 2013 to 2014",
        "2  snow OR rain: 2 articles by year, 2013 to 2014",
    ]
    assert [line.split()[:3] for line in plain[3:5]] == [["2013", "1", "5"], ["2", "2", "28.6%"]]
    assert len(set(re.findall(r"\x1b\[3\dm", painted))) == 2


def test_a_long_query_is_cut_and_its_count_is_not(run: Run) -> None:
    lines = run("timeline", "oil", "--compare", "snow OR " * 30 + "rain", "--by", "year")[1].splitlines()

    assert len(lines[1]) == 80
    assert lines[1].startswith("2  snow OR snow")
    assert lines[1].endswith("…: 2 articles by year, 2013 to 2014")


def test_a_timeline_as_csv_has_every_period(run: Run) -> None:
    table = rows(run("timeline", "oil", "--by", "month", "--csv")[1])
    compared = rows(run("timeline", "oil", "--compare", "snow", "--csv")[1])

    assert [row["period"] for row in table][-4:] == ["2014-01", "2014-02", "(undated)", "(imprecise)"]
    assert table[2] == {
        "period": "2013-05",
        "first": "2013-05-01",
        "last": "2013-05-31",
        "articles": "3",
        "total": "4",
        "share": "0.75",
    }
    assert {row["query"] for row in compared} == {"oil", "snow"}


def test_a_timeline_as_json_is_the_record(run: Run) -> None:
    told = json.loads(run("timeline", "oil", "--by", "year", "--compare", "snow", "--json")[1])

    assert told["v"] == 1
    assert [told[name] for name in ("query", "by", "articles", "undated", "total")] == [
        "oil",
        "year",
        7,
        1,
        9,
    ]
    assert told["periods"][0]["articles"] == 5
    assert told["compare"][0]["periods"][0]["share"] == round(1 / 7, 6)


def test_a_timeline_is_drawn_beside_what_is_printed(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason='drawing pixels takes pip install "dateline[plot]"')
    svg, png = tmp_path / "oil.svg", tmp_path / "oil.png"

    code, out, err = run("timeline", "oil", "--compare", "$x$ OR snow", "--svg", str(svg), "--png", str(png))

    assert code == 0
    assert "75.0%" in out
    assert f"drawn: {svg}" in err
    assert ElementTree.fromstring(svg.read_text("utf-8")).tag.endswith("svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_it_is_told_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    code, out, err = run("timeline", "oil", "--png", str(tmp_path / "oil.png"))

    assert (code, out) == (2, "")
    assert 'pip install "dateline[plot]"' in err.splitlines()[-1]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["timeline", "facets"])
def test_without_a_query_every_article_is_counted(run: Run, command: str) -> None:
    field = ["source"] if command == "facets" else []

    code, out, err = run(command, *field, "--before", "2013-05", "--csv")

    assert code == 0
    assert sum(int(row["articles"]) for row in rows(out)) == 6
    assert err.startswith("read as: every article AND published 2013-05 or earlier")


def test_nothing_found_is_no_bar_and_exit_code_1(run: Run) -> None:
    code, out, err = run("timeline", "zebra")

    assert (code, out) == (1, "")
    assert "nothing found" in err


def test_too_many_periods_are_one_line(index: Path, run: Run, tmp_path: Path) -> None:
    build(
        [{"text": "Old.", "date": "1900-01-01"}, {"text": "New.", "date": "2013-01-01"}], index=tmp_path / "i"
    )

    code, out, err = run("timeline", "--by", "day", "--index", str(tmp_path / "i"))

    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("Error: 41,274 days from 1900-01-01 to 2013-01-01")


@pytest.mark.parametrize(
    ("arguments", "field", "query"),
    [
        (["oil", "source", "lang"], ["source", "lang"], "oil"),
        (["oil", "year", "year"], ["year"], "oil"),
        (["fell", "--by", "source", "--by", "place"], ["source", "place"], "fell"),
        (["oil", "source", "--by", "lang"], ["lang"], "oil AND source"),
        (["oil source", "lang"], ["lang"], "oil AND source"),
    ],
)
def test_facets_take_several_fields(run: Run, arguments: list[str], field: list[str], query: str) -> None:
    _, out, err = run("facets", *arguments, "--csv", "--match", "any")

    assert list(dict.fromkeys(row["field"] for row in rows(out))) == field
    assert err.startswith(f"read as: {query.replace(' AND ', ' OR ')}")


def test_several_facets_stand_under_their_names(run: Run) -> None:
    _, out, _ = run("facets", "source", "place")
    told = json.loads(run("facets", "source", "place", "--json")[1])

    assert out.splitlines() == [
        "# source", "7  Reuters", "1  Kazinform", "1  (none)", "", "# place", "1  Bishkek", "8  (none)"
    ]  # fmt: skip
    assert [one["field"] for one in told["fields"]] == ["source", "place"]


def test_the_most_frequent_values_are_shown_in_their_order_and_what_is_left_is_said(run: Run) -> None:
    _, out, err = run("facets", "month", "-n", "2")

    assert [line.split()[1] for line in out.splitlines()] == ["2013-03", "2013-05", "(none)"]
    assert err.splitlines()[-1] == "month: 2 more"


def test_facets_have_bars_in_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    lines = run("facets", "source")[1].splitlines()

    assert lines[0].startswith("7  Reuters    █")
    assert len(lines[0]) <= 80
    assert lines[0].count("█") > 6 * lines[1].count("█")


@pytest.mark.parametrize("command", [["timeline", "oil"], ["facets", "oil", "lang"]])
def test_one_output_at_a_time(run: Run, command: list[str]) -> None:
    assert run(*command, "--json", "--csv")[0] == 2
