"""The page of a field: all values that the articles of an answer have, to be clicked as at its side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.indexer.format.fields import FACETS
from dateline.indexer.shown.json_line import json_line
from dateline.search.output.export import VERSION, csv_table, json_record
from dateline.search.query.editing import Editing
from dateline.search.web.asked import PageState
from dateline.search.web.errors import WrongAddress
from dateline.search.web.links import searching
from dateline.search.web.replies import Reply, Visit, in_format
from dateline.search.web.sidebar import FIELDS, label_of, values_of
from dateline.search.web.templates import rendered

if TYPE_CHECKING:
    from dateline.indexer.format.fields import FacetField

__all__ = ["values_data", "values_page"]

_MOST: Final = 300  # on the page; the data has them all


def values_page(visit: Visit) -> Reply:
    """The most frequent values of the field that the address names. Raises QueryError, WrongAddress."""
    field = _field(visit, FIELDS)
    state = _state(visit)
    values, more = values_of(visit, state, Editing(state.q), field, searching(visit.links, state), _MOST)
    page = rendered(
        "values.html",
        links=visit.links,
        state=state,
        label=label_of(field),
        values=values,
        more=more,
        back=visit.links.search(state),
        formats=[(text, visit.links.values(state, field, ending)) for ending, text in _FORMATS.items()],
    )
    return Reply(page)


_FORMATS: Final = {"json": "JSON", "csv": "CSV"}


def values_data(visit: Visit) -> Reply:
    """All values of the field, as `dateline facets` has them as data."""
    field = _field(visit, tuple(FACETS))
    state = _state(visit)
    counts = visit.archive.facets(state.q, field, **state.counting)
    if visit.format == "csv":
        rows = ((field, count.value, count.articles) for count in counts)
        return in_format(csv_table(("field", "value", "articles"), rows), "csv", field)
    record = {"v": VERSION, "query": state.q, "field": field, "facets": json_record(counts)}
    return in_format([json_line(record) + "\n"], "json")


def _field(visit: Visit, known: tuple[FacetField, ...]) -> FacetField:
    given = [value for name, value in visit.arguments if name == "field"]
    for name in known:
        if given == [name]:
            return name
    raise WrongAddress(f"“field” takes {', '.join(known[:-1])} or {known[-1]}")


def _state(visit: Visit) -> PageState:
    return PageState.of(pair for pair in visit.arguments if pair[0] != "field")
