"""What does an engine meet that nobody foresaw: a fault of ours, or an index that is damaged?

An index is checked where it is opened and where its arrays are first read. Bytes that were altered since, or
in a way that no check sees, may still come out as an IndexError or a frame that does not decompress.
`GuardedEngine` asks an engine, and when it fails so compares the whole index with its checksums: IndexDamaged
names the file, else the error goes on as it is. As long as nothing fails it costs a call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.search.delegating import DelegatingEngine
from dateline.search.errors import DatelineError, IndexDamaged

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.engine import Engine

__all__ = ["GuardedEngine", "guarded"]

Result = TypeVar("Result")


def guarded(index: IndexReader, ask: Callable[..., Result], *given: Any, **options: Any) -> Result:
    """What `ask` gives; IndexDamaged where it fails unforeseen and the index differs from its checksums."""
    try:
        return ask(*given, **options)
    except DatelineError:
        raise
    except Exception as error:
        _tell_damage(index, error)
        raise


def _tell_damage(index: IndexReader, error: Exception) -> None:
    """IndexDamaged if the index is; nothing if it is whole, or can't be compared."""
    try:
        index.verify()
    except IndexDamaged as damage:
        raise damage from error
    except Exception:
        return


class GuardedEngine(DelegatingEngine["Engine"]):
    """An engine whose failures on a damaged index are told as damage."""

    def __init__(self, engine: Engine, index: IndexReader) -> None:
        super().__init__(engine)
        self._index = index

    def _attempt(self, ask: Callable[[Engine], Result]) -> Result:
        return guarded(self._index, ask, self._engine)
