"""A search or an article as data: the same as on its page, as JSON, CSV, references, or a feed.

The grammars are those of the command line (docs/output.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.indexer.shown.json_line import json_line
from dateline.search.output import export, references
from dateline.search.output.atom import atom
from dateline.search.output.marks import text_spans
from dateline.search.web.article_page import marked_hit, state_of
from dateline.search.web.asked import MOST_IN_A_FILE, PageState
from dateline.search.web.errors import Missing
from dateline.search.web.replies import Reply, Visit, in_format
from dateline.search.web.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.indexer.article import Article
    from dateline.search.results import ArticleHit

__all__ = ["article_data", "search_data"]


def search_data(visit: Visit) -> Reply:
    """A state of the search in the format of its address. Raises QueryError."""
    state = PageState.of(visit.arguments, most=MOST_IN_A_FILE)
    if visit.format == "atom":
        return in_format(_feed(visit, state), "atom")
    found = rows_of(visit.archive, state)
    if visit.format == "json":
        return in_format(export.json_object(found, query=state.q), "json")
    if visit.format == "jsonl":
        return in_format(export.jsonl(found), "jsonl")
    if visit.format == "csv":
        return in_format(export.csv_passages(found), "csv")
    return in_format(
        references.ris(found) if visit.format == "ris" else references.bibtex(found), visit.format
    )


def _feed(visit: Visit, state: PageState) -> Iterator[str]:
    """What is newest: a feed is read for what was not there before, whatever the page is sorted by."""
    found = rows_of(visit.archive, state, sort="newest")
    return atom(
        found,
        query=state.q,
        feed_address=visit.base + visit.links.search(state, "atom"),
        page_address=visit.base + visit.links.search(state),
        address_of=lambda hit: (
            visit.base + visit.links.article(hit.id, PageState(q=state.q, match=state.match))
        ),
    )


def article_data(visit: Visit) -> Reply:
    """An article in the format of its address. Raises ArticleMissing."""
    state, _ = state_of(visit)
    article = visit.archive.get(visit.rest)
    if visit.format == "json":
        record = {"v": export.VERSION, "heading": article.heading, **export.json_record(article)}
        if state.q.strip():
            record |= _matches(visit, article, state)
        return in_format([json_line(record) + "\n"], "json")
    if visit.format not in ("ris", "bib"):
        raise Missing(f"An article is not there as .{visit.format}, but as .json, .ris and .bib")
    hits = (hit_of(visit, article),)
    pieces = references.ris(hits) if visit.format == "ris" else references.bibtex(hits)
    return in_format(pieces, visit.format, "article")


def _matches(visit: Visit, article: Article, state: PageState) -> dict[str, Any]:
    """What the query matches, in the title and in the text of the article."""
    hit, wrong = marked_hit(visit, article, state)
    if wrong is not None:
        raise wrong
    spans = text_spans(article.text, hit.passages)
    return {"query": state.q, "title_spans": hit.title_spans if article.title else (), "spans": spans}


def hit_of(visit: Visit, article: Article) -> ArticleHit:
    """An article as a search gives it, of no query: without passages."""
    return marked_hit(visit, article, PageState())[0]
