"""The lexer: what the next sign or word of a typed query is.

The lexer looks at one thing at a time and tells its kind: a bracket, a quote, an operator, the name of a
field, a word. Punctuation that means nothing is passed over. Names that look like a field and are none are
refused here.
"""

from __future__ import annotations

import re
from typing import Final, cast

from dateline.indexer.format.fields import FIELDS, TextName
from dateline.search.query.syntax import Term
from dateline.search.query.typed import Typed, shown

__all__ = [
    "CLOSING",
    "DATE_FIELDS",
    "EXAMPLES",
    "FIELD_NAMES",
    "KEYWORD_FIELDS",
    "NEAR",
    "QUOTES",
    "TEXT_FIELDS",
    "Lexer",
]

# As typed, and as the index calls them.
TEXT_FIELDS: Final = {
    typed.name: cast("TextName", field.name)
    for field in FIELDS
    for typed in field.typed
    if field.kind.startswith("text")
}
KEYWORD_FIELDS: Final = {
    typed.name: field.name for field in FIELDS for typed in field.typed if field.kind == "keyword"
}
DATE_FIELDS: Final = tuple([typed.name for field in FIELDS for typed in field.typed if field.kind == "date"])
FIELD_NAMES: Final = (*TEXT_FIELDS, *KEYWORD_FIELDS, *DATE_FIELDS)

# Other names people give a field, for "Did you mean".
_OTHER_NAMES: Final = {
    other: typed.name for field in FIELDS for typed in field.typed for other in typed.others
} | {"atleast": "atleast3"}

# What closes each quote. Nested ones («… "…" …») are read as text.
CLOSING: Final = {'"': '"', "＂": "＂", "“": '”"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«»"}
QUOTES: Final = "".join(CLOSING)

# What parts one word from the next without being said: blanks and the punctuation of sentences. A comma or
# a fixed blank inside a number parts nothing.
_APART: Final = r"\s,;!…|^\[\]{}<>—\x00-\x1f"
_BETWEEN: Final = re.compile(f"[{_APART}]*")
_CHUNK: Final = re.compile(rf"(?:[^{_APART}(){QUOTES}]|(?<=\d)[,\u00a0\u202f](?=\d))+")
_FIELD: Final = re.compile(r"([^\W\d_][^\W_]*):")
_NEXT_WORD: Final = re.compile(r"\s+([\w.-]+)")
_AT_LEAST: Final = re.compile(r"atleast([0-9]+)")
NEAR: Final = re.compile(r"(NEAR|ADJ)(?:/(.*))?|[wW]/([sSpP]|[0-9]+)")
# What to show where a field has no value.
EXAMPLES: Final = {typed.name: typed.example for field in FIELDS for typed in field.typed}


class Lexer:
    """One reading of one text. `kind` and `[start, stop)` tell what is next.

    Kinds: "end", "(", ")", "quote", "word", "=" (before a phrase), "-", "AND", "OR", "NOT", "near", "field",
    "atleast". What was read before it ends at `read_to`. `words` are the terms of a "word"; `name` is that of
    a "field" or "atleast", in lower case.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.typed = Typed(text)
        self.kind = ""
        self.start = self.stop = 0
        self.read_to = 0
        self.words: list[Term] = []
        self.name = ""

    def next(self, at: int) -> None:
        """Look at the next thing from `at` on, passing over what means nothing."""
        text = self.text
        self.read_to = at
        while True:
            self.start = at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
            if at >= len(text):
                self.kind, self.stop = "end", at
                return
            sign = text[at]
            if sign in "()":
                self.kind, self.stop = sign, at + 1
                return
            if sign in CLOSING:
                self.kind, self.stop = "quote", at + 1
                return
            found = _CHUNK.match(text, at)
            at = found.end() if found else at + 1
            if found and self._piece(found.group(), at):
                return

    def _piece(self, chunk: str, stop: int) -> bool:
        """Tell what a run of characters is; False when it means nothing."""
        self.stop = stop
        if chunk in ("AND", "OR", "NOT"):
            self.kind = chunk
            return True
        if NEAR.fullmatch(chunk):
            self.kind = "near"
            return True
        if chunk[0] == "-" and self._excludes(chunk):
            self.kind, self.stop = "-", self.start + 1
            return True
        if chunk[0] == "=":
            if chunk == "=" and self.character(stop) in QUOTES:
                self.kind = "="
                return True
            self.words = self.typed.words(self.start + 1, stop, exact=True)
        elif self._is_field(chunk):
            return True
        else:
            self.words = self.typed.words(self.start, stop)
        self.kind = "word"
        return bool(self.words)

    def character(self, place: int) -> str:
        """The character at a place; past the end a blank, which is no sign of anything."""
        return self.text[place] if place < len(self.text) else " "

    def _excludes(self, chunk: str) -> bool:
        """Whether a chunk's hyphen stands before what it excludes, and not inside or beside a word."""
        before = self.text[self.start - 1] if self.start else " "
        if not (before.isspace() or before == "(") or chunk.startswith("--"):
            return False
        if chunk in ("-", "-="):
            return self.character(self.stop) in QUOTES + "("
        return bool(self.typed.words(self.start + 1, self.stop))

    def _is_field(self, chunk: str) -> bool:
        """Whether the chunk begins with a field's name; refuses names that are none."""
        found = _FIELD.match(chunk)
        if not found:
            return False
        name, stop = found[1], self.start + found.end()
        after = self.character(stop)
        known = name.lower() in FIELD_NAMES
        if _AT_LEAST.fullmatch(name.lower()):
            self.kind = "atleast"
        elif known and name != name.lower() and (after.isspace() or after in ",)"):
            return False  # "Source: Reuters", pasted
        elif known and (after.isspace() or after in ",)"):
            self.typed.refuse(
                f"no value after '{name}:'",
                stop,
                f"Write it without a blank: {name}:{self._next_word(stop) or EXAMPLES[name.lower()]}. "
                f'To search the text, quote it: "{name}:"',
            )
        elif known:
            self.kind = "field"
        elif after.isalnum() or after in QUOTES + "(=":
            self._refuse_field(name)
        else:
            return False
        self.name, self.stop = name.lower(), stop
        return True

    def _next_word(self, at: int) -> str:
        """The word that follows after blanks, "" if something else does."""
        found = _NEXT_WORD.match(self.text, at)
        return shown(found[1]) if found else ""

    def _refuse_field(self, name: str) -> None:
        from difflib import get_close_matches  # here, because few queries need it and its import is felt

        end = self.text.find(" ", self.start)
        whole = self.text[self.start : end if end > 0 else len(self.text)]
        quoted = "".join(sign for sign in whole if sign not in QUOTES + "()")
        lower = name.lower()
        close = [_OTHER_NAMES[lower]] if lower in _OTHER_NAMES else get_close_matches(lower, FIELD_NAMES, 1)
        meant = f"Did you mean '{close[0]}'? " if close else f"Fields are {', '.join(FIELD_NAMES)}. "
        self.typed.refuse(
            f"unknown field '{shown(name)}'",
            self.start,
            f'{meant}To search the text, quote it: "{shown(quoted)}"',
        )
