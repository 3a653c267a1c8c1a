"""What is known of an article, and by what? Its facts as a person reads them, and what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.shown.paths import shown_cite
from dateline.search.output.webpage import web_address
from dateline.search.query.labels import say_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.indexer.article import Article, Dropped, Lines

__all__ = ["DroppedView", "FactView", "dropped_views", "fact_views"]

_DATE_KINDS: Final = {
    "exact": "stated as the article’s date",
    "exact_in_text": "a date read in its title or text",
    "partial": "read without a year or a day: nothing is made up",
    "none": "",
}
_SOURCE_KINDS: Final = {"exact": "stated", "inferred": "told from the text or address", "none": ""}
_AUTHOR_KINDS: Final = {"exact": "stated", "inferred": "told from where names stand", "none": ""}
# As docs/cleaning.md explains them.
_RULES: Final = {
    "title": "the title again, or a heading above the text",
    "header": "a line of a date, byline, source or address",
    "promotion": "asks readers for something, or claims rights",
    "furniture": "what only pages say, as “Advertisement”",
    "links": "a link, or many",
    "after the story": "follows a heading like “Read more”",
    "repeat": "said before",
    "not in JSON-LD": "not in the text that the page states",
    "replaced by JSON-LD": "the page states its text itself",
    "data": "letters that are bytes",
    "separator": "parts, and says nothing",
    "scrap": "a short end before or after the sentences",
    "caption": "the words of a picture, printed twice",
    "model": "looks like no text of an article to the trained model",
    "table of contents": "lists the contents of the document",
    "running head": "at the edge of several pages",
    "page number": "the number of a page",
    "address": "what a browser printed at the edge",
    "across the page": "written in another direction",
}
_DROPPED: Final = 60
_DROPPED_CHARS: Final = 400


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact: what it is, its value, where it leads, and how it is known."""

    label: str
    value: str
    address: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class DroppedView:
    """A piece of the file that is not in the article, its line or page, the rule, and what the rule says."""

    text: str
    place: str
    rule: str
    about: str


def fact_views(article: Article, cite: str, indexed: str | None, file_address: str) -> Iterator[FactView]:
    """The facts that the article has, in the order of `dateline show`; `cite` is where its text begins."""
    if article.date or article.date_text:
        is_read = article.date and article.date_text and article.date_text != article.date
        read = f", read from “{article.date_text}”" if is_read else ""
        yield FactView(
            "Date", article.date or article.date_text or "", how=f"{_DATE_KINDS[article.date_kind]}{read}"
        )
    if article.source:
        yield FactView("Source", article.source, how=_SOURCE_KINDS[article.source_kind])
    if article.agency:
        yield FactView("Agency", article.agency)
    if article.place:
        yield FactView("Place", article.place)
    if article.author:
        people = ", ".join(mention.value for mention in article.authors)
        names = f": {people}" if people and people != article.author else ""
        yield FactView("Author", article.author, how=f"{_AUTHOR_KINDS[article.author_kind]}{names}")
    if article.language:
        yield FactView("Language", say_language(article.language))
    for number, mention in enumerate(article.metas[:20]):
        yield FactView("" if number else "Also stated", mention.value)
    if article.url:
        yield FactView("Original", article.url, web_address(article.url) or "")
    if article.path:
        yield FactView("Saved file", shown_cite(cite, article.path), file_address)
    if indexed:
        yield FactView("Indexed", f"{indexed[:10]} {indexed[11:16]} UTC")
    yield FactView("Id", article.id)


def dropped_views(article: Article) -> tuple[Sequence[DroppedView], int]:
    """What an index keeps of what was left out, at most so much as a page bears, and how many more."""
    shown = [_dropped(one, article.locator) for one in article.dropped[:_DROPPED]]
    return shown, len(article.dropped) - len(shown)


def _dropped(one: Dropped, locator: str | None) -> DroppedView:
    text = one.text if len(one.text) <= _DROPPED_CHARS else f"{one.text[:_DROPPED_CHARS]} …"
    return DroppedView(text, _place(one.lines, locator), one.rule, _RULES.get(one.rule, ""))


def _place(lines: Lines | None, locator: str | None) -> str:
    return "" if lines is None else f"{locator or 'line'} {lines[0]:,}"
