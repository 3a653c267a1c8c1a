"""By which fields can the answer be narrowed, and how is the query typed that does it?

A click adds the value to the query as it would be typed, so that the language is learnt by clicking; a click
on a value the query asks for takes it out. Of a field that is asked for, the others are counted as if it was
not: one more of them widens the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.fields import FACETS
from dateline.search.query.labels import say_language

if TYPE_CHECKING:
    from dateline.indexer.format.fields import FacetField
    from dateline.search.query.editing import Editing
    from dateline.search.tallies import FacetCount
    from dateline.search.web.asked import PageState
    from dateline.search.web.replies import Visit

__all__ = ["FieldView", "ValueView", "sidebar"]

FIELDS: Final[tuple[FacetField, ...]] = ("source", "place", "author", "lang")
_SHOWN: Final = 8  # values of a field, chosen by eye
# A longer query was pasted: a filter makes no sense of it, and its address would stand in each link.
LINKED_CHARS: Final = 400


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value, how many articles have it, and the page a click leads to, "" for none."""

    text: str
    articles: int
    address: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: its name, its most frequent values, those first that the query asks for, and how many more."""

    label: str
    values: tuple[ValueView, ...]
    more: int


def sidebar(visit: Visit, state: PageState, editing: Editing) -> tuple[FieldView, ...]:
    """The fields that the articles of the answer have values of."""
    views = (_field(visit, state, editing, name) for name in FIELDS)
    return tuple(view for view in views if view.values)


def _field(visit: Visit, state: PageState, editing: Editing, name: FacetField) -> FieldView:
    asked = editing.values(name)
    query = editing.without_field(name) if asked else state.q
    counts = [count for count in visit.archive.facets(query, name, **state.counting) if count.value]
    told = [(count, editing.is_asked(name, count.value or "")) for count in counts] if asked else []
    shown = [count for count, is_asked in told if is_asked]
    shown += [count for count in counts[: _SHOWN + len(shown)] if count not in shown]
    shown = shown[:_SHOWN]
    values = tuple(_value(visit, state, editing, name, count) for count in shown)
    label = "Language" if name == "lang" else FACETS[name][0].label.capitalize()
    return FieldView(label, values, len(counts) - len(values))


def _value(
    visit: Visit, state: PageState, editing: Editing, name: FacetField, count: FacetCount
) -> ValueView:
    value = count.value or ""
    is_asked = editing.is_asked(name, value)
    query = ""
    if len(state.q) <= LINKED_CHARS:
        query = editing.without_value(name, value) if is_asked else editing.with_value(name, value)
    return ValueView(
        text=say_language(value) if name == "lang" else value,
        articles=count.articles,
        address=visit.links.search(state.changed(q=query)) if query or is_asked else "",
        is_asked=is_asked,
    )
