"""NITF and NewsML: the formats in which agencies hand on their stories, by the IPTC.

NewsML-G2 (`newsItem`, alone or in a `newsMessage`) states title, byline and date and holds the text as NITF,
HTML or plain; NewsML 1 holds NITF in a `NewsItem`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from dateline.indexer.article import ParagraphKind
from dateline.indexer.errors import SourceError
from dateline.indexer.readers.elements import Element, elements, first_name
from dateline.indexer.readers.meta import meta_pairs
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, Meta, RawDocument, RawParagraph

__all__ = ["read"]

_ROOTS: Final = frozenset(("nitf", "newsitem", "newsmessage", "newsml", "packageitem"))
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_KINDS: Final[Mapping[str, ParagraphKind]] = {
    **dict.fromkeys(("hl2", "h1", "h2", "h3", "h4", "h5", "h6"), "subhead"),
    "li": "list",
    "tr": "table",
}
_BODY: Final = ("p", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "dd", "dt", "tr")


def read(stream: BinaryIO) -> Iterator[RawDocument | Broken]:
    """The stories, in order, and what is broken; SourceError for XML of another kind."""
    data = stream.read()
    declared = _ENCODING.search(data[:1024])
    text = decode(data, declared=declared[1].decode("ascii") if declared else None)
    root = first_name(text)
    if root not in _ROOTS:
        raise SourceError(None, f"XML whose first element is <{root[:40]}>, and there is no reader for it")
    found = list(elements(text, ("nitf",) if root == "nitf" else ("newsItem", "NewsItem")))
    for number, item in enumerate(found, 1):
        if isinstance(item, Broken):
            yield item
            continue
        part = str(number) if len(found) > 1 else ""
        yield _nitf(item, part) if item.name == "nitf" else _news_item(item, part)


def _paragraphs(body: Element | None) -> tuple[RawParagraph, ...]:
    """The innermost blocks of a body, in order; one without blocks is a text whose lines are paragraphs."""
    if body is None:
        return ()
    captions = {id(one) for media in body.all("media", "figcaption") for one in media.all(*_BODY)}
    blocks = [one for one in body.all(*_BODY) if next(one.all(*_BODY), None) is None]
    found = [
        RawParagraph(said, "caption" if id(one) in captions else _KINDS.get(one.name, "body"), one.line)
        for one in blocks
        if (said := " ".join(one.words().split()))
    ]
    if found:
        return tuple(found)
    parts = re.split(r"\n[^\S\n]*\n|\n(?=[ \t]{2,}\S)", body.words())
    return tuple(RawParagraph(said, line=body.line) for part in parts if (said := " ".join(part.split())))


def _nitf(nitf: Element, part: str) -> RawDocument:
    head = nitf.first("body.head")
    content = nitf.first("body.content")
    issue = nitf.first("date.issue")
    publication = nitf.first("pubdata")
    day = nitf.first("story.date")
    dates = [
        publication.attributes.get("date.publication") if publication else None,
        issue.attributes.get("norm") if issue else None,
        day.attributes.get("norm") or day.words() if day else None,
    ]
    keywords = [("keyword", one.attributes.get("key")) for one in nitf.all("keyword")]
    sections = [("section", publication.attributes.get("position.section"))] if publication else []
    source = publication.attributes.get("name") if publication else None
    standfirst = head.text("hl2") if head else None
    above = (RawParagraph(standfirst, "standfirst"),) if standfirst else ()
    return RawDocument(
        (*above, *_paragraphs(content)),
        title=(head.text("hl1", "headline") if head else None) or nitf.text("title"),
        date=next((_day(date) for date in dates if date), None),
        source=source or (head.text("distributor") if head else None),
        author=_byline(head.text("byline") if head else None),
        language=nitf.attributes.get("lang") or (content.attributes.get("lang") if content else None),
        url=publication.attributes.get("ex-ref") if publication else None,
        part=part,
        meta=meta_pairs([*sections, *keywords]),
        place=_place(head.first("dateline") if head else None),
    )


def _place(dateline: Element | None) -> str | None:
    said = dateline.text("location") if dateline is not None else None
    return said.title() if said and said.isupper() else said


def _news_item(item: Element, part: str) -> RawDocument:
    """A story of NewsML: what the item states wins over what the NITF in it does."""
    inner = item.first("nitf")
    nitf = _nitf(inner, part) if inner is not None else RawDocument(())
    content = item.first("inlineXML", "inlineData", "DataContent")
    meta = item.first("contentMeta") or item
    published = item.text("contentCreated", "firstCreated", "FirstCreated", "versionCreated", "DateAndTime")
    if published is None and (created := item.first("itemMeta")) is not None:
        published = created.text("versionCreated")
    creator = meta.first("creator")
    provider = item.first("provider", "infoSource", "Provider")
    language = meta.first("language", "Language")
    names = [_name(one) for one in meta.all("by", "ByLine", "creator") if one.name != "creator"]
    return RawDocument(
        nitf.paragraphs or _paragraphs(content),
        title=meta.text("headline", "HeadLine", "title") or nitf.title,
        date=_day(published) if published else nitf.date,
        source=(_name(provider) if provider else None) or nitf.source,
        author=_byline(names[0] if names else None) or nitf.author or (_name(creator) if creator else None),
        language=(
            (language.attributes.get("tag") or language.attributes.get("FormalName")) if language else None
        ) or nitf.language or item.attributes.get("lang"),
        url=nitf.url,
        part=part,
        meta=_meta(meta, nitf.meta),
        place=nitf.place or _place(meta.first("DateLine")) or _named(meta.first("located")),
    )  # fmt: skip


def _meta(meta: Element, inner: Meta) -> Meta:
    subjects = [("subject", one.text("name") or one.attributes.get("literal")) for one in meta.all("subject")]
    stated = [("slugline", meta.text("slugline", "SlugLine")), ("genre", _named(meta.first("genre")))]
    return meta_pairs(
        [
            *inner,
            *stated,
            *subjects,
            *[("keyword", one.words()) for one in meta.all("keyword", "KeywordLine")],
        ]
    )


def _named(one: Element | None) -> str | None:
    return (one.text("name") or one.attributes.get("literal")) if one is not None else None


def _name(one: Element) -> str | None:
    """How who is meant is called: in words, else by a code that is one."""
    said = one.text("name") or " ".join(one.words().split()) or one.attributes.get("literal")
    party = one.first("Party")
    return said or (party.attributes.get("FormalName") if party is not None else None)


def _byline(said: str | None) -> str | None:
    return said or None


def _day(stated: str) -> str:
    """The day of a date and time of the IPTC: 20190307T101500Z stays what it is, and is read as any date."""
    return stated.strip()
