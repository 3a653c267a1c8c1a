"""Articles kept so that they come back whole, without keeping their text twice.

The text is in the passages; the keyword fields are in their columns. The record holds the rest, as JSON
without what is empty: titles, how the date is known, lines, dropped text, the stamp. Passages of an article
follow each other with a blank line between them, or a blank where a paragraph was cut (`c` lists those);
where they don't make up the whole text, the record holds the text (`x`). Paragraphs are what blank lines
part; where that isn't so their lengths are kept (`n`).

Keys: t title, a agency, w byline (where it isn't the authors, parted by commas), u url (these are in
fields.py), k date kind, d date text, s source kind, l title lines, h heading (where it isn't the title or the
beginning of the text), p lines of each paragraph (first, last; 0 0 for none),
b numbers of the paragraphs that are subheads, o dropped text (text, rule, lines), m stamp.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from dateline.indexer.article import (
    Article,
    Dropped,
    Lines,
    Mention,
    Paragraph,
    Passage,
    Stamp,
    heading_of,
)
from dateline.indexer.format.fields import STORED

__all__ = ["RECORDS_GROUP", "pack", "unpack", "unpack_json", "without_surrogates"]

# Records that share a frame. Measured on those of Reuters (257 bytes), in bytes a record and µs to read one:
# 4 45, 1.1; 8 41, 1.8; 16 38, 3.0. Records of 30 bytes take 7.1, 3.5 and 1.9.
RECORDS_GROUP: Final = 8

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BYLINE: Final = "author"
_SAID: Final = [(name, key) for name, key in STORED.items() if name != _BYLINE]


def pack(article: Article, text: str, passages: Sequence[Passage]) -> str:
    """The record of an article with this text and these passages; empty when there is nothing to say."""
    record: dict[str, Any] = {}
    for name, key in _SAID:
        value = getattr(article, name)
        if value is not None:
            record[key] = value
    if article.author is not None or article.authors:
        byline = article.author
        if byline != _joined([mention.value for mention in article.authors]):
            record[STORED[_BYLINE]] = byline
    if not article.title and not _is_one_passage(article, text, passages):
        heading = article.heading
        if heading != (heading_of(text[passages[0].start : passages[0].end]) if passages else article.id):
            record["h"] = heading
    if article.date_kind != "none":
        record["k"] = article.date_kind
    if article.date_text is not None:
        record["d"] = article.date_text
    if article.source_kind != "none":
        record["s"] = article.source_kind
    if article.title_lines is not None:
        record["l"] = article.title_lines
    if article.dropped:
        record["o"] = [(drop.text, drop.rule, drop.lines) for drop in article.dropped]
    if article.stamp is not None:
        record["m"] = (article.stamp.size, article.stamp.modified_ns, article.stamp.sha256)
    _pack_paragraphs(record, article.paragraphs, text)
    _pack_gaps(record, text, passages)
    if not record:
        return ""
    if all(type(value) is str for value in record.values()):  # as most are: a third of the time
        return "{" + ",".join([f'"{key}":{_encode(value)}' for key, value in record.items()]) + "}"
    return _encode(record)


def _joined(values: Sequence[str]) -> str | None:
    return ", ".join(values) if values else None


def byline(record: Mapping[str, Any], authors: Sequence[str]) -> str | None:
    """The byline of an article with this record and these authors."""
    key = STORED[_BYLINE]
    said: str | None = record[key] if key in record else _joined(authors)
    return said


def _is_one_passage(article: Article, text: str, passages: Sequence[Passage]) -> bool:
    """Whether the article is a single paragraph and passage, so that both suggest the same heading."""
    return (
        len(article.paragraphs) == len(passages) == 1
        and article.paragraphs[0].kind == "body"
        and passages[0].start == 0
        and passages[0].end == len(text)
    )


def _pack_paragraphs(record: dict[str, Any], paragraphs: Sequence[Paragraph], text: str) -> None:
    if len(paragraphs) == 1 and paragraphs[0].lines is None and paragraphs[0].kind == "body" and text:
        if "\n\n" in text:
            record["n"] = [len(text)]
        return
    if any(paragraph.lines for paragraph in paragraphs):
        record["p"] = [line for paragraph in paragraphs for line in paragraph.lines or (0, 0)]
    subheads = [number for number, paragraph in enumerate(paragraphs) if paragraph.kind == "subhead"]
    if subheads:
        record["b"] = subheads
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


def unpack_json(record: bytes) -> dict[str, Any]:
    """The record as a dictionary of its short keys."""
    parsed: dict[str, Any] = json.loads(record) if record else {}
    return parsed


def unpack(
    record: Mapping[str, Any],
    keywords: Mapping[str, str | None],
    mentions: Mapping[str, tuple[Mention, ...]],
    passages: Sequence[str],
) -> Article:
    """The article again, from its record, its keyword fields and mentions by name, its passages' texts."""
    stamp = record.get("m")
    fields_of: dict[str, Any] = {**keywords, **mentions, **{name: record.get(key) for name, key in _SAID}}
    fields_of[_BYLINE] = byline(record, [mention.value for mention in mentions["authors"]])
    return Article(
        **fields_of,
        paragraphs=_paragraphs(record, _text(record, passages)),
        date_kind=record.get("k", "none"),
        date_text=record.get("d"),
        source_kind=record.get("s", "none"),
        title_lines=_lines(record.get("l")),
        dropped=tuple(Dropped(text, rule, _lines(lines)) for text, rule, lines in record.get("o", ())),
        stamp=None if stamp is None else Stamp(*stamp),
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
    subheads = set(record.get("b", ()))
    return tuple(
        Paragraph(
            paragraph,
            (lines[2 * i], lines[2 * i + 1]) if lines and lines[2 * i] else None,
            "subhead" if i in subheads else "body",
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
