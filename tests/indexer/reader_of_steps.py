"""A reader for tests, which does what a file tells it line by line; a worker imports it from this file."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.indexer.errors import SourceError
from dateline.indexer.readers import registry
from dateline.indexer.readers.raw import Broken, Item, RawText
from dateline.indexer.readers.registry import READERS, Reader

MORE = (Reader("steps", (".steps",), "steps"), Reader("nowhere", (".extra",), "extras", extra="all"))


def read(stream: BinaryIO) -> Iterator[Item]:
    """A file that says, line by line, what its reader shall do."""
    for number, line in enumerate(stream.read().decode().splitlines(), 1):
        step, _, given = line.partition(" ")
        if step == "broken":
            yield Broken("no article", number)
        elif step == "unreadable" or (step == "needs" and not os.path.exists(given)):
            raise OSError(5, "Input/output error")
        elif step == "needs":
            continue
        elif step == "refused":
            raise SourceError(None, "is encrypted")
        elif step == "bug":
            raise KeyError("Author")
        elif step == "signal":
            os.kill(os.getpid(), int(given))
            signal.pause()
        elif step == "exit":
            os._exit(int(given))
        elif step == "mark":  # says that it is being read, and by whom
            Path(given).with_suffix(".new").write_text(str(os.getpid()))
            os.replace(Path(given).with_suffix(".new"), given)
        elif step == "sleep":
            time.sleep(float(given))
        elif step == "work":  # so many CPU seconds
            end = time.process_time() + float(given)
            while time.process_time() < end:
                pass
        elif step == "spin":
            re.match("(a+)+b", "a" * 60)  # takes for ever, and in C
        elif step == "fill":
            bytearray(int(given) << 20)
        else:
            yield RawText(line, part=str(number))


def install() -> None:
    """Make the kinds `.steps` and `.extra` known."""
    sys.modules["dateline.indexer.readers.steps"] = sys.modules[__name__]
    registry.READERS = (*READERS, *MORE)  # type: ignore[misc]


if __name__ != "__main__" and "pytest" not in sys.modules:  # in a worker
    install()
