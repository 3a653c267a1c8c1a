"""JSON: one record, a list of them, an answer of a news API that has one in it, or several of these in a row.

The list is the one whose items read as articles, wherever in the answer it stands. Items are read one by one:
of a file that is cut off or broken those before the place go in, and it is named with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

from dateline.indexer.errors import RecordError, SourceError
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, RawRecord
from dateline.indexer.readers.records import FieldMap, read_record
from dateline.indexer.readers.wrappings import unwrapped

__all__ = ["read", "records_of"]

_BLANK: Final = re.compile(r"[\s,\x1e]*")
_DEEPEST: Final = 4  # objects and lists that an answer of an API lays round its records
_MOST_KEYS: Final = 8  # of an object that are named where nothing in it is an article


class _Item(NamedTuple):
    """An item of a list, or an object that is in none; `path` are the keys above it."""

    path: tuple[str, ...]
    value: object
    line: int


class _Broken(Exception):
    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def read(stream: BinaryIO, fields: FieldMap = ()) -> Iterator[RawRecord | Broken]:
    """The records, in order, and what is broken; SourceError where nothing in it may be an article."""
    yield from records_of(decode(stream.read()).removeprefix("\ufeff"), fields)


def records_of(text: str, fields: FieldMap = ()) -> Iterator[RawRecord | Broken]:
    """The records of a text that is JSON, as `read` gives them."""
    walk = _Walk(text)
    broken = walk.read_all()
    chosen = _chosen(walk.items, fields)
    if chosen is None and broken is None:
        raise SourceError(None, _why_none(walk.items))
    source, language = _feed_of(walk.items, chosen or ())
    for item in walk.items:
        if item.path != chosen:
            continue
        try:
            record = read_record(unwrapped(item.value), line=item.line, fields=fields)
        except RecordError as error:
            yield Broken(error.reason, item.line)
            continue
        yield replace(record, source=record.source or source, language=record.language or language)
    if broken is not None:
        yield broken


class _Walk:
    """One reading of a text from its beginning, keeping the items it comes by."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decode = json.JSONDecoder().raw_decode
        self._line, self._counted = 1, 0
        self.items: list[_Item] = []

    def read_all(self) -> Broken | None:
        """Read one value after the other; what stopped it, if something did."""
        try:
            at = self._blank(0)
            while at < len(self._text):
                at = self._blank(self._value(at, (), 0))
        except _Broken as error:
            return Broken(error.reason, self._line_of(error.at))
        return None

    def _blank(self, at: int) -> int:
        return _BLANK.match(self._text, at).end()  # type: ignore[union-attr]

    def _line_of(self, at: int) -> int:
        """The line of a place that is not before the last asked for."""
        self._line += self._text.count("\n", self._counted, at)
        self._counted = max(at, self._counted)
        return self._line

    def _plain(self, at: int) -> tuple[object, int]:
        """A value with all that is in it."""
        try:
            return self._decode(self._text, at)
        except json.JSONDecodeError as error:
            what = f"{error.msg[:1].lower()}{error.msg[1:]}".removesuffix(" at")
            raise _Broken(f"not JSON: {what}", error.pos) from error
        except ValueError as error:
            raise _Broken("a number has more digits than can be read; write it as text", at) from error
        except RecursionError as error:
            raise _Broken("not JSON: nested too deeply", at) from error

    def _value(self, at: int, path: tuple[str, ...], depth: int) -> int:
        """Read a value, keep it where it may be a record, and look into it; where it ends."""
        sign = self._text[at : at + 1]
        if sign == "[" and depth < _DEEPEST:
            return self._list(at, path)
        if sign == "{" and depth < _DEEPEST:
            return self._object(at, path, depth)
        return self._plain(at)[1]

    def _list(self, at: int, path: tuple[str, ...]) -> int:
        at = self._blank(at + 1)
        while self._text[at : at + 1] != "]":
            line = self._line_of(at)
            value, at = self._plain(at)
            if isinstance(value, Mapping):
                self.items.append(_Item((*path, "[]"), value, line))
            at = self._blank(at)
            if at >= len(self._text):
                raise _Broken("not JSON: it ends in the midst of a list", at)
        return at + 1

    def _object(self, at: int, path: tuple[str, ...], depth: int) -> int:
        """Read an object whole, and its lists again for the places of their items."""
        line = self._line_of(at)
        try:
            value, end = self._plain(at)
        except _Broken:
            value, end = None, at
        if isinstance(value, Mapping):
            self.items.append(_Item(path, value, line))
            if not any(isinstance(one, (list, Mapping)) for one in value.values()):
                return end
        # Records by their names, as {"a17": {…}, "a18": {…}}, are a list.
        listed = (
            isinstance(value, Mapping)
            and len(value) > 1
            and all(isinstance(one, Mapping) for one in value.values())
        )
        inner = self._blank(at + 1)
        while self._text[inner : inner + 1] != "}":
            key, inner = self._plain(inner)
            inner = self._blank(inner)
            if self._text[inner : inner + 1] != ":" or not isinstance(key, str):
                raise _Broken("not JSON: expecting ':' delimiter", inner)
            below = (*path, "[]" if listed else key)
            inner = self._blank(self._value(self._blank(inner + 1), below, depth + 1))
            if inner >= len(self._text):
                raise _Broken("not JSON: it ends in the midst of an object", inner)
        return inner + 1


def _feed_of(items: list[_Item], chosen: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Title and language of the JSON Feed that the items are of."""
    feed = next((item.value for item in items if item.path == chosen[:-2]), None)
    if chosen[-1:] != ("[]",) or not isinstance(feed, Mapping) or "jsonfeed" not in str(feed.get("version")):
        return None, None
    title, language = feed.get("title"), feed.get("language")
    return title if isinstance(title, str) else None, language if isinstance(language, str) else None


def _chosen(items: list[_Item], fields: FieldMap) -> tuple[str, ...] | None:
    """The path of the items that are articles: the first of which most are."""
    first: dict[tuple[str, ...], list[_Item]] = {}
    for item in items:
        kept = first.setdefault(item.path, [])
        if len(kept) < _TRIED:
            kept.append(item)
    shares = {path: _share(kept, fields) for path, kept in first.items()}
    # What is wholly articles wins nearest the top; else a list before the object it lies in, which may have a
    # title too.
    ranked = sorted(
        shares, key=lambda path: (-shares[path], shares[path] < 1 and "[]" not in path, len(path))
    )
    return ranked[0] if ranked and shares[ranked[0]] > 0 else None


_TRIED: Final = 20
_A_TEXT: Final = 200  # characters


def _share(items: list[_Item], fields: FieldMap) -> float:
    """Which part of items can be read as articles; those of few words count for less."""
    good = 0.0
    for item in items:
        try:
            record = read_record(unwrapped(item.value), line=item.line, fields=fields)
        except RecordError:
            continue
        good += 1.0 if len(record.text) > _A_TEXT else 0.75 if record.text and record.title else 0.5
    return good / len(items)


def _why_none(items: list[_Item]) -> str:
    objects = [item.value for item in items if isinstance(item.value, Mapping)]
    if not objects:
        return "JSON without an object in it, no article"
    keys = [str(key)[:40] for key in objects[-1]][:_MOST_KEYS]
    return f"no article in this JSON: none of {', '.join(keys)} is known to hold a text (--map KEY=text)"
