"""How is a value worked out once and kept, so that threads and forks need no lock for it?

`functools.cached_property` holds a lock while it works, on Python before 3.12: a process that is forked while
another thread is inside has a lock that nobody will ever release. A `derived` value has none. Threads that
ask for it at the same time each work it out, to the same value, and the last one is kept.

>>> class Square:
...     def __init__(self, side: int) -> None:
...         self.side = side
...     @derived
...     def area(self) -> int:
...         print("working")
...         return self.side * self.side
>>> square = Square(3)
>>> square.area, square.area
working
(9, 9)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

__all__ = ["derived"]

Value = TypeVar("Value")


class derived(Generic[Value]):  # noqa: N801 - used as a decorator, like `property`
    """A property that is worked out when first asked for; the same whoever does it."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> derived[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> Value: ...
    def __get__(self, instance: object | None, owner: type[Any]) -> derived[Value] | Value:
        if instance is None:
            return self
        value = self._work(instance)
        vars(instance)[self._name] = value  # found there from now on, before this is asked
        return value

    if TYPE_CHECKING:  # a value that is known already may be put in its place

        def __set__(self, instance: object, value: Value) -> None: ...
