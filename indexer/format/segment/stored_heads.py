"""The records of articles as they are read: heads, which every list of results shows, and bodies.

What is in them is told in stored_articles.py, which writes them and makes whole articles of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from dateline.indexer.format.fields import STORED, TITLE

if TYPE_CHECKING:
    from dateline.indexer.article import AuthorKind, DateKind

__all__ = [
    "AUTHOR_KIND",
    "BODIES",
    "BYLINE",
    "HEADS",
    "MORE",
    "NO_HEAD",
    "TEXTS",
    "Head",
    "Records",
    "fill_head",
    "joined",
    "unpack_body",
    "unpack_head",
    "usual_kind",
]

# Records that share a frame. Measured on those of Reuters (257 bytes), in bytes a record and µs to read one:
# 4 45, 1.1; 8 41, 1.8; 16 38, 3.0. Records of 30 bytes take 7.1, 3.5 and 1.9.
_GROUP: Final = 8


# Passages that share a frame. Measured on those of Reuters, in bytes a byte of text and µs to read one:
# 1 .465, .85; 2 .427, 1.2; 4 .404, 1.9; 8 .391, 3.5. A list of results shows several passages of an article.
_TEXTS: Final = 4


class Records(NamedTuple):
    """Where records of a kind are: the prefix of their arrays, how many share a frame, what parts them."""

    prefix: str
    group: int
    separator: bytes


HEADS: Final = Records("head.", _GROUP, b"\n")
BODIES: Final = Records("article.", _GROUP, b"\n")
TEXTS: Final = Records("passage.", _TEXTS, b"\xff")  # the texts of passages: no UTF-8 has that byte

# What a head has after the five that every list shows.
MORE: Final = [name for name in STORED if name != TITLE]

_OF_EVERY_LIST: Final = ("title", "date_kind", "date_text", "source_kind", "heading")
NO_HEAD: Final[dict[str, Any]] = dict.fromkeys((*_OF_EVERY_LIST, *MORE)) | {
    "date_kind": "none",
    "source_kind": "none",
}


class Head(NamedTuple):
    """A head as it is read; `more` are the other fields that are stored, by name."""

    title: str | None
    date_kind: DateKind
    date_text: str | None
    source_kind: Literal["exact", "inferred", "none"]
    heading: str | None  # None: the title or the beginning of the text
    more: dict[str, Any]


_JSON: Final[Any] = json.JSONDecoder()
_decode: Final = _JSON.scan_once  # `loads` does more than such short texts need
BYLINE: Final = "author"
AUTHOR_KIND: Final = "author_kind"


def joined(values: Sequence[str]) -> str | None:
    """The byline of these authors, where no other is stored."""
    return ", ".join(values) if values else None


def usual_kind(byline: str | None) -> AuthorKind:
    """How sure the authors of an article with this byline are where nothing else is stored."""
    return "none" if byline is None else "exact"


def unpack_head(record: bytes, authors: Sequence[str]) -> Head:
    """A head again; `authors` are the article's. ValueError for bytes that are none."""
    fields = NO_HEAD.copy()
    fill_head(fields, record.decode(), authors)
    return Head(
        title=fields["title"],
        date_kind=fields["date_kind"],
        date_text=fields["date_text"],
        source_kind=fields["source_kind"],
        heading=fields["heading"],
        more={name: fields[name] for name in MORE},
    )


def fill_head(fields: dict[str, Any], record: str, authors: Sequence[str]) -> None:
    """Put those of its head into the fields of an article, which have those of none.

    ValueError for text that is none.
    """
    if record:
        try:
            head, _ = _decode(record, 0)
        except StopIteration:
            raise ValueError("no JSON") from None
        if type(head) is not list or len(head) > len(NO_HEAD):
            raise ValueError("no head")
        fields.update(zip(NO_HEAD, head, strict=False))
        if not fields["date_kind"]:
            fields["date_kind"] = "none"
        if not fields["source_kind"]:
            fields["source_kind"] = "none"
    byline = fields[BYLINE]
    if byline is None:
        byline = fields[BYLINE] = joined(authors)
    elif byline is False:
        byline = fields[BYLINE] = None
    if not fields[AUTHOR_KIND]:
        fields[AUTHOR_KIND] = usual_kind(byline)


def unpack_body(record: bytes) -> dict[str, Any]:
    """A body as a dictionary of its short keys. ValueError for bytes that are none."""
    parsed: dict[str, Any] = json.loads(record) if record else {}
    return parsed
