"""Documents in Rich Text Format: the text as somebody reads it who accepts all changes.

Deleted and hidden text, comments, headers, footers and pictures are no part of it; notes and text boxes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final, Literal

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.flow import Flow, Role
from dateline.indexer.readers.properties import stated_day, stated_title
from dateline.indexer.readers.raw import RawDocument
from dateline.indexer.readers.rtf_signs import CHARSETS, CODE_PAGES, READ, SIGNS, SKIPPED
from dateline.indexer.readers.style_names import role_of

__all__ = ["read"]

_DEEPEST: Final = 1000  # groups in each other; real ones have some 20
_TOKEN: Final = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z']))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_NO_TOKEN: Final = re.compile(rb"[^\\{}]+")
_BODY_LEVEL: Final = 9
_SAID: Final = ("style", "title", "author")  # destinations whose words are kept, beside the text itself


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph is, until the next is said to be another."""

    style: int = 0
    level: int | None = None
    in_table: bool = False
    listed: bool = False


@dataclass(slots=True)
class _Group:
    """What holds until a group ends. `into` takes its words: the text, a property, a table's name, nothing.

    `fallback` are the signs after a \\u for who can't read it. `opened` is what ends with the group, and
    `around` the paragraph amid which it stands.
    """

    into: str = "text"
    codec: str = ""
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    opened: Literal["", "note", "box", "style"] = ""
    around: _Paragraph | None = None


def read(stream: BinaryIO) -> Iterator[RawDocument]:
    """The text of a document and what its properties say; of a database's download its stories."""
    data = stream.read()
    if not data.lstrip()[:5].lower().startswith(b"{\\rtf"):
        raise SourceError(None, "no RTF document: it does not begin as one")
    reading = _Reading(data)
    document = reading.document()
    stories = reading.flow.stories()
    yield from [document] if stories is None else stories


