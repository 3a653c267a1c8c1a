"""A terminal for tests: what a program shows that stands in one."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SECONDS = 30.0
_OBEYED = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")  # and not shown


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
    program: Sequence[str] = ("-m", "dateline"),
    prompt: str = "",
) -> Shown:
    """What `dateline`, or another program of Python, shows in a terminal of this size.

    Line breaks are line feeds. Each of `keys` is typed when nothing was shown for a while; where there is a
    `prompt`, when that was shown last.
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
        [sys.executable, *program, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm-256color", **(env or {})},
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if prompt else None,  # Ctrl-C interrupts
    )
    os.close(theirs)
    shown = bytearray()
    waiting = list(keys)
    typed_at = 0
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        readable, _, _ = select.select([ours], [], [], 0.1 if prompt else 0.5)
        if readable:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
        elif waiting and _ends_with(shown[typed_at:], prompt):
            typed_at = len(shown)
            os.write(ours, waiting.pop(0).encode())
        elif process.poll() is not None:
            break
    else:
        process.kill()
    os.close(ours)
    return Shown(process.wait(), shown.decode("utf-8", "replace").replace("\r\n", "\n"))


def _ends_with(shown: bytearray, prompt: str) -> bool:
    return _OBEYED.sub(b"", shown).rstrip().endswith(prompt.encode())
