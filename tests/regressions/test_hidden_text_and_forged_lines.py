"""Messages nobody sees (runs of joiners and variation selectors, word joiners, byte order marks) passed to
every output; the name of a folder could add a line to an error of `init`; a cell that begins with something
unseen and then `=` had no guard; JSON of `check` had halves of surrogate pairs; `dateline.toml` had what
turns a terminal; an address in BibTeX could end in `^^5c`; a snippet that begins with blanks was code in
markdown."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from dateline import build
from dateline.cli import main
from dateline.indexer.settings import read_settings
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.printable import printable, printable_lines
from dateline.search.errors import QueryError
from dateline.search.highlight.snippet import mark_spans
from dateline.search.output.export import csv_table
from dateline.search.output.page import query_error_lines
from dateline.search.output.references import bibtex
from dateline.search.results import ArticleHit

HIDDEN = (
    "".join(chr(0xE0100 + code) for code in b"obey"),
    "\u200b\u200c\u200d" * 4,
    "\u200b\x01" * 8,
    "\ufe00\ufe01" * 4,
    "\u00ad" * 9,
    "\u2060\u2062\u2063\ufeff",
    "\U0001d173\U000e0fff\ufff0",
)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("shown", [printable, printable_lines])
def test_of_what_nobody_sees_two_in_a_row_are_shown_at_most(hidden: str, shown: object) -> None:
    assert callable(shown)
    assert len(shown(f"a{hidden}b")) <= 4
    assert hidden not in json_line(f"a{hidden}b")
    assert json.loads(json_line(f"a{hidden}b")) == f"a{hidden}b"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f468\u200d\U0001f469",
        "葛\U000e0100城",
        "ភាសា\u200bខ្មែរ",
    ],
)
def test_what_is_spelt_with_unseen_characters_keeps_them(text: str) -> None:
    assert printable(text) == text
    assert json_line(text) == f'"{text}"'


def test_hidden_text_of_a_record_is_in_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hidden = HIDDEN[0]
    build([{"text": f"The har{hidden}bour 葛{hidden}.", "title": f"Port{hidden}"}], index=tmp_path / "index")
    with pytest.raises(SystemExit):
        main(["search", "port", "--index", str(tmp_path / "index")])
    out = capsys.readouterr().out
    assert "Port" in out
    assert hidden[:3] not in out


def test_an_error_is_one_line_whatever_a_name_holds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where there is no index
    for arguments in (["init", f"{tmp_path}/no\nwrote dateline.toml"], ["search", "-lc\nx"]):
        with pytest.raises(SystemExit):
            main(arguments)
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("before", ["\u200b", "\u00ad", "\ufe0f", "\u3164", " \u200d "])
def test_a_cell_is_guarded_whatever_stands_unseen_before_the_formula(before: str) -> None:
    assert "".join(csv_table(None, [[f"{before}=1+1"]])).startswith("'")


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")
def test_json_of_a_check_is_unicode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build([{"text": "Snow fell."}], index=tmp_path / "index")
    (tmp_path / "index" / os.fsdecode(b"caf\xe9.new")).write_bytes(b"x")
    with pytest.raises(SystemExit):
        main(["check", "--json", "--index", str(tmp_path / "index")])
    out = capsys.readouterr().out
    assert out.isascii()
    json.dumps(json.loads(out), ensure_ascii=False).encode("utf-8")


def test_settings_are_written_so_that_they_can_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "new\u202es\x9b\u200b\U000e0041"
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()
    with pytest.raises(SystemExit):
        main(["init", name])
    written = (tmp_path / "dateline.toml").read_text("utf-8")
    assert written.replace("\n", "").isprintable()
    assert read_settings(str(tmp_path / "dateline.toml")).sources == (str(tmp_path / name),)


def test_the_caret_stands_under_a_query_without_what_hides() -> None:
    error = QueryError("no", query="a" + "\u200b" * 8 + "b", position=4)
    assert list(query_error_lines(error))[1:] == ["  a\u200b\u200bb", "   ^"]


def test_an_address_in_bibtex_has_nothing_that_tex_reads() -> None:
    url = "http://x.test/^^5c{}\\<b>|`\u00a0 "
    article = ArticleHit(
        "a", None, "a", None, "none", None, None, None, None, (), None, None, url, 0.0, (), ()
    )  # fmt: skip
    [line] = [line for line in "".join(bibtex([article])).splitlines() if "url" in line]
    assert line == "  url = {http://x.test/%5E%5E5c%7B%7D%5C%3Cb%3E%7C%60},"


def test_a_snippet_that_begins_with_blanks_is_no_code() -> None:
    assert mark_spans("     *x*", (), "markdown") == "\\*x\\*"
