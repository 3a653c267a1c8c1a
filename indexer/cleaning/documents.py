"""Which article is a document whose file tells its paragraphs?

Its title, author and date are its file's own, else those that stand above its text. A date that is not stated
is read from its paragraphs, as that of a text is. The other paragraphs stay as they are.

>>> from dateline.indexer.readers.raw import RawDocument, RawParagraph
>>> document = RawDocument((RawParagraph("ASTANA, May 28, 2013 — They met."),), title="Summit")
>>> [(article.title, article.date) for article in clean_document(document)]
[('Summit', '2013-05-28')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dateline.indexer.article import RUNNING, Article, Dropped, Lines, Paragraph
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.heads import is_person, read_heads
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.line_ends import LineEnds
from dateline.indexer.cleaning.records import kept_meta, stated_authors, stated_language
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dates import Dated, dated, find_dates
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.limits import demand_article
from dateline.indexer.readers.raw import RawDocument, RawParagraph

__all__ = ["clean_document"]

_CLOCK: Final = re.compile(r"\d[:.]\d\d\b")
_LANGUAGE_CHARS: Final = 2000  # enough to tell a language by
_SURE_CHARS: Final = 300  # from so many on, the words are surer than what the program noted


def clean_document(document: RawDocument, *, path: str | None = None) -> tuple[Article, ...]:
    """The article of a document, as a tuple of one; empty when it holds no words."""
    demand_article(*(raw.text for raw in document.paragraphs))
    texts_of = _Texts(document)
    found = [
        Paragraph(text, _place(raw), raw.kind)
        for raw in document.paragraphs
        if (text := texts_of.tidied(raw.text))
    ]
    heads = read_heads([(one.text, one.kind) for one in found], tidy(document.title or "") or None)
    paragraphs = tuple(one for place, one in enumerate(found) if place not in heads.struck)
    title = heads.title
    if not paragraphs and title is None:
        return ()
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind in RUNNING]
    read = _language(opening_words([*texts, title or ""], _LANGUAGE_CHARS), tidy(document.language or ""))
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    date = dated(tidy(document.date or "") or None)
    if date.kind == "none":
        date = date_article(heads.date, dateline.date, title, texts, read)
    if date.kind != "exact" and (issue := _issue(document, read)) is not None:
        date = issue
    if date.kind == "none" and document.created:
        # The day on which the file was made is seldom that of the article; its month may be.
        date = Dated(document.created[:7], "partial", document.created)
    author = document.author or heads.author
    creator = tidy(document.creator or "")
    byline, authors = stated_authors(author or ((creator,) if creator and is_person(creator) else None))
    source = tidy(document.source or "") or heads.source or dateline.agency
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
            author_kind="exact" if authors else "none",
            language=read,
            url=tidy(document.url or "") or heads.url,
            meta=meta,
            metas=metas,
            path=path,
            locator="page" if any(raw.page is not None for raw in document.paragraphs) else None,
            dropped=tuple(_dropped(document, found, heads.struck)),
        ),
    )


def _issue(document: RawDocument, language: str | None) -> Dated | None:
    """The day that the running heads of pages name, as those of a paper do; not when it was printed out."""
    for dropped in document.dropped:
        if dropped.rule == "running head" and not _CLOCK.search(dropped.text):
            for found in find_dates(dropped.text, language):
                if found.full and any(letter.isalpha() for letter in found.text):
                    return Dated(found.iso, "exact", found.text)
    return None


def _place(raw: RawParagraph) -> Lines | None:
    place = raw.line if raw.page is None else raw.page
    return None if place is None else (place, place)


class _Texts:
    """The paragraphs of a document on one line each: broken words are put together by all its text."""

    def __init__(self, document: RawDocument) -> None:
        self._ends = (
            LineEnds("\n".join(raw.text for raw in document.paragraphs)) if document.wrapped else None
        )

    def tidied(self, text: str) -> str:
        """A paragraph on one line."""
        if self._ends is None or "\n" not in text:
            return tidy(text)
        return tidy(self._ends.join(text.replace("\u00ad\n", "").split("\n")))


def _language(text: str, stated: str) -> str | None:
    """The language of the words; of few, the stated one, which often is that of the program."""
    detected = detect_language(text)
    if stated and (detected is None or len(text) < _SURE_CHARS):
        return stated_language(stated) or detected
    return detected


def _dropped(
    document: RawDocument, found: Sequence[Paragraph], struck: Mapping[int, str]
) -> Iterator[Dropped]:
    for place, rule in struck.items():
        if rule:
            yield Dropped(found[place].text, rule, found[place].lines)
    for dropped in document.dropped:
        if text := tidy(dropped.text):
            yield Dropped(text, dropped.rule, dropped.lines)
