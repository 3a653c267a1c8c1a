"""What of a record is kept beside the fields, so that it can be filtered by?

Short values: a section, a desk, tags. What is long, an address or an object is no value to filter by.

>>> meta_of({"Section": "World", "tags": ["rail", "bridges"], "image": "https://x.example/1.jpg"}, used=())
(('section', 'World'), ('tags', 'rail'), ('tags', 'bridges'))
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from dateline.indexer.readers.raw import Meta

__all__ = ["long_values", "meta_of", "meta_pairs"]

_MOST: Final = 50  # values of an article
_MOST_CHARS: Final = 200  # of a value: a long subject line of a database has 190
_MOST_LEFT: Final = 10_000  # characters of a long value
_MOST_LOOKED_AT: Final = 2_000  # values
_FEW_WORDS: Final = 10  # a text has more, an address or a key has not
_MOST_NAME: Final = 60  # characters of a name
_MOST_ITEMS: Final = 20  # of a list
_DEEPEST: Final = 3
_NO_NAME: Final = re.compile(r"[\W_]+")
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # of sectionName
_NAME_KEYS: Final = ("value", "webTitle", "label", "name", "title", "term", "text")
_ADDRESS: Final = re.compile(r"(?:https?:)?//|www\.|data:", re.IGNORECASE)


def meta_of(record: Mapping[str, object], *, used: Collection[str], said: Collection[object] = ()) -> Meta:
    """The names and values, in order.

    `used` are the keys, as written, with dots, that fields took, and `said` what fields say: it is not said
    again.
    """
    pairs = _pairs(record, "", frozenset(used), 1)
    return meta_pairs((key, value) for key, value in pairs if not (isinstance(value, str) and value in said))


def long_values(
    record: Mapping[str, object], *, used: Collection[str], said: Collection[object] = ()
) -> Meta:
    """The names, as written, and values of the texts that are too long to be filtered by."""
    pairs = _pairs(record, "", frozenset(used), 1)
    return tuple(
        (key[:_MOST_NAME], value[:_MOST_LEFT])
        for key, value in islice(pairs, _MOST_LOOKED_AT)
        if isinstance(value, str)
        and len(value) > _MOST_CHARS
        and value not in said
        and _said(value) is None
        and len(value.split(None, _FEW_WORDS)) > _FEW_WORDS
    )[:_MOST]


def meta_pairs(pairs: Iterable[tuple[str, object]]) -> Meta:
    """Names as they are typed in a query and values that can be filtered by, each pair once, so many."""
    found: dict[tuple[str, str], None] = {}
    for key, value in pairs:
        name = ".".join(filter(None, (_name(part) for part in key.split("."))))
        said = _said(value)
        if name and said and len(name) <= _MOST_NAME:
            found[name, said] = None
        if len(found) == _MOST:
            break
    return tuple(found)


def _pairs(
    values: Mapping[str, object], before: str, used: frozenset[str], depth: int
) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        path = f"{before}{key}"
        if path in used:
            continue
        if isinstance(value, Mapping):
            if depth < _DEEPEST:
                yield from _pairs(value, f"{path}.", used, depth + 1)
        elif isinstance(value, (list, tuple)):
            for item in value[:_MOST_ITEMS]:
                yield path, _named(item) if isinstance(item, Mapping) else item
        else:
            yield path, value


def _name(part: str) -> str:
    return _NO_NAME.sub("_", _CAPITAL.sub("_", part)).strip("_").lower()


def _named(item: Mapping[str, object]) -> object:
    """How an object of a list, as a keyword or tag, is called."""
    return next((item[key] for key in _NAME_KEYS if item.get(key)), None)


def _said(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else str(value)) if math.isfinite(value) else None
    if not isinstance(value, str) or len(value) > 2 * _MOST_CHARS:
        return None
    said = " ".join(value.split())
    if len(said) > _MOST_CHARS or _ADDRESS.match(said):
        return None
    return said if any(map(str.isalnum, said)) else None
