"""How does a run end that somebody stops: by Ctrl-C, or as a service manager and a closed terminal do?"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Terminated", "terminated"]


class Terminated(KeyboardInterrupt):
    """SIGTERM, taken like Ctrl-C: what was done is kept."""


@contextmanager
def terminated() -> Iterator[None]:
    """SIGTERM and SIGHUP end the run as Ctrl-C does."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Terminated

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.getsignal(number)) for number in numbers]
    for number, handler in before:
        if handler != signal.SIG_IGN:  # nohup
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
