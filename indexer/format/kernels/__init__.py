"""What do kernels in C compute, and what does it where there are none?

`plain` has them in numpy, and says what each gives; `_kernels`, where it was built, has the same in C. Who
needs one takes it from here, where the one in use is. Whole queries, which only C answers in one call, are
asked of `compiled()`; where that is None the array steps of the evaluator answer.

- Nothing but numpy is needed: the extension is optional, and `DATELINE_KERNELS=numpy` does without it.
- One that was built for another version of the package is not loaded; `dateline --version` says so.
- Both give the same, to the last bit: tests/indexer/format/kernels, `python -m benchmarks.kernel_parity`.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dateline.indexer.format.kernels.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from dateline.indexer.format.kernels.plain import Blocks, ChunkTable

__all__ = [
    "VARIABLE",
    "Blocks",
    "ascends",
    "chunk_table",
    "compiled",
    "described",
    "file",
    "give_back",
    "sorted_order",
]

VARIABLE = "DATELINE_KERNELS"  # of the environment: "numpy" does without those in C


def _load() -> tuple[ModuleType | None, str]:
    """The kernels in C, None where numpy has to do; and which are in use, in words."""
    if os.environ.get(VARIABLE) == "numpy":
        return None, f"numpy, as {VARIABLE} says"
    if sys.byteorder != "little":
        return None, "numpy: those in C read numbers as they lie in a file, whose lowest byte is first"
    try:
        from dateline.indexer.format.kernels import _kernels
    except ImportError as error:  # none was built, or it can't be loaded here
        missing = isinstance(error, ModuleNotFoundError) or "cannot import name" in str(error)
        return None, "numpy: those in C were not built" if missing else f"numpy: those in C: {error}"
    built_for: str = _kernels.VERSION
    if built_for != VERSION:
        return None, f"numpy: those in C were built for version {built_for}, this is {VERSION}"
    return _kernels, "C"


_compiled, _described = _load()


def compiled() -> ModuleType | None:
    """The kernels in C; None where there are none."""
    return _compiled


def described() -> str:
    """Which kernels are in use, and why where it is not those in C."""
    return _described


if _compiled is None:  # with numpy
    from dateline.indexer.format.kernels import plain

    ascends, sorted_order = plain.ascends, plain.sorted_order
    _table: Callable[[bytes], ChunkTable] = plain.ChunkTable
else:
    ascends, sorted_order = _compiled.ascends, _compiled.sorted_order
    _table = _compiled.ChunkTable
if not TYPE_CHECKING:
    Blocks = plain.Blocks if _compiled is None else _compiled.Blocks


def chunk_table() -> ChunkTable:
    """A new table of chunks."""
    return _table(os.urandom(16))


def file(descriptor: int) -> object:
    """An open file for kernels to read from, by a descriptor of its own that goes with the last array of it.

    None where no descriptor is left, or where no kernel reads files.
    """
    return None if _compiled is None else _compiled.file(descriptor)


def give_back() -> None:
    """Give free memory back to the system, where a kernel can: an allocator may keep all it ever had."""
    if _compiled is not None:
        _compiled.give_back()
