"""Where in a file is the reading, and which parts of it are passed over?

A file may hold many parts: members of an archive, records, pages of a crawl. A process that reads is lost
with whatever it was at, so each part is told before it is begun, by its number in its file, which is the same
whenever that file is read: 3, and 3.0 for what is first in it. What is told with a question mark is the
search for that part. A part over which a process was lost is passed over the next time, and where one was
lost over the search for it the reading ends there.

>>> told = []
>>> steps = Steps((("3.1", "took too long", True),), lambda *part: told.append(step_of(*part[:3])))
>>> [steps.seek("3.", 0), steps.begin("3.", 0), steps.seek("3.", 1), steps.begin("3.", 1), steps.seek("", 4)]
[None, None, None, 'took too long', None]
>>> told, steps.again
(['3.0?', '3.0', '3.1?', '4?'], False)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["Began", "Steps", "step_of"]

# The part that is begun: what it lies in ("3.", "" in the file itself), its number there, whether it is only
# sought, and how many bytes may be gone through for it. Called twice a record: nothing is made for it.
Began = Callable[[str, int, bool, int], None]


def step_of(within: str, number: int, sought: bool) -> str:
    """A part as it is called."""
    return f"{within}{number}{'?' if sought else ''}"


class Steps:
    """The parts of one file: `began` hears of each before it is read.

    `without` are the parts to be passed over: how it is called, reason, and whether that stays as long as the
    file does. `unpacked` hears how many bytes more came out of a file that is packed.
    """

    def __init__(
        self,
        without: Sequence[tuple[str, str, bool]] = (),
        began: Began = lambda within, number, sought, size: None,
        unpacked: Callable[[int], None] = lambda size: None,
    ) -> None:
        self._without = {step: (reason, stays) for step, reason, stays in without}
        self._began = began
        self.unpacked = unpacked
        self.again = False

    def seek(self, within: str, number: int, size: int = 0) -> str | None:
        """Look for a part among `size` bytes: why it is not looked for, None where it is."""
        if self._without and (reason := self._why_without(step_of(within, number, True))) is not None:
            return reason
        self._began(within, number, True, size)
        return None

    def begin(self, within: str, number: int, size: int = 0) -> str | None:
        """Begin with a part of `size` bytes: why it is passed over, None where it is not."""
        if self._without and (reason := self._why_without(step_of(within, number, False))) is not None:
            return reason
        self._began(within, number, False, size)
        return None

    def _why_without(self, step: str) -> str | None:
        """Why a part is passed over; `again` is whether one was that may be read another time."""
        if step not in self._without:
            return None
        reason, stays = self._without[step]
        self.again |= not stays
        return reason
