"""How is a frozen record made that a command of a tenth of a second can afford?

`@dataclass(frozen=True, slots=True)` writes and compiles six functions a class when its module is imported, a
third of a millisecond: a search imports some forty such classes. A `record` is the same to whoever uses it,
for `dataclasses.replace`, `fields` and type checkers too, but its methods are shared, and what takes its
arguments is compiled when the first one is made.

>>> @record
... class Span:
...     start: int
...     end: int = 0
>>> Span(3, end=5), Span(3) == Span(3, 0), hash(Span(3)) == hash(Span(3))
(Span(start=3, end=5), True, True)
>>> Span(3).end = 4
Traceback (most recent call last):
    ...
dataclasses.FrozenInstanceError: cannot assign to field 'end'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[Any], Any]:
        """Of Python 3.11: tells type checkers what the decorator does."""
        return lambda decorator: decorator


__all__ = ["record", "replace"]

Class = TypeVar("Class")
# What a class without slots has, which the record has not.
_OF_OLD_CLASS: Final = frozenset({"__dict__", "__weakref__"})


class _Params:
    """What kind of dataclass a record is to those who ask, as `pprint` does."""

    init = repr = eq = frozen = match_args = slots = True
    order = unsafe_hash = kw_only = weakref_slot = False


_PARAMS: Final = _Params()


@dataclass_transform(frozen_default=True)
def record(cls: type[Class]) -> type[Class]:
    """The class as one of frozen, slotted records: its annotations are the fields, in order.

    A default is a plain value. What the class or a base of it defines of `__eq__`, `__hash__` and `__repr__`
    stays. Like those of any slotted dataclass, its methods can't say `super()` without arguments. TypeError
    for a field without a default behind one with.
    """
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    if any(name not in defaults for name in names[len(names) - len(defaults) :]):
        raise TypeError(f"{cls.__qualname__}: a field without a default follows one with")
    namespace = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in defaults and name not in _OF_OLD_CLASS
    }
    namespace |= {
        "__slots__": names,
        "__match_args__": names,
        "__qualname__": cls.__qualname__,
        "__dataclass_fields__": _Fields(defaults),
        "__dataclass_params__": _PARAMS,
        "__init__": _first_init(defaults),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__reduce__": _reduce,
        "__replace__": _replaced,
    }
    if cls.__eq__ is object.__eq__:
        namespace |= {"__eq__": _equal, "__hash__": _hash}
    if cls.__repr__ is object.__repr__:
        namespace["__repr__"] = _repr
    meta: Any = type(cls)
    made: type[Class] = meta(cls.__name__, cls.__bases__, namespace)
    return made


def _first_init(defaults: Mapping[str, Any]) -> Callable[..., None]:
    """The `__init__` of a class until its first record is made: it puts the compiled one in its place."""

    def first(self: Any, /, *values: Any, **named: Any) -> None:
        cls = type(self)
        cls.__init__ = _compiled_init(cls, defaults)
        cls.__init__(self, *values, **named)

    return first


def _compiled_init(cls: type[Any], defaults: Mapping[str, Any]) -> Callable[..., None]:
    """A function that takes the fields as arguments and sets the slots."""
    names: tuple[str, ...] = cls.__match_args__
    given = [f"{name}=_of_{name}" if name in defaults else name for name in names]
    source = [f"def __init__({', '.join(['self', *given])}):"]
    source += [f" _set_{name}(self, {name})" for name in names] or [" pass"]
    known = {f"_set_{name}": cls.__dict__[name].__set__ for name in names}
    known |= {f"_of_{name}": value for name, value in defaults.items()}
    exec("\n".join(source), known)
    function: Callable[..., None] = known["__init__"]
    function.__qualname__ = f"{cls.__qualname__}.__init__"
    return function


class _Fields:
    """The fields as `dataclasses` knows them, made when somebody asks."""

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self._defaults = defaults

    def __get__(self, _: object, cls: type[Any]) -> Any:
        from dataclasses import field, make_dataclass

        declared: list[Any] = [
            (name, cls.__annotations__[name], field(default=self._defaults[name]))
            if name in self._defaults
            else (name, cls.__annotations__[name])
            for name in cls.__match_args__
        ]
        said = {"__doc__": "Its fields are wanted, no method."}  # else its signature is worked out and said
        like: Any = make_dataclass(cls.__name__, declared, namespace=said, init=False, repr=False, eq=False)
        cls.__dataclass_fields__ = like.__dataclass_fields__
        return cls.__dataclass_fields__


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    said = [f"{name}={getattr(self, name)!r}" for name in self.__match_args__]
    return f"{type(self).__qualname__}({', '.join(said)})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


def replace(one: Class, /, **changes: Any) -> Class:
    """The record with other values of some fields; TypeError for a field it has not."""
    values = {name: getattr(one, name) for name in cast("Any", one).__match_args__}
    return type(one)(**(values | changes))


def _replaced(self: Any, /, **changes: Any) -> Any:
    """What `copy.replace` of Python 3.13 gives."""
    return replace(self, **changes)


def _refuse_to_set(self: Any, name: str, value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")
