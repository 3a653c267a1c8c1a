"""Articles kept so that they come back whole, without keeping their text twice.

The text is in the passages; the keyword fields are in their columns. The rest is in two records, both JSON:

- the head, what a list of results shows, as an array without the nulls at its end: t title, k date kind, d
  date text, s source kind, h heading (where it isn't the title or the beginning of the text), a agency, w
  byline (null: the authors, parted by commas; false: none), u url, r locator, q author kind (null: exact
  where there is a byline, else none);
- the body, an object without what is empty: l title lines, p lines of each paragraph (first, last; 0 0 for
  none), b numbers of the paragraphs that are subheads, k those of the other kinds but body by kind, o dropped
  text (text, rule, lines) but for what lay around the article.

Passages of an article follow each other with a blank line between them, or a blank where a paragraph was cut
(`c` lists those); where they don't make up the whole text, the body holds the text (`x`). Paragraphs are what
blank lines part; where that isn't so their lengths are kept (`n`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from operator import attrgetter
from typing import Any, Final, Literal

from dateline.indexer.article import (
    AROUND,
    Article,
    Dropped,
    Lines,
    Mention,
    Paragraph,
    ParagraphKind,
    Passage,
    heading_of,
)
from dateline.indexer.format.ready_passages import ReadyPassages
from dateline.indexer.format.segment.stored_heads import AUTHOR_KIND, BYLINE, MORE, Head, joined, usual_kind

__all__ = ["pack", "unpack", "without_surrogates"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quoted: Final = json.encoder.encode_basestring  # what that says of a str
_more_of: Final = attrgetter(*MORE)
_BYLINE_AT: Final = MORE.index(BYLINE)
_AUTHOR_KIND_AT: Final = MORE.index(AUTHOR_KIND)


def pack(article: Article, text: str, passages: Sequence[Passage]) -> tuple[str, str]:
    """Head and body of an article with this text and these passages; empty when there is nothing to say.

    Of ready passages it is known what their text is: it may be left empty.
    """
    heading = None if article.title else _own_heading(article, article.text, passages)
    return _pack_head(article, heading), _pack_body(article, text, passages)


def _own_heading(article: Article, text: str, passages: Sequence[Passage]) -> str | None:
    """The heading of an article without a title, where it isn't the beginning of its first passage."""
    if _is_one_passage(article, text, passages):
        return None
    heading = article.heading
    first = heading_of(text[passages[0].start : passages[0].end]) if passages else article.id
    return None if heading == first else heading


def _pack_head(article: Article, heading: str | None) -> str:
    more: list[str | Literal[False] | None] = list(_more_of(article))
    byline = article.author
    if article.authors or byline is not None:
        told = byline == joined([mention.value for mention in article.authors])
        more[_BYLINE_AT] = None if told else False if byline is None else byline
    if more[_AUTHOR_KIND_AT] == usual_kind(byline):
        more[_AUTHOR_KIND_AT] = None
    head = [
        article.title,
        None if article.date_kind == "none" else article.date_kind,
        article.date_text,
        None if article.source_kind == "none" else article.source_kind,
        heading,
        *more,
    ]
    while head and head[-1] is None:
        head.pop()
    if not head:
        return ""
    said = ["null" if value is None else _quoted(value) if value else _encode(value) for value in head]
    return f"[{','.join(said)}]"


def _pack_body(article: Article, text: str, passages: Sequence[Passage]) -> str:
    body: dict[str, Any] = {}
    if article.title_lines is not None:
        body["l"] = article.title_lines
    if article.dropped and (
        dropped := [(drop.text, drop.rule, drop.lines) for drop in article.dropped if drop.rule not in AROUND]
    ):
        body["o"] = dropped
    if isinstance(passages, ReadyPassages):  # their paragraphs are what blank lines part, and all of the text
        _pack_lines_and_kinds(body, article.paragraphs)
    else:
        _pack_paragraphs(body, article.paragraphs, text)
        _pack_gaps(body, text, passages)
    return _encode(body) if body else ""


def _is_one_passage(article: Article, text: str, passages: Sequence[Passage]) -> bool:
    """Whether the article is a single paragraph and passage, so that both suggest the same heading."""
    return (
        len(article.paragraphs) == len(passages) == 1
        and article.paragraphs[0].kind == "body"
        and passages[0].start == 0
        and passages[0].end == len(text)
    )


