"""How does a typed query change when a value is clicked, a part dropped, a period chosen?

The query stays what a person would type: filters are added to it and taken out of it in its own language,
and the rest is left as it stands. Every edit is read back, and made only if it says what the query said but
for the edit; where none does, there is no edit ("").

>>> edited = Editing("oil OR gas")
>>> edited.with_value("source", "The Astana Times")
'(oil OR gas) source:"The Astana Times"'
>>> Editing('oil source:"The Astana Times",Reuters').without_value("source", "reuters")
'oil source:"The Astana Times"'
>>> Editing("oil after:2013").with_dates("2013-05"), Editing("oil AND NOT gas").without_part("-gas")
('oil date:2013-05', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.fields import BY_NAME
from dateline.search.errors import QueryError
from dateline.search.query.comparison import fold_value
from dateline.search.query.grammar import parse
from dateline.search.query.labels import LANGUAGE_CODES
from dateline.search.query.lexer import QUOTES
from dateline.search.query.names import KEYWORD_FIELDS
from dateline.search.query.prose import is_prose
from dateline.search.query.syntax import Dates, Filter, Or, Syntax, required_parts

__all__ = ["Editing", "typed_value"]

_NOT_OF_VALUES: Final = re.compile(rf"[{QUOTES}*?\\\x00-\x1f\x7f-\x9f]+")
_SAMPLE: Final = "source:x"
_Said = tuple[object, ...]  # what a part says, wherever it stands


def typed_value(value: str) -> str:
    """A value of a field as it is typed after `source:`; "" where it has nothing that can be searched.

    >>> typed_value("Reuters"), typed_value("Le “Monde”"), typed_value("…")
    ('Reuters', '"Le Monde"', '')
    """
    if value.isalnum():
        return value
    said = " ".join(_NOT_OF_VALUES.sub(" ", value).split())
    return f'"{said}"' if any(map(str.isalnum, said)) else ""


class Editing:
    """One query, and what it becomes. All methods give a whole query, or "" where there is none."""

    def __init__(self, query: str) -> None:
        self.query = query.strip()
        self._parts: list[Syntax] = []
        self._listed: dict[str, bool] = {}  # by field, whether its values can be added to
        self._can_be_read = not self.query
        if self.query and not is_prose(self.query):
            try:
                self._parts = required_parts(parse(self.query))
            except QueryError:
                return
            self._can_be_read = True

    def values(self, name: str) -> tuple[str, ...]:
        """The values that the query asks of a field, by the name it is typed with, folded."""
        return tuple(_folded(name, value) for part in self._filters(name) for value in part.values)

    def is_asked(self, name: str, value: str) -> bool:
        """Whether the query asks for this value of a field."""
        return _folded(name, value) in self.values(name)

    @property
    def dates(self) -> bool:
        """Whether the query asks for days."""
        return any(map(_is_dates, self._parts))

    def with_value(self, name: str, value: str) -> str:
        """The query for articles that have this value too, of a field that is asked for others as well."""
        typed = typed_value(value)
        if not typed or not self._can_be_read:
            return ""
        for part in self._filters(name):
            # What holds for one value holds for all, since each is typed so that it can be read.
            if name not in self._listed:
                said = [
                    (*_said(other)[:2], (*part.values, "x")) if other is part else _said(other)
                    for other in self._parts
                ]
                self._listed[name] = _parts_said(self._with_listed(part, "x")) == said
            return self._with_listed(part, typed) if self._listed[name] else ""
        before, after = self._frame
        return f"{before}{name}:{typed}{after}" if before or after or not self.query else ""

    def without_value(self, name: str, value: str) -> str:
        """The query without a value of a field."""
        folded = _folded(name, value)
        for part in self._filters(name):
            left = [other for other in part.values if _folded(name, other) != folded]
            if len(left) == len(part.values):
                continue
            if not left:
                return self._without([part])
            typed = f"{name}:{','.join(map(typed_value, left))}"
            return f"{self.query[: part.start]}{typed}{self.query[part.end :]}"
        return self.query

    def without_field(self, name: str) -> str:
        """The query without what it asks of a field; blank where it asks nothing else."""
        return self._without(self._filters(name))

    def with_dates(self, dates: str) -> str:
        """The query for articles of these days alone, as typed after `date:`; of any, where it is blank."""
        if not self._can_be_read:
            return ""
        said = self._without([part for part in self._parts if _is_dates(part)])
        if not dates:
            return said
        if not said:
            return f"date:{dates}"
        before, after = Editing(said)._frame
        return f"{before}date:{dates}{after}" if before or after else ""

    def without_part(self, text: str) -> str:
        """The query without one of its parts, as it is typed there; "" where there is none, or no other."""
        found = [part for part in self._parts if self.query[part.start : part.end] == text]
        return self._without(found[:1]) if found else ""

    def with_part(self, text: str, instead: str) -> str:
        """The query with something else in place of one of its words or parts."""
        if " " in instead and not text.startswith('"'):
            instead = f'"{instead}"'
        places = [part for part in self._parts if self.query[part.start : part.end] == text]
        if places:
            start, end = places[0].start, places[0].end
        elif found := re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self.query):
            start, end = found.span()
        else:
            return ""
        said = f"{self.query[:start]}{instead}{self.query[end:]}"
        return said if _can_be_read(said) else ""

    # -- what the edits share --------------------------------------------------------------------------

    def _filters(self, name: str) -> list[Filter]:
        wanted = KEYWORD_FIELDS[name]
        return [part for part in self._parts if isinstance(part, Filter) and part.name == wanted]

    def _with_listed(self, part: Filter, typed: str) -> str:
        return f"{self.query[: part.end]},{typed}{self.query[part.end :]}"

    @derived
    def _frame(self) -> tuple[str, str]:
        """What stands before and after a filter that is added; both blank where none can be."""
        wanted = [*map(_said, self._parts), ("Filter", "source", ("x",))]
        if self.query and self._can_be_read:
            for before in (f"{self.query} ", f"({self.query}) "):
                if _parts_said(before + _SAMPLE) == wanted:
                    return before, ""
        return "", ""

    def _without(self, gone: Sequence[Syntax]) -> str:
        """The query without some of its parts."""
        if not gone:
            return self.query
        editing: Editing = self
        for part in gone:
            said = editing._without_one(_said(part))
            if said is None:
                return ""
            editing = Editing(said)
        return editing.query

    def _without_one(self, gone: _Said) -> str | None:
        """The query without a part that says this; None where it can't be taken out."""
        said = [_said(part) for part in self._parts]
        number = said.index(gone)
        wanted = said[:number] + said[number + 1 :]
        if not wanted:
            return ""
        return next((edit for edit in self._cuts(number) if _parts_said(edit) == wanted), None)

    def _cuts(self, number: int) -> Iterator[str]:
        """The query with one part cut out, together with what joins it to its neighbours, in several ways."""
        query, part = self.query, self._parts[number]
        start, end = part.start, part.end
        if query[start - 1 : start] == "+":
            start -= 1
        if number + 1 < len(self._parts):
            yield query[:start] + query[self._parts[number + 1].start :]
        if number:
            yield (query[: self._parts[number - 1].end] + query[end:]).strip()
        while start >= 0 and end <= len(query):
            yield " ".join(f"{query[:start]} {query[end:]}".split())
            opening = len(query[:start].rstrip()) - 1
            closing = end + len(query[end:]) - len(query[end:].lstrip())
            if query[opening : opening + 1] != "(" or query[closing : closing + 1] != ")":
                break
            start, end = opening, closing + 1


def _is_dates(part: Syntax) -> bool:
    return isinstance(part, Dates) or (isinstance(part, Or) and all(map(_is_dates, part.parts)))


def _folded(name: str, value: str) -> str:
    folded = fold_value(value)
    is_language = BY_NAME[KEYWORD_FIELDS[name]].compared == "language"
    return (
        LANGUAGE_CODES.get(folded, folded) if is_language else " ".join(re.findall(r"\w+", folded)) or folded
    )


def _can_be_read(query: str) -> bool:
    try:
        parse(query)
    except QueryError:
        return False
    return True


def _parts_said(query: str) -> list[_Said]:
    """What the parts of a query say; nothing where it can't be read."""
    try:
        return [_said(part) for part in required_parts(parse(query))]
    except QueryError:
        return []


def _said(node: object) -> _Said:
    """A node without its places in the text."""
    if is_dataclass(node):
        inner = (getattr(node, field.name) for field in fields(node) if field.name not in ("start", "end"))
        return (type(node).__name__, *map(_said_of, inner))
    return (node,)


def _said_of(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_said_of, value))
    return _said(value) if is_dataclass(value) else value
