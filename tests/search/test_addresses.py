"""An archive on a server beside those in folders: what is loaded for it, and what can't be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.indexer.format.errors import IndexUnreachable
from dateline.search import Archive
from tests.search.tiny import new_article, write_segments

ADDRESS = "opensearch://127.0.0.1:9/news"


def test_a_folder_is_searched_without_the_client_of_a_server(tmp_path: Path) -> None:
    write_segments(tmp_path / "index", [new_article("a", "Border guards met.")])
    code = (
        "import sys\n"
        "from dateline.search import Archive\n"
        f"archive = Archive.open({str(tmp_path / 'index')!r})\n"
        "print(len(archive.search('border')), archive.count('border').articles, archive.stats().articles)\n"
        "loaded = [name for name in sys.modules if name.partition('.')[0] in ('opensearchpy', 'urllib3')]\n"
        "print(loaded + [name for name in sys.modules if name.startswith('dateline.search.opensearch')])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split("\n")[:2] == ["1 1 1", "[]"]


def test_a_client_that_is_not_installed_is_told_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(IndexUnreachable) as told:
        Archive.open(ADDRESS)
    assert 'pip install "dateline[opensearch]"' in str(told.value)
    assert ADDRESS in str(told.value)
    assert "\n" not in str(told.value)


def test_an_address_is_opened_alone(tmp_path: Path) -> None:
    write_segments(tmp_path / "index", [new_article("a", "Border guards met.")])
    with pytest.raises(ValueError, match="can't be searched as one with other archives") as told:
        Archive.open([tmp_path / "index", ADDRESS])
    assert ADDRESS in str(told.value)


def test_a_server_that_does_not_answer_is_told_in_a_line() -> None:
    with pytest.raises(IndexUnreachable) as told:
        Archive.open(ADDRESS)
    assert "127.0.0.1:9" in str(told.value)
    assert "\n" not in str(told.value)
