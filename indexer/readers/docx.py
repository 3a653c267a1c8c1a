"""Documents of Word: the text as somebody reads it who accepts all changes.

Deleted and hidden text, comments, headers and footers are no part of it; text boxes and notes are. Parts are
read straight from their XML.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.flow import Flow, Role
from dateline.indexer.readers.packages import Package
from dateline.indexer.readers.properties import with_properties
from dateline.indexer.readers.raw import RawDocument
from dateline.indexer.readers.style_names import role_of
from dateline.indexer.readers.xml_events import Event, events, words_by_element

__all__ = ["read"]

_MAIN: Final = "word/document.xml"
# What is in these is not read: deleted or moved away, said twice, said to programs, or about the text.
_SKIPPED: Final = frozenset(
    [
        "del",
        "moveFrom",
        "Fallback",
        "pPrChange",
        "rPrChange",
        "tblPrChange",
        "sectPr",
        "tabs",
        "instrText",
        "delText",
        "delInstrText",
        "rubyPr",
        "rt",
        "binData",
        "docPr",
    ]
)
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF: Final = frozenset(("0", "false", "off", "none"))
_BODY_LEVEL: Final = 9
_FOLLOWED: Final = 20  # styles that are based on each other


@dataclass(slots=True)
class _Style:
    """What a style says of itself."""

    name: str = ""
    based: str | None = None
    level: int | None = None
    hidden: bool | None = None


def read(stream: BinaryIO) -> Iterator[RawDocument]:
    """The text of a document and what its properties say; of a database's download its stories."""
    package = Package(stream)
    main = _main_part(package)
    if main not in package:
        raise SourceError(None, "no document of Word: it has no text part")
    folder = posixpath.dirname(main)
    flow = Flow()
    styles = _styles(package.read(f"{folder}/styles.xml"))
    body = _Walk(flow, styles)
    body.take(package.read(main))
    for kind in ("footnote", "endnote"):
        if body.cited[kind] and (notes := package.read(f"{folder}/{kind}s.xml")):
            _Walk(flow, styles, frozenset(body.cited[kind])).take(notes)
    if (stories := flow.stories()) is not None:
        yield from stories
        return
    said = words_by_element(package.read("docProps/core.xml"))
    yield with_properties(flow.document(), said, creator="creator", created="created")


def _main_part(package: Package) -> str:
    for event in events(package.read("_rels/.rels") or b"<none/>"):
        if event.kind == "start" and event.attributes.get("Type", "").endswith("/officeDocument"):
            return event.attributes.get("Target", _MAIN).lstrip("/")
    return _MAIN


def _styles(part: bytes) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    style = _Style()
    for event in events(part or b"<none/>"):
        if event.kind != "start":
            continue
        value = event.attributes.get("val", "")
        if event.name == "style":
            style = styles[event.attributes.get("styleId", "")] = _Style()
        elif event.name == "name":
            style.name = value
        elif event.name == "basedOn":
            style.based = value
        elif event.name == "outlineLvl":
            style.level = int(value) if value.isdecimal() and value.isascii() and len(value) < 3 else None
        elif event.name == "vanish":
            style.hidden = value not in _OFF
    return styles


class _Walk:
    """One part, told to a flow. `notes` are the ids of the notes of a part that are cited."""

    def __init__(self, flow: Flow, styles: dict[str, _Style], notes: frozenset[str] | None = None) -> None:
        self._flow = flow
        self._styles = styles
        self._notes = notes
        self._path: list[str] = []
        self._skipped = 0  # depth of the element that is not read; 0 for none
        self._paragraphs: list[_Open] = []
        self._placeholder: list[bool] = []
        self.cited: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def take(self, part: bytes) -> None:
        """Tell all of a part."""
        for event in events(part):
            if event.kind == "start":
                self._path.append(event.name)
                if not self._skipped:
                    self._start(event)
            elif event.kind == "end":
                if not self._skipped:
                    self._end(event.name)
                elif self._skipped == len(self._path):
                    self._skipped = 0
                self._path.pop()
            elif not self._skipped and self._path[-1:] == ["t"] and not self._hides():
                self._flow.write(event.words)

    def _start(self, event: Event) -> None:
        name, value = event.name, event.attributes.get("val", "")
        parent = self._path[-2] if len(self._path) > 1 else ""
        if name in _SKIPPED and not (name == "del" and parent == "rPr"):
            self._skipped = len(self._path)
        elif name in ("footnote", "endnote") and self._notes is not None:
            if event.attributes.get("id") not in self._notes:
                self._skipped = len(self._path)
            else:
                self._flow.open_note()
        elif name in ("footnoteReference", "endnoteReference"):
            self.cited[name.removesuffix("Reference")].append(event.attributes.get("id", ""))
        elif name == "p":
            self._paragraphs.append(_Open())
            self._flow.open()
        elif name == "tr":
            self._flow.open_row()
        elif name == "tc":
            self._flow.open_cell()
        elif name == "sdt":
            self._placeholder.append(False)
        elif name == "showingPlcHdr" and self._placeholder and value not in _OFF:
            self._placeholder[-1] = True
        elif name == "sdtContent" and self._placeholder and self._placeholder[-1]:
            self._skipped = len(self._path)
        elif self._paragraphs:
            self._in_paragraph(name, value, parent)

    def _in_paragraph(self, name: str, value: str, parent: str) -> None:
        paragraph = self._paragraphs[-1]
        if name == "r":
            paragraph.hides = False
        elif name in _SIGNS:
            if not paragraph.hides:
                self._flow.write(_SIGNS[name])
        elif name == "pStyle":
            paragraph.style = value
        elif name == "numId":
            paragraph.listed = value not in ("", "0")
        elif name == "outlineLvl" and value.isdecimal() and value.isascii() and len(value) < 3:
            paragraph.level = int(value)
        elif parent == "rPr":
            in_mark = self._path[-3:-2] == ["pPr"]
            if name == "del":
                paragraph.carries = in_mark
            elif in_mark:
                return
            elif name == "vanish":
                paragraph.hides = value not in _OFF
            elif name == "rStyle":
                paragraph.hides = self._hidden(value)

    def _end(self, name: str) -> None:
        if name == "p" and self._paragraphs:
            paragraph = self._paragraphs.pop()
            self._flow.close(self._role(paragraph), carry=paragraph.carries)
        elif name == "tr":
            self._flow.close_row()
        elif name == "tc":
            self._flow.close_cell()
        elif name == "sdt" and self._placeholder:
            self._placeholder.pop()
        elif name in ("footnote", "endnote") and self._notes is not None:
            self._flow.close_note()

    def _hides(self) -> bool:
        return not self._paragraphs or self._paragraphs[-1].hides

    def _role(self, paragraph: _Open) -> Role:
        level = paragraph.level
        for style in self._chain(paragraph.style):
            if (role := role_of(style.name)) is not None:
                return role
            level = style.level if level is None else level
        if level is not None and level < _BODY_LEVEL:
            return "subhead"
        return "list" if paragraph.listed else "body"

    def _hidden(self, name: str) -> bool:
        return next((style.hidden for style in self._chain(name) if style.hidden is not None), False)

    def _chain(self, name: str | None) -> Iterator[_Style]:
        """A style and those it is based on."""
        for _ in range(_FOLLOWED):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = style.based


@dataclass(slots=True)
class _Open:
    """A paragraph that is open: its style, whether its words are hidden now, whether its end was deleted."""

    style: str | None = None
    level: int | None = None
    listed: bool = False
    hides: bool = False
    carries: bool = False
