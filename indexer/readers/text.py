"""Which articles does a plain text file hold?"""

from __future__ import annotations

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning.text import clean_text
from dateline.indexer.readers.opening import decode

__all__ = ["articles_of_text"]


def articles_of_text(data: bytes, path: str, stamp: Stamp) -> tuple[Article, ...]:
    """The articles of a text file's bytes, in order; none when it holds no words."""
    return clean_text(decode(data), path=path, stamp=stamp)
