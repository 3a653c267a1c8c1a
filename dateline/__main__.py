"""The program `dateline`, also run as `python -m dateline`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

__all__ = ["command"]

_COLLECTED_AFTER = 20_000  # objects more, by the indexer


def command() -> NoReturn:
    """Run the command line, and be gone as soon as all is said.

    A process that lives for a tenth of a second needs no collector, and what it leaves behind needs not be
    taken down piece by piece: together a fifth of what a search costs. Only the indexer, which runs for long
    and parses pages into trees that hold their parents, keeps the collector. An index that is written is on
    the disk before `main` ends.
    """
    if sys.argv[1:2] != ["index"]:
        gc.disable()
    else:  # what it knows of its files is no garbage, and a tenth of a run that reads none was looking for it
        gc.set_threshold(_COLLECTED_AFTER, *gc.get_threshold()[1:])
    _open_streams()
    code: object = 0
    try:
        if sys.argv[1:] in (["-h"], ["--help"]) and _is_wide():
            from dateline.overview import overview

            sys.stdout.write(overview())
        else:
            code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:  # while the command was being loaded
        code = 130
    except BrokenPipeError:  # whoever read went away at the last moment
        pass
    except OSError as error:
        if code != 2:  # else it was said already
            sys.stderr.write(f"Error: {error.strerror}\n")
        code = 2
    os._exit(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """Stand-ins for the standard streams that were closed when the program began, which Python leaves out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _run() -> object:
    """The exit code of the command line."""
    from dateline.cli import main

    try:
        main()
    except SystemExit as left:
        return left.code
    return 0


def _is_wide() -> bool:
    """Whether the page of commands fits as it is written."""
    from dateline.overview import WIDTH

    try:
        columns: int = os.get_terminal_size(1).columns
    except OSError:  # no terminal
        return True
    return columns >= WIDTH


if __name__ == "__main__":
    command()
