"""An error while the process id was written into `write.lock` (a full disk) left the lock held: every later
build of the same process was refused, in the name of the process itself.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from dateline import DatelineError, build


def test_a_build_succeeds_after_one_that_could_not_sign_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DatelineError, match=r"write\.lock: can't be written: no space left on device"):
            build([{"text": "Border."}], index=tmp_path)
    assert build([{"text": "Border."}], index=tmp_path).articles == 1
