"""Which paragraphs does a piece of HTML hold that is an article's text and nothing else?

Feeds, exports of reading lists and news APIs give bodies so: nothing in them is furniture, so nothing is
struck but what has no words (pictures, scripts).

>>> [(part.text, part.kind) for part in clean_fragment("<h2>Talks</h2><p>They <b>met</b>.<p>No deal.")]
[('Talks', 'subhead'), ('They met.', 'body'), ('No deal.', 'body')]
"""

from __future__ import annotations

from dateline.indexer.article import Lines, Paragraph
from dateline.indexer.cleaning.kinds import kinds_of
from dateline.indexer.cleaning.outline import outline

__all__ = ["clean_fragment"]


def clean_fragment(html: str, lines: Lines | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of a fragment, in order, each with `lines`; SourceError when it has too many tags."""
    page = outline(html)
    kinds = kinds_of(page, range(len(page.blocks)), (), None)
    return tuple(Paragraph(block.text, lines, kinds[number]) for number, block in enumerate(page.blocks))
