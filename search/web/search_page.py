"""The page of a search: what was asked, how it was read, and the articles that say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.indexer.shown.paths import shown_cite
from dateline.search.errors import QueryError
from dateline.search.web.asked import PageState
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.rows import rows_of
from dateline.search.web.templates import marked, rendered, snippet_html

if TYPE_CHECKING:
    from markupsafe import Markup

    from dateline.search.results import ArticleHit

__all__ = ["search_page"]


@dataclass(frozen=True, slots=True)
class HitView:
    """One row as the page shows it."""

    number: int
    heading: Markup
    address: str
    facts: tuple[str, ...]
    language: str | None
    passages: tuple[tuple[Markup, str], ...]


def search_page(visit: Visit) -> Reply:
    """A state of the search. A query that can't be read is a page that says so, with status 400."""
    state = PageState.of(visit.arguments)
    found = wrong = None
    hits: tuple[HitView, ...] = ()
    if state.q.strip():
        try:
            found = rows_of(visit.archive, state)
            hits = tuple(_hit(number, hit, state, visit) for number, hit in enumerate(found, state.start + 1))
        except QueryError as error:
            wrong = error
    page = rendered("search.html", links=visit.links, state=state, found=found, wrong=wrong, hits=hits)
    return Reply(page, status=400 if wrong else 200)


def _hit(number: int, hit: ArticleHit, state: PageState, visit: Visit) -> HitView:
    return HitView(
        number=number,
        heading=marked(hit.heading, hit.title_spans if hit.title else ()),
        address=visit.links.article(hit.id, state),
        facts=tuple(fact for fact in (hit.date or hit.date_text, hit.source, hit.place, hit.author) if fact),
        language=hit.language,
        passages=tuple(
            (snippet_html(passage.snippet(240)), shown_cite(passage.cite, hit.path))
            for passage in hit.passages
        ),
    )
