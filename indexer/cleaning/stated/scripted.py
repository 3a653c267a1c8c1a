"""On which day was a page published by the data its scripts show it from, where that is of one story?

What a page is built from lies in it as JSON, in a script or escaped in an attribute: the state of a store,
the properties of a component. Where all days of publication in it are one day, that is the page's.

>>> scripted_day('<script>window.state = {"story": {"publishedAt": "2021-06-14T08:00:00Z"}}</script>')
'2021-06-14'
>>> scripted_day('<script>[{"publishedAt": "2021-06-14"}, {"publishedAt": "2021-06-15"}]</script>')
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.facts.dates import dated

__all__ = ["scripted_day"]

_QUOTE: Final = r"(?:\\{0,3}\"|&quot;|&#34;)"
_STATED: Final = re.compile(
    rf"{_QUOTE}(?:date_?[pP]ublished|published_?(?:[aA]t|[dD]ate|[oO]n)|publish_?[dD]ate|publication_?[dD]ate"
    rf"|first_?[pP]ublished(?:_?(?:[aA]t|[dD]ate))?|original_?[pP]ublish(?:ed)?_?[dD]ate){_QUOTE}"
    # Astro writes a value as [0, "…"].
    rf"\s*:\s*(?:\[0,\s*)?{_QUOTE}(?!1969-12-31|1970-01-01|1900-01-01)(?P<day>(?:19|20)\d\d-[01]\d-[0-3]\d)"
)
_MOST: Final = 200
_TAG_CHARS: Final = 300


def scripted_day(page: str) -> str | None:
    """The day in the source of a page; None without one, and where several stories have theirs."""
    days: set[str] = set()
    for count, found in enumerate(_STATED.finditer(page)):
        if count >= _MOST or len(days) > 1:
            return None
        script = page.rfind("<script", 0, found.start())
        if script >= 0 and "ld+json" in page[script : script + _TAG_CHARS].partition(">")[0]:
            continue  # what JSON-LD says of which story is known (linked.py)
        days.add(found["day"])
    day = days.pop() if len(days) == 1 else None
    return day if day and dated(day).kind == "exact" else None
