"""Plain text: the whole file is one, unless a database or a program wrote what it is about above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import RawDocument, RawStory, RawText

__all__ = ["read"]

# What may be a download of a database (exports), which few texts are: a line of it, sought by the end of that
# before, since all other places of a text are then passed over at once.
_EXPORT: Final = re.compile(
    r"\n[ \t]*(?:\d+ \w+ \d+ d\w+|d[\wé]+t\w* \d+ \w+ \d+|(?:AN[ \t]+)?D\w+[ \t]+[A-Za-z0-9]{15,40}"
    r"|[文Д]\w+[ \t]+\w{15,40}|\S*ProQuest.{0,20}:.*|\S+ \w+ (?:of |du |del |des |van )?d[\wé]+s?"
    r"|news[·.:]\d{8}.*|Certificate? .*)[ \t\r]*$",
    re.MULTILINE | re.IGNORECASE,
)


def read(stream: BinaryIO) -> Iterator[RawText | RawStory | RawDocument]:
    """The text of a file, in whichever encoding it is; of a download of a database its stories."""
    text = decode(stream.read())
    yield from _stories(text)


def _stories(text: str) -> Iterable[RawText | RawStory | RawDocument]:
    if _EXPORT.search(f"\n{text}"):
        from dateline.indexer.readers.exports import stories_of_text

        if (stories := stories_of_text(text)) is not None:
            return stories
    if text[:3] in ("---", "+++") or ":" in text[:_FIRST_LINE].partition("\n")[0]:
        from dateline.indexer.readers.front_matter import story_of_text

        if (story := story_of_text(text)) is not None:
            return [story]
    if _SLUG.match(text):
        from dateline.indexer.readers.wire import stories_of_wire

        if (told := stories_of_wire(text)) is not None:
            return told
    return [RawText(text)]


_FIRST_LINE: Final = 1000
# What may be the slug of a wire: a line with a sign between capitals, or that ends in a count.
_SLUG: Final = re.compile(r"\s{0,200}\^?[A-Z][^\n]{0,30}[-/,][^\n]{0,100}\r?\n")
