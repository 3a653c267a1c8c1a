"""The program `dateline`, also run as `python -m dateline`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

__all__ = ["command"]


def command() -> NoReturn:
    """Run the command line, and be gone as soon as all is said.

    A process that lives for a tenth of a second needs no collector, and what it leaves behind needs not be
    taken down piece by piece: together a fifth of what a search costs. Only the indexer, which runs for long
    and parses pages into trees that hold their parents, keeps the collector. An index that is written is on
    the disk before `main` ends.
    """
    if sys.argv[1:2] != ["index"]:
        gc.disable()
    from dateline.cli import main

    code: object = 0
    try:
        main()
    except SystemExit as left:
        code = left.code
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:  # noqa: PERF203 - whoever read went away at the last moment
            pass
        except OSError:  # said by `main` already, which writes all there is
            code = code or 2
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    command()
