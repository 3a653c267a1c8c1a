"""Which archive does a command ask?

One that it opens and closes; within the prompt the one that is open there, so that a command answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["held", "opened"]

_held: ContextVar[tuple[tuple[str, ...], Archive] | None] = ContextVar("held", default=None)


@contextmanager
def opened(folders: Sequence[str]) -> Iterator[Archive]:
    """The archive in these folders. IndexMissing, IndexDamaged, IndexVersion."""
    from dateline.search.archive import Archive

    kept = _held.get()
    if kept is not None and kept[0] == tuple(folders):
        yield kept[1]
        return
    with Archive.open(folders) as archive:
        yield archive


@contextmanager
def held(folders: Sequence[str], archive: Archive) -> Iterator[None]:
    """Within it, commands that ask these folders ask this archive, and leave it open."""
    token = _held.set((tuple(folders), archive))
    try:
        yield
    finally:
        _held.reset(token)
