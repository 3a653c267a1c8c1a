"""A long answer at a terminal is read page by page; a short one, and a piped one, is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.indexer import build
from tests.terminal import Shown, in_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which each of a hundred articles is of oil, and one of rain."""
    folder = tmp_path_factory.mktemp("archive") / "index"
    records = [
        {"id": f"a{number:03}", "title": f"Story {number}", "text": "Oil rose."} for number in range(100)
    ]
    build(
        [*records, {"id": "rain", "title": "Weather", "text": "Rain fell on rails, rafts, ranks, racks."}],
        index=folder,
    )
    return folder


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that keeps what it is given in `pages.txt` beside it."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\necho "LESS=$LESS" > "{tmp_path}/env.txt"\ncat > "{tmp_path}/pages.txt"\n')
    script.chmod(0o755)
    return script


def search(index: Path, *arguments: str, **options: object) -> Shown:
    return in_terminal(["search", *arguments, "--index", str(index)], **options)  # type: ignore[arg-type]


def test_what_is_longer_than_the_screen_goes_through_the_pager(index: Path, pager: Path) -> None:
    shown = search(index, "oil", env={"PAGER": str(pager)})

    paged = (pager.parent / "pages.txt").read_text().splitlines()
    assert shown == Shown(0, "")
    assert paged[0].startswith("read as: oil")
    assert paged[1] == "100 articles, 100 passages · first 10 shown"
    assert paged[-1].endswith("a009\x1b[0m")
    assert (pager.parent / "env.txt").read_text() == "LESS=FRX\n"


def test_what_fits_is_printed_and_no_pager_started(index: Path, pager: Path) -> None:
    shown = search(index, "rain", env={"PAGER": str(pager)})

    assert "Weather" in shown.text
    assert shown.text.index("read as: rain") < shown.text.index("Weather")
    assert not (pager.parent / "pages.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--no-pager"], {}),
        ([], {"DATELINE_PAGER": ""}),
        ([], {"DATELINE_PAGER": "cat"}),
        ([], {"TERM": "dumb"}),
        (["--csv"], {}),
    ],
)
def test_who_wants_no_pager_gets_none(
    index: Path, pager: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    shown = search(index, "oil", *arguments, env={"PAGER": str(pager), **environment})

    assert "a009" in shown.text
    assert not (pager.parent / "pages.txt").exists()


def test_the_pager_of_dateline_comes_before_that_of_all(index: Path, pager: Path) -> None:
    shown = search(index, "oil", env={"PAGER": "false", "DATELINE_PAGER": f"'{pager}' -x", "LESS": "R"})

    assert shown == Shown(0, "")
    assert "a009" in (pager.parent / "pages.txt").read_text()
    assert (pager.parent / "env.txt").read_text() == "LESS=R\n"


def test_an_answer_is_not_lost_for_want_of_a_pager(index: Path) -> None:
    shown = search(index, "oil", env={"PAGER": "no-such-pager -x"})

    assert shown.code == 0
    assert "note: no pager 'no-such-pager -x' is there; see --no-pager" in shown.text
    assert "a009" in shown.text


def test_a_pager_that_is_left_early_is_no_error(index: Path) -> None:
    shown = search(index, "oil", "-n", "100", env={"PAGER": "head -n 3"})

    assert shown.code == 0
    assert len(shown.text.splitlines()) == 3


@pytest.mark.skipif(shutil.which("less") is None, reason="no less")
def test_less_is_left_with_q_whatever_ctrl_c_was_typed_before(index: Path) -> None:
    shown = search(index, "oil", rows=12, keys=["\x03", "q"])

    assert shown.code == 0
    assert "read as: oil" in shown.text
    assert "a009" not in shown.text
    assert "Traceback" not in shown.text


def test_talk_is_wrapped_between_words(index: Path) -> None:
    words = [f"nonesuch{number}" for number in range(12)]

    shown = search(index, *words, columns=60)

    said = shown.text[: shown.text.index("nothing found")]
    assert len(said.splitlines()) > 2
    assert all(len(line) <= 60 for line in said.splitlines())
    assert all(word in said.split() for word in words)


@pytest.mark.parametrize(
    "arguments", [["kwic", "oil"], ["terms", "ra"], ["search", "oil", "-l"], ["like", "a000"]]
)
def test_every_long_list_is_paged(index: Path, pager: Path, arguments: list[str]) -> None:
    environment = {"PAGER": str(pager), "DATELINE_INDEX": str(index)}
    shown = in_terminal(arguments, rows=4, env=environment)

    assert shown == Shown(0, "")
    assert len((pager.parent / "pages.txt").read_text().splitlines()) > 3


def test_a_piped_answer_is_never_paged(index: Path, pager: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "search", "oil", "--index", str(index)],
        env={**os.environ, "PAGER": str(pager), "TERM": "xterm"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.count("[Oil]") == 10
    assert not (pager.parent / "pages.txt").exists()


def test_a_piped_answer_loads_no_pager(index: Path) -> None:
    code = (
        "import sys, os; from dateline.cli import main\n"
        f"try: main(['search', 'rain', '--index', {str(index)!r}])\n"
        "except SystemExit: print([m for m in ('subprocess', 'shlex', 'difflib', 'webbrowser', 'socket')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "end"),
    [(["facets", "--by", "meta.page"], "39"), (["timeline", "--by", "day"], "2020-02-09")],
)
def test_counts_are_paged_as_answers_are(tmp_path: Path, pager: Path, arguments: list[str], end: str) -> None:
    days = [f"2020-01-{day:02}" for day in range(1, 32)] + [f"2020-02-{day:02}" for day in range(1, 10)]
    records = [{"text": f"Oil {day}.", "date": day, "page": str(n)} for n, day in enumerate(days)]
    build(records, index=tmp_path / "index")
    where = ["--index", str(tmp_path / "index")]

    shown = in_terminal([*arguments, *where], env={"PAGER": str(pager)})

    assert shown == Shown(0, "")
    assert end in (pager.parent / "pages.txt").read_text()
    assert end in in_terminal([*arguments, *where, "--no-pager"], env={"PAGER": str(pager)}).text


def test_news_is_paged_and_noted_when_the_pager_is_left(index: Path, tmp_path: Path, pager: Path) -> None:
    where = ["--index", str(shutil.copytree(index, tmp_path / "index"))]
    kept = tmp_path / "index.saved" / "oil.json"
    pager.write_text(pager.read_text() + f'cp "{kept}" "{tmp_path}/meanwhile.json"\n')
    in_terminal(["saved", "add", "oil", "oil", "--all", *where])

    shown = in_terminal(["saved", "run", *where], env={"PAGER": str(pager)})

    assert shown == Shown(0, "")
    assert "100 new articles" in (tmp_path / "pages.txt").read_text()
    assert '"ran": null' in (tmp_path / "meanwhile.json").read_text()
    assert '"ran": null' not in kept.read_text()
