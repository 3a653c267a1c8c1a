"""Which names of fields, and which values of a field, begin with what was typed?

    sou            source:
    source:kaz     Kazinform, "Kaz Daily"       as they are typed after the colon

What was begun is compared without case and accents; a value may be found by any of its words. Values that
could not be shown, or typed, as they are, are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

from dateline.indexer.format.fields import FIELDS, facet_of
from dateline.indexer.shown.printable import printable
from dateline.search.query.comparison import fold_value
from dateline.search.query.editing import typed_value
from dateline.search.query.names import FIELD_NAMES

if TYPE_CHECKING:
    from dateline.search.archive import Archive

__all__ = ["FieldValue", "counted_by", "names_beginning", "values_beginning"]

# The field whose values may follow a typed name, and how it is counted.
_COUNTED: Final[dict[str, str]] = {
    typed.name: field.facets[0].name for field in FIELDS if field.facets for typed in field.typed
}


class FieldValue(NamedTuple):
    """A value as it is typed, as it is compared, and how many articles have it."""

    typed: str
    folded: str
    articles: int


# The values by facet, of the generation of an archive that was asked last.
_known: WeakKeyDictionary[Archive, tuple[object, dict[str, list[FieldValue]]]] = WeakKeyDictionary()


def names_beginning(begun: str) -> list[str]:
    """The names of fields that begin so, in the order of the query language."""
    return [name for name in FIELD_NAMES if name.startswith(begun.lower())]


def counted_by(name: str) -> str:
    """The facet that has the values of a typed field: of `after` the years; "" where they are not counted.

    >>> counted_by("source"), counted_by("after"), counted_by("meta.section"), counted_by("title")
    ('source', 'year', 'meta.section', '')
    """
    return _COUNTED.get(name) or (name if "." in name and facet_of(name) else "")


def values_beginning(archive: Archive, facet: str, begun: str, limit: int) -> list[FieldValue]:
    """At most `limit` values of which the whole or a word begins so, the most frequent first."""
    wanted = fold_value(begun.lstrip('"'))
    found = [
        value
        for value in _values(archive, facet)
        if value.folded.startswith(wanted) or f" {wanted}" in value.folded
    ]
    return found[:limit]


def _values(archive: Archive, facet: str) -> list[FieldValue]:
    """All values, the most frequent first; of each state of an archive they are counted once.

    Two threads at once may each count them, which gives the same: a lock would outlive a fork.
    """
    generation = archive.generation
    known = _known.get(archive)
    if known is None or known[0] != generation:
        known = _known[archive] = generation, {}
    by_facet = known[1]
    if facet not in by_facet:
        by_facet[facet] = [
            FieldValue(typed, fold_value(one.value), one.articles)
            for one in sorted(archive.facets("", facet), key=lambda one: -one.articles)
            if one.value and printable(one.value) == one.value and (typed := typed_value(one.value))
        ]
    return by_facet[facet]
