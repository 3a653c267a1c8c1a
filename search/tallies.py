"""What an archive tells beside its answers: counts, facets, words, matches in context, what it holds.

Plain frozen records, like those of results.py; a search for articles needs none of them.
"""

from __future__ import annotations

from dateline.indexer.format.records import record

__all__ = [
    "Counts",
    "FacetCount",
    "FileArticle",
    "KwicLine",
    "Stats",
    "TermCount",
]


@record
class Counts:
    """How much a query matches in the whole index; `spans` are all the matches a highlighter would mark."""

    articles: int
    passages: int
    spans: int


@record
class FacetCount:
    """How many matching articles have a value; None stands for those without one."""

    value: str | None
    articles: int


@record
class TermCount:
    """A word of the index as it is most often written, how often it occurs and in how many articles."""

    text: str
    count: int
    articles: int


@record
class KwicLine:
    """One match with what stands to its left and right, on one line: keyword in context."""

    article_id: str
    left: str
    match: str
    right: str
    cite: str
    date: str | None


@record
class FileArticle:
    """One article of a file: its id, its first and last line there, and the folder of the index that has it.

    `lines` is None where the file has no lines. Given to `Archive.get` or `Archive.like` it means that very
    article, where others of several archives have the same id.
    """

    id: str
    path: str
    lines: tuple[int, int] | None
    folder: str


@record
class Stats:
    """What an index holds. `sources` and `languages` count articles by value, most first.

    `first_date` and `last_date` are ISO text, None when no article is dated; `bytes` is the size on disk,
    `format` the version of the format. `folder` is where it lies, of several archives each after the other.
    """

    articles: int
    passages: int
    first_date: str | None
    last_date: str | None
    sources: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    bytes: int
    format: int
    segments: int
    folder: str
