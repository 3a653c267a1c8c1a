"""Which rows of an answer are on a page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.search.web.asked import MOST_ROWS
from dateline.search.web.errors import WrongAddress

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.results import Found
    from dateline.search.web.asked import PageState

__all__ = ["rows_of"]


def rows_of(archive: Archive, state: PageState, **options: Any) -> Found:
    """The rows of one page, with what is told of all that match; `options` take the place of the state's.

    A page so deep that all before it can't be ranked is empty where there are no rows for it; else
    WrongAddress.
    """
    asked: dict[str, Any] = {
        "limit": state.n,
        "offset": state.start,
        "by": state.by,
        "passages": state.passages,
        "sort": state.sort,
        "expand": state.expand,
        **state.counting,
        **options,
    }
    if asked["offset"] + asked["limit"] > MOST_ROWS:
        counted = archive.search(state.q, **{**asked, "limit": 0, "offset": 0, "passages": 0})
        if counted.total > MOST_ROWS:
            raise WrongAddress(
                f"only the first {MOST_ROWS:,} are listed. Narrow the query down, or sort otherwise"
            )
    return archive.search(state.q, **asked)
