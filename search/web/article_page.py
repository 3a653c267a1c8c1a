"""The page of an article: its text with all matches marked, what is known of it and by what, how it is cited.

An article that is gone from the index has a page that says so, with the search it was found by.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.shown.paths import shown_cite
from dateline.search.errors import ArticleMissing, QueryError
from dateline.search.output.citing import day_text
from dateline.search.output.marks import text_spans
from dateline.search.output.webpage import language_tag, web_address
from dateline.search.web.article_facts import dropped_views, fact_views
from dateline.search.web.article_text import marked_anchored, text_view
from dateline.search.web.asked import PageState
from dateline.search.web.citing import citations
from dateline.search.web.errors import Missing, WrongAddress
from dateline.search.web.links import beside_article
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.templates import rendered

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.results import ArticleHit

__all__ = ["article_page", "gone_page", "like_page", "marked_hit", "state_of"]

_ALIKE: Final = 5
_DIGITS: Final = 6  # of the number of a part


def article_page(visit: Visit) -> Reply:
    """One article, by its id. One that the index has not is a page with status 404.

    A query that can't be read marks nothing, and is said, with status 400.
    """
    state, part = state_of(visit)
    try:
        article = visit.archive.get(visit.rest)
    except ArticleMissing:
        return gone_page(visit, state)
    hit, wrong = marked_hit(visit, article, state)
    links = visit.links
    is_served = bool(links.other("/file"))  # of a folder of files an article is one page
    title_spans = hit.title_spans if article.title else ()
    view = text_view(
        article, text_spans(article.text, hit.passages), part if is_served else None, before=len(title_spans)
    )
    dropped, dropped_more = dropped_views(article)
    file_address = beside_article(links, "file", article.id, state) if article.path else ""
    page = rendered(
        "article.html",
        links=links,
        state=state,
        article=article,
        language=language_tag(article.language),
        heading=marked_anchored(article.heading, title_spans, 1),
        day=day_text(article.date) if article.date else article.date_text,
        facts=tuple(fact for fact in (article.source, article.place, article.author) if fact),
        view=view,
        wrong=wrong,
        is_asked=bool(state.q.strip()),
        back=links.search(state) if state.address else "",
        original=web_address(article.url),
        details=list(fact_views(article, hit.cite, hit.indexed, file_address)),
        cite=shown_cite(hit.cite, article.path),
        dropped=dropped,
        dropped_more=dropped_more,
        file=file_address,
        citations=citations(hit),
        like=beside_article(links, "like", article.id, state),
        part_address=lambda number: _part_address(visit, state, number),
    )
    return Reply(page, status=400 if wrong else 200)


def state_of(visit: Visit) -> tuple[PageState, int]:
    """The search that the address of an article says, and which part of its text. WrongAddress, Missing."""
    if not visit.rest:
        raise Missing("An article is asked for by its id, as /a/ID")
    part = 1
    pairs = []
    for name, value in visit.arguments:
        if name == "part":
            if not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS and int(value)):
                raise WrongAddress(f"“part” takes a number from 1 on, not “{value[:40]}”")
            part = int(value)
        elif name != "id":
            pairs.append((name, value))
    return PageState.of(pairs), part


def marked_hit(visit: Visit, article: Article, state: PageState) -> tuple[ArticleHit, QueryError | None]:
    """The article as a hit, what the search asks for marked in it; what is wrong with the query.

    It is cited by where it begins, whatever is asked for.
    """
    head, hit, wrong = visit.archive.marked(article.id, ""), None, None
    if head is None:
        raise Missing("The article is there, and can’t be asked for")
    if state.q.strip():
        try:
            hit = visit.archive.marked(article.id, state.q, synonyms=state.synonyms)
        except QueryError as error:
            wrong = error
    return replace(hit, cite=head.cite) if hit else head, wrong


def gone_page(visit: Visit, state: PageState) -> Reply:
    """The page of an article that is not there, or not any more."""
    page = rendered(
        "gone.html",
        links=visit.links,
        state=replace(state, page=1),
        back=visit.links.search(state) if state.address else "",
        article_id=visit.rest[:200],
    )
    return Reply(page, status=404, headers={"cache-control": "no-store"})


def like_page(visit: Visit) -> Reply:
    """The articles most like one."""
    state, _ = state_of(visit)
    try:
        article = visit.archive.get(visit.rest)
    except ArticleMissing:
        return gone_page(visit, state)
    found = visit.archive.like(article.id, limit=_ALIKE, passages=0)
    hits: list[dict[str, Any]] = [
        {
            "heading": hit.heading,
            "language": language_tag(hit.language),
            "address": visit.links.article(hit.id),
            "day": day_text(hit.date) if hit.date else hit.date_text,
            "source": hit.source,
        }
        for hit in found
    ]
    page = rendered(
        "like.html",
        links=visit.links,
        state=state,
        article=article,
        language=language_tag(article.language),
        back=visit.links.article(article.id, state),
        hits=hits,
    )
    return Reply(page)


def _part_address(visit: Visit, state: PageState, number: int) -> str:
    address = visit.links.article(visit.rest, state)
    if number == 1:
        return address
    return f"{address}{'&' if '?' in address else '?'}part={number}"
