"""Which articles does a source hold? One reader a kind of file, behind one function.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     path = Path(folder, "summit.txt")
...     _ = path.write_text("Summit in Bishkek\\n\\nLeaders of six states met on May 28, 2013.\\n", "utf-8")
...     [(article.title, article.date) for article in read(path)]
[('Summit in Bishkek', '2013-05-28')]
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dateline.indexer.article import Article, Stamp
from dateline.indexer.readers.reading import Reading, Skipped
from dateline.indexer.readers.records import article_from_record

__all__ = ["Reading", "Skipped", "article_from_record", "read", "read_source", "stream_source"]


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read.

    Broken lines of a JSONL file are passed over: `read_source` names them.
    """
    return read_source(path).articles


def read_source(path: str | os.PathLike[str]) -> Reading:
    """The articles of one file, what was skipped of it, and its stamp.

    The suffix tells the kind of file: `.jsonl`, `.html` and `.htm`; anything else is read as text.
    SourceError when it is no regular file, too large, empty, not text, or holds no article.
    """
    stamp, stream = stream_source(path)
    items = list(stream)
    articles = tuple([item for item in items if isinstance(item, Article)])
    return Reading(articles, tuple([item for item in items if isinstance(item, Skipped)]), stamp)


def stream_source(path: str | os.PathLike[str]) -> tuple[Stamp, Iterator[Article | Skipped]]:
    """What `read_source` gives, one at a time: a JSONL file may be larger than memory.

    SourceError as there, at once; while reading on only if the file is taken away.
    """
    from dateline.indexer.errors import SourceError
    from dateline.indexer.readers.opening import read_bytes, stamp_of

    cited = os.fsdecode(path)
    suffix = os.path.splitext(cited)[1].lower()
    if suffix == ".jsonl":
        from dateline.indexer.readers.jsonl import read_jsonl

        stamp = stamp_of(cited)
        if not stamp.size:
            raise SourceError(cited, "empty")
        return stamp, read_jsonl(cited, stamp)
    if suffix in {".html", ".htm"}:
        from dateline.indexer.readers.html import MAX_PAGE_BYTES, articles_of_page

        data, stamp = read_bytes(cited, limit=MAX_PAGE_BYTES)
        articles = articles_of_page(data, cited, stamp)
    else:
        from dateline.indexer.readers.text import articles_of_text

        data, stamp = read_bytes(cited)
        articles = articles_of_text(data, cited, stamp)
    if not articles:
        raise SourceError(cited, "holds no article text")
    return stamp, iter(articles)
