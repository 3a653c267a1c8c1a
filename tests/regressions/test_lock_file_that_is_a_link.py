"""`write.lock` was opened through a symbolic link and emptied: whoever indexed into a folder prepared by
somebody else lost a file of their own. A lock is a regular file of the index, or the command says
what is there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline import DatelineError, build

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def test_the_file_a_lock_leads_to_keeps_what_it_holds(tmp_path: Path) -> None:
    index = tmp_path / "ix"
    index.mkdir()
    (tmp_path / "precious.txt").write_text("precious\n")
    (index / "write.lock").symlink_to("../precious.txt")
    with pytest.raises(DatelineError, match=r"write\.lock: can't be written.* a link"):
        build([{"text": "The border council met."}], index=index)
    assert (tmp_path / "precious.txt").read_text() == "precious\n"
