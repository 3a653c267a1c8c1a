"""What does a person see who types `dateline`?"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from dateline.cli import COMMANDS, main
from dateline.indexer import build

RECORDS = [
    {
        "id": "summit",
        "title": "Border guards meet in Bishkek",
        "date": "2013-05-28",
        "source": "Kazinform",
        "place": "BISHKEK",
        "author": "Ann Lee",
        "language": "en",
        "url": "https://example.org/summit",
        "text": "Border guards of five countries met in Bishkek. They spoke about drug trafficking.\n\n"
        "The old border post in the mountains was closed for good, said the guards who had served there.",
    },
    {
        "id": "trade",
        "title": "Trade grows",
        "date": "2015",
        "source": "The Astana Times",
        "language": "en",
        "text": "Trade across the border grew, the ministry said, and \x1b[31mdrug\x1b[0m prices fell.",
    },
    {
        "id": "railway",
        "title": "A railway",
        "language": "en",
        "text": "The railway to Kabul will cost 1,200 million.",
    },
]


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "index"
    build(RECORDS, index=folder)
    return folder


class Shell:
    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd

    def __call__(self, *arguments: str) -> Run:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = self.capfd.readouterr()
        return Run(int(left.value.code or 0), out, err)


@pytest.fixture
def run(index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("DATELINE_INDEX", str(index))
    monkeypatch.setenv("COLUMNS", "80")
    return Shell(capfd)


def program(
    arguments: Sequence[str], index: Path, *, input: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DATELINE_INDEX": str(index),
    }
    return subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        input=input,
    )


# --- search


def test_an_answer_is_articles_with_their_passages_and_where_they_stand(run: Shell) -> None:
    result = run("search", "border", "guards")

    assert result.code == 0
    assert result.out.splitlines() == [
        "1  [Border] [guards] meet in Bishkek  ·  2013-05-28  ·  Kazinform",
        "   [Border] [guards] of five countries met in Bishkek. They spoke about drug trafficking. "
        "The old [border] post in the mountains was closed for good, said the [guards] who had served there.",
        "   summit",
    ]


def test_how_the_query_was_read_and_what_was_found_is_said_beside_it(run: Shell) -> None:
    result = run("search", "border", "guards")

    assert result.err.splitlines() == [
        "read as: border AND guards (English, stemmed)",
        "1 article, 1 passage",
    ]


def test_colour_is_there_when_asked_for(run: Shell) -> None:
    result = run("search", "border", "--color", "always", "-n1")

    assert "\x1b[1;31mBorder\x1b[0m" in result.out
    assert "[Border]" not in result.out


def test_nothing_an_article_brings_reaches_the_terminal_as_a_command(run: Shell) -> None:
    result = run("search", "prices")

    assert "\x1b" not in result.out
    assert "[prices]" in result.out


def test_nothing_found_is_exit_code_1_and_says_which_part_is_nowhere(run: Shell) -> None:
    result = run("search", "raillway", "source:Kazinform")

    assert (result.code, result.out) == (1, "")
    assert "nothing found" in result.err
    assert re.search(r"raillway +0 articles +← nowhere; did you mean railway", result.err)


@pytest.mark.parametrize(
    ("query", "caret"),
    [("titel:border", "  ^"), ('border "guards', "         ^")],
)
def test_a_query_that_cannot_be_read_is_shown_with_a_caret_under_the_place(
    run: Shell, query: str, caret: str
) -> None:
    result = run("search", query)

    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[0].startswith("Error: ")
    assert result.err.splitlines()[1:] == [f"  {query}", caret]


def test_an_answer_to_another_query_than_asked_says_so(run: Shell) -> None:
    result = run("search", "railway", "guards")

    assert result.code == 0
    assert "note: no article has all of it; these have some of it" in result.err


def test_a_word_with_a_dash_is_left_out_not_taken_for_an_option(run: Shell) -> None:
    result = run("search", "border", "-trafficking", "-n", "5")

    assert "read as: border AND NOT trafficking" in result.err
    assert result.code == 0
    assert "Trade grows" in result.out


@pytest.mark.parametrize("word", ["-nuclear", "-police", "-france", "-C1", "-Kabul", "-lx"])
def test_a_left_out_word_may_begin_like_an_option(run: Shell, word: str) -> None:
    assert f"NOT {word[1:]}" in run("search", "border", word).err


def test_after_two_dashes_everything_is_the_query(run: Shell) -> None:
    assert "read as: border AND NOT n" in run("search", "--", "border", "-n").err


def test_an_option_without_its_value_is_an_error(run: Shell) -> None:
    result = run("search", "border", "-n")

    assert result.code == 2
    assert "-n wants a value after it. See: dateline search -h" in result.err


def test_an_unknown_option_is_an_error(run: Shell) -> None:
    result = run("search", "border", "--colour")

    assert result.code == 2
    assert "there is no option --colour" in result.err


def test_a_day_that_is_typed_as_a_word_is_told_how_it_is_asked_for(run: Shell) -> None:
    assert "date:2020-01-23" in run("search", "2020-01-23").err


def test_an_option_before_the_command_is_told_where_it_goes(run: Shell) -> None:
    result = program(["--index", "x", "search", "border"], Path("index"))

    assert result.returncode == 2
    assert "--index goes after the command, as in dateline search oil --index" in result.stderr


def test_no_index_is_told_with_what_to_do(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_INDEX")

    result = run("search", "border")

    assert (result.code, result.err) == (2, "Error: no index at ./index. Run: dateline index PATH\n")


def test_an_index_elsewhere_is_made_by_the_command_that_is_told(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    missing = run("search", "border", "--index", "my news")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "index.toc").write_text("{}")
    damaged = run("search", "border", "--index", str(tmp_path / "index"))

    assert missing.err == "Error: no index at ./my news. Run: dateline index --index 'my news' PATH\n"
    assert damaged.err.endswith("Mend the index: dateline repair\n")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["index", ""], "PATH: '' is no name."),
        (["index", "a.txt", ""], "PATH: '' is no name."),
        (["index", "a.txt", "--index", ""], "--index: '' is no name."),
        (["search", "border", "--index", ""], "--index: '' is no name."),
        (["stats", "--index="], "--index: '' is no name."),
    ],
)
def test_an_empty_name_is_not_the_current_folder(
    run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Border guards met.")

    result = run(*arguments)

    assert result.code == 2
    assert named in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_one_of_a_kind_is_said_as_one(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Border guards met.")

    result = run("index", str(tmp_path / "a.txt"), "--index", str(tmp_path / "index"))

    assert result.err == "1 file: 1 new, 0 changed, 0 unchanged, 0 skipped · 1 article, 1 passage\n"


def test_count_is_the_number_of_matches_shown(run: Shell) -> None:
    counted = run("search", "border", "-c")
    shown = run("search", "border", "-p", "100")

    assert counted.out == "2 articles, 2 passages, 4 matches\n"
    assert shown.out.lower().count("[border]") == 4


def test_count_and_json_together_are_an_object(run: Shell) -> None:
    assert json.loads(run("search", "border", "-c", "--json").out) == {
        "v": 1,
        "query": "border",
        "articles": 2,
        "passages": 2,
        "spans": 4,
    }


def test_list_is_every_matching_article_whatever_the_limit(run: Shell) -> None:
    assert sorted(run("search", "border", "-l", "-n", "1").out.split()) == ["summit", "trade"]


def test_filters_narrow_and_sort_orders(run: Shell) -> None:
    assert run("search", "border", "-l", "--after", "2014").out == "trade\n"
    assert run("search", "border", "-l", "--before", "2014").out == "summit\n"
    assert run("search", "border", "-l", "--source", "kazinform").out == "summit\n"
    assert run("search", "border", "-l", "--place", "bishkek").out == "summit\n"
    assert run("search", "border", "-l", "--sort", "newest").out == "trade\nsummit\n"
    assert run("search", "border", "-l", "--sort", "oldest").out == "summit\ntrade\n"


def test_with_by_passage_a_row_is_a_passage(run: Shell) -> None:
    assert "2 passages" in run("search", "border", "--by", "passage").err


def test_more_than_shown_is_said(run: Shell) -> None:
    assert "2 articles, 2 passages · first 1 shown" in run("search", "border", "-n", "1").err


def test_json_has_the_names_of_the_records(run: Shell) -> None:
    answer = json.loads(run("search", "border", "guards", "--json").out)

    assert answer["total"] == 1
    assert answer["articles"][0]["id"] == "summit"
    passage = answer["articles"][0]["passages"][0]
    assert [passage["text"][start:end] for start, end in passage["spans"]] == [
        "Border",
        "guards",
        "border",
        "guards",
    ]


def test_csv_rows_are_passages(run: Shell) -> None:
    rows = list(csv.DictReader(StringIO(run("search", "border", "--csv").out)))

    assert [row["id"] for row in rows] == ["summit", "trade"]
    assert {row["match"].lower() for row in rows} == {"border"}


@pytest.mark.parametrize(
    ("option", "expected"),
    [("--jsonl", '{"v": 1, "id": "summit"'), ("--ris", "TY  - NEWS"), ("--bibtex", "@article{summit-2013"),
     ("--html", "<!DOCTYPE html>")],
)  # fmt: skip
def test_each_export_has_its_form(run: Shell, option: str, expected: str) -> None:
    assert run("search", "Bishkek", option).out.startswith(expected)


def test_two_forms_at_once_are_refused(run: Shell) -> None:
    assert run("search", "border", "-l", "--csv").code == 2


def test_why_shows_the_parts_of_a_score(run: Shell) -> None:
    result = run("search", "border", "guards", "--why")

    assert re.search(r"score \d", result.out)
    assert re.search(r"\d\.\d+  border", result.out)


def test_queries_come_from_a_file_and_each_is_answered(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "queries.txt"
    file.write_text("railway\n\ntitel:x\nborder\n", encoding="utf-8")

    result = run("search", "-f", str(file), "-n", "1")

    assert result.code == 2
    assert [line for line in result.out.splitlines() if line.startswith("#")] == ["# railway", "# border"]
    assert "unknown field 'titel'" in result.err


def test_csv_of_a_file_of_queries_is_one_table(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "queries.txt"
    file.write_text("titel:x\nrailway\nnothinglikethis\nprices\n", encoding="utf-8")

    rows = list(csv.DictReader(StringIO(run("search", "-f", str(file), "--csv").out)))

    assert [(row["query"], row["id"]) for row in rows] == [("railway", "railway"), ("prices", "trade")]


@pytest.mark.parametrize(
    "arguments", [["search"], ["search", "x", "-f", "y"], ["search", "-f", "no-such-file"]]
)
def test_a_query_that_is_missing_or_given_twice_is_wrong_usage(run: Shell, arguments: list[str]) -> None:
    result = run(*arguments)

    assert (result.code, result.out) == (2, "")
    assert "Error: " in result.err


# --- the other commands


def test_show_prints_the_article_with_its_fields(run: Shell) -> None:
    lines = run("show", "summit").out.splitlines()

    assert lines[0] == "Border guards meet in Bishkek"
    assert "date       2013-05-28" in lines
    assert "author     Ann Lee" in lines
    assert any(line.startswith("The old border post") for line in lines)


def test_show_as_json_is_the_record(run: Shell) -> None:
    article = json.loads(run("show", "summit", "--json").out)

    assert (article["v"], article["id"], len(article["paragraphs"])) == (1, "summit", 2)


def test_show_takes_the_citation_of_a_search(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "A dam breaks\n\nWater ran down the valley, witnesses said.\n", encoding="utf-8"
    )
    index = tmp_path / "index"
    build([str(tmp_path / "a.txt")], index=index)
    cite = run("search", "valley", "--index", str(index)).out.splitlines()[-1].strip()

    assert os.path.realpath(cite.rpartition(":")[0]) == str(tmp_path.resolve() / "a.txt")
    assert "Water ran" in run("show", cite, "--index", str(index)).out
    assert "Water ran" in run("show", cite.rpartition(":")[0], "--index", str(index)).out
    assert run("show", f"{cite}000", "--index", str(index)).code == 2


def test_an_article_that_is_not_there_is_exit_code_2(run: Shell) -> None:
    result = run("show", "nobody")

    assert (result.code, result.out) == (2, "")
    assert "no article 'nobody'" in result.err


def test_stats_tell_what_the_index_holds(run: Shell) -> None:
    result = run("stats")

    assert result.code == 0
    assert "articles   3" in result.out
    assert "dates      2013-05-28 to 2015" in result.out
    assert json.loads(run("stats", "--json").out)["articles"] == 3


def test_kwic_lines_stand_below_each_other(run: Shell) -> None:
    lines = run("kwic", "border", "--sort", "left").out.splitlines()

    assert len(lines) == 4  # that of a title is one
    assert len({line.lower().index("[border]") for line in lines}) == 1


def test_kwic_exports(run: Shell) -> None:
    rows = list(csv.DictReader(StringIO(run("kwic", "border", "--csv").out)))

    assert {row["match"].lower() for row in rows} == {"border"}
    assert len(json.loads(run("kwic", "border", "--json").out)["lines"]) == len(rows)
    assert run("kwic", "nothinglikethis").code == 1


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("source", ["1  Kazinform", "1  The Astana Times"]),
        ("year", ["1  2013", "1  2015"]),
        ("month", ["1  2013-05", "1  (none)"]),
        ("place", ["1  BISHKEK", "1  (none)"]),
    ],
)
def test_facets_count_all_matches(run: Shell, field: str, expected: list[str]) -> None:
    assert sorted(run("facets", "border", field).out.splitlines()) == sorted(expected)


def test_facets_want_a_field(run: Shell) -> None:
    assert run("facets", "border").code == 2
    assert run("facets", "border", "colour").code == 2
    assert json.loads(run("facets", "border", "lang", "--json").out)["facets"] == [
        {"value": "en", "articles": 2}
    ]


def test_terms_are_words_of_the_index_with_their_counts(run: Shell) -> None:
    assert "border" in run("terms", "bord").out.lower()
    assert json.loads(run("terms", "railw", "--json").out)["terms"][0]["text"].lower() == "railway"
    assert run("terms", "zzz").code == 1


def test_like_finds_other_articles(run: Shell) -> None:
    result = run("like", "summit")

    assert "Border guards meet" not in result.out
    assert "Trade grows" in result.out
    assert json.loads(run("like", "summit", "--json").out)["articles"][0]["id"] == "trade"


# --- the front door


def test_help_lists_every_command_without_loading_a_room(run: Shell) -> None:
    result = program(["-h"], Path("index"))

    assert result.returncode == 0
    assert all(name in result.stdout for name in COMMANDS)
    loaded = "import sys; from dateline.cli import main; main(['--version'])"
    code = f"import sys\ntry:\n    {loaded}\nexcept SystemExit:\n    print('numpy' in sys.modules)"
    assert subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.endswith("False\n")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_help_text_has_examples(run: Shell, name: str) -> None:
    result = run(name, "-h")

    assert result.code == 0
    assert "Examples:" in result.out
    assert f"dateline {name} " in result.out


def test_an_unknown_command_is_wrong_usage(run: Shell) -> None:
    assert run("serach", "x").code == 2


def test_a_reader_that_goes_away_is_no_error(index: Path) -> None:
    script = f'"{sys.executable}" -m dateline terms "" -n 1000 --index "{index}"'
    piped = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {{ {script}; echo code $? >&2; }} | true"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert piped.stderr.splitlines()[-1] in {"code 0", "code 1"}
    assert "Traceback" not in piped.stderr
    assert "BrokenPipe" not in piped.stderr


def test_a_terminal_without_unicode_gets_question_marks_not_a_traceback(index: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "DATELINE_INDEX": str(index)}
    result = subprocess.run(
        [sys.executable, "-m", "dateline", "search", "border"],
        capture_output=True,
        env=environment,
        check=False,
    )

    assert result.returncode == 0
    assert b"?  2013-05-28" in result.stdout


def test_queries_come_from_standard_input(index: Path) -> None:
    result = program(["search", "-", "-l"], index, input="railway\n")

    assert (result.returncode, result.stdout) == (0, "railway\n")


def test_an_interrupt_is_quiet(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.search.archive import Archive

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "search", interrupted)

    result = run("search", "border")

    assert result.code == 130
    assert result.err.strip() == ""


def test_the_page_of_commands_is_the_one_click_writes(run: Shell) -> None:
    from dateline.overview import overview

    assert run("-h").out == overview()


def test_the_page_of_commands_loads_no_click() -> None:
    code = "import sys, os; os._exit = lambda code: print('click' in sys.modules)\nsys.argv[1:] = ['-h']\n"
    code += "from dateline.__main__ import command; command()"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.endswith("dateline COMMAND -h\nFalse\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["-h"], ["search", "border"]])
def test_a_full_disk_is_an_error(index: Path, arguments: list[str]) -> None:
    environment = {**os.environ, "DATELINE_INDEX": str(index)}
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
            check=False,
        )

    assert result.returncode == 2
    assert result.stderr.splitlines()[-1] == "Error: No space left on device"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("index",), "To write it down once: dateline init. See: dateline index -h"),
        (("nope",), "Error: No such command 'nope'. See: dateline -h"),
        (("search", "-n", "x", "oil"), "See: dateline search -h"),
        (("search", "--nope", "oil"), "See: dateline search -h"),
        (("search", "--sort", "best", "oil"), "See: dateline search -h"),
    ],
)
def test_a_command_line_that_is_none_is_told_in_one_line(
    run: Shell, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith("Error: ")
    assert result.err.endswith(f"{said}\n")


def test_without_a_command_the_page_of_commands_is_shown(run: Shell) -> None:
    page = run("-h")
    result = run()
    assert (page.code, page.err) == (0, "")
    assert (result.code, result.out, result.err) == (2, "", page.out)
    assert result.err.count("\n") > 10


@pytest.mark.parametrize(
    "formats", [("--json", "--csv"), ("--csv", "--json"), ("--ris", "--html"), ("-l", "--csv")]
)
def test_one_output_format_at_a_time(run: Shell, formats: tuple[str, str]) -> None:
    result = run("search", *formats, "border")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: Choose one of -l, -c and the output formats.")
