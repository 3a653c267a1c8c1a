"""Which rows of an answer are on a page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.results import Found
    from dateline.search.web.asked import PageState

__all__ = ["rows_of"]


def rows_of(archive: Archive, state: PageState, **options: Any) -> Found:
    """The rows of one page, with what is told of all that match; `options` take the place of the state's."""
    asked: dict[str, Any] = {
        "limit": state.n,
        "offset": state.start,
        "by": state.by,
        "passages": state.passages,
        "sort": state.sort,
        "expand": state.expand,
        "indexed_after": state.indexed_after or None,
        **state.counting,
        **options,
    }
    return archive.search(state.q, **asked)
