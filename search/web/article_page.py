"""The page of an article: its text with all matches marked, its fields, how it is cited."""

from __future__ import annotations

from dateline.indexer.shown.paths import shown_path
from dateline.search.output.webpage import language_tag
from dateline.search.web.asked import PageState
from dateline.search.web.errors import Missing
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.templates import rendered

__all__ = ["article_page"]


def article_page(visit: Visit) -> Reply:
    """One article, by its id. Raises ArticleMissing when the index has none of it."""
    if not visit.rest:
        raise Missing("An article is asked for by its id, as /a/ID")
    state = PageState.of(pair for pair in visit.arguments if pair[0] != "id")
    article = visit.archive.get(visit.rest)
    page = rendered(
        "article.html",
        links=visit.links,
        state=state,
        article=article,
        heading=article.heading,
        language=language_tag(article.language),
        facts=tuple(fact for fact in (article.source, article.place, article.author) if fact),
        paragraphs=[paragraph.text for paragraph in article.paragraphs],
        cite=shown_path(article.path) if article.path else article.id,
    )
    return Reply(page)
