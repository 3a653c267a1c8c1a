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
from dataclasses import replace
from typing import Final

from dateline.indexer.article import RUNNING, Article, Dropped, Lines, Paragraph
from dateline.indexer.cleaning.assembly import Told, article_of, detected, opening
from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.cleaning.heads import is_person, read_heads
from dateline.indexer.cleaning.line_ends import LineEnds
from dateline.indexer.cleaning.records import stated_language
from dateline.indexer.facts.dates import Dated, find_dates
from dateline.indexer.readers.limits import demand_article
from dateline.indexer.readers.raw import RawDocument, RawParagraph

__all__ = ["clean_document"]

_CLOCK: Final = re.compile(r"\d[:.]\d\d\b")
_BULLET: Final = re.compile(r"[•▪■●◦‣]\s+(?=\S)")
_SURE_CHARS: Final = 300  # from so many on, the words are surer than what the program noted


def clean_document(document: RawDocument, *, path: str | None = None) -> tuple[Article, ...]:
    """The article of a document, as a tuple of one; empty when it holds no words."""
    demand_article(*(raw.text for raw in document.paragraphs))
    texts_of = _Texts(document)
    found = [_paragraph(text, raw) for raw in document.paragraphs if (text := texts_of.tidied(raw.text))]
    creators = _creators(document)
    title = tidy(document.title or "") or None
    heads = read_heads([(one.text, one.kind) for one in found], title, creators)
    paragraphs = tuple(one for place, one in enumerate(found) if place not in heads.struck)
    if not paragraphs and heads.title is None:
        return ()
    told = Told(
        heads.title,
        heads.author or next((creator for creator in creators if is_person(creator)), None),
        heads.author_kind if heads.author else "exact",
        heads.date,
        heads.source,
        heads.url,
        heads.site,
    )
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind in RUNNING]
    language = _language(texts, told.title, tidy(document.language or ""))
    opened = opening(document, told, texts, language)
    article = article_of(
        document,
        told,
        replace(opened, date=_dated(document, opened.date, language)),
        paragraphs,
        texts,
        path=path,
        language=language,
        dropped=tuple(_dropped(document, found, heads.struck)),
        locator="page" if any(raw.page is not None for raw in document.paragraphs) else None,
    )
    return (article,)


def _creators(document: RawDocument) -> list[str]:
    """Whom the program noted as who wrote the file, as one, then each of several."""
    creator = tidy(document.creator or "")
    several = [name.strip() for name in creator.split(";") if name.strip()] if ";" in creator else []
    return [creator, *several] if creator else []


def _dated(document: RawDocument, date: Dated, language: str | None) -> Dated:
    """The day of a document that neither states one nor has one above its text: that of its issue."""
    if date.kind != "exact" and (issue := _issue(document, language)) is not None:
        return issue
    if date.kind == "none" and document.created:
        # The day on which the file was made is seldom that of the article; its month may be.
        return Dated(document.created[:7], "partial", document.created)
    return date


def _issue(document: RawDocument, language: str | None) -> Dated | None:
    """The day that the running heads of pages name, as those of a paper do; not when it was printed out."""
    for dropped in document.dropped:
        if dropped.rule == "running head" and not _CLOCK.search(dropped.text):
            for found in find_dates(dropped.text, language):
                if found.full and any(letter.isalpha() for letter in found.text):
                    return Dated(found.iso, "exact", found.text)
    return None


def _paragraph(text: str, raw: RawParagraph) -> Paragraph:
    """A paragraph as it is; one that begins with the sign of a list is of one, and has no sign."""
    if raw.kind in ("body", "list") and (sign := _BULLET.match(text)):
        return Paragraph(text[sign.end() :], _place(raw), "list")
    return Paragraph(text, _place(raw), raw.kind)


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


def _language(texts: Sequence[str], title: str | None, stated: str) -> str | None:
    """The language of the words; of few, the stated one, which often is that of the program."""
    read = detected(texts, title)
    if stated and (read is None or sum(map(len, texts)) + len(title or "") < _SURE_CHARS):
        return stated_language(stated) or read
    return read


def _dropped(
    document: RawDocument, found: Sequence[Paragraph], struck: Mapping[int, str]
) -> Iterator[Dropped]:
    for place, rule in struck.items():
        if rule:
            yield Dropped(found[place].text, rule, found[place].lines)
    for dropped in document.dropped:
        if text := tidy(dropped.text):
            yield Dropped(text, dropped.rule, dropped.lines)
