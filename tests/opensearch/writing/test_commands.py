"""What a person sees who keeps an index on a server with the commands they know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.opensearch.served import asked
from tests.opensearch.writing.corpus import write_folder
from tests.opensearch.writing.fake_server import serving

pytestmark = pytest.mark.usefixtures("read_here")

Ran = Callable[..., tuple[int, str, str]]


def test_an_index_on_a_server_is_kept_as_one_in_a_folder(
    tmp_path: Path, address: str, command_line: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_folder(tmp_path / "source")
    monkeypatch.setenv("DATELINE_INDEX", address)
    monkeypatch.chdir(tmp_path)

    code, _, said = command_line("index", str(source))
    assert (code, said.splitlines()[-1]) == (
        0,
        "10 files: 10 new, 0 changed, 0 unchanged, 0 skipped · 21 articles, 21 passages",
    )
    assert command_line("update", "--index", address)[2].startswith(
        "10 files: 0 new, 0 changed, 10 unchanged"
    )
    assert "  source\n" in command_line("sources")[1]
    assert "removed 1 article: Line 3 (line3)" in command_line("remove", "line3")[2]
    moved = source.rename(tmp_path / "moved")
    assert "now at" in command_line("sources", "mv", str(source), str(moved))[2]
    assert "20 articles" in command_line("update", "--full")[2]
    assert "removed 20 articles of 10 files" in command_line("remove", "--source", str(moved))[2]


@pytest.mark.parametrize(
    ("command", "instead"),
    [("check", "GET /_cluster/health"), ("repair", "dateline update --full")],
)
def test_what_is_of_files_says_what_to_do_instead(command: str, instead: str, command_line: Ran) -> None:
    code, out, said = command_line(command, "--index", "opensearch://127.0.0.1:1/news")

    assert (code, out) == (2, "")
    assert said.startswith(f"Error: opensearch://127.0.0.1:1/news: {command} is for an index in a folder.")
    assert instead in said and said.count("\n") == 1


@pytest.mark.parametrize("command", ["index", "update", "sources", "remove"])
def test_a_server_that_is_not_there_is_a_line(tmp_path: Path, command: str, command_line: Ran) -> None:
    given = {"index": [str(tmp_path)], "remove": ["a"]}.get(command, [])

    code, out, said = command_line(command, *given, "--index", "opensearch://127.0.0.1:1/news")

    assert (code, out) == (2, "")
    assert said == (
        "Error: opensearch://127.0.0.1:1/news: nobody listens there. Is OpenSearch running? "
        "Start it, or mend the address\n"
    )


def test_no_index_of_that_name_is_a_line(address: str, command_line: Ran) -> None:
    for command in ("update", "sources"):
        code, _, said = command_line(command, "--index", address)
        assert (code, said) == (
            2,
            f"Error: no index at {address}. Run: dateline index --index {address} PATH\n",
        )


def test_a_wrong_address_is_a_line(tmp_path: Path, command_line: Ran) -> None:
    code, _, said = command_line("index", str(tmp_path), "--index", "opensearch://localhost/News")

    assert code == 2
    assert "'news'" in said and said.count("\n") == 1


def test_what_wants_a_password_is_a_line(tmp_path: Path, command_line: Ran) -> None:
    with serving(lambda *_: (401, {})) as base:
        code, _, said = command_line("update", "--index", f"{base}/news")

    assert (code, said.count("\n")) == (2, 1)
    assert "wants a user and password. Set DATELINE_OPENSEARCH_USER and DATELINE_OPENSEARCH_PASSWORD" in said


def test_an_index_of_another_version_is_a_line_and_built_anew(
    tmp_path: Path, address: str, command_line: Ran
) -> None:
    source = write_folder(tmp_path / "source")
    command_line("index", str(source), "--index", address)
    base, name = address.rsplit("/", 1)
    meta = {"_meta": {"dateline": {"schema": 0, "analysis": 1}}}
    asked(base, f"/{name}-1/_mapping", "PUT", meta)

    code, _, said = command_line("update", "--index", address)

    assert (code, said.count("\n")) == (2, 1)
    assert f"Rebuild the index: dateline index --full --index {address} PATH" in said
    assert command_line("index", "--full", str(source), "--index", address)[0] == 0
    assert command_line("update", "--index", address)[2].startswith(
        "10 files: 0 new, 0 changed, 10 unchanged"
    )
