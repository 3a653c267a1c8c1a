"""What stands after `source:` or `before:`, and what is said where that can't be a value?"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dateline.search.query.dates import DateError, read_dates
from dateline.search.query.lexer import QUOTES, Lexer
from dateline.search.query.refusals import refuse_date, refuse_no_value, refuse_open_quote
from dateline.search.query.syntax import Dates
from dateline.search.query.values import refuse_value

__all__ = ["FieldValues"]

_VALUE: Final = re.compile(rf"[^\s,(){QUOTES}]+")


class FieldValues(Lexer):
    """A lexer that also reads the values of fields: their signs are those of names, paths and dates."""

    def __init__(self, text: str, today: date | None) -> None:
        super().__init__(text)
        self.today = today

    def closing(self, opening: int) -> int:
        """Where the quote that opens there closes."""
        closing = self.closing_quote(opening)
        return closing if closing >= 0 else refuse_open_quote(self.typed, opening)

    def values(self, name: str) -> list[tuple[str, int, int]]:
        """The values after `name:`, each with its start and end.

        Those after a comma with no blank belong to them.
        """
        text, at = self.text, self.stop
        values: list[tuple[str, int, int]] = []
        while True:
            place = at
            found = _VALUE.match(text, at)
            if self.character(at) in QUOTES:
                closing = self.closing(at)
                value, at = text[at + 1 : closing], closing + 1
            elif found:
                value, at = found.group().rstrip("!?;"), found.end()
                refuse_value(self.typed, name, self.start, place, at)
            else:
                value = ""
            if not any(sign.isalnum() for sign in value):
                refuse_no_value(self.typed, name, self.start, place, at)
            values.append((value, place, at))
            if self.character(at) != "," or self.character(at + 1).isspace():
                self.next(at)
                return values
            at += 1

    def dates(self, name: str, value: str, place: int, end: int, start: int) -> Dates:
        """The days of a value of `after:`, `before:` or `date:` in `[place, end)`; `start` is the name's."""
        wanted = value if value.endswith("..") else value.rstrip(".")
        if name != "date" and ".." in wanted:
            typed = self.typed.edited(start, place, "date:")
            self.typed.refuse(f"'{name}:' takes one date", place, ("Type", typed))
        try:
            first, last = read_dates(wanted, today=self.today)
        except DateError as error:
            refuse_date(self.typed, error, name, start, place, end, self.today)
        if name == "after":
            last = None
        elif name == "before":
            first = None
        return Dates(first, last, start, self.read_to)
