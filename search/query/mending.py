"""What to type instead of a query that can't be read: suggestions that are read when they are typed.

The parser refuses with a `Refusal`: what is wrong where, and the query as it may have been meant. `mended`
makes the error a person sees of it. One fault may hide another, and so each suggestion is read like a query
and mended again until it can be typed; one that can't is not made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dateline.indexer.analysis.tokens import TOKEN
from dateline.search.errors import QueryError
from dateline.search.query import limits

__all__ = ["Refusal", "mended", "one_line", "shown"]

# Longer suggestions are in `QueryError.suggestion` and not in the message, which is one line to be read.
_SHOWN_CHARS: Final = 100
# How many faults of one query are mended one after the other, and how many code points are read for that.
_ROUNDS: Final = 24
_BUDGET: Final = 40_000

_EXAMPLE: Final = 'Type words or a phrase: "border guards"'


def shown(text: str, length: int = 60) -> str:
    """Typed text as an error message repeats it: one line, printable, not too long."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 2].rstrip() + " …"


class Refusal(Exception):
    """A query can't be read: `reason` says why, `at` where (0-based).

    `instead` are whole queries that may have been meant, each after the words that recommend it, the
    likeliest first. `example` is a sentence with something like it that can be typed.
    """

    def __init__(
        self, reason: str, query: str, at: int, instead: tuple[tuple[str, str], ...], example: str
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.query = query
        self.at = at
        self.instead = instead
        self.example = example


def mended(refusal: Refusal, read: Callable[[str], object]) -> QueryError:
    """The error to raise. `read` reads a query and raises Refusal where it can't."""
    said: dict[str, str] = {}
    for words, query in refusal.instead:
        if words not in said and (typed := _typeable(query, read)) and typed not in said.values():
            said[words] = typed
    if not said:
        plain = " ".join(_plain(word) for word in TOKEN.findall(refusal.query))
        if plain and len(plain) <= _SHOWN_CHARS and (typed := _typeable(plain, read)):
            said["Type its words alone"] = typed
    sentences = [refusal.example] if refusal.example else []
    sentences += [
        f"{words}: {typed}" if len(typed) <= _SHOWN_CHARS else words for words, typed in said.items()
    ]
    return QueryError(
        refusal.reason,
        query=refusal.query,
        position=refusal.at,
        hint=". ".join(sentences) or _EXAMPLE,
        suggestion=next(iter(said.values()), ""),
    )


def _typeable(query: str, read: Callable[[str], object]) -> str:
    """The query, mended until it can be read; "" where that does not succeed."""
    query = one_line(query)
    for _ in range(min(_ROUNDS, 1 + _BUDGET // (len(query) + 1))):
        if len(query) > limits.MAX_CHARS:
            break
        refusal = _refusal(query, read)
        if refusal is None:
            return query
        if not refusal.instead:
            break
        query = one_line(refusal.instead[0][1])
    return ""


def _refusal(query: str, read: Callable[[str], object]) -> Refusal | None:
    try:
        read(query)
    except Refusal as refusal:
        return refusal
    return None


def _plain(word: str) -> str:
    return word.lower() if word in ("AND", "OR", "NOT", "NEAR", "ADJ", "ANDNOT") else word


def one_line(text: str) -> str:
    """Typed text on one line, what can't be printed as a blank."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
