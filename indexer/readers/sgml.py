"""Reuters SGML, as of Reuters-21578: stories of a wire one after the other, their lines wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.elements import Element, elements
from dateline.indexer.readers.meta import meta_pairs
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, RawStory

__all__ = ["read"]

_TITLES: Final = ("title",)
_LISTS: Final = ("topics", "places", "people", "orgs", "exchanges", "companies")
_STATED: Final = frozenset(("title", "author", "dateline"))
_END: Final = re.compile(r"\s*(?:reuters?|REUTERS?|Reuters?)\s*(?:&#3;)?\s*\Z")


def read(stream: BinaryIO) -> Iterator[RawStory | Broken]:
    """The stories, in order, and what is broken; SourceError where it holds none."""
    text = decode(stream.read())
    count = 0
    for count, story in enumerate(elements(text, ("reuters",), lower=True), 1):
        yield story if isinstance(story, Broken) else _story(story, count)
    if not count:
        raise SourceError(None, "SGML without a <REUTERS> story in it")


def _story(story: Element, number: int) -> RawStory:
    text = next(story.own("text"), story)
    body = next(text.own("body"), None)
    if body is not None:
        words, line = body.words(), body.line
    else:  # a brief, or what was never parted into its elements
        words = "".join(one for one in text.children if isinstance(one, str))
        line = text.line
    lists = [(name, topic.words()) for name in _LISTS for one in story.own(name) for topic in one.own("d")]
    title = text.text(*_TITLES)
    return RawStory(
        text=_END.sub("", words),
        line=line,
        title=title,
        title_line=next((one.line for one in text.own(*_TITLES)), None),
        date=story.text("date"),
        source="Reuters",
        place=_place(text.text("dateline")),
        author=text.text("author"),
        part=story.attributes.get("newid") or str(number),
        meta=meta_pairs([*lists, ("newid", story.attributes.get("newid"))]),
    )


def _place(dateline: str | None) -> str | None:
    """The dateline "SALVADOR, Feb 26 -", of which the cleaner parts place and day."""
    return dateline.title() if dateline is not None and dateline.isupper() else dateline
