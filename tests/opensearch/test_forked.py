"""An archive on a server that was opened before a process was forked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.indexer.copying.moving import copy_index
from dateline.search import Archive
from tests.search.tiny import new_article, write_segments

WORDS = ("border", "guard", "drone", "river")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_parent_and_child_are_answered_each_for_themselves(tmp_path: Path, address: str) -> None:
    write_segments(tmp_path / "index", [new_article(word, f"A {word} met.") for word in WORDS])
    copy_index(str(tmp_path / "index"), address)

    def all_right() -> bool:
        return all([hit.id for hit in archive.search(word)] == [word] for _ in range(20) for word in WORDS)

    with Archive.open(address) as archive:
        assert all_right()
        child = os.fork()
        if not child:
            os._exit(0 if all_right() else 1)
        here = all_right()
        _, status = os.waitpid(child, 0)
    assert here
    assert os.waitstatus_to_exitcode(status) == 0
