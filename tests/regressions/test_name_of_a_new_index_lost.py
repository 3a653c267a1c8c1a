"""A power loss right after the first, acknowledged build could take the whole index: the folder was new, and
its name, which is part of the folder above, was never brought to the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline import build


@pytest.mark.skipif(os.name == "nt" or not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_every_folder_that_got_a_new_name_is_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.add(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    build([{"text": "Border."}], index=tmp_path / "a" / "b" / "ix")
    assert {str(tmp_path / below) for below in ("", "a", "a/b", "a/b/ix")} <= synced
