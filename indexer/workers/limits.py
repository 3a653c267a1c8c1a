"""How much may one file take, and what stops the process that reads it beyond that?

The system does, and not this program: a regular expression or a parser in C never comes back to be asked. A
file that is over costs its process; a new one reads the others.

| limit | value | why so much |
|---|---|---|
| CPU seconds of a part | 10, or 4 a megabyte | honest pages take .6 to .8 s a megabyte: five times that |
| CPU seconds of a file | 60, 6 a megabyte, unpacked, and .1 a part | as honest files, eight times over |
| wall clock | ten times the file's, since its last word | a slow network is waited for, but not for ever |
| memory | 2,048 MB beside the buffer | the heaviest honest files take .5 (a page of 16 MB) and .8 GB |

A part is what costs itself alone: a page, an article, a record, a member, ten pages of a PDF. A file that
goes on and on, part by part, is left at a part's end, and keeps what was read; one that hangs in a part costs
its process.

CPU seconds are counted where there is `setitimer` (not on Windows), memory where the system holds to
RLIMIT_AS (Linux; not macOS, not Windows). The wall clock is watched by the parent, everywhere.
"""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import dataclass
from time import monotonic
from typing import Final

__all__ = ["LIMITS", "Guard", "Limits"]

_MB: Final = 1 << 20
# The clock is set so often at most: a record takes less than a millisecond.
_SET_SECONDS: Final = 0.5
_SMALL: Final = 1 << 16  # bytes of a part that has the least
# What comes out of a file while a part is sought is passed over, at a hundredth of this.
_UNPACKED_SECONDS_A_MEGABYTE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What a part of a file may take, and a file: seconds and megabytes."""

    cpu_seconds: float = 10
    cpu_seconds_a_megabyte: float = 4
    wall_factor: float = 10
    memory_mb: int = 2048
    file_cpu_seconds: float = 60
    file_cpu_seconds_a_megabyte: float = 6
    file_cpu_seconds_a_part: float = 0.1

    def part_cpu(self, size: int) -> float:
        """The CPU seconds that a part of `size` bytes may take."""
        return max(self.cpu_seconds, self.cpu_seconds_a_megabyte * size / _MB)

    def cpu(self, size: int) -> float:
        """The CPU seconds that a file of `size` bytes may take, beside those of its parts."""
        return self.file_cpu_seconds + self.file_cpu_seconds_a_megabyte * size / _MB

    def wall(self, size: int) -> float:
        """The seconds by the clock."""
        return self.wall_factor * self.cpu(size)


LIMITS: Final = Limits()


class Guard:
    """Sets the limits of the process it is in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._a_part = limits.file_cpu_seconds_a_part / 2  # each is sought, and then read
        self._file = self._begun = 0.0  # CPU seconds of the file, and those of the process when it was begun
        self._least = limits.cpu_seconds
        self._part = 0.0  # CPU seconds of the part for which the clock is set
        self._counted = 0.0  # until when that clock serves the parts that follow
        if sys.platform != "win32":
            # Nothing is called at the signal: it ends the process, and by which one it ended says why.
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})

    def arm(self, size: int) -> float:
        """Count anew, for a file of `size` bytes, as long as no part is begun: its seconds."""
        self._file = self._limits.cpu(size)
        self._begun = time.process_time()
        self._start(self._file)
        return self._file

    def begin(self, size: int) -> float:
        """Count anew for a part of `size` bytes of the file: its seconds; 0 when the file has none left.

        Of small parts one count serves all that are begun within half a second: a call of the system takes as
        long as a tenth of a record.
        """
        self._file += self._a_part
        seconds = self._least if size <= _SMALL else self._limits.part_cpu(size)
        now = monotonic()
        if now < self._counted:
            if seconds != self._part:
                self._set(seconds)
            return seconds
        if time.process_time() - self._begun > self._file:
            return 0.0
        self._start(seconds)
        return seconds

    def extend(self, size: int) -> None:
        """Count on, as for a file that is `size` bytes longer: so many came out of it."""
        self._file += self._limits.file_cpu_seconds_a_megabyte * size / _MB
        if sys.platform != "win32":
            left = signal.getitimer(signal.ITIMER_PROF)[0]
            if left > 0:
                more = _UNPACKED_SECONDS_A_MEGABYTE * size / _MB
                signal.setitimer(signal.ITIMER_PROF, left + more)
                self._counted = 0.0  # the next part has its own

    @property
    def file_seconds(self) -> float:
        """The CPU seconds of the file by what came of it so far."""
        return self._file

    def _start(self, seconds: float) -> None:
        self._counted = monotonic() + _SET_SECONDS
        self._set(seconds)

    def _set(self, seconds: float) -> None:
        self._part = seconds
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, seconds + _SET_SECONDS)

    def disarm(self) -> None:
        """Count no more, until a file or a part is begun."""
        self._counted = 0.0
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
