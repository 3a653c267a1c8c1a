"""Where in a file is the reading, and which parts of it are passed over?

A file may hold many parts: members of an archive, records, pages of a crawl. A process that reads is lost
with whatever it was at, so each part is told before it is begun, by its number in its file, which is the same
whenever that file is read: 3, and 3.0 for what is first in it. What is begun with a question mark is the
search for that part. A part over which a process was lost is passed over the next time, and where one was
lost over the search for it the reading ends there.

>>> told = []
>>> steps = Steps((("1", "took too long", True),), lambda step, size: told.append(step))
>>> [steps.begin(step) for step in ("0?", "0", "1?", "1", "2?")]
[None, None, None, 'took too long', None]
>>> told, steps.again
(['0?', '0', '1?', '2?'], False)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["Steps"]


class Steps:
    """The parts of one file: `began` hears of each, and of its bytes, before it is read.

    `without` are the parts to be passed over: number, reason, and whether that stays as long as the file
    does. `unpacked` hears how many bytes more came out of a file that is packed.
    """

    def __init__(
        self,
        without: Sequence[tuple[str, str, bool]] = (),
        began: Callable[[str, int], None] = lambda step, size: None,
        unpacked: Callable[[int], None] = lambda size: None,
    ) -> None:
        self._without = {step: (reason, stays) for step, reason, stays in without}
        self._began = began
        self.unpacked = unpacked
        self.again = False

    def begin(self, step: str, size: int = 0) -> str | None:
        """Begin with a part of `size` bytes: why it is passed over, None where it is not.

        `again` is whether a part was that may be read another time.
        """
        if step in self._without:
            reason, stays = self._without[step]
            self.again |= not stays
            return reason
        self._began(step, size)
        return None
