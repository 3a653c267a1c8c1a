"""Are two articles the same, in whichever index each lies? They are when their digests are.

A digest is of everything an index keeps of an article: its fields, its paragraphs, how it is cut into
passages, when it was indexed. Where sentences begin is read out of the text, and not in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final, Protocol

from dateline.indexer.article import AROUND, Article, Dropped, Mention, Paragraph, Passage

__all__ = ["DIGEST_BYTES", "CopiedArticle", "article_digest"]

DIGEST_BYTES: Final = 16
_NESTED: Final = ("paragraphs", "authors", "metas", "dropped")
_PLAIN: Final = tuple([one.name for one in fields(Article) if one.name not in _NESTED])
_plain_of: Final = attrgetter(*_PLAIN)
_encode: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class CopiedArticle(Protocol):
    """An article with what an index is given beside it; its path is as it is kept."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def passages(self) -> Sequence[Passage]:
        """How it is cut."""

    @property
    def sentences(self) -> Sequence[Sequence[int]]:
        """Where sentences begin in each passage."""

    @property
    def indexed(self) -> int:
        """When it was indexed, in milliseconds since 1970."""


def article_digest(one: CopiedArticle) -> bytes:
    """So many bytes that tell it from every other."""
    article = one.article
    record: list[Any] = [
        one.indexed,
        _plain_of(article),
        [(part.text, part.lines, part.kind) for part in article.paragraphs],
        [_mentions(article.authors), _mentions(article.metas)],
        [(drop.text, drop.rule, drop.lines) for drop in article.dropped if drop.rule not in AROUND],
        [(passage.start, passage.end, passage.lines) for passage in one.passages],
    ]
    return blake2b(_encode(record).encode(), digest_size=DIGEST_BYTES).digest()


def _mentions(mentions: Sequence[Mention]) -> list[tuple[str, int, int]]:
    return [(one.value, one.start, one.end) for one in mentions]


def _demand_known(record: type, names: tuple[str, ...]) -> None:
    """What is added to a record, and forgotten here, would be lost on the way without anybody's notice."""
    if tuple([one.name for one in fields(record)]) != names:
        raise AssertionError(f"{record.__name__} has other fields")


_demand_known(Paragraph, ("text", "lines", "kind"))
_demand_known(Mention, ("value", "start", "end"))
_demand_known(Dropped, ("text", "rule", "lines"))
_demand_known(Passage, ("start", "end", "lines"))
