"""Would a sanitizer see a kernel read beyond the end of an array of a file?

Not of a file that is mapped as a whole, where the next array begins. So each array, and its checksums, is
given memory of its own, which ends where it does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dateline.indexer.format import kernels
from dateline.indexer.format.storage.entries import TYPES, Entry

__all__ = ["keep_apart"]


def keep_apart() -> None:
    """From now on the arrays of files lie apart from each other, for as long as this process lives."""
    made: Any = kernels.Blocks

    def apart(
        damage: object,
        name: str,
        raw: memoryview,
        sums: memoryview,
        below: int | None = None,
        entry: Entry | None = None,
        *_: object,
    ) -> object:
        if entry is not None:
            raw = raw[entry.start : entry.end].cast(TYPES[entry.code])
            sums = sums[entry.first_block : entry.first_block + entry.blocks]
        return made(damage, name, copied(raw), copied(sums), below)

    kernels.Blocks = apart  # type: ignore[assignment, misc]


def copied(values: memoryview) -> memoryview:
    """The same numbers in memory of their own."""
    alone = np.frombuffer(values, np.uint8).copy() if values.nbytes else np.empty(0, np.uint8)
    return memoryview(alone).cast(values.format)  # type: ignore[arg-type, call-overload, no-any-return]
