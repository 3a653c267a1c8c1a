"""Raw articles in, articles out: rules, one module a kind of raw article."""

from __future__ import annotations

from dateline.indexer.article import Article
from dateline.indexer.cleaning.records import clean_record
from dateline.indexer.readers.raw import Raw, RawDocument, RawRecord, RawStory, RawText

__all__ = ["clean"]


def clean(raw: Raw, *, path: str | None = None) -> tuple[Article, ...]:
    """The articles of what a reader found, in order; none when it holds no words.

    Those of texts and pages are loaded when one is met: nobody waits for the parser of pages who has none.
    """
    if isinstance(raw, RawRecord):
        return clean_record(raw, path=path)
    if isinstance(raw, RawText):
        from dateline.indexer.cleaning.text import clean_text

        return clean_text(raw.text, path=path, part=raw.part)
    if isinstance(raw, RawDocument):
        from dateline.indexer.cleaning.documents import clean_document

        return clean_document(raw, path=path)
    if isinstance(raw, RawStory):
        from dateline.indexer.cleaning.told import clean_story

        return clean_story(raw, path=path)
    from dateline.indexer.cleaning.page import clean_page

    return clean_page(raw.html, path=path, part=raw.part, url=raw.url)
