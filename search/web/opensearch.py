"""How does a browser add the archive as a search engine? (OpenSearch 1.1)"""

from __future__ import annotations

from dateline.search.web.replies import Reply, Visit
from dateline.search.web.templates import rendered

__all__ = ["opensearch"]


def opensearch(visit: Visit) -> Reply:
    """The document that describes the search."""
    page = rendered("opensearch.xml", base=visit.base)
    return Reply(page, "application/opensearchdescription+xml")
