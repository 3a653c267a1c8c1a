"""A terminal for tests: what a program shows that stands in one."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SECONDS = 30.0


@dataclass(frozen=True)
class Shown:
    code: int
    text: str


def in_terminal(
    arguments: Sequence[str],
    *,
    rows: int = 24,
    columns: int = 80,
    keys: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Shown:
    """What `dateline` shows in a terminal of this size, line breaks as line feeds.

    Each of `keys` is typed when nothing was shown for a while.
    """
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    left_out = (
        "COLUMNS",
        "LINES",
        "NO_COLOR",
        "PAGER",
        "DATELINE_PAGER",
        "LESS",
        "DATELINE_HYPERLINK_FORMAT",
    )
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm-256color", **(env or {})},
        start_new_session=True,
    )
    os.close(theirs)
    shown = bytearray()
    waiting = list(keys)
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        readable, _, _ = select.select([ours], [], [], 0.5)
        if readable:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
        elif waiting:
            os.write(ours, waiting.pop(0).encode())
        elif process.poll() is not None:
            break
    else:
        process.kill()
    os.close(ours)
    return Shown(process.wait(), shown.decode("utf-8", "replace").replace("\r\n", "\n"))