@dataclass(slots=True)
class _Reading:
    """One document, word by word."""

    data: bytes
    flow: Flow = field(default_factory=Flow)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    page: str = "cp1252"  # the code page of the document
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    waiting: bytearray = field(default_factory=bytearray)  # not yet text: signs may have several bytes
    high: int = 0  # the first half of a sign outside of the first plane
    skip: int = 0  # signs to pass over after \\u
    star: bool = False  # after \\*: what is not known is left out
    first: bool = True  # whether a group has just begun
    number: int = 0  # of the font or style that is being named
    row: Literal["", "row", "cell"] = ""  # what is open of a table

    def document(self) -> RawDocument:
        """What was read; SourceError of a file that is cut before its text."""
        # Programs that don't know the format write text into it as it is.
        is_utf8 = not self.data.isascii() and _is_utf8(self.data)
        at, size = 0, len(self.data)
        while at < size:
            if self.groups[-1].into == "nothing" and (picture := _NO_TOKEN.match(self.data, at)):
                at = picture.end()
                continue
            token = _TOKEN.match(self.data, at)
            assert token is not None  # any byte is one
            at = token.end()
            kind = token.lastgroup
            if kind is None:
                continue
            if token["word"]:
                name = token["word"].decode("ascii")
                value = int(token["number"]) if token["number"] else None
                if name == "bin":
                    at += max(value or 0, 0)
                else:
                    self._word(name, value)
            elif kind == "text":
                self._text(token["text"], is_utf8=is_utf8)
            elif kind == "hex":
                self._text(bytes.fromhex(token["hex"].decode("ascii")))
            elif kind == "brace":
                self._begin() if token["brace"] == b"{" else self._finish()
            else:
                self._sign(token["sign"])
            self.first = token["brace"] == b"{" or (self.first and token["sign"] == b"*")
        self._flush()
        is_cut = len(self.groups) > 1
        self._close()
        document = self.flow.document()
        if is_cut and not document.paragraphs:
            raise SourceError(None, "damaged: it ends before its text")
        said = {name: "".join(parts) for name, parts in self.said.items()}
        year, month, day = (self.created.get(part, 0) for part in ("yr", "mo", "dy"))
        return replace(
            document,
            title=document.title or stated_title(said.get("title")),
            creator=said.get("author"),
            created=stated_day(f"{year:04}-{month:02}-{day:02}"),
        )

    def _begin(self) -> None:
        self._flush()
        if len(self.groups) > _DEEPEST:
            raise SourceError(None, f"groups lie more than {_DEEPEST:,} deep in each other: no document")
        outer = self.groups[-1]
        self.groups.append(_Group(outer.into, outer.codec, outer.fallback, outer.hidden, outer.deleted))
        self.star, self.skip = False, 0

    def _finish(self) -> None:
        self._flush()
        self.skip = 0
        if len(self.groups) == 1:
            return
        group = self.groups.pop()
        if group.opened == "style":
            name = "".join(self.said.pop("style", [])).rstrip("; ").strip()
            self.styles[self.number] = (name, self.paragraph.level)
        elif group.opened:
            self._close()
            if group.opened == "note":
                self.flow.close_note()
        if group.around is not None:
            self.paragraph = group.around

    def _word(self, name: str, value: int | None) -> None:
        group = self.groups[-1]
        if name == "u" and value is not None:
            self._flush()
            self._unicode(value % 0x10000)
            self.skip = group.fallback
        elif self.skip and name in SIGNS:
            self.skip -= 1
        elif (self.first and self._destination(name, value, group)) or group.into == "nothing":
            pass
        elif name in CODE_PAGES:
            self.page = CODE_PAGES[name]
        elif name == "ansicpg":
            self.page = _codec(value) or self.page
        elif name == "uc":
            group.fallback = max(value or 0, 0)
        elif group.into in ("fonttbl", "font"):
            if name == "f":
                self.number = value or 0
            elif name == "fcharset":
                self.fonts[self.number] = CHARSETS.get(value or 0, "")
            elif name == "cpg":
                self.fonts[self.number] = _codec(value) or ""
        elif name == "f":
            self._flush()
            group.codec = self.fonts.get(value or 0, "")
        elif group.into == "creatim":
            self.created[name] = value or 0
        elif group.into in ("text", "style"):
            self._in_text(name, value, group)

    def _destination(self, name: str, value: int | None, group: _Group) -> bool:
        """Whether a word that begins a group says what its words are."""
        if group.into == "stylesheet":
            group.into, group.opened, group.around = "style", "style", self.paragraph
            self.number = (value or 0) if name == "s" else 0 if name not in ("cs", "ds", "ts") else -1
            self.paragraph = _Paragraph()
            return name in ("s", "cs", "ds", "ts")
        if group.into == "fonttbl" and name == "f":
            group.into, self.number = "font", value or 0
        elif group.into == "info":
            group.into = name if name in ("title", "author", "creatim") else "nothing"
        elif name in ("fonttbl", "stylesheet", "info"):
            group.into = name
        elif group.into == "text" and name in ("footnote", "shptxt"):
            group.opened, group.around = ("note" if name == "footnote" else "box"), self.paragraph
            self._flush()
            if group.opened == "note":
                self.flow.open_note()
            self.flow.open()
            self.paragraph = _Paragraph()
        elif group.into == "text" and name in ("shpinst", "object", "upr"):
            group.into = name
        elif (group.into, name) in (("shpinst", "shp"), ("object", "result"), ("upr", "ud")):
            group.into = "text"
        elif group.into == "shpinst" and name == "shptxt":
            group.into = "text"
            return self._destination(name, value, group)
        elif name in SKIPPED or (self.star and name not in READ):
            group.into = "nothing"
        else:
            return False
        return True

    def _in_text(self, name: str, value: int | None, group: _Group) -> None:
        if name in SIGNS:
            self._flush()
            self._write(SIGNS[name])
        elif name in ("par", "sect", "page", "column", "nestcell", "nestrow"):
            self._end_paragraph()
        elif name in ("cell", "row"):
            self._end_cell(row=name == "row")
        elif name == "pard":
            self._flush()
            self.paragraph = _Paragraph()
        elif name == "intbl":
            self.paragraph.in_table = True
        elif name == "s":
            self.paragraph.style = value or 0
        elif name == "ls":
            self.paragraph.listed = bool(value)
        elif name in ("outlinelevel", "soutlvl"):
            self.paragraph.level = value
        elif name == "plain":
            self._flush()
            group.hidden = False
        elif name == "v":
            self._flush()
            group.hidden = value != 0
        elif name == "deleted":
            self._flush()
            group.deleted = value != 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.star = True
        elif sign in (b"\r", b"\n"):
            self._end_paragraph()
        elif sign in (b"\\", b"{", b"}"):
            self._text(sign)
        elif sign in (b"~", b"_"):
            self._flush()
            self._write("\u00a0" if sign == b"~" else "-")

    def _text(self, text: bytes, *, is_utf8: bool = False) -> None:
        if self.skip:
            text, self.skip = text[self.skip :], max(self.skip - len(text), 0)
        if is_utf8 and not text.isascii():
            self._flush()
            self._write(text.decode("utf-8", "replace"))
        elif self.groups[-1].into in ("text", *_SAID):
            self.waiting += text

    def _unicode(self, code: int) -> None:
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000:
            if self.high:
                self._write(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00))
        else:
            self._write(chr(code))
        if not 0xD800 <= code < 0xDC00:
            self.high = 0

    def _flush(self) -> None:
        """Bytes that wait, as text of the code page they are in."""
        if self.waiting:
            data = bytes(self.waiting)
            self.waiting.clear()
            codec = self.groups[-1].codec or self.page
            if codec != "symbol":  # of a font of pictures
                self._write(data.decode(codec, "replace"))

    def _write(self, words: str) -> None:
        group = self.groups[-1]
        if group.into in _SAID:
            self.said.setdefault(group.into, []).append(words)
        elif group.into == "text" and not group.hidden and not group.deleted:
            if not self.flow.in_paragraph:
                self._open()
            self.flow.write(words)

    def _open(self) -> None:
        if self.paragraph.in_table:
            if not self.row:
                self.flow.open_row()
            if self.row != "cell":
                self.flow.open_cell()
            self.row = "cell"
        elif self.row:
            self._end_cell(row=True)
        self.flow.open()

    def _close(self) -> None:
        if self.flow.in_paragraph:
            self.flow.close(self._role())

    def _end_paragraph(self) -> None:
        self._flush()
        group = self.groups[-1]
        if group.into == "text" and not group.deleted:  # of a deleted end, it goes on in the next
            self._close()

    def _end_cell(self, *, row: bool) -> None:
        self._flush()
        if self.groups[-1].into != "text":
            return
        self._close()
        if self.row == "cell":
            self.flow.close_cell()
        if self.row:
            self.row = "row"
            if row:
                self.flow.close_row()
                self.row = ""

    def _role(self) -> Role:
        name, level = self.styles.get(self.paragraph.style, ("", None))
        if self.paragraph.level is not None:
            level = self.paragraph.level
        if (role := role_of(name)) is not None:
            return role
        if level is not None and level < _BODY_LEVEL:
            return "subhead"
        return "list" if self.paragraph.listed else "body"


def _codec(number: int | None) -> str | None:
    """The name of a code page; None of one nobody knows."""
    name = "utf-8" if number == 65001 else "mac_roman" if number == 10000 else f"cp{number}"
    try:
        b"a".decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
