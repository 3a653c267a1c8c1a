"""Which searches are kept beside the index, and how much is new to each? (`dateline saved`)

The pages tell of them and change nothing: what is new stays new until `dateline saved run` has told it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from dateline.search.errors import QueryError
from dateline.search.saved import SavedSearches, count_news, told
from dateline.search.web.asked import PageState

if TYPE_CHECKING:
    from dateline.search.query.asked import Match
    from dateline.search.saved import SavedSearch
    from dateline.search.web.replies import Visit

__all__ = ["SavedView", "saved_list"]

_MOST: Final = 50  # each is asked for the page


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved search: its page, how much is new to it and the page of that; `wrong`: it can't be asked."""

    name: str
    query: str
    address: str
    new: int
    new_address: str
    ran: str
    wrong: bool


def saved_list(visit: Visit) -> list[SavedView]:
    """The searches saved beside the indexes, by name."""
    searches = [search for folder in visit.folders for search in SavedSearches(folder).all()]
    return [_view(visit, search) for search in searches[:_MOST]]


def _view(visit: Visit, search: SavedSearch) -> SavedView:
    state = PageState(
        q=search.query,
        match=cast("Match", search.match),
        after=search.after or "",
        before=search.before or "",
        source=search.source or "",
        place=search.place or "",
        synonyms=search.synonyms,
    )
    try:
        new, wrong = count_news(visit.archive, search), False
    except (QueryError, ValueError):  # a file that was written by hand
        new, wrong = 0, True
    since = told(visit.archive, search) or ""
    return SavedView(
        name=search.name,
        query=search.query,
        address=visit.links.search(state),
        new=new,
        new_address=visit.links.search(state.changed(indexed_after=since)),
        ran=(search.ran or "")[:16].replace("T", " "),
        wrong=wrong,
    )
