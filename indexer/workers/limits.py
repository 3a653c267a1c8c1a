"""How much may one file take, and what stops the process that reads it beyond that?

The system does, and not this program: a regular expression or a parser in C never comes back to be asked. A
file that is over costs its process; a new one reads the others.

| limit | value | why so much |
|---|---|---|
| CPU seconds | 60, and 6 a megabyte, unpacked | honest files take .6 to .8 s a megabyte: eight times that |
| wall clock | ten times the CPU seconds | a slow network may be waited for; a read that hangs ends here |
| memory | 2,048 MB beside the buffer | the heaviest honest files take .5 (a page of 16 MB) and .8 GB |

CPU seconds are counted where there is `setitimer` (not on Windows), memory where the system holds to
RLIMIT_AS (Linux; not macOS, not Windows). The wall clock is watched by the parent, everywhere.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import Final

__all__ = ["LIMITS", "Guard", "Limits"]

_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take: seconds and megabytes."""

    cpu_seconds: float = 60
    cpu_seconds_a_megabyte: float = 6
    wall_factor: float = 10
    memory_mb: int = 2048

    def cpu(self, size: int) -> float:
        """The CPU seconds that a file of `size` bytes may take."""
        return self.cpu_seconds + self.cpu_seconds_a_megabyte * size / _MB

    def wall(self, size: int) -> float:
        """The seconds by the clock."""
        return self.wall_factor * self.cpu(size)


LIMITS: Final = Limits()


class Guard:
    """Sets the limits of the process it is in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        if sys.platform != "win32":
            # Nothing is called at the signal: it ends the process, and by which one it ended says why.
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})

    def arm(self, size: int) -> None:
        """Count anew, for a file of `size` bytes."""
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, self._limits.cpu(size))

    def extend(self, size: int) -> None:
        """Count on, as for a file that is `size` bytes longer: so many came out of it."""
        if sys.platform != "win32":
            left = signal.getitimer(signal.ITIMER_PROF)[0]
            if left > 0:
                more = self._limits.cpu(size) - self._limits.cpu(0)
                signal.setitimer(signal.ITIMER_PROF, left + more)

    def disarm(self) -> None:
        """Count no more."""
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 0)

    def bound_memory(self, buffer: int) -> None:
        """Bound what the process takes beyond what it takes now: `buffer` bytes and what a file may."""
        if sys.platform != "linux":
            return
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        bound = now + buffer + (self._limits.memory_mb << 20)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or bound < hard:
            resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
