"""Marks that turn or hide text passed to the terminal, to JSON, and into the `lang` of a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline import build
from dateline.cli import cli, main

ACTS = "\x1b]0;owned\x07\x9b2J\x08\r\u061c\u200e\u200f\u202a\u202e\u2066\u2069"
ACTS += "\ufff9\ufffb\u2028\U000e0041\U000e007f"
OUTPUTS = (
    (),
    ("--json",),
    ("--jsonl",),
    ("--csv",),
    ("--html",),
    ("--ris",),
    ("--bibtex",),
    ("--why",),
    ("-l",),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "index"
    words = f"Border {ACTS}guards{ACTS} met."
    build(
        [{"id": f"i{ACTS}", "title": words, "text": words, "source": words, "language": "\u202eevil/x"}],
        index=folder,
    )
    return folder


def acting(text: str) -> set[str]:
    return {character for character in text if character in ACTS and not character.isprintable()}


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_passes_on_what_acts(index: Path, output: tuple[str, ...]) -> None:
    result = CliRunner().invoke(
        cli, ["search", "border", f"ме{ACTS}", "--match", "any", "--index", str(index), *output]
    )
    assert result.exit_code == 0
    assert acting(result.output) == set()
    assert "evil" not in "".join(line for line in result.output.splitlines() if "lang=" in line)


def test_json_keeps_what_it_escapes(tmp_path: Path) -> None:
    (tmp_path / "border\u200f.txt").write_text("The border guards met.")
    build([tmp_path], index=tmp_path / "index")
    index = str(tmp_path / "index")
    result = CliRunner().invoke(cli, ["search", "border", "--index", index, "--json"])
    [article] = json.loads(result.stdout)["articles"]
    assert article["path"].endswith("border\u200f.txt")
    assert "\u200f" not in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (f"no{ACTS}such",),
        ("search", f"--no{ACTS}"),
        ("search", "x", "--sort", f"n{ACTS}"),
        ("search", "x", "-n", f"1{ACTS}"),
        ("search", f'"{ACTS}'),
        ("search", "x", "--after", f"20{ACTS}"),
        ("search", "x", "--index", f"no{ACTS}"),
        ("show", f"no{ACTS}"),
        ("facets", "x", f"f{ACTS}"),
        ("index", f"no{ACTS}such"),
    ],
)
def test_no_error_line_passes_on_what_acts(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    said = capsys.readouterr()
    assert said.err
    assert acting(said.out + said.err) - {"\r"} == set()
