"""Kept results: what a file holds, and the page that is made of some."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.results.charts import Point, chart, nice_top
from benchmarks.results.page import page
from benchmarks.results.record import Commit, Figure, Record, figure, read_record, read_records, save_record
from benchmarks.results.tables import markdown, number, tables
from tests.places import HOUSE

TABLE = "By article: CPU ms, p50"
MACHINE = {"cores": 2, "cpu": "A <fast> one", "python": "3.11.7", "load": [0.5, 1.0]}
CORPUS = {"name": "reuters", "articles": 1234, "passages": 2000, "article_bytes": 10_000}


def record(
    day: int, ours: Sequence[float], *, hashes: str = "ab", cores: int = 2, name: str = "reuters"
) -> Record:
    """A run of versions with these first asks, beside tantivy with 1.0 and 0.5."""
    commits = [
        Commit(f"dateline {letter * 7}", letter * 40, f"2025-01-0{number}T00:00:00+00:00")
        for number, letter in enumerate(hashes, start="abcdefg".index(hashes[0]) + 1)
    ]
    figures = [
        figure(TABLE, commit.engine, "term", [value * 0.9, value, value * 1.1], "first ask")
        for commit, value in zip(commits, ours, strict=True)
    ]
    figures += [
        figure(TABLE, "tantivy", "term", [1.0], "first ask"),
        figure(TABLE, "tantivy", "phrase", [0.5], "first ask"),
        figure("By article: CPU time as a multiple of x", commits[-1].engine, "term", [0.8], "first ask"),
    ]
    return Record(
        date=f"2025-02-0{day}T10:00:00+00:00",
        commits=tuple(commits),
        machine=MACHINE | {"cores": cores},
        corpus=CORPUS | {"name": name},
        settings={"rounds": 3, "processes": 21},
        about={"tantivy": "tantivy 1 & more"},
        figures=tuple(figures),
    )


def svgs(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(drawn) for drawn in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def path(drawn: ElementTree.Element, engine: int) -> str:
    (found,) = drawn.findall(f"path[@class='engine-{engine}']")
    return found.attrib["d"]


def test_a_figure_is_the_median_and_where_half_of_the_rounds_lie() -> None:
    assert figure("t", "e", "c", [1, 2, 3, 4, 100]) == Figure("t", "e", "c", 3, 2, 4)
    assert figure("t", "e", "c", [1.23456]) == Figure("t", "e", "c", 1.235, 1.235, 1.235)


def test_a_record_survives_its_file(tmp_path: Path) -> None:
    kept = record(1, [4, 2])
    save_record(kept, tmp_path / "new" / "x.json")
    assert read_record(tmp_path / "new" / "x.json") == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"version": 99}', "version 99, and this program reads 1"),
        ("{", "no results of a run"),
        ("[]", "no res"),
    ],
)
def test_a_file_that_is_no_record_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(str(tmp_path / "x.json"))) as raised:
        list(read_records(tmp_path))
    assert said in str(raised.value)


def test_records_are_read_in_the_order_of_their_runs(tmp_path: Path) -> None:
    save_record(record(2, [4, 2]), tmp_path / "a.json")
    save_record(record(1, [4, 2]), tmp_path / "b.json")
    assert [kept.date[:10] for kept in read_records(tmp_path)] == ["2025-02-01", "2025-02-02"]


def test_tables_have_a_row_an_engine_and_state_and_gaps_where_nothing_was_measured() -> None:
    first, ratios = tables(record(1, [4, 2]).figures)
    assert (first.title, first.columns) == (TABLE, ("term", "phrase"))
    assert list(first.rows) == [
        "dateline aaaaaaa, first ask",
        "dateline bbbbbbb, first ask",
        "tantivy, first ask",
    ]
    assert [cell and cell.value for cell in first.rows["dateline bbbbbbb, first ask"]] == [2.0, None]
    assert list(ratios.rows) == ["dateline bbbbbbb, first ask"]


def test_markdown_shows_values_with_their_spread() -> None:
    lines = list(markdown(record(1, [4, 2])))
    assert lines[0].startswith("reuters: 1,234 articles, 2,000 passages; 2 cores, A <fast> one")
    assert "| dateline bbbbbbb, first ask | 2.00 (1.90–2.10) | – |" in lines
    assert "| tantivy, first ask | 1.00 | 0.50 |" in lines
    assert lines[-1] == "- tantivy: tantivy 1 & more"


def test_numbers_have_three_digits_that_count() -> None:
    assert [number(value) for value in (0, 0.0123, 0.5, 12.34, 1234.5)] == [
        "0",
        "0.012",
        "0.50",
        "12.3",
        "1,234",
    ]


def test_an_axis_ends_at_a_round_number() -> None:
    assert [nice_top(value) for value in (0, 0.9, 1, 1.1, 7, 9, 230)] == [1, 1, 1, 2, 8, 10, 300]


def test_a_chart_puts_smaller_values_lower_and_names_lines_apart() -> None:
    machine = "one"
    lines = {
        "Dateline": [Point(0, 4, 3.5, 4.5, machine), Point(1, 2, 2, 2, machine)],
        "tantivy": [Point(1, 2, 2, 2, machine)],
    }
    drawn = ElementTree.fromstring(chart("a < b", ["aaa", "bbb"], lines, {"Dateline": 0, "tantivy": 1}))
    assert drawn.attrib["aria-label"] == "a < b"
    heights = [float(circle.attrib["cy"]) for circle in drawn.findall("circle[@class='engine-0']")]
    assert heights[0] < heights[1]
    names = {
        name.text: float(name.attrib["y"]) for name in drawn.findall("text") if "name" in name.attrib["class"]
    }
    assert set(names) == {"Dateline 2.00", "tantivy 2.00"}
    assert abs(names["Dateline 2.00"] - names["tantivy 2.00"]) >= 12
    assert len(drawn.findall("line[@class='engine-0 spread']")) == 1


def test_the_page_has_a_line_a_figure_over_commits() -> None:
    html = "\n".join(page([record(1, [4, 2]), record(2, [2, 1], hashes="bc")]))
    term, phrase = svgs(html)
    assert path(term, 0).count("L") == 2  # three commits; b was measured twice, the newest run counts
    assert [title.text for title in term.findall("circle[@class='engine-0']/title")] == [
        "Dateline, aaaaaaa: 4.00 (3.80–4.20); 2 cores, A <fast> one, Python 3.11.7",
        "Dateline, bbbbbbb: 2.00 (1.90–2.10); 2 cores, A <fast> one, Python 3.11.7",
        "Dateline, ccccccc: 1.00 (0.95–1.05); 2 cores, A <fast> one, Python 3.11.7",
    ]
    assert not phrase.findall("path[@class='engine-0']") and path(phrase, 1).count("L") == 2


def test_points_of_two_machines_are_not_joined() -> None:
    html = "\n".join(page([record(1, [4, 2]), record(2, [2, 1], hashes="cd", cores=8)]))
    assert [path(svgs(html)[0], 0).count(letter) for letter in "ML"] == [2, 2]


def test_runs_over_another_corpus_are_left_out_and_counted() -> None:
    html = "\n".join(page([record(1, [4, 3], name="generated"), record(2, [2, 1])]))
    assert "Left out of the lines: runs over other corpora, 1." in html
    assert path(svgs(html)[0], 0).count("L") == 1 and "4.00" not in html


def test_the_page_needs_no_other_file_and_escapes_what_it_shows() -> None:
    html = "\n".join(page([record(1, [4, 2])]))
    assert not re.search(r"<script|<link|<img|@import|url\(|https?:", html)
    assert "A &lt;fast&gt; one" in html and "<fast>" not in html
    assert "tantivy 1 &amp; more" in html
    assert "prefers-color-scheme: dark" in html and "@media print" in html and "viewport" in html
    for tag in ("div", "table", "details", "figure", "ul", "svg"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>")


def test_versions_without_a_commit_are_in_the_tables_only() -> None:
    one = record(1, [4, 2])
    html = "\n".join(
        page([replace(one, commits=tuple(replace(commit, commit="") for commit in one.commits))])
    )
    assert "<svg" not in html and "<caption>By article: CPU ms, p50</caption>" in html


def test_the_program_prints_the_page_or_says_what_is_missing(tmp_path: Path) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "benchmarks.results.page", "--results", str(tmp_path)]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=HOUSE, encoding="utf-8", check=False
        )

    nothing = run()
    assert nothing.returncode == 2 and "no results here" in nothing.stderr
    save_record(record(1, [4, 2]), tmp_path / "x.json")
    assert run().stdout.startswith("<!DOCTYPE html>")


def test_the_results_that_are_kept_can_be_read() -> None:
    for kept in read_records(HOUSE / "benchmarks" / "results"):
        assert kept.figures and all(one.low <= one.value <= one.high for one in kept.figures)
