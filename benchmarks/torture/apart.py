"""Would a sanitizer see a kernel read beyond the end of an array of a file?

Not of a file that is mapped as a whole, where the next array begins. So each array, and its checksums, is
given memory of its own, which ends where it does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dateline.indexer.format.storage.checksums import Blocks

__all__ = ["keep_apart"]


def keep_apart() -> None:
    """From now on the arrays of files lie apart from each other, for as long as this process lives."""
    made = Blocks.__init__

    def apart(
        self: Blocks, path: Path, name: str, values: memoryview, sums: memoryview, below: int | None = None
    ) -> None:
        made(self, path, name, copied(values), copied(sums), below)

    Blocks.__init__ = apart  # type: ignore[method-assign]


def copied(values: memoryview) -> memoryview:
    """The same numbers in memory of their own."""
    alone = np.frombuffer(values, np.uint8).copy() if values.nbytes else np.empty(0, np.uint8)
    return memoryview(alone).cast(values.format)  # type: ignore[arg-type, call-overload, no-any-return]
