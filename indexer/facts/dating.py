"""The date of an article, and how sure it is.

What is stated about the article (a header, a dateline with its year) is exact. Failing that, a date in the
title or in the first two paragraphs is that of the event, and is called that ("exact_in_text"); one without a
year is partial, and stays so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dateline.indexer.facts.dates import UNDATED, Dated, FoundDate, find_dates

__all__ = ["date_article"]

_LEAD: Final = 2
_LEAD_CHARS: Final = 2000  # of each: a text without line ends is one paragraph of any length
_EDGE_CHARS: Final = 20

# "since 28 May", "until May 28": the edge of a time, not the day of the event.
_EDGE: Final = re.compile(
    r"\b(?:since|until|till|before|by|from|through|due|с|до|к|по|seit|bis|vor|depuis|jusqu[’']au|avant|"
    r"desde|hasta|antes del?)(?:\s+the)?\s+$",
    re.IGNORECASE,
)


def date_article(
    stated: FoundDate | None,
    sent: FoundDate | None,
    title: str | None,
    paragraphs: Sequence[str],
    language: str | None,
    *,
    since: int | None = None,
) -> Dated:
    """The date of an article: `stated` by its header, `sent` as its dateline says, or read in its words.

    Nothing of its words counts from before the year `since`, unless it has a dateline that they complete.
    """
    for found in (stated, sent):
        if found is not None and found.iso is not None:
            return Dated(found.iso, "exact" if found.full else "partial", found.text)
    earliest = since if since is not None and sent is None else 0
    texts = [*([title] if title else []), *paragraphs[:_LEAD]]
    read = next(
        (dated for text in texts if (dated := _in_text(text, language, earliest)) is not None), UNDATED
    )
    if sent is None:
        return read
    # "ASTANA, September 16 – … on 16 September 2021": the words complete the dateline.
    completes = read.value is not None and read.value[4:] == f"-{sent.month:02d}-{sent.day:02d}"
    return read if completes else Dated(None, "partial", sent.text)


def _in_text(text: str, language: str | None, earliest: int) -> Dated | None:
    found = [
        date
        for date in find_dates(text[:_LEAD_CHARS], language)
        if (date.year is None or date.year >= earliest)
        and not _EDGE.search(text[max(date.start - _EDGE_CHARS, 0) : date.start])
    ]
    for date in found:
        if date.full:
            return Dated(date.iso, "exact_in_text", date.text)
    for date in found:
        if date.month is not None:
            return Dated(date.iso, "partial", date.text)
    return None
