"""How is what was worked out kept for the next query, in bounded memory?

>>> cache: Cache[str, int] = Cache(2)
>>> for word in ("a", "b", "c"):
...     cache.put(word, ord(word))
>>> cache.get("a"), cache.get("c")
(None, 99)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

__all__ = ["Cache"]

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_FEW: Final = 8  # so many are counted anew each time; adding up more would be felt


class Cache(Generic[Key, Value]):
    """Keeps values up to a total size, the last one always; the first put in go first.

    A value's size is taken when it is put in, and counts one at least. Safe to share between threads, and
    with a process that is forked while one of them is inside: there is no lock that it could be left with.
    What threads do at the same time may be counted once instead of twice, until all is next counted anew.
    """

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        self._most = most
        self._size = size
        self._entries: dict[Key, tuple[Value, int]] = {}  # one step takes a value and its size in or out
        self._total = 0

    def get(self, key: Key) -> Value | None:
        """The value kept for the key, None when there is none."""
        entry = self._entries.get(key)
        return None if entry is None else entry[0]

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of one of that key."""
        size = max(self._size(value), 1)
        before = self._entries.get(key)
        self._entries[key] = value, size
        self._total += size if before is None else size - before[1]
        if self._total > self._most or len(self._entries) <= _FEW:
            self._count()

    def _count(self) -> None:
        """Count all anew, and drop the first ones while it is too much."""
        entries = [(key, size) for key, (_, size) in self._entries.copy().items()]
        total = sum([size for _, size in entries])
        for key, size in entries[:-1]:
            if total <= self._most:
                break
            self._entries.pop(key, None)
            total -= size
        self._total = total
