"""`search`: so many of the rows, the next ones, and what else there is, in each form."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from dateline.indexer import build

Typed = Callable[..., tuple[int, str, str]]

LONG = "\n\n".join(
    f"Paragraph {number} is of oil. " + "It says nothing else of it. " * 5 for number in range(5)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "one.txt").write_text(f"A long story\n\n{LONG}\n")
    (folder / "many.jsonl").write_text(
        "".join(
            json.dumps({"id": f"m{n}", "title": f"Short {n}", "text": "Oil fell."}) + "\n" for n in range(4)
        )
    )
    build([str(folder)], index=folder / "index")
    return folder


@pytest.fixture
def typed(folder: Path, command_line: Typed, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATELINE_INDEX", raising=False)
    return command_line


def test_an_article_has_its_best_passage_and_says_how_many_more_there_are(typed: Typed) -> None:
    _, out, _ = typed("search", "paragraph", "oil")

    assert out.count("one.txt:") == 1
    assert out.splitlines()[-1].endswith("  ·  4 more passages")
    assert "more" not in typed("search", "paragraph", "oil", "-p", "5")[1]
    assert typed("search", "paragraph", "oil", "-p", "4")[1].endswith("  ·  1 more passage\n")


def test_each_citation_stands_once_below_all_its_passages(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build([{"id": "long", "title": "Long", "text": LONG}])

    _, out, _ = typed("search", "oil", "-p", "3")

    assert out.count("[oil]") == 3
    assert out.count("long") == 1
    assert out.endswith("   long  ·  2 more passages\n")


def test_data_keeps_three_passages_unless_told_otherwise(typed: Typed) -> None:
    def shown(*options: str) -> int:
        return len(list(csv.DictReader(StringIO(typed("search", "paragraph", "--csv", *options)[1]))))

    assert (shown(), shown("-p", "1"), shown("-p", "9")) == (3, 1, 5)


def test_the_second_page_goes_on_where_the_first_ends(typed: Typed) -> None:
    whole = [line for line in typed("search", "oil", "-n", "9")[1].splitlines() if line[:1].isdigit()]
    first = typed("search", "oil", "-n", "2")
    second = typed("search", "oil", "-n", "2", "--page", "2")
    offset = typed("search", "oil", "-n", "2", "--offset", "2")

    assert len(whole) == 5
    assert [line for line in second[1].splitlines() if line[:1].isdigit()] == whole[2:4]
    assert second == offset
    assert first[2].splitlines()[-1] == "5 articles, 9 passages · first 2 shown"
    assert second[2].splitlines()[-1] == "5 articles, 9 passages · 3 to 4 shown"
    assert typed("search", "oil", "-n", "2", "--page", "3")[2].endswith(" · 5 shown\n")


def test_behind_the_last_row_there_is_nothing_and_it_is_said_how_many_there_are(typed: Typed) -> None:
    code, out, err = typed("search", "oil", "--page", "2")

    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "5 articles, 9 passages · none from 11 on"


def test_pages_are_told_in_json_too(typed: Typed) -> None:
    page = json.loads(typed("search", "oil", "--json", "-n", "2", "--page", "2")[1])

    assert (page["total"], page["offset"], len(page["articles"])) == (5, 2, 2)
    assert "offset" not in json.loads(typed("search", "oil", "--json")[1])


@pytest.mark.parametrize(
    "options", [("--page", "2", "--offset", "1"), ("--page", "2", "-l"), ("--offset", "1", "-c")]
)
def test_a_page_of_what_has_none_is_refused(typed: Typed, options: tuple[str, ...]) -> None:
    code, out, err = typed("search", "oil", *options)

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_the_list_names_lines_where_a_file_holds_several_articles(typed: Typed) -> None:
    _, out, _ = typed("search", "oil", "-l")

    assert sorted(out.splitlines()) == [*(f"many.jsonl:{line}" for line in (1, 2, 3, 4)), "one.txt"]


def test_ids_are_listed_one_a_line(typed: Typed) -> None:
    _, out, _ = typed("search", "fell", "--ids", "-n", "1")

    assert sorted(out.splitlines()) == ["m0", "m1", "m2", "m3"]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--json", '{"v": 1, "query": "like m0"'),
        ("--jsonl", '{"v": 1, "id": "m'),
        ("--csv", "left,match,right,cite,id"),
        ("--ris", "TY  - NEWS"),
        ("--bibtex", "@misc{m"),
        ("--html", "<!DOCTYPE html>"),
        ("-l", "many.jsonl:"),
        ("--ids", "m"),
        ("-c", "4 articles, "),
    ],
)
def test_articles_like_one_come_in_every_form(typed: Typed, option: str, expected: str) -> None:
    code, out, _ = typed("like", "m0", option)

    assert code == 0
    assert out.startswith(expected)


def test_ids_and_files_are_of_all_articles_like_one(typed: Typed) -> None:
    every = typed("like", "m0", "--ids")[1]

    assert {"m1", "m2", "m3"} < set(every.splitlines())
    assert typed("like", "m0", "--ids", "-n", "1")[1] == every
    assert len(typed("like", "m0", "-l", "-n", "1")[1].splitlines()) == len(every.splitlines())


@pytest.mark.parametrize("command", ["search", "like", "kwic"])
def test_two_forms_at_once_are_refused(typed: Typed, command: str) -> None:
    code, out, err = typed(command, "m0", "--json", "--csv")

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_matches_in_context_say_how_many_there_are(typed: Typed) -> None:
    _, out, err = typed("kwic", "oil", "-n", "3")

    assert len(out.splitlines()) == 3
    assert "first 3 of 9 matches shown" in err.splitlines()
    assert "shown" not in typed("kwic", "oil", "-n", "9")[2]


def test_counts_of_a_file_of_queries_name_each_and_keep_those_that_fail(typed: Typed, folder: Path) -> None:
    queries = folder / "queries.txt"
    queries.write_text("# what we follow\noil\ntitel:x\n\n  # and one that is nowhere\nzebra\n")

    code, out, _ = typed("search", "-c", "-f", str(queries))
    _, as_json, _ = typed("search", "-c", "--json", "-f", str(queries))

    assert code == 2
    oil, wrong, zebra = out.splitlines()
    assert oil == "oil: 5 articles, 9 passages, 9 matches"
    assert wrong.startswith("titel:x: error: unknown field 'titel'")
    assert zebra == "zebra: 0 articles, 0 passages, 0 matches"
    told = [json.loads(line) for line in as_json.splitlines()]
    assert [record["query"] for record in told] == ["oil", "titel:x", "zebra"]
    assert told[1]["error"].startswith("unknown field 'titel'")


def test_a_file_of_one_query_names_it_too(typed: Typed, folder: Path) -> None:
    (folder / "one-query.txt").write_text("zebra\n")

    assert typed("search", "-c", "-f", "one-query.txt")[1] == "zebra: 0 articles, 0 passages, 0 matches\n"


def test_like_says_in_a_line_what_it_looked_for(typed: Typed) -> None:
    _, _, err = typed("like", "m0")

    first, *_ = err.splitlines()
    assert first.startswith("like “Short 0”, by its words ")
    assert len(first) < 160


def test_one_of_a_kind_is_said_as_one(typed: Typed) -> None:
    for arguments in (["search", "long"], ["search", "long", "-c"], ["search", "long", "--html"]):
        _, out, err = typed(*arguments, "-p", "1")
        assert "1 articles" not in out + err
        assert "1 passages" not in out + err
        assert "1 matches" not in out + err
        assert "1 article," in out + err
