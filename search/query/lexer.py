"""The lexer: what the next sign or word of a typed query is.

The lexer looks at one thing at a time and tells its kind: a bracket, a quote, an operator, the name of a
field, a word. Punctuation that means nothing is passed over. Names that look like a field and are none are
refused here.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.analysis.tokens import token_pattern
from dateline.search.query import foreign
from dateline.search.query.addresses import address_end, has_address
from dateline.search.query.capitals import is_headline
from dateline.search.query.excluding import (
    BEFORE_A_SIGN,
    refuse_glued,
    refuse_hyphened_operator,
    refuse_signs,
)
from dateline.search.query.mending import shown
from dateline.search.query.names import EXAMPLES, FIELD_NAMES, NAMED_FIELDS, fields_like
from dateline.search.query.syntax import Term
from dateline.search.query.typed import Typed

__all__ = ["CLOSING", "NEAR", "QUOTES", "Lexer"]

# What closes each quote. Nested ones («… "…" …») are read as text.
CLOSING: Final = {'"': '"', "＂": "＂", "“": '”"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«»"}
QUOTES: Final = "".join(CLOSING)

# What parts one word from the next without being said: blanks and the punctuation of sentences. A comma or
# a fixed blank inside a number parts nothing, nor does a quote that is none: צה"ל, a 12" gun.
_APART: Final = r"\s,;…\]}<>—\x00-\x1f、。，；！？：（）「」『』《》〈〉【】〔〕｡､｢｣།၊။។"
_SIGNS: Final = r"!|^\[{"  # the same, but where they are signs
_BETWEEN: Final = re.compile(f"[{_APART}]*")
_CHUNK: Final = re.compile(
    rf"""(?:\\[^\w\s]|[^{_APART}{_SIGNS}(){QUOTES}&]|&(?!&)|(?<=\d)[,\u00a0\u202f](?=\d)
    |(?<=[^\W\d_])["”](?=[^\W\d_])|(?<=\d)["”](?!\w))+""",
    re.VERBOSE,
)
_NO_QUOTE: Final = re.compile(r'(?<=[^\W\d_])["”](?=[^\W\d_])|(?<=\d)["”](?!\w)')
_GERSHAYIM: Final = re.compile(r'(?<=[א-ת])["”](?=[א-ת])')
_CLOSERS: Final = {quote: re.compile(f"[{closers}]") for quote, closers in CLOSING.items()}
_ANY_QUOTE: Final = re.compile(f"[{QUOTES}]")
# After `|` or `&&`: whether something to search for follows.
_OPERAND: Final = re.compile(rf"[\s|&]*[-+=!]?[\w({QUOTES}]")
_ADDRESS: Final = re.compile(r"(?:://|\bwww\.)\S*\Z")
_FIELD: Final = re.compile(
    rf"(?:({'|'.join(NAMED_FIELDS)})\.(?P<under>\w[\w.-]*)|([^\W\d_][^\W_]*)):", re.IGNORECASE
)
_AT_LEAST: Final = re.compile(r"atleast([0-9]+)")
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT", "AND/OR": "OR", "ANDNOT": "NOT"}
NEAR: Final = re.compile(r"(NEAR|ADJ)(?:/(.*))?|[wW]/([sSpP]|[0-9]+)")


class Lexer:
    """One reading of one text. `kind` and `[start, stop)` tell what is next.

    Kinds: "end", "(", ")", "quote", "word", "=" (before a phrase), "-", "+", "AND", "OR", "NOT", "near",
    "field", "atleast". What was read before it ends at `read_to`. `words` are the terms of a "word"; `name`
    is that of a "field" or "atleast", in lower case; `under` what stands after the dot of `meta.section`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.typed = Typed(text)
        self.kind = ""
        self.start = self.stop = 0
        self.read_to = 0
        self.words: list[Term] = []
        self.name = self.under = ""
        self.is_headline = is_headline(text)
        self.has_address = has_address(text)
        self.is_suspect = foreign.is_suspect(text)

    def next(self, at: int) -> None:
        """Look at the next thing from `at` on, passing over what means nothing."""
        text = self.text
        self.read_to = at
        follows = self._is_operand_read()
        while True:
            self.start = at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
            if at >= len(text):
                self.kind, self.stop = "end", at
                return
            sign = text[at]
            if self.has_address and (end := address_end(text, at)) > 0:
                self.kind, self.stop = "word", end
                self.words = self.typed.words(at, end, is_address=True)
                return
            if self.is_suspect:
                foreign.refuse_foreign(self.typed, at)
            if sign in "()":
                self.kind, self.stop = sign, at + 1
                return
            if sign in CLOSING and not _NO_QUOTE.match(text, at):
                self.kind, self.stop = "quote", at + 1
                return
            if sign in "-+!" and not self.is_headline and self._is_before_what_it_is_of(at, follows):
                self.kind, self.stop = "+" if sign == "+" else "-", at + 1
                return
            if sign == "^":
                foreign.refuse_boost(self.typed, at)
            elif (sign == "|" or text.startswith("&&", at)) and follows and self._parts_operands(at):
                self.kind, self.stop = "OR" if sign == "|" else "AND", at + 1 + (text[at + 1] == sign)
                return
            found = _CHUNK.match(text, at)
            at = found.end() if found else at + 1
            if found and self._piece(found.group(), at):
                return

    def closing_quote(self, opening: int) -> int:
        """Where the quote that opens there closes, -1 if nowhere."""
        sign = self.text[opening]
        # A straight quote that has no second one may have been closed by a program that curls quotes.
        for closers in (_CLOSERS[sign], _ANY_QUOTE) if sign == '"' else (_CLOSERS[sign],):
            escaped = -1  # the last one that a backslash says is text, unless no other closes
            for found in closers.finditer(self.text, opening + 1):
                if _GERSHAYIM.match(self.text, found.start()):
                    continue
                if self.text[found.start() - 1] != "\\":
                    return found.start()
                escaped = found.start()
            if escaped >= 0:
                return escaped
        return -1

    def _is_operand_read(self) -> bool:
        """Whether what was read last is something to search for, so that an operator may follow."""
        awaited = ("", "(", "AND", "OR", "NOT", "near", "-", "+", "atleast")
        return self.kind not in awaited and not (self.kind == "field" and self.text[self.read_to - 1] == ":")

    def _parts_operands(self, at: int) -> bool:
        """Whether a `|` or `&&` that follows on an operand stands before another, and not in an address."""
        beside = self.text[max(0, at - 200) : at]
        is_address = ("://" in beside or "www." in beside) and _ADDRESS.search(beside)
        return not is_address and bool(_OPERAND.match(self.text, at))

    def _piece(self, chunk: str, stop: int) -> bool:
        """Tell what a run of characters is; False when it means nothing."""
        self.stop = stop
        if chunk in _OPERATORS and not self.is_headline:
            self.kind = _OPERATORS[chunk]
            return True
        if NEAR.fullmatch(chunk) or foreign.near_operator(chunk):
            self.kind = "near"
            return True
        refuse_hyphened_operator(self.typed, self.start, chunk)
        if chunk[0] == "=":
            if chunk == "=" and self.character(stop) in QUOTES:
                self.kind = "="
                return True
            if chunk == "=" and self.character(stop) == "(":
                without = self.typed.edited(self.start, stop)
                self.typed.refuse(
                    "'=' stands before a word or a phrase", self.start, ("Leave it out", without)
                )
            self.words = self.typed.words(self.start + 1, stop, exact=True)
        elif self._is_field(chunk):
            return True
        elif anded := self.typed.with_and(self.start):
            self.words, self.stop = [anded], anded.end
        else:
            self.words = self.typed.words(self.start, stop)
        self.kind = "word"
        return bool(self.words)

    def character(self, place: int) -> str:
        """The character at a place; past the end a blank, which is no sign of anything."""
        return self.text[place] if place < len(self.text) else " "

    def _is_before_what_it_is_of(self, at: int, follows: bool) -> bool:
        """Whether a `-`, `+` or `!` stands before what it excludes or requires, not in or beside a word.

        `follows` tells whether it comes after something to search for.
        """
        sign, before, after = self.text[at], self.text[at - 1] if at else " ", self.character(at + 1)
        after_operator = at == self.read_to and self.kind in ("AND", "OR", "NOT", "near")
        if before.isspace() or before in BEFORE_A_SIGN or after_operator:
            refuse_signs(self.typed, at)
        else:
            closed = before in ")]}" or (follows and at == self.read_to and before in QUOTES)
            opens = sign == "!" and after == "(" and before.isalnum()
            if sign != "+" and ((closed and (after.isalpha() or after in QUOTES + "(")) or opens):
                refuse_glued(self.typed, at)
            return False
        if before in ",;[{" and after.isdecimal():  # (1,-5)
            return False
        if after in QUOTES + "(" or (after == "=" and self.character(at + 2) in QUOTES + "("):
            return True
        found = _CHUNK.match(self.text, at + 1)
        if not found or after == "-" or (after.isdecimal() and self.text[at] == "+"):  # +7 495 is a number
            return False
        return bool(token_pattern(found.group()).search(found.group()))

    def take_as_word(self) -> None:
        """Straight after a sign, capitals are no operator: `title:AND`, `-NOT`."""
        if self.kind in ("AND", "OR", "NOT", "near"):
            self.kind, self.words = "word", self.typed.words(self.start, self.stop)

    def _is_field(self, chunk: str) -> bool:
        """Whether the chunk begins with a field's name; refuses names that are none."""
        found = _FIELD.match(chunk)
        if not found:
            return False
        name, stop = found[1] or found[3], self.start + found.end()
        after = self.character(stop)
        known = name.lower() in FIELD_NAMES
        if _AT_LEAST.fullmatch(name.lower()):
            self.kind = "atleast"
        elif known and name != name.lower() and (after.isspace() or after in ",)"):
            return False  # "Source: Reuters", pasted
        elif known and (after.isspace() or after in ",)"):
            self._refuse_blank(name, stop)
        elif known:
            self.kind = "field"
        elif after in QUOTES + "(=" or (after.isalnum() and fields_like(name)):
            self._refuse_field(name, stop)
        else:
            return False
        self.name, self.stop = name.lower(), stop
        self.under = (found["under"] or "").lower().replace("-", "_")
        return True

    def _refuse_blank(self, name: str, stop: int) -> None:
        """Refuse a field with a blank after it, or nothing."""
        value = stop + len(self.text[stop:]) - len(self.text[stop:].lstrip())
        instead = [("To search the text, quote it", self.typed.edited(self.start, stop, f'"{name}:"'))]
        if self.character(value).isalnum() or self.character(value) in QUOTES:
            instead.insert(0, ("Write it without a blank", self.typed.edited(stop, value)))
        example = "" if len(instead) > 1 else f"Type {name}:{EXAMPLES[name.lower()]}"
        self.typed.refuse(f"no value after '{name}:'", stop, *instead, example=example)

    def _refuse_field(self, name: str, stop: int) -> None:
        end = self.text.find(" ", self.start)
        end = end if end > 0 else len(self.text)
        quoted = "".join(sign for sign in self.text[self.start : end] if sign not in QUOTES + "()")
        close = fields_like(name)
        instead = [("To search the text, quote it", self.typed.edited(self.start, end, f'"{quoted}"'))]
        if close:
            meant = f"Did you mean '{close[0]}'? Type"
            instead.insert(0, (meant, self.typed.edited(self.start, stop, f"{close[0]}:")))
        example = "" if close else f"Fields are {', '.join(FIELD_NAMES)}"
        self.typed.refuse(f"unknown field '{shown(name)}'", self.start, *instead, example=example)
