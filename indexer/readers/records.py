"""A record: a dict from a script, a line of JSONL, an item of JSON or a row of a table.

The keys are `id, title, date, source, place, author, language, url, text`. An `author` is a byline or a list
of names; `authors` is the same by another name, and wins where both are given, unless it is empty. A `title`,
`id` or `date` may be a number. What other programs call these is read by their names (field_names.py), and
what is no field is kept as meta. Here the types are looked at, and nothing else.

>>> read_record({"title": "Summit", "text": "They met.", "author": ["Ann Lee", "Bo Li"]}).author
('Ann Lee', 'Bo Li')
>>> read_record({"headline": "Summit", "articleBody": "They met.", "desk": "World"}).meta
(('desk', 'World'),)
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dateline.indexer.errors import RecordError
from dateline.indexer.readers.limits import why_no_article
from dateline.indexer.readers.raw import Meta, RawRecord

__all__ = ["FieldMap", "read_record", "with_fields"]

# Pairs of a field and a key that records have for it; of several keys the first is taken that there is.
FieldMap = tuple[tuple[str, str], ...]

_MOST_CHARS: Final = 10_000  # of a field other than the text, as of a byline: what is longer is a text
_MOST_NAMES: Final = 10_000  # of a list of authors: the longest there is has 5,154
_WHOLE: Final = 1 << 53  # a fraction is no longer told from here on
_MOST_NAMED: Final = 300_000  # characters of them together
_A_TEXT: Final = 200  # characters from which a value under an unknown key may be the text
_OWN: Final = frozenset(RawRecord.__dataclass_fields__) - {
    "line",
    "part",
    "markup",
    "meta",
    "standfirst",
    "left",
} | {"authors"}
# The fields but the text, in the order of RawRecord.
_SHORT: Final = tuple([name for name in RawRecord.__dataclass_fields__ if name in _OWN and name != "text"])


def read_record(record: object, *, line: int | None = None, fields: FieldMap = ()) -> RawRecord:
    """The record with its fields known to be text; RecordError says which is not, or that it is no record.

    A field in `fields` is taken from the key that stands there, with dots into objects, and where a record
    has no such as if there were none. A record with title and address and no text is one that was only noted.
    """
    if not isinstance(record, Mapping):
        raise RecordError("not a JSON object" if line else f"is {_kind(record)}, not a mapping")
    if not fields and _OWN.issuperset(record) and record.get("text") is not None:
        own = _own_values(record)
        if own is not None:
            return _read(own, line, ())
    from dateline.indexer.readers.meta import long_values, meta_of  # here, since most records need none of it

    values, keys = _found(record, fields)
    if keys.get("text") != "text" and keys.get("id") == "id" and ("id", "id") not in fields:
        # Another program's number: its tables count from 1, each.
        del values["id"], keys["id"]
    said = [value for value in values.values() if isinstance(value, str)]
    used = {*keys.values(), *(_OWN & values.keys()), "text", "authors"}
    meta = meta_of(record, used=used, said=said)
    if values.get("text") is None and not _is_note(record, values):
        raise RecordError(_no_text(record, keys), key="text")
    try:
        read = _read({"text": "", **values}, line, meta)
    except RecordError as error:
        key = keys.get(error.key or "", error.key)
        if key == error.key:
            raise
        raise RecordError(error.reason.replace(f'"{error.key}"', f'"{key}"', 1), key=key) from error
    return _with_the_rest(read, long_values(record, used=used, said=said)) if values.get("text") else read


def _with_the_rest(record: RawRecord, left: Meta) -> RawRecord:
    """A record with its summary as standfirst, and with the other long values, which have no place in it."""
    if not left:
        return record
    from dateline.indexer.readers.field_names import NAMES, SUMMARIES, folded_name

    summaries = [pair for pair in left if folded_name(pair[0]) in SUMMARIES or pair[0] in SUMMARIES]
    standfirst = summaries[0] if summaries else None
    return replace(
        record,
        standfirst=standfirst[1] if standfirst else None,
        # What may be the text is the same text in another form.
        left=tuple(
            pair for pair in left if pair is not standfirst and folded_name(pair[0]) not in NAMES["text"]
        ),
    )


def with_fields(fields: FieldMap, others: FieldMap) -> FieldMap:
    """A field map, where others have a field with their keys for it."""
    return (*[pair for pair in fields if all(pair[0] != field for field, _ in others)], *others)


def _own_values(record: Mapping[str, object]) -> Mapping[str, object] | None:
    """A record of our own names, as most are; None where a value has to be looked at more closely."""
    if not isinstance(record["text"], str) or not isinstance(record.get("source"), str | None):
        return None
    author = record.get("authors") or record.get("author")
    if not isinstance(author, str | None):
        return None
    return None if str(record.get("source"))[:4] == "http" or (author or "")[:1] == "[" else record


def _found(record: Mapping[str, object], fields: FieldMap) -> tuple[dict[str, object], dict[str, str]]:
    """The value of each field that the record has, and the key it stands under."""
    from dateline.indexer.readers.field_names import NAMES, SUMMARIES, place_of, read_value, spread

    values: dict[str, object] = {}
    keys: dict[str, str] = {}
    for field, key in fields:
        if field in values:
            continue
        value = place_of(key, record)
        if (read := read_value(field, value)) is not None or value is not None:
            values[field], keys[field] = value if read is None else read, key
    known = spread(record)
    for field, names in NAMES.items():
        if field in values or (field == "title" and record.get("title") == "" and record.get("text")):
            continue  # a record of our own names that says it has no title has none
        for name in names:
            key, value = known.get(name, ("", None))
            read = read_value(field, value)
            if read is not None and key not in keys.values():
                values[field], keys[field] = read, key
                break
    named = {"author", "authors"} if "author" in values else set[str]()
    # What is wrong in a record of our own names is refused by its name; another program's may be a number.
    own = _OWN if keys.get("text", "text") == "text" else frozenset[str]()
    for field in own & record.keys() - values.keys() - {*keys.values()} - named:
        if record[field] is not None and record[field] == record[field]:  # a table's empty cell is NaN
            values[field] = record[field]
    if values.get("text") is None:
        for name in SUMMARIES:
            key, value = known.get(name, ("", None))
            if (read := read_value("text", value)) is not None:
                values["text"], keys["text"] = read, key
                break
    return values, keys


def _is_note(record: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether a record without a text is one that was noted to be read: title, address, and nothing long."""
    return values.get("title") is not None and values.get("url") is not None and _longest(record) is None


def _longest(record: Mapping[str, object]) -> str | None:
    """The key of the longest text, where one is long."""
    lengths = {
        key: len(value) for key, value in record.items() if isinstance(value, str) and " " in value.strip()
    }
    key = max(lengths, key=lengths.__getitem__, default=None)
    return key if key is not None and lengths[key] >= _A_TEXT else None


def _no_text(record: Mapping[str, object], keys: Mapping[str, str]) -> str:
    longest = _longest({key: value for key, value in record.items() if key not in keys.values()})
    if longest is None:
        return '"text" is missing'
    return f'"text" is missing; if it is "{longest[:60]}", say so: --map {longest[:60]}=text'


def _read(record: Mapping[str, object], line: int | None, meta: Meta) -> RawRecord:
    text = _string(record, "text")
    if text is None:
        raise _wrong_type("text", None)
    values: dict[str, Any] = {name: record.get(name) for name in _SHORT}
    authors = record.get("authors")
    plain = [
        value is None or (type(value) is str and len(value) <= _MOST_CHARS)
        for value in (authors, *values.values())
    ]
    if all(plain):  # as of most: then none is to be looked at more closely
        values["author"] = authors or values["author"]
        return RawRecord(text, **values, line=line, meta=meta)
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
        meta=meta,
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
