"""The page of a search: what was asked, how it was read, and the articles that say it.

Without a query it is the first page: what the archive holds, and how it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.shown.paths import shown_cite
from dateline.search.errors import QueryError
from dateline.search.output.page import counted
from dateline.search.output.webpage import language_tag
from dateline.search.query.editing import Editing
from dateline.search.web.advice import Link, meant, part_views, wrong_view
from dateline.search.web.asked import LINKED_CHARS, MOST_ROWS, PageState
from dateline.search.web.histogram import histogram
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.rows import rows_of
from dateline.search.web.saved_list import saved_list
from dateline.search.web.sidebar import sidebar
from dateline.search.web.templates import marked, rendered, snippet_html

if TYPE_CHECKING:
    from markupsafe import Markup

    from dateline.search.results import ArticleHit, Found

__all__ = ["FORMATS", "HitView", "hit_view", "search_page"]

_SNIPPET_CHARS: Final = 240
# The formats of a search, as they are called.
FORMATS: Final = {"json": "JSON", "csv": "CSV", "ris": "RIS", "bib": "BibTeX", "atom": "Feed"}
_CHOICES: Final = {
    "Sort by": (
        "sort",
        {"relevance": "relevance", "newest": "newest", "oldest": "oldest", "added": "last added"},
    ),
    "List": ("by", {"article": "articles", "passage": "passages"}),
    "With": ("match", {"all": "all words", "any": "any word"}),
}


@dataclass(frozen=True, slots=True)
class HitView:
    """One row as the page shows it; `more` is how many passages of the article are not shown."""

    number: int
    heading: Markup
    address: str
    date: str | None
    facts: tuple[str, ...]
    language: str | None
    passages: tuple[tuple[Markup, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to list an answer."""

    text: str
    address: str
    is_chosen: bool


def search_page(visit: Visit) -> Reply:
    """A state of the search. A query that can't be read is a page that says so, with status 400."""
    state = PageState.of(visit.arguments)
    editing = Editing(state.q)
    shown: dict[str, Any] = {"links": visit.links, "state": state, "found": None, "wrong": None}
    shown |= {"fields": (), "histogram": None}
    shown["limits"] = _limits(state, visit)
    try:
        if editing.query:
            shown |= _answer(visit, state, editing)
        else:
            shown |= {"stats": visit.archive.stats(), "saved": saved_list(visit)}
            shown["ask"] = lambda typed: visit.links.search(PageState(q=typed))
        shown["fields"] = sidebar(visit, state, editing)
        shown["histogram"] = histogram(visit, state, editing)
    except QueryError as error:
        shown |= {"found": None, "wrong": wrong_view(error, state, visit.links)}
    template = "search.html" if editing.query or shown["wrong"] else "first.html"
    return Reply(rendered(template, **shown), status=400 if shown["wrong"] else 200)


def _answer(visit: Visit, state: PageState, editing: Editing) -> dict[str, Any]:
    found = rows_of(visit.archive, state)
    links = visit.links
    last = (min(found.total, MOST_ROWS) + state.n - 1) // state.n
    return {
        "found": found,
        "hits": [hit_view(number, hit, state, visit) for number, hit in enumerate(found, state.start + 1)],
        "parts": part_views(found, state, editing, links) if _are_parts_told(found, state) else (),
        "meant": meant(found, state, links) if found.relaxed or not found.total else None,
        "counted": _counted(found, state),
        "choices": _choices(visit, replace(state, match="any") if found.relaxed else state),
        "formats": [
            Link(text, address)
            for ending, text in FORMATS.items()
            if (address := links.search(state, ending))
        ],
        "feed": links.search(state.changed(sort="relevance", n=PageState().n), "atom"),
        "last": last,
        "previous": links.search(state.changed(page=min(state.page - 1, last))) if state.page > 1 else "",
        "next": links.search(state.changed(page=state.page + 1)) if state.page < last else "",
    }


def _are_parts_told(found: Found, state: PageState) -> bool:
    """Whether nothing has all of the query. Of a pasted text hardly anything ever has, and counting costs."""
    return not found.total or (found.relaxed and len(state.q) <= LINKED_CHARS)


def _counted(found: Found, state: PageState) -> str:
    if state.by == "passage":
        return counted(found.total, "passage")
    return f"{counted(found.total, 'article')}, {counted(found.passage_total, 'passage')}"


def _choices(visit: Visit, state: PageState) -> list[tuple[str, list[Choice]]]:
    """The ways to list an answer, each with those there are; none where there is but one."""
    ways = []
    for label, (name, values) in _CHOICES.items():
        chosen = getattr(state, name)
        choices = [
            Choice(text, visit.links.search(state.changed(**{name: value})), value == chosen)
            for value, text in values.items()
        ]
        choices = [choice for choice in choices if choice.address or choice.is_chosen]
        if len(choices) > 1:
            ways.append((label, choices))
    return ways


def _limits(state: PageState, visit: Visit) -> list[Link]:
    """What narrows the answer beside the query, each with the page without it."""
    said: dict[str, dict[str, Any]] = {
        f"{name}:{value}": {name: ""} for name, value in state.filters.items() if value
    }
    if not state.synonyms:
        said["without synonyms"] = {"synonyms": True}
    if state.expand:
        said["with words that go with these"] = {"expand": False}
    return [Link(text, visit.links.search(state.changed(**without))) for text, without in said.items()]


def hit_view(number: int, hit: ArticleHit, state: PageState, visit: Visit) -> HitView:
    """One row; `number` counts from 1."""
    return HitView(
        number=number,
        heading=marked(hit.heading, hit.title_spans if hit.title else ()),
        address=visit.links.article(hit.id, state),
        date=hit.date or hit.date_text,
        facts=tuple(fact for fact in (hit.source, hit.place, hit.author) if fact),
        language=language_tag(hit.language),
        passages=tuple(
            (snippet_html(passage.snippet(_SNIPPET_CHARS)), shown_cite(passage.cite, hit.path))
            for passage in hit.passages
        ),
        more=max(0, hit.passage_total - len(hit.passages)),
    )
