"""`dateline` alone: what is shown for each line that is typed, and whatever goes wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.search import Archive
from dateline.search.cli.prompt.commands import COMMANDS
from dateline.search.cli.prompt.obeying import OBEYED
from tests.places import DOCS
from tests.search.cli.prompt.talking import Reader, Typed, talk

Talk = Callable[..., Reader]

RECORDS: list[dict[str, Any]] = [
    {
        "id": f"a{number}",
        "title": f"Oil rose {number}",
        "text": f"The price of oil rose in {number}.",
        "date": str(number),
        "source": "Kazinform" if number % 2 else "The Astana Times",
        "author": "Ivan Petrov",
    }
    for number in range(2010, 2017)
] + [{"id": "b", "title": "Gas fell", "text": "Gas fell, and oil.", "url": "https://example.org/gas"}]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("archive") / "index"
    build(RECORDS, index=index)
    return index


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")


@pytest.fixture
def said(built: Path, capfd: pytest.CaptureFixture[str]) -> Talk:
    def said(*lines: Typed, index: Path | str = built) -> Reader:
        return talk(capfd, index, *lines)

    return said


def hits(shown: str) -> list[str]:
    return re.findall(r"^(\d+)  +\S", shown, re.MULTILINE)


def test_it_tells_what_there_is_and_answers_a_page_that_fits_with_the_next_and_the_one_before(
    said: Talk,
) -> None:
    reader = said("oil", ":n", ":next", ":n", ":p", ":previous", ":p")
    greeting, first, second, *_, again, before, none = reader.shown

    assert greeting.startswith("8 articles in ")
    assert hits(first) == ["1", "2", "3", "4", "5"]
    assert "read as: oil" in first
    assert "first 5 shown" in first
    assert hits(second) == ["6", "7", "8"]
    assert reader.shown[3] == reader.shown[4] == "these are the last of 8\n"
    assert again == first
    assert before == none == "this is the first page\n"


def test_a_hit_is_shown_with_what_matches_marked_on_whichever_page_it_stands(said: Talk) -> None:
    reader = said("oil", ":3", ":show 8", ":n", ":1", ":0", ":12", ":show x")
    _, first, third, eighth, second, one, *wrong = reader.shown
    third_title = re.findall(r"^3  (.*?)  ·", first, re.MULTILINE)[0]
    last_title = re.findall(r"^8  (.*?)(?:  ·|\n)", second, re.MULTILINE)[0]

    assert third.startswith(f"{third_title}\n")
    assert "price of [oil] rose" in third
    assert eighth.startswith(f"{last_title}\n")
    assert one.startswith(re.findall(r"^1  (.*?)  ·", first, re.MULTILINE)[0])
    assert wrong == [
        "Error: '0' is no number of a hit. As in :show 3\n",
        "Error: there is no hit 12: the last is 8\n",
        "Error: 'x' is no number of a hit. As in :show 3\n",
    ]


def test_a_hit_is_opened_as_dateline_open_does(
    said: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "story.txt").write_text("A dam breaks\n\nNothing.\n\nWater ran down.\n")
    build([str(tmp_path / "news")], index=tmp_path / "index")
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/opened.txt"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))

    reader = said("water", ":o 1", ":open 1 url", ":o 1 moon", ":o", index=tmp_path / "index")

    assert (tmp_path / "opened.txt").read_text().splitlines() == ["+3", str(tmp_path / "news" / "story.txt")]
    assert "states no address" in reader.shown[3]
    assert reader.shown[4] == "Error: :open 1 takes browser or url, not 'moon'\n"
    assert reader.shown[5] == "Error: which hit? As in :open 3\n"


def test_a_hit_is_cited_as_text_as_markdown_and_as_a_reference(said: Talk) -> None:
    reader = said("gas", ":c 1", ":cite 1 ris", "2010", ":c 1")

    assert reader.shown[2] == (
        "“Gas fell”, https://example.org/gas\n\n[Gas fell](<https://example.org/gas>)\n"
    )
    assert reader.shown[3].startswith("TY  - NEWS\nID  - b\n")
    assert reader.shown[5] == (
        "Ivan Petrov, “Oil rose 2010”, The Astana Times, 2010, a2010\n\n"
        "Ivan Petrov, “Oil rose 2010”, The Astana Times, 2010, a2010\n"
    )


def test_articles_like_a_hit_are_an_answer_of_their_own(said: Talk) -> None:
    reader = said("2012", ":like 1", ":n", ":1", ":facets year", ":kwic")

    assert reader.shown[2].startswith("like “Oil rose 2012”, by its words ")
    assert hits(reader.shown[2])[0] == "1"
    assert hits(reader.shown[3])[0] == str(len(hits(reader.shown[2])) + 1)
    assert reader.shown[4].startswith("Oil rose ")
    assert reader.shown[5].startswith("Error: that is about a query")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (":facets source lang -n 1", ["facets", "-n1", "--", "-gas oil", "source", "lang"]),
        (":timeline year", ["timeline", "--by", "year", "--", "-gas oil"]),
        (":kwic", ["kwic", "--", "-gas oil"]),
        (":terms o", ["terms", "o"]),
        (":stats", ["stats"]),
        (":saved", ["saved"]),
    ],
)
def test_what_the_command_line_has_is_shown_as_there(
    said: Talk, built: Path, capfd: pytest.CaptureFixture[str], line: str, command: list[str]
) -> None:
    shown = said("-gas oil", line).shown[2]
    capfd.readouterr()

    with pytest.raises(SystemExit):
        main([command[0], "--index", str(built), *command[1:]])
    out, err = capfd.readouterr()
    assert shown == err + out != ""


def test_what_is_set_stands_in_the_prompt_and_holds_for_answers_and_counts(said: Talk) -> None:
    reader = said("oil", ":sort newest", ":source Kazinform", ":facets source", ":by passage", ":clear")

    assert reader.prompts[1:] == [
        "dateline> ",
        "dateline (newest)> ",
        "dateline (newest, source Kazinform)> ",
        "dateline (newest, source Kazinform)> ",
        "dateline (newest, by passage, source Kazinform)> ",
        "dateline> ",
    ]
    assert "1  [Oil] rose 2016" in reader.shown[2]
    assert "1  [Oil] rose 2015" in reader.shown[3]
    assert reader.shown[4].endswith("3  Kazinform\n")
    assert reader.shown[6] == reader.shown[1]


def test_a_setting_that_is_none_is_refused_and_one_without_a_value_is_taken_back(said: Talk) -> None:
    reader = said(
        ":sort up", ":after 2013-99", ":after 2013", ":after", ":match", ':source "The Astana Times"'
    )

    assert reader.shown[1] == "Error: :sort takes relevance or newest or oldest, not 'up'\n"
    assert reader.shown[2].startswith("Error: there is no month 99")
    assert reader.prompts[3:5] == ["dateline (after 2013)> ", "dateline> "]
    assert reader.shown[5] == "match is all; it takes all or any\n"
    assert reader.prompts[6] == "dateline (source The Astana Times)> "


def test_no_character_that_acts_comes_into_the_prompt(said: Talk) -> None:
    assert said(":source a\x1b[2J\u202eb").prompts[1] == "dateline (source a[2Jb)> "


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":facest source", "there is no command :facest. Did you mean :facets?"),
        (":ci 3", "there is no command :ci. Did you mean :cite?"),
        (":x", "there is no command :x. Did you mean :quit?"),
        (":xyzzy", "there is no command :xyzzy. See: :help"),
        (":n 3", ":next takes nothing, not '3'"),
        (
            ":facets up",
            "'up' is nothing to count by. There are source, place, author, lang, year, month, meta.NAME",
        ),
        (":facets", "by which field? There are source, place, author, lang, year, month, meta.NAME"),
        (":saved run 'a", "a quote is not closed: run 'a"),
        (":n", "nothing was asked yet. Type a query"),
        (":save x", "there is no query to save. Ask one first"),
        (":terms", "which words? Give the letters that they begin with: :terms bord"),
        (
            ":timeline era",
            "Invalid value for '--by': 'era' is not one of 'day', 'week', 'month', 'year'.",
        ),
    ],
)
def test_what_is_no_command_is_told_in_a_line(said: Talk, line: str, told: str) -> None:
    assert said(line).shown[1] == f"Error: {told}\n"


def test_a_query_that_cannot_be_read_is_shown_with_a_caret_and_the_answer_before_stays(said: Talk) -> None:
    reader = said("oil", "source:(", ":n")

    assert re.search(r"^Error: .*\n  source:\(\n +\^\n$", reader.shown[2])
    assert hits(reader.shown[3])[0] == "6"


def test_who_types_exit_or_help_is_told_the_command(said: Talk) -> None:
    reader = said("exit", "help")

    assert reader.shown[1].startswith("note: this is searched for; the command is :q\n")
    assert reader.shown[2].startswith("note: this is searched for; the command is :help\n")


@pytest.mark.parametrize("leaving", [":q", ":quit", "  :Q "])
def test_a_command_leaves(said: Talk, leaving: str) -> None:
    assert len(said(leaving, "oil").prompts) == 1


def test_a_search_is_saved_with_what_is_set(said: Talk, tmp_path: Path) -> None:
    build(RECORDS, index=tmp_path / "index")
    more: list[dict[str, Any]] = [{"id": "new", "text": "More oil.", "source": "Kazinform"}]

    reader = said(
        ":source Kazinform",
        "oil",
        ":save black gold",
        lambda: build(more, index=tmp_path / "index"),
        ":saved",
        ":saved run",
        index=tmp_path / "index",
    )

    assert "saved as 'black gold'; 3 articles now" in reader.shown[3]
    assert re.search(r"black gold +1 +never +oil", reader.shown[4])
    assert "More oil" in reader.shown[5]


def test_a_new_commit_is_picked_up_and_said(said: Talk, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(RECORDS[:1], index=index)
    more: list[dict[str, Any]] = [{"id": "c", "text": "Coal."}]

    reader = said("coal", lambda: build(more, index=index), "coal", "coal", index=index)

    assert "nothing found" in reader.shown[1]
    assert reader.shown[2].startswith("note: the index has changed: 2 articles now\nread as: coal")
    assert reader.shown[3].startswith("read as: coal")


def test_an_index_that_is_missing_is_told_until_it_is_there(said: Talk, tmp_path: Path) -> None:
    index = tmp_path / "index"

    reader = said("oil", ":stats", lambda: build(RECORDS, index=index), "oil", index=index)

    for told in reader.shown[:3]:
        assert re.fullmatch(rf"Error: no index at {re.escape(str(index))}\. .*\n", told)
    assert len(hits(reader.shown[3])) > 1


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_an_index_that_is_harmed_meanwhile_is_told_and_asked_as_it_was(
    said: Talk, tmp_path: Path, harm: str
) -> None:
    index = tmp_path / "index"
    build(RECORDS, index=index)

    def happen() -> None:
        if harm == "gone":
            shutil.rmtree(index)
        else:
            (index / "index.toc").write_text("{}")

    reader = said("oil", happen, "oil", index=index)

    assert re.match(r"note: .*\nnote: what follows is of the index as it was before\n", reader.shown[2])
    assert hits(reader.shown[2]) == hits(reader.shown[1])


def test_ctrl_c_drops_the_line_or_stops_the_answer_and_the_next_is_answered(
    said: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Archive.search

    def interrupted(*_: object, **__: object) -> None:
        monkeypatch.setattr(Archive, "search", answer)
        raise KeyboardInterrupt

    def drop() -> None:
        raise KeyboardInterrupt

    reader = said(drop, lambda: monkeypatch.setattr(Archive, "search", interrupted), "oil", "oil")

    assert reader.shown[1] == ""
    assert reader.shown[2] == "stopped\n"
    assert hits(reader.shown[3])


def test_a_fault_of_the_program_is_told_in_a_line_with_its_place(
    said: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(Archive, "terms", faulty)
    reader = said(":terms o", "oil")

    assert re.fullmatch(
        r"Error: a fault of Dateline at \S+:\d+: ZeroDivisionError: by nought\. Please report it\n",
        reader.shown[1],
    )
    assert hits(reader.shown[2])


def test_every_command_of_the_table_is_obeyed_helped_with_and_documented(said: Talk) -> None:
    page = (DOCS / "commands.md").read_text("utf-8")
    section = re.split(r"^## ", page.split("\n## prompt\n")[1], flags=re.MULTILINE)[0]
    shown = said(":help").shown[1]

    assert set(OBEYED) == {command.name for command in COMMANDS}
    names = [name for command in COMMANDS for name in (command.name, command.short) if name]
    assert [name for name in names if f"`:{name}" not in section] == []
    assert [name for name in names if not re.search(rf":{name}\b", shown)] == []
    assert set(re.findall(r"`:([a-z]+)", section)) == set(names)
    assert max(map(len, shown.splitlines())) <= 80
