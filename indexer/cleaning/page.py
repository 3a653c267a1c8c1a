"""Which article does a web page hold?

`markup` makes its source ready, `outline` knows it as blocks, `metadata` what it states; `body` tells which
blocks are the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import Final

from dateline.indexer.article import RUNNING, Article, Dropped, Lines, Mention, Paragraph
from dateline.indexer.cleaning.body import choose_body, weight_of
from dateline.indexer.cleaning.characters import opening_words, tidy
from dateline.indexer.cleaning.identity import article_id, file_article_id
from dateline.indexer.cleaning.kinds import kinds_of
from dateline.indexer.cleaning.markup import prepared, tree
from dateline.indexer.cleaning.metadata import Fields, Metadata, host_of, read_fields, read_metadata
from dateline.indexer.cleaning.model import Clues
from dateline.indexer.cleaning.outline import Block, Outline, outline, outline_of
from dateline.indexer.cleaning.stated.days import FIRST_YEAR
from dateline.indexer.facts.bylines import list_authors, read_authors
from dateline.indexer.facts.datelines import Dateline, read_dateline
from dateline.indexer.facts.dates import UNDATED
from dateline.indexer.facts.dating import date_article
from dateline.indexer.facts.language import detect_language
from dateline.indexer.readers.limits import demand_article

__all__ = ["clean_page"]

_FEW_CHARS: Final = 250  # of running text: a page with so few may have its story for browsers without scripts
_LANGUAGE_CHARS: Final = 4000
_NO_SCRIPT: Final = re.compile("<no(?:script|embed)", re.IGNORECASE)
_WINDOW: Final = 2**15  # characters of the source after the tag of an element, for the words of its block


def clean_page(
    page: str, *, path: str | None = None, part: str = "", url: str | None = None
) -> tuple[Article, ...]:
    """The article of a page, as a tuple of one; empty when the page has no text at all.

    `url` is where it was saved from, as who saved it wrote it down: what the page tells goes before it.
    """
    source = prepared(page)
    parsed = tree(source)
    stated = read_metadata(parsed[0], page)
    if url and not stated.url:
        stated = replace(stated, url=tidy(url))
    outlined = outline_of(source, parsed)
    if _is_short(outlined) and _NO_SCRIPT.search(page):
        outlined = _fuller(outlined, outline(page, noscript=True))
    clues = Clues(stated.title, None, stated.description, stated.site, stated.body)
    choice = choose_body(outlined, clues)
    lines = _Lines(page)
    spans = [lines.of(block) for block in outlined.blocks]
    kinds = kinds_of(outlined, choice.kept, choice.standfirst, choice.kicker)
    blocks = outlined.blocks
    paragraphs = tuple(Paragraph(blocks[number].text, spans[number], kinds[number]) for number in choice.kept)
    if stated.body and sum(len(paragraph.text) for paragraph in paragraphs) < len(stated.body) / 2:
        # The words are put into the page by its scripts; JSON-LD has them.
        demand_article(stated.body)
        paragraphs = tuple(Paragraph(text) for text in map(tidy, stated.body.split("\n")) if text)
        replaced = [(number, "replaced by JSON-LD") for number in choice.kept]
        choice = replace(choice, kept=(), dropped=tuple(sorted([*choice.dropped, *replaced])))
    if not paragraphs:
        return ()
    demand_article(*(paragraph.text for paragraph in paragraphs))
    dropped = tuple(Dropped(blocks[number].text, rule, spans[number]) for number, rule in choice.dropped)
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind in RUNNING]
    language = detect_language(opening_words(texts, _LANGUAGE_CHARS), stated.language) or stated.language
    fields = read_fields(stated, outlined, choice.kept, language)
    return (_article(stated, fields, language, paragraphs, dropped, choice.promoted, path, part),)


def _article(
    stated: Metadata,
    fields: Fields,
    language: str | None,
    paragraphs: tuple[Paragraph, ...],
    dropped: tuple[Dropped, ...],
    promoted: str | None,
    path: str | None,
    part: str,
) -> Article:
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind in RUNNING]
    dateline = (read_dateline(texts[0]) if texts else None) or Dateline(None, None, None, 0)
    byline, authors = _authors(fields.authors.names)
    date = fields.date
    if date.kind != "exact":
        read = date_article(None, dateline.date, stated.title, texts, language, since=FIRST_YEAR)
        date = read if read.kind == "exact" or date == UNDATED else date
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
        author_kind=fields.authors.kind,
        language=language,
        url=stated.url,
        path=path,
        dropped=dropped,
    )


def _authors(stated: tuple[str, ...]) -> tuple[str | None, tuple[Mention, ...]]:
    """The byline of a page: the one it states, or the names of several."""
    return (stated[0], read_authors(stated[0])) if len(stated) == 1 else list_authors(stated)


def _is_short(page: Outline) -> bool:
    """Whether a page has so little running text; of one that has more, its beginning is weighed."""
    return all(chars < _FEW_CHARS for chars in accumulate(map(weight_of, page.blocks)))


def _fuller(page: Outline, other: Outline) -> Outline:
    """The outline with more running text."""
    return max(page, other, key=lambda outlined: sum(map(weight_of, outlined.blocks)))


class _Lines:
    """Where blocks stand in the source: from the line of the element they are in, where their words are."""

    def __init__(self, page: str) -> None:
        self._page = page.replace("\r\n", "\n").replace("\r", "\n")
        lengths = [len(line) + 1 for line in self._page.split("\n")]
        self._starts = [0, *accumulate(lengths[:-1])]

    def of(self, block: Block) -> Lines | None:
        """The lines of a block; None where they aren't known."""
        if not 0 < block.line <= len(self._starts):
            return None
        begin = self._starts[block.line - 1]
        first = self._find(block.strings[0].partition("\n")[0], begin)
        if first is None:  # the source writes its words otherwise (`&eacute;`)
            return block.line, block.line
        last = self._find(block.strings[-1].rpartition("\n")[2], first)
        line = self._line(first)
        return line, line if last is None else self._line(last)

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def _find(self, words: str, start: int) -> int | None:
        words = words.strip()[:60]
        found = self._page.find(words, start, start + _WINDOW) if words else -1
        return found if found >= 0 else None
