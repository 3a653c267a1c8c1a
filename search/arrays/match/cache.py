"""How is what was worked out kept for the next query, in bounded memory?

>>> cache: Cache[str, int] = Cache(2)
>>> for word in ("a", "b", "c"):
...     cache.put(word, ord(word))
>>> cache.get("a"), cache.get("c")
(None, 99)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Cache"]

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Keeps values up to a total size, the last one always; the first put in go first.

    A value's size is taken when it is put in, and counts one at least. Safe to share between threads.
    """

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        self._most = most
        self._size = size
        self._values: dict[Key, Value] = {}
        self._sizes: dict[Key, int] = {}
        self._total = 0
        self._lock = Lock()
        self.get = self._values.get

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of one of that key."""
        with self._lock:
            self._total += max(self._size(value), 1) - self._sizes.get(key, 0)
            self._sizes[key] = max(self._size(value), 1)
            self._values[key] = value
            while self._total > self._most and len(self._values) > 1:
                first = next(iter(self._values))
                del self._values[first]
                self._total -= self._sizes.pop(first)
