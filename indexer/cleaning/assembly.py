"""Which article comes of what a file states and of what its text says?

What is stated goes first; then what stands above the text, then what is read from its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from dateline.indexer.article import Article, AuthorKind, Dropped, Lines, Paragraph
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.records import kept_meta, stated_authors
from dateline.indexer.facts.datelines import Dateline, place_of, read_dateline
from dateline.indexer.facts.dates import Dated, FoundDate, dated
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.raw import RawDocument, RawStory

__all__ = ["Opening", "Told", "article_of", "detected", "opening"]

_LANGUAGE_CHARS: Final = 2000  # enough to tell a language by


@dataclass(frozen=True, slots=True)
class Told:
    """What the text says beside what its file states; `site` may be the source, by the file's own title."""

    title: str | None = None
    author: str | tuple[str, ...] | None = None
    author_kind: AuthorKind = "exact"
    date: FoundDate | None = None
    source: str | None = None
    url: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first words of a text say, and its day."""

    dateline: Dateline
    date: Dated


def detected(texts: Sequence[str], title: str | None) -> str | None:
    """The language of a text and its title, by their words."""
    return detect_language(opening_words([*texts, title or ""], _LANGUAGE_CHARS))


def opening(raw: RawDocument | RawStory, told: Told, texts: Sequence[str], language: str | None) -> Opening:
    """The dateline of a text, stated or read, and its day: as stated, as printed above it, as read in it."""
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    place, sent = place_of(tidy(raw.place or ""))
    dateline = replace(dateline, place=place or dateline.place, date=sent or dateline.date)
    date = dated(tidy(raw.date or "") or None, language)
    if date.kind == "none":
        date = date_article(told.date, dateline.date, told.title, texts, language)
    return Opening(dateline, date)


def article_of(
    raw: RawDocument | RawStory,
    told: Told,
    opened: Opening,
    paragraphs: tuple[Paragraph, ...],
    texts: Sequence[str],
    *,
    path: str | None,
    language: str | None,
    dropped: tuple[Dropped, ...],
    locator: Literal["page"] | None = None,
    title_lines: Lines | None = None,
) -> Article:
    """The article; `texts` are the paragraphs whose words run on."""
    dateline, date = opened.dateline, opened.date
    byline, authors = stated_authors(raw.author or told.author)
    source = tidy(raw.source or "") or told.source or dateline.agency
    meta, metas = kept_meta(raw.meta)
    author_kind = "exact" if raw.author else told.author_kind
    source_kind: Literal["exact", "inferred", "none"] = (
        "exact" if source else "inferred" if told.site else "none"
    )
    return Article(
        id=file_article_id(path, raw.part, 0) if path else article_id(told.title or "", *texts),
        paragraphs=paragraphs,
        title=told.title,
        date=date.value,
        date_kind=date.kind,
        date_text=date.text,
        source=source or told.site,
        source_kind=source_kind,
        agency=dateline.agency,
        place=dateline.place,
        author=byline,
        authors=authors,
        author_kind=author_kind if authors else "none",
        language=language,
        url=tidy(raw.url or "") or told.url,
        meta=meta,
        metas=metas,
        path=path,
        locator=locator,
        title_lines=title_lines,
        dropped=dropped,
    )
