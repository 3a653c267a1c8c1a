"""Which fields does an index have, and do they belong to the article or to each passage?"""

from __future__ import annotations

from typing import Final

__all__ = ["KEYWORD_FIELDS", "TEXT", "TEXT_FIELDS", "TITLE"]

TITLE: Final = "title"  # counted per article
TEXT: Final = "text"  # counted per passage

# Analyzed into terms, with positions: the title once an article, the text once a passage.
TEXT_FIELDS: Final = (TITLE, TEXT)

# One value as written for each article, kept as a code into a sorted list of values; `date` is ISO text,
# so that its sorted order is the order in time and a partial date stands at its beginning.
KEYWORD_FIELDS: Final = ("id", "date", "source", "place", "author", "language", "path")
