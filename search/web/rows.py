"""Which rows of an answer are on a page?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.search.results import Found

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.web.asked import PageState

__all__ = ["rows_of"]


def rows_of(archive: Archive, state: PageState, **options: Any) -> Found:
    """The rows of one page, with what is told of all that match; `options` take the place of the state's."""
    asked: dict[str, Any] = {
        "limit": state.start + state.n,
        "by": state.by,
        "passages": state.passages,
        "sort": state.sort,
        "expand": state.expand,
        **state.counting,
        **options,
    }
    found = archive.search(state.q, **asked)
    if not state.start:
        return found
    return Found(
        found.articles[state.start :],
        total=lambda: found.total,
        passage_total=lambda: found.passage_total,
        read_as=lambda: found.read_as,
        warnings=found.warnings,
        parts=lambda: found.parts,
    )
