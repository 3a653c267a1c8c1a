"""What do Dateline and other programs find on a page?

Peers get the same bytes and are asked as their documentation says; each is imported when it is to run, and
left out with a line where it is not installed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from dateline.indexer import read
from dateline.indexer.errors import SourceError

__all__ = ["EXTRACTORS", "Extract", "Extractor", "extract_dateline"]


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found. `running` is the body without its standfirst, `whole` is with captions and the like."""

    body: str = ""
    running: str = ""
    whole: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None


Extractor = Callable[[bytes], Extract]

# Kinds of paragraphs that are no part of a body, and the one that stands before its running text.
_AROUND: Final = ("caption", "kicker")
_BEFORE: Final = "standfirst"


def extract_dateline(page: bytes) -> Extract:
    """As `dateline read` would: the file is read by its reader and cleaned."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_bytes(page)
        try:
            articles = read(path)
        except SourceError:
            return Extract()
    if not articles:
        return Extract()
    article = articles[0]
    body = [part for part in article.paragraphs if str(part.kind) not in _AROUND]
    running = [part.text for part in body if str(part.kind) != _BEFORE]
    authors = "; ".join(mention.value for mention in article.authors)
    return Extract(
        "\n".join(part.text for part in body),
        "\n".join(running),
        "\n".join(part.text for part in article.paragraphs),
        article.title,
        authors or article.author,
        article.date,
    )


def _dateline() -> Extractor:
    return extract_dateline


def _trafilatura() -> Extractor:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def extract(page: bytes) -> Extract:
        found = bare_extraction(page, include_comments=False, with_metadata=True)
        if found is None:
            return Extract()
        document: Any = found
        text = document.text or ""
        return Extract(text, text, text, document.title, document.author, document.date)

    return extract


def _readability() -> Extractor:
    from lxml import html
    from lxml.etree import LxmlError
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def extract(page: bytes) -> Extract:
        try:
            document = Document(page)
            tree = html.fromstring(document.summary())
            text = "\n".join(filter(None, map(str.strip, tree.itertext())))
            return Extract(text, text, text, document.short_title())
        except (Unparseable, LxmlError, ValueError):
            return Extract()

    return extract


def _soup() -> Extractor:
    import warnings

    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    def extract(page: bytes) -> Extract:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            soup = BeautifulSoup(page, "lxml")
        title = soup.title.get_text() if soup.title else None
        for tag in soup(["script", "style", "noscript", "title"]):
            tag.decompose()
        text = re.sub(r"\s*\n\s*", "\n", soup.get_text("\n"))
        return Extract(text, text, text, title)

    return extract


# By name: what makes the extractor, or raises ImportError where it is not installed.
EXTRACTORS: Final[Mapping[str, Callable[[], Extractor]]] = {
    "dateline": _dateline,
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "beautifulsoup": _soup,
}
