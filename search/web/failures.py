"""What does a person see when a request can't be answered? A page that says what to do, with the right
status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.indexer.format.errors import DatelineError
from dateline.indexer.shown.json_line import json_line
from dateline.indexer.shown.printable import printable
from dateline.search.errors import ArticleMissing, QueryError, SynonymsError
from dateline.search.output.export import VERSION
from dateline.search.web.errors import Missing, WrongAddress
from dateline.search.web.replies import Reply
from dateline.search.web.templates import rendered

if TYPE_CHECKING:
    from dateline.search.web.links import Links

__all__ = ["failure", "refusal", "status_of"]

_TITLES: Final = {
    400: "This can’t be asked",
    401: "A token is needed",
    403: "Not from there",
    404: "Nothing is there",
    405: "Only to be read",
    414: "Too long",
    500: "A fault of Dateline",
    503: "The archive can’t answer now",
}


def status_of(error: Exception) -> int:
    """The HTTP status that says whose the error is."""
    if isinstance(error, WrongAddress | QueryError):
        return 400
    if isinstance(error, Missing | ArticleMissing):
        return 404
    if isinstance(error, TimeoutError):
        return 503
    return 503 if isinstance(error, DatelineError) else 500


def failure(error: Exception, links: Links, ending: str = "") -> Reply:
    """The reply to a request that failed: a page, or for a program a line, JSON where JSON was asked for."""
    return refusal(status_of(error), _said(error), links, ending)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "The answer took too long and was given up. Ask for less: a narrower query, or fewer rows."
    if isinstance(error, SynonymsError):
        where = f"{error.path}:{error.line}" if error.line else error.path
        return f"{where}: {error.reason}"
    if isinstance(error, DatelineError | WrongAddress | Missing):
        return str(error)
    return "It is told on the terminal of the server. The archive is whole, and other pages can be asked for."


def refusal(status: int, message: str, links: Links, ending: str = "") -> Reply:
    """A page that says what is wrong."""
    headers = {"cache-control": "no-store"}
    if status == 503:
        headers["retry-after"] = "5"
    if ending == "json":
        record = {"v": VERSION, "error": {"status": status, "message": message}}
        return Reply(json_line(record) + "\n", "application/json", status, headers)
    if ending:
        return Reply(printable(message) + "\n", "text/plain", status, headers)
    page = rendered(
        "wrong.html",
        links=links,
        state=None,
        title=_TITLES.get(status, "Wrong"),
        message=message,
        status=status,
    )
    return Reply(page, "text/html", status, headers)
