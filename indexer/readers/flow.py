"""How do the paragraphs, rows, text boxes and notes of an office document become one sequence?

Office formats put them into each other: a text box lies amid a paragraph, a table in a text box, a note amid
a word. Here each is opened and closed as its file says, and comes out where somebody reads it: the words of a
text box after the paragraph it hangs on, a row of a table as one paragraph, notes after the text.

>>> flow = Flow()
>>> flow.open(); flow.write("They "); flow.open(); flow.write("A box."); flow.close(); flow.write("met.")
>>> flow.close()
>>> [paragraph.text for paragraph in flow.document().paragraphs]
['They met.', 'A box.']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from dateline.indexer.article import Dropped, ParagraphKind
from dateline.indexer.readers.raw import RawDocument, RawParagraph

__all__ = ["Flow", "Role"]

Role: TypeAlias = ParagraphKind | Literal["title", "contents"]
_Kind = Literal["base", "paragraph", "row", "cell", "note"]
_Said = tuple[Role, str]

_CELLS: Final = " | "
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(slots=True)
class _Frame:
    """What is open: its words, what came out of what lies in it, the cells of a row."""

    kind: _Kind
    words: list[str] = field(default_factory=list)
    said: list[_Said] = field(default_factory=list)
    cells: list[list[_Said]] = field(default_factory=list)


class Flow:
    """Takes a document as it is told; what is closed without having been opened is passed over."""

    def __init__(self) -> None:
        self._base = _Frame("base")
        self._open = [self._base]
        self._notes: list[_Said] = []
        self._carried: list[str] = []

    def open(self) -> None:
        """A paragraph begins, perhaps amid another."""
        self._open.append(_Frame("paragraph", words=self._carried))
        self._carried = []

    def write(self, words: str) -> None:
        """Words of the paragraph that is open; of none they are blanks between elements."""
        if self._open[-1].kind == "paragraph":
            self._open[-1].words.append(words)

    def close(self, role: Role = "body", *, carry: bool = False) -> None:
        """The paragraph ends; with `carry` it goes on in the next."""
        frame = self._closed("paragraph")
        if frame is None:
            return
        if carry:
            self._carried = frame.words
            self._into([*frame.said])
            return
        text = "".join(frame.words)
        parts = _BLANK_LINE.split(text) if "\n" in text else [text]
        self._into([*((role, part) for part in parts if part.strip()), *frame.said])

    @property
    def in_paragraph(self) -> bool:
        """Whether words have a paragraph to go into."""
        return self._open[-1].kind == "paragraph"

    def open_row(self) -> None:
        """A row of a table begins."""
        self._open.append(_Frame("row"))

    def close_row(self) -> None:
        """The row ends: one paragraph, unless a cell has several, which makes its table a frame for text."""
        frame = self._closed("row")
        if frame is None:
            return
        filled = [cell for cell in frame.cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 for cell in filled):
            self._into([("table", _CELLS.join(cell[0][1].strip() for cell in filled))])
        else:
            self._into([said for cell in filled for said in cell])

    def open_cell(self) -> None:
        """A cell of the row begins."""
        self._open.append(_Frame("cell"))

    def close_cell(self) -> None:
        """The cell ends."""
        if (frame := self._closed("cell")) is not None:
            if self._open[-1].kind == "row":
                self._open[-1].cells.append(frame.said)
            else:
                self._into(frame.said)

    def open_note(self) -> None:
        """A footnote or endnote begins."""
        self._open.append(_Frame("note"))

    def close_note(self) -> None:
        """The note ends; it comes out after the text."""
        if (frame := self._closed("note")) is not None:
            self._notes.extend(frame.said)

    def stories(self) -> list[RawDocument] | None:
        """The stories of a news database's download; None of any other document. After all was told."""
        from dateline.indexer.readers.exports import stories_of_paragraphs  # which few are

        self._end()
        said = (*self._base.said, *self._notes)
        return stories_of_paragraphs(line for _, text in said for line in text.split("\n"))

    def document(self) -> RawDocument:
        """What came of it, the first title as such, a table of contents as dropped. After all was told."""
        self._end()
        said = [*self._base.said, *self._notes]
        place = next((place for place, (role, _) in enumerate(said) if role == "title"), None)
        title = None if place is None else " ".join(said.pop(place)[1].split())
        return RawDocument(
            tuple(
                RawParagraph(text, "subhead" if role == "title" else role)
                for role, text in said
                if role != "contents"
            ),
            title=title,
            dropped=tuple(
                Dropped(" ".join(text.split()), "table of contents")
                for role, text in said
                if role == "contents"
            ),
        )

    def _end(self) -> None:
        """Close what is open, of a document that was cut."""
        while len(self._open) > 1:
            kind = self._open[-1].kind
            if kind == "paragraph":
                self.close()
            elif kind == "row":
                self.close_row()
            elif kind == "cell":
                self.close_cell()
            else:
                self.close_note()
        if self._carried:
            self._base.said.append(("body", "".join(self._carried)))
            self._carried = []

    def _closed(self, kind: _Kind) -> _Frame | None:
        """The frame that ends, which what ends without it is passed over for."""
        if self._open[-1].kind == kind:
            return self._open.pop()
        return None

    def _into(self, said: list[_Said]) -> None:
        self._open[-1].said.extend(said)
