"""Which article does a web page hold?

`markup` makes its source ready, `outline` knows it as blocks, `metadata` what it states; `body` tells which
blocks are the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.indexer.article import Article, Dropped, Lines, Mention, Paragraph
from dateline.indexer.cleaning.body import choose_body
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.markup import parse, prepared
from dateline.indexer.cleaning.metadata import Metadata, host_of, read_metadata
from dateline.indexer.cleaning.model import Clues
from dateline.indexer.cleaning.outline import Block, outline_of
from dateline.indexer.facts.bylines import list_authors, read_authors
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dates import UNDATED, Dated
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.limits import demand_article

__all__ = ["clean_page"]

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LANGUAGE_CHARS: Final = 4000
_MOST_SCANNED: Final = 2**30  # characters of a page's source, for the lines of its blocks: a second
_SURE_CHARS: Final = 300  # from so many on, the language of the words is surer than what the page declares


def clean_page(page: str, *, path: str | None = None, part: str = "") -> tuple[Article, ...]:
    """The article of a page, as a tuple of one; empty when the page has no text at all."""
    source = prepared(page)
    stated = read_metadata(parse(source))
    blocks = outline_of(source)
    choice = choose_body(blocks, stated.title, stated.body, _clues(stated))
    lines = _Lines(page)
    paragraphs = tuple(_paragraph(blocks.blocks[number], lines) for number in choice.kept)
    if stated.body and sum(len(paragraph.text) for paragraph in paragraphs) < len(stated.body) / 2:
        # The words are put into the page by its scripts; JSON-LD has them.
        demand_article(stated.body)
        paragraphs = tuple(Paragraph(text) for text in map(tidy, stated.body.split("\n")) if text)
    if not paragraphs:
        return ()
    demand_article(*(paragraph.text for paragraph in paragraphs))
    dropped = tuple(Dropped(blocks.blocks[number].text, rule) for number, rule in choice.dropped)
    return (_article(stated, paragraphs, dropped, choice.promoted, path, part),)


def _clues(stated: Metadata) -> Clues:
    author = stated.authors[0] if stated.authors else None
    return Clues(stated.title, author, stated.description, stated.site, stated.body)


def _article(
    stated: Metadata,
    paragraphs: tuple[Paragraph, ...],
    dropped: tuple[Dropped, ...],
    promoted: str | None,
    path: str | None,
    part: str,
) -> Article:
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind == "body"]
    language = _language(opening_words(texts, _LANGUAGE_CHARS), stated.language)
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    byline, authors = _authors(stated.authors)
    date = _date(stated, dateline, texts, language)
    source = stated.site or dateline.agency
    inferred = promoted or (host_of(stated.url) if stated.url else None)
    return Article(
        id=file_article_id(path, part, 0) if path else article_id(stated.url or "", *texts),
        paragraphs=paragraphs,
        title=stated.title,
        date=date.value,
        date_kind=date.kind,
        date_text=date.text,
        source=source or inferred,
        source_kind="exact" if source else "inferred" if inferred else "none",
        agency=dateline.agency,
        place=dateline.place,
        author=byline,
        authors=authors,
        language=language,
        url=stated.url,
        path=path,
        dropped=dropped,
    )


def _date(stated: Metadata, dateline: Dateline, texts: Sequence[str], language: str | None) -> Dated:
    if stated.date != UNDATED:
        return stated.date
    return date_article(None, dateline.date, stated.title, texts, language)


def _authors(stated: tuple[str, ...]) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline of a page: the one it states, or the names of several."""
    return (stated[0], read_authors(stated[0])) if len(stated) == 1 else list_authors(stated)


def _language(text: str, declared: str | None) -> str | None:
    detected = detect_language(text)
    if declared and (detected is None or len(text) < _SURE_CHARS):
        return declared
    return detected


def _paragraph(block: Block, lines: _Lines) -> Paragraph:
    return Paragraph(block.text, lines.of(block), "subhead" if block.tag in _HEADINGS else "body")


class _Lines:
    """Where blocks stand in the source: lxml keeps no lines, so their words are looked up, in order."""

    def __init__(self, page: str) -> None:
        self._page = page.replace("\r\n", "\n").replace("\r", "\n")
        self._offset = 0
        self._line = 1
        self._left = _MOST_SCANNED

    def of(self, block: Block) -> Lines | None:
        """The lines of the next block; None when the source writes its words otherwise (`&eacute;`)."""
        first = self._find(block.strings[0].partition("\n")[0], self._offset)
        if first is None:
            return None
        last = self._find(block.strings[-1].rpartition("\n")[2], first)
        self._line += self._page.count("\n", self._offset, first)
        self._offset = first
        end = self._line if last is None else self._line + self._page.count("\n", first, last)
        return self._line, end

    def _find(self, words: str, start: int) -> int | None:
        words = words.strip()[:60]
        if not words or self._left <= 0:
            return None
        found = self._page.find(words, start)
        self._left -= (found if found >= 0 else len(self._page)) - start
        return found if found >= 0 else None
