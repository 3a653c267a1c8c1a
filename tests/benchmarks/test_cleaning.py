"""The measures of cleaning, and the run over two pages made up here."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.cleaning.__main__ import main
from benchmarks.cleaning.extractors import Extract
from benchmarks.cleaning.floors import shortfalls
from benchmarks.cleaning.gold import Gold, find_sets, read_set
from benchmarks.cleaning.measures import lost_paragraphs, names, overlap, same_words, snippets_right
from benchmarks.cleaning.scores import Score, score_bodies, score_fields

STORY = (
    "The harbour council voted on Tuesday to dredge the old basin before winter.",
    "Boats had run aground there four times since the storms of last spring.",
    "Work begins in October and will cost the town about three million crowns.",
    "Fishermen welcomed the vote, though some had asked for a deeper channel.",
)
NAVIGATION = '<nav><a href="/">Front page of the Harbour Times</a></nav>'
GOLD = {
    "basin": {"body": "\n".join(STORY), "title": "Council votes to dredge", "author": "Ida Holm; Per Lund"},
    "snippets": {"with": ["run aground there"], "without": ["Front page"], "date": "2024-10-01"},
}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY)
    head = '<title>Council votes to dredge</title><meta name="author" content="Per Lund, Ida Holm">'
    head += '<meta property="article:published_time" content="2024-10-01T08:00:00Z">'
    source = f"<html><head>{head}</head><body>{NAVIGATION}<article>{paragraphs}</article></body></html>"
    folder = tmp_path / "harbour"
    folder.mkdir()
    for key in GOLD:
        (folder / f"{key}.html.gz").write_bytes(gzip.compress(source.encode()))
    (folder / "gold.json").write_text(json.dumps(GOLD), "utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["--extractor", "dateline", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_runs_of_four_words_are_counted_as_often_as_they_occur() -> None:
    shared = overlap("a b c d e", "a b c d e a b c d")
    assert (shared.right, shared.wrong, shared.missed) == (2, 4, 0)


def test_an_empty_text_has_no_precision() -> None:
    assert overlap("a b c d", "").precision is None
    assert overlap("a b c d", "").recall == 0


def test_the_same_words_are_exact_whatever_the_lines_and_signs() -> None:
    assert same_words("“Yes,” he said.\n\nNo.", '"Yes" he said. No')
    assert not same_words("Yes he said", "yes he said")


def test_a_paragraph_is_lost_when_half_of_it_is_missing() -> None:
    assert lost_paragraphs("\n".join(STORY), "\n".join(STORY[:1])) == 3
    assert lost_paragraphs("Short line.\n" + STORY[0], STORY[0]) == 0


def test_snippets_are_right_where_they_should_be() -> None:
    assert snippets_right(["run  aground", "not there"], ["Front page"], STORY[1]) == (2, 3)


def test_people_are_the_same_in_any_order() -> None:
    assert names("Ida Holm and Per Lund") == names("Per Lund; Ida  HOLM")


def test_a_standfirst_counts_in_the_body_and_not_in_the_running_text() -> None:
    gold = Gold(body="x y\na b c d", standfirst=("x y",))
    told = score_bodies([(gold, Extract(body="x y\na b c d", running="a b c d"))])
    untold = score_bodies([(gold, Extract(body="x y\na b c d", running="x y\na b c d"))])
    assert (told["exact"], told["running exact"]) == (1, 1)
    assert (untold["exact"], untold["running exact"]) == (1, 0)


def test_a_field_that_is_never_given_has_no_score() -> None:
    assert score_fields([(Gold(title="A b", author="C"), Extract(title="a B."))]) == {"title": 1}


def test_the_run_prints_both_tables(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--bodies", pages.parent)
    bodies, fields = out.split("Fields")
    assert code == 0
    assert "| harbour | 2 | dateline | 1.000 | 1.000 | 1.000 | 1.000 |  |  | 0 | 1.000 |" in bodies
    assert "| harbour | 2 | dateline | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in fields


def test_a_floor_that_is_not_held_is_named(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"harbour": {"F1": 1.5, "exact": 1, "pages lacking 3": 0}}), "utf-8")
    code, out, _ = run(capsys, "--pages", pages, "--check", "--floors", floors)
    assert code == 1
    assert "harbour: F1 1 is below its floor of 1.5\n2 of 3 floors held" in out


def test_more_lost_pages_than_the_ceiling_are_too_many() -> None:
    score = Score("harbour", "dateline", 2, {"pages lacking 3": 4})
    [missed] = shortfalls([score], {"harbour": {"pages lacking 3": 3}})
    assert str(missed) == "harbour: pages lacking 3 4 is above its ceiling of 3"


def test_a_folder_without_a_gold_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--pages", tmp_path)
    assert code == 2
    assert f"{tmp_path}: holds no gold.json" in err


def test_a_page_the_folder_lacks_is_named(pages: Path) -> None:
    [folder] = find_sets(pages)
    (folder / "basin.html.gz").unlink()
    with pytest.raises(FileNotFoundError, match="basin: the gold has it"):
        read_set(folder)
