"""The indexer: files in, an index out.

>>> from indexer import read
>>> [article.title for article in read("seeds/001_d738af04ead0e110.txt")]  # cleaned, not indexed
['Kazakh Head of State attends CSTO meeting in Dushanbe']
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.format.records import Article

__all__ = ["read"]


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read."""
    from indexer.readers import read as read_file  # here, so that `import indexer` costs nothing

    return read_file(path)
