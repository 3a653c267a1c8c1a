"""What may somebody be about to type? Words of the index, names of fields, and values of a field.

/terms?prefix=traf           traffic, trafficking …
/terms?prefix=sour           source:
/terms?prefix=source:kaz     source:Kazinform
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from dateline.indexer.shown.json_line import json_line
from dateline.search.output.export import VERSION, json_record
from dateline.search.query.comparison import fold_value
from dateline.search.query.editing import typed_value
from dateline.search.query.names import FIELD_NAMES
from dateline.search.web.errors import WrongAddress
from dateline.search.web.replies import Reply, Visit, in_format
from dateline.search.web.sidebar import FIELDS

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["terms"]

_MOST: Final = 10
_LONGEST: Final = 100  # of a prefix; no word is longer

# The values of each field, most frequent first, with the folded writing that is compared: of one state each.
_Values = dict[str, list[tuple[str, str, int]]]
_values: WeakKeyDictionary[Archive, _Values] = WeakKeyDictionary()
_lock = threading.Lock()


def terms(visit: Visit) -> Reply:
    """The words and the values that begin so, as JSON."""
    if [name for name, _ in visit.arguments] != ["prefix"]:
        raise WrongAddress("Ask for /terms?prefix= and the letters that were typed")
    prefix = visit.arguments[0][1][:_LONGEST]
    name, colon, begun = prefix.partition(":")
    values: list[dict[str, object]] = []
    words: list[object] = []
    if colon and name in FIELDS:
        values = [
            {"text": f"{name}:{typed}", "articles": articles}
            for text, articles in _beginning(visit.archive, name, begun)
            if (typed := typed_value(text))
        ]
    elif prefix.strip() and not colon:
        values = [
            {"text": f"{field}:", "articles": None}
            for field in FIELD_NAMES
            if field.startswith(prefix.lower())
        ]
        words = json_record(visit.archive.terms(prefix, limit=_MOST))
    return in_format(
        [json_line({"v": VERSION, "prefix": prefix, "terms": words, "values": values}) + "\n"], "json"
    )


def _beginning(archive: Archive, name: str, begun: str) -> list[tuple[str, int]]:
    """The values of a field of which the whole or a word begins so, the most frequent first."""
    wanted = fold_value(begun.lstrip('"'))
    found = [
        (text, articles)
        for text, folded, articles in _of_field(archive, name)
        if folded.startswith(wanted) or f" {wanted}" in folded
    ]
    return found[:_MOST]


def _of_field(archive: Archive, name: str) -> list[tuple[str, str, int]]:
    with _lock:
        known = _values.setdefault(archive, {})
        if name not in known:
            known[name] = [
                (count.value, fold_value(count.value), count.articles)
                for count in archive.facets("", name)
                if count.value
            ]
        return known[name]
