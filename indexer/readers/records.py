"""A record: a dict from a script, or a line of JSONL.

The keys are `id, title, date, source, place, author, language, url, text`; only `text` is required. An
`author` is a byline or a list of names; `authors` is the same by another name, and wins where both are given,
unless it is empty. A `title`, `id` or `date` may be a number. Here their types are looked at, and nothing
else.

>>> read_record({"title": "Summit", "text": "They met.", "author": ["Ann Lee", "Bo Li"]}).author
('Ann Lee', 'Bo Li')
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Final

from dateline.indexer.errors import RecordError
from dateline.indexer.readers.limits import why_no_article
from dateline.indexer.readers.raw import RawRecord

__all__ = ["FieldMap", "read_record"]

FieldMap = tuple[tuple[str, str], ...]  # pairs of a field and the key that records have for it

_MOST_CHARS: Final = 10_000  # of a field other than the text, as of a byline: what is longer is a text
_MOST_NAMES: Final = 10_000  # of a list of authors: the longest there is has 5,154
_WHOLE: Final = 1 << 53  # a fraction is no longer told from here on
_MOST_NAMED: Final = 300_000  # characters of them together


def read_record(record: object, *, line: int | None = None, fields: FieldMap = ()) -> RawRecord:
    """The record with its fields known to be text; RecordError says which is not, or that it is no record.

    A field in `fields` is taken from the key that stands there, and from its own where a record has no such.
    """
    if not isinstance(record, Mapping):
        raise RecordError("not a JSON object" if line else f"is {_kind(record)}, not a mapping")
    keys = {field: key for field, key in fields if record.get(key) is not None or record.get(field) is None}
    if not keys:
        return _read(record, line)
    mapped = {**record, **{field: record.get(key) for field, key in keys.items()}}
    if mapped.get("author") is not None and "author" in keys:
        mapped["authors"] = None
    try:
        return _read(mapped, line)
    except RecordError as error:
        if error.key not in keys:
            raise
        said = error.reason.replace(f'"{error.key}"', f'"{keys[error.key]}"', 1)
        raise RecordError(said, key=keys[error.key]) from error


def _read(record: Mapping[str, object], line: int | None) -> RawRecord:
    text = _string(record, "text")
    if text is None:
        raise _wrong_type("text", None)
    return RawRecord(
        text=text,
        title=_numbered(record, "title"),
        id=_numbered(record, "id"),
        date=_date(record),
        source=_string(record, "source"),
        place=_string(record, "place"),
        author=_author(record),
        language=_string(record, "language"),
        url=_string(record, "url"),
        line=line,
    )


def _string(record: Mapping[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong_type(key, value)
    reason = why_no_article(value) if key == "text" else _too_long(value, _MOST_CHARS)
    if reason is not None:
        raise RecordError(f'"{key}" has {reason}', key=key)
    return value


def _too_long(value: str, most: int) -> str | None:
    return f"{len(value):,} characters, the limit is {most:,}" if len(value) > most else None


def _numbered(record: Mapping[str, object], key: str) -> str | None:
    """Text, or a number as text: a title may be 1984, an id or a date often is one."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _string(record, key)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise RecordError(f'"{key}" is {value}, which is no number; write it as text', key=key)
        # A table with an empty cell makes 1984.0 of 1984.
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else str(value)
    try:
        return str(value)
    except ValueError as error:  # Python writes out no number of thousands of digits
        raise RecordError(f'"{key}" has more digits than can be read; write it as text', key=key) from error


def _author(record: Mapping[str, object]) -> str | tuple[str, ...] | None:
    return _names(record, "authors") or _names(record, "author")


def _names(record: Mapping[str, object], key: str) -> str | tuple[str, ...] | None:
    value = record.get(key)
    if not isinstance(value, (list, tuple)):
        return _string(record, key)
    for item in value:
        if not isinstance(item, str):
            found = "null" if item is None else _kind(item)
            raise RecordError(
                f'"{key}" is a list with {found} in it; each item must be a name, as text', key=key
            )
    if len(value) > _MOST_NAMES:
        raise RecordError(f'"{key}" has {len(value):,} names, the limit is {_MOST_NAMES:,}', key=key)
    if (reason := _too_long("".join(value), _MOST_NAMED)) is not None:
        raise RecordError(f'"{key}" has {reason}', key=key)
    return tuple(value)


def _date(record: Mapping[str, object]) -> str | None:
    value = record.get("date")
    if isinstance(value, datetime.date):  # a datetime is one
        return value.isoformat()[:10]
    return _numbered(record, "date")


def _wrong_type(key: str, value: object) -> RecordError:
    found = "is missing" if value is None else f"is {_kind(value)}, not text"
    return RecordError(f'"{key}" {found}', key=key)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else type(value).__name__