def _pack_lines_and_kinds(record: dict[str, Any], paragraphs: Sequence[Paragraph]) -> None:
    lines = [paragraph.lines for paragraph in paragraphs]
    if any(lines):
        record["p"] = [line for one in lines for line in one or (0, 0)]
    kinds = [paragraph.kind for paragraph in paragraphs]
    if kinds.count("body") == len(kinds):
        return
    if subheads := [number for number, kind in enumerate(kinds) if kind == "subhead"]:
        record["b"] = subheads
    others: dict[str, list[int]] = {}
    for number, kind in enumerate(kinds):
        if kind not in ("body", "subhead"):
            others.setdefault(kind, []).append(number)
    if others:
        record["k"] = others


def _pack_paragraphs(record: dict[str, Any], paragraphs: Sequence[Paragraph], text: str) -> None:
    if len(paragraphs) == 1 and paragraphs[0].lines is None and paragraphs[0].kind == "body" and text:
        if "\n\n" in text:
            record["n"] = [len(text)]
        return
    _pack_lines_and_kinds(record, paragraphs)
    if (text.split("\n\n") if text else []) != [paragraph.text for paragraph in paragraphs]:
        record["n"] = [len(paragraph.text) for paragraph in paragraphs]


def _pack_gaps(record: dict[str, Any], text: str, passages: Sequence[Passage]) -> None:
    """Note the passages that follow a cut, or the text where passages don't make it up."""
    if not passages:
        if text:
            record["x"] = text
        return
    cuts = []
    end = passages[0].end
    whole = passages[0].start == 0 and passages[-1].end == len(text)
    for number in range(1, len(passages)):
        gap = text[end : passages[number].start]
        if gap == " ":
            cuts.append(number)
        elif gap != "\n\n":
            whole = False
        end = passages[number].end
    if not whole:
        record["x"] = text
    elif cuts:
        record["c"] = cuts


def unpack(
    head: Head,
    body: Mapping[str, Any],
    keywords: Mapping[str, str | None],
    mentions: Mapping[str, tuple[Mention, ...]],
    passages: Sequence[str],
) -> Article:
    """The article again, from its records, its keyword fields and mentions by name, its passages' texts."""
    fields_of: dict[str, Any] = {**keywords, **mentions, **head.more}
    fields_of["meta"] = "\n".join([mention.value for mention in mentions.get("metas", ())]) or None
    return Article(
        **fields_of,
        title=head.title,
        paragraphs=_paragraphs(body, _text(body, passages)),
        date_kind=head.date_kind,
        date_text=head.date_text,
        source_kind=head.source_kind,
        title_lines=_lines(body.get("l")),
        dropped=tuple(Dropped(text, rule, _lines(lines)) for text, rule, lines in body.get("o", ())),
    )


def _lines(lines: Sequence[int] | None) -> Lines | None:
    return (lines[0], lines[1]) if lines else None


def _text(record: Mapping[str, Any], passages: Sequence[str]) -> str:
    if "x" in record:
        return str(record["x"])
    cuts = set(record.get("c", ()))
    pieces = []
    for number, passage in enumerate(passages):
        if number:
            pieces.append(" " if number in cuts else "\n\n")
        pieces.append(passage)
    return "".join(pieces)


def _paragraphs(record: Mapping[str, Any], text: str) -> tuple[Paragraph, ...]:
    lengths = record.get("n")
    if lengths is None:
        texts = text.split("\n\n") if text else []
    else:
        texts, start = [], 0
        for length in lengths:
            texts.append(text[start : start + length])
            start += length + 2
    lines: Sequence[int] = record.get("p", ())
    kinds: dict[int, ParagraphKind] = dict.fromkeys(record.get("b", ()), "subhead")
    for kind, numbers in record.get("k", {}).items():
        kinds.update(dict.fromkeys(numbers, kind))
    return tuple(
        Paragraph(
            paragraph,
            (lines[2 * i], lines[2 * i + 1]) if lines and lines[2 * i] else None,
            kinds.get(i, "body"),
        )
        for i, paragraph in enumerate(texts)
    )


def without_surrogates(article: Article) -> Article:
    """The article with U+FFFD for each lone surrogate, which no encoding can write."""
    cleaned: Article = _clean(article)
    return cleaned


def _clean(value: Any) -> Any:
    """The value with every text in it cleaned."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _clean(getattr(value, part.name)) for part in fields(value)})
    return value
