"""Which article is a document whose file tells its paragraphs?

Its title, author and date are its file's own; a date that is not stated is read from its paragraphs, as that
of a text is. The paragraphs stay as they are.

>>> from dateline.indexer.readers.raw import RawDocument, RawParagraph
>>> document = RawDocument((RawParagraph("ASTANA, May 28, 2013 — They met."),), title="Summit")
>>> [(article.title, article.date) for article in clean_document(document)]
[('Summit', '2013-05-28')]
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.article import RUNNING, Article, Paragraph
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.records import kept_meta, stated_authors, stated_language
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dates import dated
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.limits import demand_article
from dateline.indexer.readers.raw import RawDocument

__all__ = ["clean_document"]

_LANGUAGE_CHARS: Final = 2000  # enough to tell a language by


def clean_document(document: RawDocument, *, path: str | None = None) -> tuple[Article, ...]:
    """The article of a document, as a tuple of one; empty when it holds no words."""
    paged = any(raw.page is not None for raw in document.paragraphs)
    paragraphs = tuple(
        Paragraph(text, None if place is None else (place, place), raw.kind)
        for raw in document.paragraphs
        if (text := tidy(raw.text))
        for place in (raw.page if paged else raw.line,)
    )
    title = tidy(document.title or "") or None
    if not paragraphs and title is None:
        return ()
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind in RUNNING]
    demand_article(*texts)
    language = tidy(document.language or "")
    read = stated_language(language) if language else None
    read = read or detect_language(opening_words([*texts, title or ""], _LANGUAGE_CHARS))
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    date = dated(tidy(document.date or "") or None)
    if date.kind == "none":
        date = date_article(None, dateline.date, title, texts, read)
    byline, authors = stated_authors(document.author)
    source = tidy(document.source or "") or dateline.agency
    meta, metas = kept_meta(document.meta)
    return (
        Article(
            id=file_article_id(path, document.part, 0) if path else article_id(title or "", *texts),
            paragraphs=paragraphs,
            title=title,
            date=date.value,
            date_kind=date.kind,
            date_text=date.text,
            source=source,
            source_kind="exact" if source else "none",
            agency=dateline.agency,
            place=tidy(document.place or "") or dateline.place,
            author=byline,
            authors=authors,
            language=read,
            url=tidy(document.url or "") or None,
            meta=meta,
            metas=metas,
            path=path,
            locator="page" if paged else None,
        ),
    )
