"""Documents of LibreOffice and OpenOffice: the text as somebody reads it who accepts all changes.

Deleted and hidden text, comments, headers and footers are no part of it; frames and notes are. A table of
contents is left out.
"""

from __future__ import annotations

import re
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

_SKIPPED: Final = frozenset(
    [
        "tracked-changes",
        "annotation",
        "note-citation",
        "hidden-text",
        "hidden-paragraph",
        "conditional-text",
        "ruby-text",
        "forms",
        "binary-data",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "bookmark-ref",
        "page-number",
        "page-count",
        "index-title-template",
        "script",
        "event-listeners",
        "math",
    ]
)
_INDEXES: Final = frozenset(
    [
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    ]
)
_ENCODED: Final = re.compile(r"_([0-9a-f]{2})_")
_MOST_BLANKS: Final = 100  # text:s may say any number
_FOLLOWED: Final = 20  # styles that are based on each other


@dataclass(slots=True)
class _Style:
    parent: str | None = None
    hidden: bool | None = None


def read(stream: BinaryIO) -> Iterator[RawDocument]:
    """The text of a document and what its properties say; of a database's download its stories."""
    package = Package(stream)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SourceError(None, "encrypted: save it without its password")
    if "content.xml" not in package:
        raise SourceError(None, "no document of LibreOffice: it has no text part")
    walk = _Walk()
    walk.take(package.read("styles.xml") or b"<none/>", body=False)
    walk.take(package.read("content.xml"))
    if not walk.is_text:
        raise SourceError(None, "no text document: a table, drawing or presentation")
    if (stories := walk.flow.stories()) is not None:
        yield from stories
        return
    said = words_by_element(package.read("meta.xml"))
    yield with_properties(walk.flow.document(), said, creator="initial-creator", created="creation-date")


class _Walk:
    """The styles and the body of a document, told to a flow."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.is_text = False
        self._styles: dict[str, _Style] = {}
        self._style = _Style()
        self._path: list[str] = []
        self._skipped = 0  # depth of the element that is not read; 0 for none
        self._indexes = 0
        self._lists = 0
        self._body = 0
        self._paragraphs: list[tuple[str | None, bool]] = []  # the style of each, and whether it is a heading

    def take(self, part: bytes, *, body: bool = True) -> None:
        """Tell all of a part; without `body` for its styles alone."""
        for event in events(part):
            if event.kind == "start":
                self._path.append(event.name)
                if self._skipped:
                    continue
                if self._body:
                    self._start(event)
                else:
                    self._declare(event, body)
            elif event.kind == "end":
                if self._skipped == len(self._path):
                    self._skipped = 0
                elif not self._skipped and self._body:
                    self._end(event.name)
                self._path.pop()
            elif self._paragraphs and not self._skipped:
                self.flow.write(event.words.replace("\n", " "))

    def _declare(self, event: Event, body: bool) -> None:
        if event.name in ("master-styles", "font-face-decls"):
            self._skipped = len(self._path)
        elif event.name == "text" and self._path[-2:-1] == ["body"] and body:
            self._body = len(self._path)
            self.is_text = True
        elif event.name == "style":
            self._style = _Style(event.attributes.get("parent-style-name"))
            self._styles[event.attributes.get("name", "")] = self._style
        elif event.name == "text-properties" and "display" in event.attributes:
            self._style.hidden = event.attributes["display"] == "none"

    def _start(self, event: Event) -> None:
        name = event.name
        described = (
            name in ("title", "desc") and "svg" in event.space
        )  # what a picture shows, for who can't see it
        if name in _SKIPPED or described or event.attributes.get("display") == "none":
            self._skipped = len(self._path)
        elif name in ("p", "h"):
            style = event.attributes.get("style-name")
            if self._hidden(style):
                self._skipped = len(self._path)
                return
            self._paragraphs.append((style, name == "h"))
            self.flow.open()
        elif name == "span" and self._hidden(event.attributes.get("style-name")):
            self._skipped = len(self._path)
        elif name == "s":
            count = event.attributes.get("c", "1")
            self.flow.write(
                " " * min(int(count) if count.isascii() and count.isdecimal() else 1, _MOST_BLANKS)
            )
        elif name == "tab":
            self.flow.write("\t")
        elif name == "line-break":
            self.flow.write("\n")
        elif name == "table-row":
            self.flow.open_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.flow.open_cell()
        elif name == "note-body":
            self.flow.open_note()
        elif name in _INDEXES:
            self._indexes += 1
        elif name == "list":
            self._lists += 1

    def _end(self, name: str) -> None:
        if len(self._path) == self._body:
            self._body = 0
        elif name in ("p", "h") and self._paragraphs:
            self.flow.close(self._role(*self._paragraphs.pop()))
        elif name == "table-row":
            self.flow.close_row()
        elif name in ("table-cell", "covered-table-cell"):
            self.flow.close_cell()
        elif name == "note-body":
            self.flow.close_note()
        elif name in _INDEXES:
            self._indexes -= 1
        elif name == "list":
            self._lists -= 1

    def _role(self, style: str | None, heading: bool) -> Role:
        if self._indexes:
            return "contents"
        for name in self._names(style):
            if (role := role_of(name)) is not None:
                return role
        if heading:
            return "subhead"
        return "list" if self._lists else "body"

    def _names(self, style: str | None) -> Iterator[str]:
        """The name of a style and of those it is based on, as people see them."""
        for _ in range(_FOLLOWED):
            if not style:
                return
            yield _ENCODED.sub(lambda code: chr(int(code[1], 16)), style)
            found = self._styles.get(style)
            style = found.parent if found else None

    def _hidden(self, style: str | None) -> bool:
        for _ in range(_FOLLOWED):
            found = self._styles.get(style or "")
            if found is None:
                return False
            if found.hidden is not None:
                return found.hidden
            style = found.parent
        return False
