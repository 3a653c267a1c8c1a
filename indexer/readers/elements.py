"""Which elements of a kind does an XML or SGML text hold, each on its own?

The items of a feed, the stories of a wire. Each is parsed for itself, so that a broken one costs itself and a
file is gone through without a tree of all of it. Nothing is fetched and no entity is resolved that a document
declares: before anything is parsed the names of HTML's characters become those characters, and every other
name stays as the letters it is written in. How deep and how many elements are is bounded.

>>> feed = "<rss><item><title>R&eacute;sum&eacute; &x;</title></item></rss>"
>>> [item.text("title") for item in elements(feed, ("item",))]
['Résumé &x;']
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from typing import Final
from xml.parsers import expat

from dateline.indexer.readers.raw import Broken

__all__ = ["Element", "elements", "first_name"]

_DEEPEST: Final = 200
_MOST: Final = 100_000  # elements in one
_MOST_NAMED: Final = 1_000_000  # elements of the kind in a text
_CLOSING: Final = {"<!--": "-->", "<![CDATA[": "]]>"}
_AND: Final = re.compile(
    r"&(?:#(?P<number>[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_KEPT: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
# What XML 1.0 has no place for; a wire's controls among them.
_NO_CHARACTER: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST: Final = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_EMPTY: Final = frozenset(("br", "hr", "img", "col", "meta", "input", "link", "area", "en-media", "en-todo"))


@dataclass(slots=True)
class Element:
    """An element: name and attributes without their prefixes, words and elements in order, its line."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """The elements in it of these names, at any depth, in order."""
        pending = list(reversed(self.children))
        while pending:
            one = pending.pop()
            if isinstance(one, Element):
                if one.name in names:
                    yield one
                pending.extend(reversed(one.children))

    def own(self, *names: str) -> Iterator[Element]:
        """The elements of these names that lie in it directly, in order."""
        return (one for one in self.children if isinstance(one, Element) and one.name in names)

    def first(self, *names: str) -> Element | None:
        """The first of the elements in it, at any depth, by the first of these names that there is."""
        return next((one for name in names for one in self.all(name)), None)

    def words(self) -> str:
        """All words in it, as written."""
        parts: list[str] = []
        pending: list[Element | str] = list(reversed(self.children))
        while pending:
            one = pending.pop()
            if isinstance(one, str):
                parts.append(one)
            else:
                pending.extend(reversed(one.children))
        return "".join(parts)

    def text(self, *names: str) -> str | None:
        """The words of the first element of these names that has any, on one line; None without."""
        for name in names:
            for one in self.all(name):
                if said := " ".join(one.words().split()):
                    return said
        return None

    def markup(self) -> str:
        """What lies in it as HTML."""
        parts: list[str] = []
        pending: list[Element | str] = list(reversed(self.children))
        closing = "\0"
        while pending:
            one = pending.pop()
            if isinstance(one, Element):
                parts.append(f"<{one.name}>")
                if one.name not in _EMPTY:
                    pending.append(f"{closing}</{one.name}>")
                pending.extend(reversed(one.children))
            else:
                parts.append(one[1:] if one.startswith(closing) else html.escape(one, quote=False))
        return "".join(parts)


def first_name(text: str) -> str:
    """The name of a document's first element, small, without its prefix; "" where there is none."""
    head = "".join(part.partition("-->")[2] or part for part in text[:65536].split("<!--"))
    found = _FIRST.search(head)
    return found[1].lower() if found else ""


def elements(text: str, names: Sequence[str], *, lower: bool = False) -> Iterator[Element | Broken]:
    """The outermost elements of these names, in order, and why one is broken.

    `lower` makes all names small, as of SGML, where case says nothing.
    """
    named = "|".join(re.escape(name) for name in names)
    tag = re.compile(
        rf"<(?P<end>/?)(?:[\w.-]{{1,40}}:)?(?:{named})(?=[\s/>])[^<>]*?(?P<empty>/?)>",
        re.IGNORECASE if lower else 0,
    )
    depth, start, line, seen, count = 0, 0, 1, 0, 0
    for found in _tags(text, tag):
        if found["empty"] and depth:
            continue
        if found["end"]:
            if depth != 1:
                depth = max(depth - 1, 0)
                continue
            depth = 0
        elif depth or not found["empty"]:
            depth += 1
            if depth > 1:
                continue
            start = found.start()
            line += text.count("\n", seen, start)
            seen = start
            continue
        else:
            start = found.start()
        count += 1
        if count > _MOST_NAMED:
            return
        yield _parsed(text[start : found.end()], line, lower)
    if depth:
        yield from _unended(text[start:], line, tag, lower)


