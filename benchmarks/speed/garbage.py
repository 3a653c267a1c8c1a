"""When did Python look for garbage among all objects there are, and for how long?

Collections of the youngest objects come every few hundred objects and cost microseconds. Those of the oldest
generation look at every object of the process, modules and functions too: milliseconds, in whichever query
they fall. They are part of what a program in Python costs, so they stay in the times; here they are counted.
"""

from __future__ import annotations

import gc
import time
from types import TracebackType
from typing import Final, NamedTuple

__all__ = ["Collection", "Collections"]

OLDEST: Final = 2  # of the generations 0, 1, 2


class Collection(NamedTuple):
    """A collection of the oldest generation: when it began, by `time.perf_counter`, and its CPU time."""

    start: float
    cpu_s: float


class Collections(list[Collection]):
    """Those of this process between entering and leaving, in order."""

    def __enter__(self) -> Collections:
        gc.callbacks.append(self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.callbacks.remove(self._note)

    def _note(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] == OLDEST:
            if phase == "start":
                self._started = time.perf_counter(), time.process_time()
            else:
                start, used = self._started
                self.append(Collection(start, time.process_time() - used))
