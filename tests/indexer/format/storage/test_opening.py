"""Files of an index are opened as regular files only."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.storage.opening import open_regular


def test_a_regular_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"whole")
    with open_regular(tmp_path / "f") as file:
        assert file.read() == b"whole"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"private")
    (tmp_path / "f").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IndexDamaged, match="f: a link, not a file"):
        open_regular(tmp_path / "f")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody writes to it: opened as a file it would be waited on for good."""
    os.mkfifo(tmp_path / "f")
    with pytest.raises(IndexDamaged, match="f: not a regular file"):
        open_regular(tmp_path / "f")


def test_folders_devices_and_sockets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)  # a socket's name is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for path in (Path("folder"), Path("socket"), Path(os.devnull)):
            with pytest.raises(IndexDamaged, match="not a regular file"):
                open_regular(path)


def test_a_missing_file_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "f")
