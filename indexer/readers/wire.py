"""Which stories does a text of a wire hold, each below its slug?

A slug is the line by which a desk knows a story: AM-Bridge, BC-VALLEY-BRIDGE,0412, BRIDGE-CLOSURE/. It is no
title; what stands below it is read as any text is. The marks of an end (-30-, ENDITEM) are none of its words.

>>> [story] = stories_of_wire("BC-VALLEY-BRIDGE,0412\\nBridge closes\\n\\nIt is shut.\\n-30-\\n")
>>> story.text, story.line, story.meta
('Bridge closes\\n\\nIt is shut.\\n', 2, (('slug', 'BC-VALLEY-BRIDGE,0412'),))
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.readers.raw import RawParagraph, RawStory

__all__ = ["stories_of_wire"]

# By its cycle and a count of words, or in capitals joined by signs.
_SLUG: Final = re.compile(
    r"\^?(?:(?:AM|PM|BC|AP|UR|EU|US|UK|RT)-[A-Z][\w.’'-]*(?:[-/, ].{0,60})?"
    r"|[A-Z][\w.’'-]{2,30}(?:[-/][A-Z][\w.’'-]*)*(?:, ?[\w -]{1,30})*, ?(?!(?:1[89]|20)\d\d)\d{3,4}"
    r"|[A-Z0-9]{2,}(?:[-/][A-Z0-9]{2,})+/?(?: \([A-Z0-9 ,.-]{1,30}\))?(?:,? ?\d{2,4}(?: words)?)?"
    r"|[A-Z]{3,}/(?: \([A-Z0-9 ,.-]{1,30}\))?)<?"
)
_END: Final = re.compile(
    r"\s*(?:-+\s?30\s?-+|\(?END(?:S|IT|ITEM)?\)?|#{3,}|[A-Z]{2,3}-[A-Z]{2}-\d\d-\d\d-\d\d \d{4}[A-Z]{3}.?)\s*"
)
_NOTE: Final = re.compile(
    r"\s*(?:URGENT|BULLETIN|FLASH|[A-Z][\w. -]{2,40} (?:Writer|Correspondent)|Eds?(?:itors)?:.{0,300}"
    r"|\(?EMBARGO.{0,100})\s*"
)
_TITLE_CHARS: Final = 120
_MOST_BLANK: Final = 20  # lines before the first slug


def stories_of_wire(text: str) -> list[RawStory] | None:
    """The stories, each with its slug as meta; None where the first line with words is no slug."""
    lines = text.replace("\r\n", "\n").split("\n")
    first = next((number for number, line in enumerate(lines[:_MOST_BLANK]) if line.strip()), None)
    if first is None or not _is_slug(lines, first):
        return None
    starts = [first]
    for number in range(first + 1, len(lines)):
        before = next((line for line in reversed(lines[max(number - 5, 0) : number]) if line.strip()), "")
        if _END.fullmatch(before) and _is_slug(lines, number):
            starts.append(number)
    ends = [*starts[1:], len(lines)]
    return [
        _story(lines, start, end, str(number) if len(starts) > 1 else "")
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _is_slug(lines: list[str], number: int) -> bool:
    """Whether a line is one, and not the title: right below it stands a short line or a note."""
    if len(lines[number]) > _TITLE_CHARS or not _SLUG.fullmatch(lines[number].strip()):
        return False
    below = next((line.strip() for line in lines[number + 1 : number + 3] if line.strip()), "")
    return bool(below) and len(below) <= _TITLE_CHARS


def _story(lines: list[str], start: int, end: int, part: str) -> RawStory:
    struck = [RawParagraph(lines[start].strip(), line=start + 1)]
    body: list[str] = []
    for number in range(start + 1, end):
        line = lines[number]
        if _END.fullmatch(line) or _NOTE.fullmatch(line):
            struck.append(RawParagraph(line.strip(), line=number + 1))
            line = ""
        # A caret opens and a bracket closes each paragraph of some wires.
        body.append(line.strip().removeprefix("^").removesuffix("<") if line[:1] == "^" else line)
    slug = lines[start].strip().strip("^<")
    text = "\n".join(body).rstrip() + "\n"
    return RawStory(text, line=start + 2, part=part, meta=(("slug", slug),), struck=tuple(struck))
