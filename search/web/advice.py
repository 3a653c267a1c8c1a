"""What can be typed instead? For an answer that has not all of the query, and for a query that can't be
read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.search.query.editing import Editing
from dateline.search.query.mending import shown

if TYPE_CHECKING:
    from dateline.search.errors import QueryError
    from dateline.search.results import Found, PartCount
    from dateline.search.web.asked import PageState
    from dateline.search.web.links import Links

__all__ = ["Link", "PartView", "WrongView", "meant", "part_views", "wrong_view"]

_AROUND: Final = 60  # code points of a wrong query that are shown on either side of its fault


@dataclass(frozen=True, slots=True)
class Link:
    """A query somebody may have meant, or a word of it, and where it is answered."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the query: how many articles have it, the page without it, "" for none, and words like it."""

    text: str
    articles: int
    without: str
    instead: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WrongView:
    """What is wrong with a query, the query around that place in three pieces, and what can be typed."""

    reason: str
    hint: str
    pieces: tuple[str, str, str]
    instead: Link | None


def part_views(found: Found, state: PageState, editing: Editing, links: Links) -> tuple[PartView, ...]:
    """Each part of a query that nothing has all of."""
    parts = found.parts
    return tuple(_part(part, state, editing, links, len(parts) > 1) for part in parts)


def _part(part: PartCount, state: PageState, editing: Editing, links: Links, several: bool) -> PartView:
    without = ""
    name, _, value = part.text.partition(":")
    if several and name in state.filters and value == getattr(state, name):
        without = links.search(state.changed(**{name: ""}))
    elif several and (query := editing.without_part(part.text)):
        without = links.search(state.changed(q=query))
    instead = [
        Link(word, links.search(state.changed(q=query)))
        for word in part.suggestions
        if (query := editing.with_part(part.text, word))
    ]
    return PartView(part.text, part.articles, without, tuple(instead))


def meant(found: Found, state: PageState, links: Links) -> Link | None:
    """The query with the likeliest in place of each word that no article has; None where none is like it."""
    query = state.q
    for part in found.parts:
        if not part.articles and part.suggestions:
            query = Editing(query).with_part(part.text, part.suggestions[0]) or query
    return Link(query, links.search(state.changed(q=query))) if query != state.q else None


def wrong_view(error: QueryError, state: PageState, links: Links) -> WrongView:
    """What is wrong, and where: the piece in the middle is the place, a blank at the end."""
    at, query = error.position, error.query
    pieces = ("", "", "")
    if 0 <= at <= len(query):
        before = query[max(0, at - _AROUND) : at]
        after = query[at + 1 : at + _AROUND]
        pieces = (
            f"…{before}" if at > _AROUND else before,
            query[at : at + 1] or " ",
            f"{after}…" if at + _AROUND < len(query) else after,
        )
    instead = None
    if error.suggestion and error.query == state.q:
        instead = Link(shown(error.suggestion, 100), links.search(state.changed(q=error.suggestion)))
    reason = error.reason[:1].upper() + error.reason[1:]
    return WrongView(f"{reason}.", error.hint, pieces, instead)
