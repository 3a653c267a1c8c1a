"""Which paragraphs does a piece of HTML hold that is an article's text and nothing else?

Feeds, exports of reading lists and news APIs give bodies so: nothing in them is furniture, so nothing is
struck but what has no words (pictures, scripts).

>>> [(part.text, part.kind) for part in clean_fragment("<h2>Talks</h2><p>They <b>met</b>.<p>No deal.")]
[('Talks', 'subhead'), ('They met.', 'body'), ('No deal.', 'body')]
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.article import Lines, Paragraph
from dateline.indexer.cleaning.outline import outline

__all__ = ["clean_fragment"]

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def clean_fragment(html: str, lines: Lines | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of a fragment, in order, each with `lines`; SourceError when it has too many tags."""
    blocks = outline(html).blocks
    return tuple(
        Paragraph(block.text, lines, "subhead" if block.tag in _HEADINGS else "body") for block in blocks
    )
