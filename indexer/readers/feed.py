"""RSS, RDF and Atom: an article an item, its text from the fullest of what the item gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.elements import Element, elements, first_name
from dateline.indexer.readers.meta import meta_pairs
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, RawRecord

__all__ = ["read"]

_ROOTS: Final = frozenset(("rss", "feed", "rdf", "channel"))
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_HEAD: Final = re.compile(r"<(?:[\w-]+:)?(?:item|entry)[\s>]")
# What WordPress puts below a summary, and at the end of one it cut.
_CUT_OFF: Final = re.compile(
    r"(?:<p>)?\s*The post\s.{1,1000}?\sappeared first on\s.*"
    r"|\s*\[?(?:…|&#8230;|&hellip;|\.\.\.)\]?\s*(?:</p>)?\s*$",
    re.DOTALL,
)
_FEW_WORDS: Final = 6
_MAIL: Final = re.compile(r"\S+@\S+\s*\((.*)\)$")


def read(stream: BinaryIO) -> Iterator[RawRecord | Broken]:
    """The items, in order, and what is broken; SourceError for XML of another kind."""
    data = stream.read()
    declared = _ENCODING.search(data[:1024])
    text = decode(data, declared=declared[1].decode("ascii") if declared else None)
    root = first_name(text)
    if root not in _ROOTS:
        raise SourceError(None, f"XML whose first element is <{root[:40]}>, and there is no reader for it")
    channel = _channel(text)
    for item in elements(text, ("item", "entry")):
        yield item if isinstance(item, Broken) else _record(item, channel)


def _channel(text: str) -> tuple[str | None, str | None]:
    """The title and language of the feed itself."""
    begins = _HEAD.search(text)
    head = text[: begins.start()] if begins else text[:65536]
    found = {}
    for name in ("title", "language"):
        first = next(elements(head, (name,)), None)
        found[name] = " ".join(first.words().split()) if isinstance(first, Element) else ""
    language = found["language"] or "".join(re.findall(r"<feed\b[^>]*?xml:lang=[\"']([\w-]+)", head)[:1])
    return found["title"] or None, language or None


def _record(item: Element, channel: tuple[str | None, str | None]) -> RawRecord:
    texts = [text for name in ("encoded", "content", "description", "summary") for text in _texts(item, name)]
    text = max(texts, key=len, default="")
    source = next(item.own("source"), None)
    named = source.text("title") or " ".join(source.words().split()) if source is not None else None
    categories = [
        (
            "category",
            one.attributes.get("label") or one.attributes.get("term") or " ".join(one.words().split()),
        )
        for one in item.own("category", "subject")
    ]
    return RawRecord(
        text=text,
        title=_said(item, "title"),
        date=_said(item, "pubDate", "published", "issued", "date"),
        source=named or channel[0],
        author=_authors(item),
        language=_said(item, "language") or item.attributes.get("lang") or channel[1],
        url=_link(item),
        line=item.line,
        markup=True,
        meta=meta_pairs(categories),
        standfirst=_standfirst(texts, text),
    )


def _standfirst(texts: list[str], text: str) -> str | None:
    """What an item says before its text: the first other one that has some words, without a program's own."""
    for other in texts:
        said = _CUT_OFF.sub("", other).strip()
        if other is not text and len(said.split(None, _FEW_WORDS)) > _FEW_WORDS:
            return said
    return None


def _texts(item: Element, name: str) -> Iterator[str]:
    for one in item.own(name):
        if one.attributes.get("type") == "xhtml" or any(isinstance(child, Element) for child in one.children):
            yield one.markup()
        elif one.attributes.get("src") is None:
            yield one.words()


def _said(item: Element, *names: str) -> str | None:
    for name in names:
        for one in item.own(name):
            if said := " ".join(one.words().split()):
                return said
    return None


def _authors(item: Element) -> tuple[str, ...] | str | None:
    names = []
    for one in item.own("creator", "author"):
        said = one.text("name") if any(one.own("name")) else " ".join(one.words().split())
        if said and (found := _MAIL.match(said)):
            said = found[1]
        if said and said not in names and "@" not in said:
            names.append(said)
    return names[0] if len(names) == 1 else tuple(names) or None


def _link(item: Element) -> str | None:
    """The address of the article: Atom's alternate, RSS's link, or a guid that is one."""
    for one in item.own("link"):
        if one.attributes.get("rel", "alternate") == "alternate":
            said = one.attributes.get("href") or one.words().strip()
            if said:
                return said
    for one in item.own("guid", "id"):
        said = one.words().strip()
        if said.startswith("http") and one.attributes.get("isPermaLink") != "false":
            return said
    return None
