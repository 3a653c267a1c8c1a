"""What does a query say, before anything is known about the index?

The syntax tree that `grammar.parse` makes and `reading` turns into a query tree. Each node knows where it
was typed: `start` and `end` are code points of the query, start inclusive, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.indexer.format.fields import TextName

__all__ = [
    "And",
    "AtLeast",
    "Dates",
    "Field",
    "Filter",
    "Near",
    "Not",
    "Or",
    "Phrase",
    "Required",
    "Syntax",
    "Term",
    "Together",
    "asked_runs",
    "is_filter",
    "is_operand",
    "opposite",
    "required_always",
    "required_parts",
    "terms_of",
]


@dataclass(frozen=True, slots=True)
class Term:
    """One word. `text` is the word without its signs (`=`, `~`, the star of a prefix); `?` and `*` inside
    a wildcard stay."""

    text: str
    start: int
    end: int
    kind: Literal["word", "prefix", "wildcard", "fuzzy"] = "word"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other. `typed` is how it was written where no quotes were (`AT&T`, `10:30`).

    `written` is what must stand in the text letter for letter.
    """

    parts: tuple[Syntax, ...]
    start: int
    end: int
    exact: bool = False
    typed: str | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts. `explicit` when AND was typed: `--match any` leaves those together."""

    parts: tuple[Syntax, ...]
    start: int
    end: int
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Syntax, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the body."""

    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Required:
    """The body, also where any of the other words will do."""

    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Near:
    """Left and right at most `distance` words apart; `ordered`: left first."""

    left: Syntax
    right: Syntax
    distance: int
    ordered: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Together:
    """Left and right in one sentence or paragraph."""

    left: Syntax
    right: Syntax
    unit: Literal["sentence", "paragraph"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The body, `count` times or more."""

    count: int
    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """The body, in the title, the text or the first paragraph."""

    name: TextName
    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles whose keyword field (as the index calls it) has one of the values."""

    name: str
    values: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles published from `first` to `last`: ISO text, both included, None open."""

    first: str | None
    last: str | None
    start: int
    end: int


Syntax = Term | Phrase | And | Or | Not | Required | Near | Together | AtLeast | Field | Filter | Dates


def is_filter(node: Syntax) -> bool:
    """Whether the node speaks of the article's fields only, and so is neither ranked nor highlighted."""
    if isinstance(node, Filter | Dates):
        return True
    if isinstance(node, And | Or):
        return all(is_filter(part) for part in node.parts)
    return isinstance(node, Not | Required) and is_filter(node.body)


def opposite(node: Syntax, start: int) -> Syntax:
    """Everything but the node: twice makes nothing of it."""
    return node.body if isinstance(node, Not) else Not(node, start, node.end)


def is_operand(node: Syntax, *, nested: bool = True) -> bool:
    """Whether the node stands at places of the text. Nearness may hold nearness, alternatives may not."""
    if isinstance(node, Or):
        return all(is_operand(part, nested=False) for part in node.parts)
    return isinstance(node, Term | Phrase) or (nested and isinstance(node, Near | Together))


def terms_of(node: Syntax) -> Iterator[Term]:
    """Every word of the tree, in the order typed."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, And | Or | Phrase):
        for part in node.parts:
            yield from terms_of(part)
    elif isinstance(node, Near | Together):
        yield from terms_of(node.left)
        yield from terms_of(node.right)
    elif isinstance(node, Not | Required | AtLeast | Field):
        yield from terms_of(node.body)


def required_parts(tree: Syntax) -> list[Syntax]:
    """The parts of the query that are required each, in the order typed."""
    if isinstance(tree, And):
        return [part for inner in tree.parts for part in required_parts(inner)]
    return [tree]


def asked_runs(tree: Syntax) -> list[Syntax]:
    """What `--match any` may leave out: the parts asked of the text, those held by AND or brackets as one.

    Filters and exclusions are not among them.
    """
    runs: list[Syntax] = []
    for part in tree.parts if isinstance(tree, And) and not tree.explicit else (tree,):
        asked = [one for one in required_parts(part) if not is_filter(one) and not isinstance(one, Not)]
        if len(asked) == 1:
            runs += asked
        elif asked:
            runs.append(And(tuple(asked), part.start, part.end, explicit=True))
    return runs


def required_always(tree: Syntax) -> list[Syntax]:
    """What `--match any` may not leave out of what is asked of the text."""
    return [part for part in required_parts(tree) if isinstance(part, Required) and not is_filter(part)]
