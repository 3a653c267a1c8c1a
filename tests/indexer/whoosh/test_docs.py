"""The page about Whoosh is true, and complete."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dateline.indexer.whoosh as room
from dateline.indexer.whoosh import library, make_schema
from dateline.indexer.whoosh.index import ArrayIndex
from dateline.indexer.whoosh.writer import ArrayWriter
from tests.places import DOCS, HOUSE

PAGE = (DOCS / "whoosh.md").read_text("utf-8")


def test_the_examples_of_the_page_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    tried = doctest.testfile(str(DOCS / "whoosh.md"), module_relative=False, encoding="utf-8")

    assert tried.failed == 0
    assert tried.attempted > 10


@pytest.mark.parametrize("name", [*room.__all__, *library.__all__, *make_schema().names()])
def test_every_public_name_and_field_is_on_the_page(name: str) -> None:
    assert re.search(rf"`{name}\b", PAGE)


@pytest.mark.parametrize("name", [name for name in vars(ArrayWriter) if not name.startswith("_")])
def test_every_method_of_the_writer_is_on_the_page(name: str) -> None:
    assert re.search(rf"`\.?{name}\b", PAGE) or name in ("merge", "optimize", "mergetype")


def test_importing_the_room_loads_no_whoosh() -> None:
    program = "import sys, dateline.indexer.whoosh; print([m for m in sys.modules if m.startswith('whoosh')])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "words",
    ["guards", '"border guards"', "guar* NOT wheat", "gaurds~ --by passage --why", "author:lee --json"],
)
def test_searching_on_the_command_line_loads_no_whoosh(news: ArrayIndex, words: str) -> None:
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "dateline",
        "search",
        *shlex.split(words, posix=False),
    ]

    done = subprocess.run(
        [*command, "--index", str(news.folder)], cwd=HOUSE, capture_output=True, text=True, check=False
    )

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "import time:" in line}
    assert done.returncode in (0, 1), done.stderr
    assert "dateline.search.archive" in loaded
    assert {name for name in loaded if name.partition(".")[0] == "whoosh" or ".whoosh" in name} == set()


def test_a_name_the_room_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'open_dir'"):
        room.open_dir  # noqa: B018
