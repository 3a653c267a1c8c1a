"""`facets oil -n 5 place` was read as `oil NOT n`, `search drug -o x.html` as `drug NOT o`: an option of
another command, or a slip of the finger, quietly turned the query into another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("archive")
    build([{"text": "Oil and drugs. x n G7", "title": "Oil", "place": "Baku"}], index=folder)
    return str(folder)


def run(index: str, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    with pytest.raises(SystemExit) as left:
        main(
            [*arguments, "--index", index]
            if "--" not in arguments
            else ["search", "--index", index, *arguments]
        )
    return left.value.code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["facets", "oil", "-p", "5", "place"], "-p"),
        (["kwic", "oil", "-p", "3"], "-p"),
        (["search", "drug", "-o", "x.html"], "-o"),
        (["search", "oil", "-X"], "-X"),
        (["search", "oil", "-x5"], "-x5"),
        (["kwic", "oil", "-p3"], "-p3"),
        (["facets", "oil", "-p=5", "place"], "-p=5"),
    ],
)
def test_a_dash_and_a_letter_that_is_no_option_is_an_error(
    index: str, capsys: pytest.CaptureFixture[str], arguments: list[str], option: str
) -> None:
    code, said = run(index, capsys, *arguments)
    assert code == 2
    assert said.count("\n") == 1
    assert said.startswith(f"Error: {option} is no option of {arguments[0]}. ")


@pytest.mark.parametrize(
    ("arguments", "apart"),
    [
        (["search", "oil", "-lc"], "-l -c"),
        (["search", "oil", "-cn5"], "-c -n 5"),
        (["search", "-cl", "oil"], "-c -l"),
        (["search", "oil", "-np"], "-n -p"),
    ],
)
def test_several_options_in_one_are_an_error(
    index: str, capsys: pytest.CaptureFixture[str], arguments: list[str], apart: str
) -> None:
    code, said = run(index, capsys, *arguments)
    assert code == 2
    assert f"type {apart}. " in said
    assert said.count("\n") == 1


def test_a_number_that_is_none_after_an_option_is_an_error(
    index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(index, capsys, "search", "oil", "-n5x")
    assert code == 2
    assert "5x" in said
    assert "NOT" not in said


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["oil", '-"n"'], "oil AND NOT n"),
        (["oil -n"], "oil AND NOT n"),
        (["oil", "-nuclear"], "oil AND NOT nuclear"),
        (["oil", "-G20"], "oil AND NOT G20"),
        (["oil", "-в"], "oil AND NOT в"),
        (["oil", "-CNN"], "oil AND NOT CNN"),
        (["oil", "-cup"], "oil AND NOT cup"),
    ],
)
def test_a_word_is_still_left_out_by_a_dash(
    index: str, capsys: pytest.CaptureFixture[str], words: list[str], read: str
) -> None:
    _, said = run(index, capsys, "search", *words)
    assert said.startswith(f"read as: {read} ")


def test_after_two_dashes_a_letter_is_a_word(index: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = run(index, capsys, "--", "oil", "-n")
    assert said.startswith("read as: oil AND NOT n ")


def test_a_line_of_a_file_has_no_options(
    index: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "queries.txt").write_text("oil -k\n")
    _, said = run(index, capsys, "search", "-f", str(tmp_path / "queries.txt"))
    assert said.startswith("read as: oil AND NOT k ")
