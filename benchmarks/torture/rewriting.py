"""How does a file of arrays come to say something else under right checksums?

It is written anew, with some arrays or facts in another's place: what no checksum finds, and what a program
that makes indexes wrongly, or somebody on purpose, would write.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, ArrayFileWriter

__all__ = ["rewrite"]


def rewrite(
    path: Path, arrays: Mapping[str, AnyArray | bytes], facts: Mapping[str, object] | None = None
) -> None:
    """Write the file at `path` anew with these arrays and facts instead of those of their names."""
    file = ArrayFile(path)
    found: dict[str, AnyArray | bytes] = {name: file.array(name).copy() for name in file.names()}
    told: dict[str, Any] = {**file.facts, **(facts or {})}
    new = path.with_suffix(".rewritten")
    with ArrayFileWriter(new) as writer:
        for name, array in {**found, **arrays}.items():
            writer.add(name, array)
        writer.finish(told)
    new.replace(path)
