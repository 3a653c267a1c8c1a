"""Which articles does a plain text hold?"""

from __future__ import annotations

from indexer.cleaning.characters import physical_lines, tidy
from indexer.format.records import Article, Paragraph, Stamp
from indexer.readers.records import article_id

__all__ = ["clean_text"]


def clean_text(text: str, *, path: str | None = None, stamp: Stamp | None = None) -> tuple[Article, ...]:
    """The articles of `text`, in order."""
    paragraphs: list[Paragraph] = []
    for number, line in enumerate(physical_lines(text), 1):
        if tidied := tidy(line):
            paragraphs.append(Paragraph(tidied, (number, number)))
    if not paragraphs:
        return ()
    return (Article(id=article_id(path or "", "0"), paragraphs=tuple(paragraphs), path=path, stamp=stamp),)
