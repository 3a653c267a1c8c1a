"""The page of an article: its text with all matches marked, its fields, how it is cited."""

from __future__ import annotations

from dateline.search.web.asked import PageState
from dateline.search.web.errors import Missing
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.templates import rendered

__all__ = ["article_page"]


def article_page(visit: Visit) -> Reply:
    """One article, by its id. Raises ArticleMissing when the index has none of it."""
    if not visit.rest:
        raise Missing("An article is asked for by its id, as /a/ID")
    state = PageState.of(visit.arguments)
    article = visit.archive.get(visit.rest)
    return Reply(rendered("article.html", links=visit.links, state=state, article=article))