def _tags(text: str, tag: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The tags of a text, without those in comments and CDATA."""
    at = 0
    left = {"<!--": text.find("<!--"), "<![CDATA[": text.find("<![CDATA[")}
    while found := tag.search(text, at):
        opening = min((where, sign) for sign, where in (*left.items(), ("", len(text))) if where >= 0)
        if opening[0] < found.start():
            where, sign = opening
            end = text.find(_CLOSING[sign], where + len(sign))
            at = where + len(sign) if end < 0 else end
            left = {one: text.find(one, at) if -1 < place < at else place for one, place in left.items()}
            if end < 0:
                left[sign] = -1  # none of them ends from here on
            continue
        yield found
        at = found.end()


def _unended(text: str, line: int, tag: re.Pattern[str], lower: bool) -> Iterator[Element | Broken]:
    """What is left where an element does not end: the first is broken; those in it that end are whole."""
    yield Broken("an element that does not end", line)
    tags = list(_tags(text, tag))
    starts = [found for found in tags if not found["end"] and not found["empty"]]
    ends = [found for found in tags if found["end"]]
    place = 0
    for number, begin in enumerate(starts[1:], 1):
        while place < len(ends) and ends[place].start() < begin.start():
            place += 1
        following = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        if place < len(ends) and ends[place].start() < following:
            at = line + text.count("\n", 0, begin.start())
            yield _parsed(text[begin.start() : ends[place].end()], at, lower)


def _parsed(text: str, line: int, lower: bool) -> Element | Broken:
    builder = _Builder(line, lower)
    try:
        return builder.parse(_without_entities(text))
    except expat.ExpatError as error:
        return Broken(f"not well-formed XML: {expat.ErrorString(error.code)}", line + error.lineno - 1)
    except _TooMuchError as error:
        return Broken(str(error), line)


def _without_entities(text: str) -> str:
    """The text without names of entities but XML's own: outside of CDATA, where they are letters."""
    text = _NO_CHARACTER.sub("", text)
    if "&" not in text:
        return text
    parts = []
    at = 0
    while (begin := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", begin)) >= 0:
        parts += [_AND.sub(_character, text[at:begin]), text[begin : end + 3]]
        at = end + 3
    return "".join([*parts, _AND.sub(_character, text[at:])])


def _character(found: re.Match[str]) -> str:
    if found["number"]:
        number = int(found["number"][1:], 16) if found["number"][0] in "xX" else int(found["number"])
        sign = chr(number) if number < 0x110000 else ""
        return "" if not sign or _NO_CHARACTER.match(sign) else f"&#{number};"
    if not found["name"]:
        return "&amp;" + found[0][1:]
    if found["name"] in _KEPT:
        return found[0]
    sign = html5.get(f"{found['name']};", "")
    return html.escape(sign) if sign else f"&amp;{found['name']};"


class _TooMuchError(Exception):
    pass


class _Builder:
    """What expat says, as elements."""

    def __init__(self, line: int, lower: bool) -> None:
        self._line = line
        self._lower = lower
        self._open: list[Element] = []
        self._count = 0
        self._root: Element | None = None
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data

    def parse(self, text: str) -> Element:
        self._parser.Parse(text, True)
        assert self._root is not None  # expat says "no element found"
        return self._root

    def _name(self, name: str) -> str:
        bare = name.rpartition(":")[2]
        return bare.lower() if self._lower else bare

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _DEEPEST:
            raise _TooMuchError(f"elements lie more than {_DEEPEST} deep in each other")
        if self._count > _MOST:
            raise _TooMuchError(f"more than {_MOST:,} elements in one")
        said = {self._name(key): value for key, value in attributes.items()}
        element = Element(self._name(name), self._line + self._parser.CurrentLineNumber - 1, said)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _data(self, data: str) -> None:
        if self._open:
            self._open[-1].children.append(data)
