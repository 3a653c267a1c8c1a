"""PDFs: the text of their pages, in the order it is read.

Columns are read one after the other, lines are put together to paragraphs, running heads and page numbers
left out and listed. A scan without a text layer is said to be one: nothing is recognised here.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import BinaryIO, Final

import pypdfium2
import pypdfium2.raw as pdfium

from dateline.indexer.article import Dropped
from dateline.indexer.errors import SourceError
from dateline.indexer.readers.pdf_margins import ADDRESS, margins
from dateline.indexer.readers.pdf_order import blocks_in_order
from dateline.indexer.readers.pdf_paragraphs import body_height, headline, paragraphs_of
from dateline.indexer.readers.pdf_pieces import Page, Piece, read_page
from dateline.indexer.readers.properties import stated_day, stated_title
from dateline.indexer.readers.raw import Broken, RawDocument, RawParagraph, Working

__all__ = ["read"]

_MOST_PAGES: Final = 5_000  # the longest book has 3,000
_MOST_SIGNS: Final = 20_000_000  # of a file; the longest book has 6,000,000
_LOOKED_FOR_PICTURES: Final = 5  # pages
_TELL_PAGES: Final = 10  # between two words that it goes on
_MOST_LOOKED_INTO: Final = 200  # empty pages
_MOST_NAMED: Final = 12
_SCAN: Final = 0.4  # of a page is covered by the picture that it is
_HEBREW_TO_ARABIC: Final = ("\u0590", "\u0900")


def read(stream: BinaryIO) -> Iterator[RawDocument | Broken | Working]:
    """The text of a PDF, with the pages of its paragraphs; and its pages that are damaged."""
    try:
        document = pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError(None, "encrypted: save it without its password") from None
        raise SourceError(None, "damaged: no PDF that can be opened") from None
    with closing(document):
        if (count := len(document)) > _MOST_PAGES:
            raise SourceError(None, f"{count:,} pages, the limit is {_MOST_PAGES:,}")
        if count == 0:
            raise SourceError(None, "damaged: a PDF without pages")
        pages, broken = yield from _pages(document)
        if not any(page.pieces for page in pages):
            raise SourceError(None, _why_empty(document, pages, broken))
        stated = document.get_metadata_dict()
        yield Working(sum(page.signs for page in pages))
        scans = _scans(document, pages, broken)
    yield _document(pages, stated)
    if scans:
        named = ", ".join(f"{number:,}" for number in scans[:_MOST_NAMED])
        more = f" and {len(scans) - _MOST_NAMED:,} more" if len(scans) > _MOST_NAMED else ""
        said = f"pages {named}{more} have" if len(scans) > 1 else f"page {named} has"
        yield Broken(f"{said} no text layer: a scan, which text recognition (ocrmypdf) gives one")
    yield from (Broken(f"page {number:,} is damaged") for number in broken)


def _pages(
    document: pypdfium2.PdfDocument,
) -> Generator[Working, None, tuple[list[Page], list[int]]]:
    """What stands on each page, and the numbers of those that can't be read: they are empty."""
    pages: list[Page] = []
    broken: list[int] = []
    signs = 0
    for number in range(len(document)):
        if number and number % _TELL_PAGES == 0:
            yield Working()
        try:
            page = document[number]
            text = page.get_textpage()
            try:
                pages.append(read_page(text.raw, page.get_width(), page.get_height(), page.get_rotation()))
            finally:
                text.close()
                page.close()
        except pypdfium2.PdfiumError:
            pages.append(Page(0, 0))
            broken.append(number + 1)
        signs += pages[-1].signs
        if signs > _MOST_SIGNS:
            raise SourceError(None, f"more than {_MOST_SIGNS:,} letters: data, no article")
    return pages, broken


def _why_empty(document: pypdfium2.PdfDocument, pages: list[Page], broken: list[int]) -> str:
    if len(broken) == len(pages):
        return "damaged: none of its pages can be read"
    if sum(page.nothing for page in pages):
        return (
            "its fonts do not say which letters they show: it needs text recognition (ocrmypdf --force-ocr)"
        )
    for number in range(min(len(pages), _LOOKED_FOR_PICTURES)):
        if number + 1 not in broken and next(
            iter(document[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])), None
        ):
            return "has no text layer: a scan, which text recognition (ocrmypdf) gives one"
    return "has no text layer"


def _scans(document: pypdfium2.PdfDocument, pages: list[Page], broken: list[int]) -> list[int]:
    """The numbers of pages among others that are a picture and have no words."""
    found = []
    empty = [number for number, page in enumerate(pages, 1) if not page.pieces and number not in broken]
    for number in empty[:_MOST_LOOKED_INTO]:
        try:
            page = document[number - 1]
            area = page.get_width() * page.get_height()
            for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
                left, low, right, high = picture.get_bounds()
                if (right - left) * (high - low) > _SCAN * area:
                    found.append(number)
                    break
        except pypdfium2.PdfiumError:
            continue
    return found


def _document(pages: list[Page], stated: dict[str, str]) -> RawDocument:
    struck, heads = margins(pages)
    kept = [
        [piece for place, piece in enumerate(page.pieces) if place not in rules]
        for page, rules in zip(pages, struck, strict=True)
    ]
    body = body_height(kept)
    from_right = _is_from_right(kept)
    paragraphs = paragraphs_of(
        ((number, blocks_in_order(pieces, from_right=from_right)) for number, pieces in enumerate(kept, 1)),
        body,
    )
    title = stated_title(stated.get("Title"))
    first, masthead = headline(paragraphs, body, heads)
    if first is not None and (title is None or _bare(title) == _bare(first.text)):
        title = title or first.text
        paragraphs.remove(first)
    if masthead is not None:
        paragraphs.remove(masthead)
    return RawDocument(
        tuple(RawParagraph("\n".join(one.lines), one.kind, page=one.page) for one in paragraphs),
        title=title,
        source=masthead.text if masthead else None,
        url=_address(pages, struck),
        creator=stated.get("Author"),
        created=stated_day(stated.get("CreationDate")),
        dropped=tuple(_dropped(pages, struck)),
        wrapped=True,
    )


def _dropped(pages: list[Page], struck: list[dict[int, str]]) -> Iterator[Dropped]:
    for number, (page, rules) in enumerate(zip(pages, struck, strict=True), 1):
        for place, rule in rules.items():
            yield Dropped(page.pieces[place].text, rule, (number, number))
        for piece in page.across:
            yield Dropped(piece.text, "across the page", (number, number))


def _address(pages: list[Page], struck: list[dict[int, str]]) -> str | None:
    """The address that a browser prints at the edge of each page."""
    for page, rules in zip(pages, struck, strict=True):
        for place in rules:
            if found := ADDRESS.match(page.pieces[place].text):
                return found[0]
    return None


def _bare(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _is_from_right(pages: list[list[Piece]]) -> bool:
    """Whether most letters are of a writing from the right."""
    text = "".join(piece.text for pieces in pages[:3] for piece in pieces)
    low, high = _HEBREW_TO_ARABIC
    return sum(low <= letter < high for letter in text) > len(text) / 3
