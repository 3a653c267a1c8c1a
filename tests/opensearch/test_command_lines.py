"""What a person types says the same of an archive in a folder and of its copy on a server."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import build
from dateline.indexer.copying.moving import copy_index
from tests.browser.served import serving
from tests.places import SEEDS

Typed = Callable[..., tuple[int, str, str]]
COMMANDS = (
    ["search", "border", "guards", "-p", "2"],
    ["search", '"drug trafficking"', "--json"],
    ["search", "border", "--csv"],
    ["search", "border", "-c"],
    ["search", "border", "--ids"],
    ["search", "bordr"],
    ["search", "summit", "--sort", "newest", "--after", "2013", "--why"],
    ["search", "zzz"],
    ["search", "AND"],
    ["show", "given-1", "--json"],
    ["show", "nobody"],
    ["kwic", "border", "--sort", "right"],
    ["facets", "border", "source", "year"],
    ["timeline", "border", "--csv"],
    ["terms", "bord"],
    ["like", "given-1", "-n", "2"],
    ["sources", "--json"],
    ["saved", "add", "b", "border", "--all"],
    ["saved", "show", "b"],
    ["saved", "run", "b"],
    ["saved", "run", "b"],
    ["saved", "rm", "b"],
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, session_address: Callable[[], str]) -> tuple[str, str]:
    """The folder of an index, and the address of its copy."""
    folder = str(tmp_path_factory.mktemp("both") / "index")
    build([str(SEEDS)], index=folder)
    build([{"id": "given-1", "title": "Guards", "text": "Border guards of Osh met."}], index=folder)
    address = session_address()
    copy_index(folder, address)
    return folder, address


def test_every_command_says_the_same_of_a_folder_and_of_its_copy_on_a_server(
    both: tuple[str, str], command_line: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder, address = both
    for command in COMMANDS:
        here = command_line(*command, "--index", folder)
        there = command_line(*command, "--index", address)

        assert there == (here[0], *(text.replace(folder, address) for text in here[1:])), command


def test_the_statistics_of_a_copy_name_its_address(
    both: tuple[str, str], command_line: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_OPENSEARCH_USER", "ann")
    monkeypatch.setenv("DATELINE_OPENSEARCH_PASSWORD", "s3cret")
    folder, address = both

    here = json.loads(command_line("stats", "--json", "--index", folder)[1])
    code, out, err = command_line("stats", "--json", "--index", address)

    there = json.loads(out)
    assert code == 0
    assert "s3cret" not in out + err
    assert there["folder"] == address
    other = {"folder", "bytes", "format", "segments"}
    assert {key: there[key] for key in there.keys() - other} == {
        key: here[key] for key in here.keys() - other
    }


def test_pages_are_served_of_a_server(both: tuple[str, str]) -> None:
    answers = []
    for index in both:
        with (
            serving(index) as base,
            urllib.request.urlopen(f"{base}/search.json?q=border+guards", timeout=30) as reply,
        ):
            answers.append(json.load(reply))

    assert answers[0] == answers[1]
    assert answers[0]["total"] > 0


def test_a_server_that_is_not_there_is_told_in_a_line(command_line: Typed) -> None:
    for command in (["search", "border"], ["stats"], ["saved"], ["show", "x"], ["serve"]):
        code, out, err = command_line(*command, "--index", "opensearch://127.0.0.1:9/news")

        assert (code, out) == (2, "")
        assert "127.0.0.1:9/news" in err
        assert len(err.splitlines()) == 1


def test_an_index_that_is_not_on_a_server_is_told_with_what_makes_one(
    nodes: str, command_line: Typed
) -> None:
    code, out, err = command_line("search", "border", "--index", f"{nodes}/test-nothing")

    assert (code, out) == (2, "")
    assert f"dateline index --index {nodes}/test-nothing" in err


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_a_row_of_an_answer_from_a_server_is_opened(
    both: tuple[str, str], command_line: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.terminal import in_terminal  # of POSIX alone

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/opened.txt"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setenv("DATELINE_INDEX", both[1])
    monkeypatch.chdir(tmp_path)
    shown = in_terminal(["search", "trafficking", "-n", "1"]).text

    code, _, err = command_line("open", "1")

    assert (code, err) == (0, "")
    assert (tmp_path / "opened.txt").read_text().splitlines()[-1].startswith(str(SEEDS))
    assert "trafficking" in shown
