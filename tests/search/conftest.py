from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.writer import IndexWriter

__all__ = ["write_segments"]

Texts = Sequence[str]


def write_segments(
    folder: Path | str, *segments: Sequence[tuple[Article, Texts]], deleted: Sequence[str] = ()
) -> None:
    """An index of these articles, each with its passages, a commit a segment; `deleted` go at the end."""
    for articles in segments:
        writer = IndexWriter(folder)
        for article, passages in articles:
            bounds, start = [], 0
            for text in passages:
                bounds.append(Passage(start, start + len(text)))
                start += len(text) + 2
            writer.add_article(article, bounds)
        writer.commit(merge=False)
    if deleted:
        writer = IndexWriter(folder)
        for article_id in deleted:
            writer.delete_article(article_id)
        writer.commit(merge=False)


def new_article(article_id: str, *passages: str, **fields: object) -> tuple[Article, Texts]:
    """An article with a paragraph a passage, in English unless told."""
    known = {"language": "en", **fields}
    return Article(article_id, tuple(map(Paragraph, passages)), **known), passages  # type: ignore[arg-type]


@pytest.fixture
def article() -> Callable[..., tuple[Article, Texts]]:
    return new_article
