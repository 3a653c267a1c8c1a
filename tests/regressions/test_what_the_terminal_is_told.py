"""An index or file name with terminal escapes reached the terminal in the error; `kwic -- -oil` printed
nothing and said nothing, and so did `search -` with no input; `--json` repeated bytes that are no UTF-8 as
halves of surrogate pairs."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("archive")
    build([{"text": "Snow fell."}], index=folder)
    return str(folder)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "oil", "--index", "/no\x1b[31m\nx"),
        ("search", "-f", "/no\x1b[31m"),
        ("stats", "--\x1b[31m"),
        ("search", "oil", "--sort", "\x1b[31m"),
        ("facets", "oil", "\x1b[31m"),
        ("\x1b[31m",),
    ],
)
def test_errors_are_printable(
    index: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    if "-f" in arguments:
        arguments = (*arguments, "--index", index)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.replace("\n", "").isprintable()
    if "/no\x1b[31m\nx" in arguments:
        assert err.count("\n") == 1


def test_kwic_of_exclusions_says_that_nothing_can_be_shown(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "kwic", "--index", index, "--", "-oil")
    assert (code, out) == (1, "")
    assert "1 article" in err
    assert "nothing to show: " in err


def test_no_queries_is_said(
    index: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" \n\n")))
    code, out, said = run(capsys, "search", "-", "--index", index)
    assert (code, out) == (2, "")
    assert said == "Error: No queries in standard input. See: dateline search -h\n"


def test_bytes_that_are_no_text_are_replaced(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "search", "snow \udcff", "--json", "--index", index)
    assert json.loads(out)["query"] == "snow \ufffd"
    _, out, _ = run(capsys, "terms", "snow\udcff", "--json", "--index", index)
    assert json.loads(out)["prefix"] == "snow\ufffd"


def test_kwic_lines_titles_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build([{"title": "Bribe", "text": "A trial began."}], index=tmp_path / "index")
    code, out, err = run(capsys, "kwic", "title:bribe", "--index", str(tmp_path / "index"))
    assert (code, out.split()[0]) == (0, "[Bribe]")
    assert err == "read as: title: bribe (English, stemmed)\n1 article, 0 passages\n"
