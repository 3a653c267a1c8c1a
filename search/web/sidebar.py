"""By which fields can the answer be narrowed, and how is the query typed that does it?

A click adds the value to the query as it would be typed, so that the language is learnt by clicking; a click
on a value the query asks for takes it out. Of a field that is asked for, the others are counted as if it was
not: one more of them widens the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.fields import FACETS
from dateline.search.query.comparison import fold_value
from dateline.search.query.labels import say_language
from dateline.search.web.asked import LINKED_CHARS
from dateline.search.web.links import searching

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.indexer.format.fields import FacetField
    from dateline.search.query.editing import Editing
    from dateline.search.tallies import FacetCount
    from dateline.search.web.asked import PageState
    from dateline.search.web.replies import Visit

__all__ = ["FIELDS", "FieldView", "ValueView", "label_of", "sidebar", "values_of"]

FIELDS: Final[tuple[FacetField, ...]] = tuple(
    [name for name, (_, chars) in FACETS.items() if chars is None]
)  # whole values
_SHOWN: Final = 8  # values of a field, chosen by eye


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value, how many articles have it, and the page a click leads to, "" for none."""

    text: str
    articles: int
    address: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: its values, those first that the query asks for; how many more there are, and where."""

    label: str
    values: tuple[ValueView, ...]
    more: int
    more_address: str


def sidebar(visit: Visit, state: PageState, editing: Editing) -> tuple[FieldView, ...]:
    """The fields that the articles of the answer have values of."""
    address = searching(visit.links, state)
    views = []
    for name in FIELDS:
        values, more = values_of(visit, state, editing, name, address, _SHOWN)
        if values:
            more_address = visit.links.values(state, name) if more else ""
            views.append(FieldView(label_of(name), values, more, more_address))
    return tuple(views)


def label_of(name: FacetField) -> str:
    """What a field is called."""
    return "Language" if name == "lang" else FACETS[name][0].label.capitalize()


def values_of(
    visit: Visit,
    state: PageState,
    editing: Editing,
    name: FacetField,
    address: Callable[[str], str],
    most: int,
) -> tuple[tuple[ValueView, ...], int]:
    """At most so many values of a field, and how many more there are; `address` is that of a query."""
    counts = _counts(visit, state, state.q, name)
    first: list[FacetCount] = []
    if editing.values(name):
        asked = {
            fold_value(count.value or "") for count in counts if editing.is_asked(name, count.value or "")
        }
        counts = _counts(visit, state, editing.without_field(name), name)
        first = [count for count in counts if fold_value(count.value or "") in asked]
    shown = (first + [count for count in counts[: most + len(first)] if count not in first])[:most]
    can_link = len(state.q) <= LINKED_CHARS
    values = []
    for count in shown:
        value, is_asked = count.value or "", count in first
        query = editing.without_value(name, value) if is_asked else editing.with_value(name, value)
        text = say_language(value) if name == "lang" else value
        is_linked = can_link and (bool(query) or is_asked) and (name != "lang" or _is_code(value))
        values.append(ValueView(text, count.articles, address(query) if is_linked else "", is_asked))
    return tuple(values), len(counts) - len(values)


def _is_code(language: str) -> bool:
    """Whether a language can be asked for: a record may claim any text to be one."""
    code = language.partition("-")[0]
    return code.isascii() and code.isalpha() and len(code) in (2, 3)


def _counts(visit: Visit, state: PageState, query: str, name: FacetField) -> list[FacetCount]:
    """The values of a field, most frequent first, without those articles that have none."""
    counts = visit.archive.facets(query, name, **state.counting)
    return [count for count in counts if count.value]
