"""A long sorted list of strings on disk, looked through without reading all of it.

In blocks of the same size: the first string of each is kept in memory, and a block is read when it is the
one a string would be in. `Blocks` is what there is to know of such a list; the terms of a field are one
(text_field.py), and so are its folded forms (surface_forms.py).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final, Protocol

__all__ = ["LAST", "BlockLookup", "Blocks"]

LAST: Final = "\U0010ffff"  # sorts behind whatever else follows a beginning
# Words looked up in texts. Measured at 500,000 passages, in ms: the first word 3 with texts, 12 with sets; a
# later one 0.6 and 0.35.
_FEW: Final = 8
_MOST_IN_SETS: Final = 1 << 15  # strings, a hundred bytes each


class _Texts(dict[int, str]):
    """Texts of blocks by number, each read when it is first asked for, and kept."""

    def __init__(self, read: Callable[[int], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, block: int) -> str:
        found = self[block] = self._read(block)
        return found


class _Sets(dict[int, frozenset[str]]):
    """Strings of blocks likewise; of those behind the most that are kept so, the text."""

    def __init__(self, strings: Callable[[int], Iterable[str]], texts: _Texts) -> None:
        super().__init__()
        self._strings = strings
        self._texts = texts
        self._held = 0

    def __missing__(self, block: int) -> Container[str]:
        if self._held >= _MOST_IN_SETS:
            return self._texts[block]
        found = self[block] = frozenset(self._strings(block))
        self._held += len(found)
        return found


class BlockLookup:
    """What tells quickly that a string is not in a block.

    To begin with this is a block's text in one piece: made at once, but looking in it takes a microsecond
    and may find what is in no single string. Who asks often gets sets.
    """

    def __init__(self, text: Callable[[int], str], strings: Callable[[int], Iterable[str]]) -> None:
        self._texts = _Texts(text)
        self._sets = _Sets(strings, self._texts)
        self._asked = 0

    def for_a_word(self) -> Mapping[int, Container[str]]:
        """By the number of a block, what all of its strings are in."""
        self._asked += 1
        return self._texts if self._asked <= _FEW else self._sets


class Blocks(Protocol):
    """A list of strings in code point order."""

    block_size: int  # the last block has the rest

    @property
    def lookup(self) -> BlockLookup:
        """What tells quickly that a string is not in a block."""
        ...

    @property
    def firsts(self) -> list[str]:
        """The first string of each block."""
        ...

    def beginning(self, prefix: str) -> list[str]:
        """The strings that begin with `prefix`, in order."""
        ...
