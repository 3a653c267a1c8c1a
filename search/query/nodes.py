"""What can a query ask for? The nodes of the query tree that whoosh.query has no class for.

A query tree is made of `whoosh.query`'s And, Or, Not, AndMaybe, Require, Every and NullQuery, and of the
leaves below. Exclusion is `And([..., Not(x)])`; a query of exclusions only is `And([Every(), Not(x)])`.

Every node is a plain record: compared by value, hashable, with a repr that can be pasted. Nothing changes a
node after it was made; `with_boost` copies. `fieldname` is None for title and text together, or "title",
"text" or "lead" (the first paragraph: the text positions before the second paragraph of an article's first
passage).

>>> Word(None, "guards", ("guard",))
Word(None, 'guards', ('guard',))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Literal, TypeVar

from whoosh.query import Query

from dateline.indexer.analysis.folding import fold_accents, normalise
from dateline.indexer.format.fields import BY_NAME

__all__ = [
    "Alternatives",
    "AtLeast",
    "DateRange",
    "KeywordFilter",
    "Near",
    "Node",
    "Part",
    "Pattern",
    "Sequence",
    "Together",
    "Word",
    "fold_value",
    "same_form",
]

NodeType = TypeVar("NodeType", bound="Node")


# whoosh is not annotated, so its classes are Any to mypy.
class Node(Query):  # type: ignore[misc]
    """Base of our nodes: what whoosh.query asks of every query, said once.

    The subclasses are dataclasses; they are not `frozen`, because a frozen one takes three times as long to
    make and a query is made while a person waits.
    """

    boost: float = 1.0

    def __ne__(self, other: object) -> bool:
        # Query's own version negates __eq__'s NotImplemented, which is not a truth value.
        return not self == other

    def __repr__(self) -> str:
        """The call that makes this node, without what has its default."""
        said: list[str] = []
        for number, entry in enumerate(fields(self)):
            value = getattr(self, entry.name)
            if value != entry.default:
                said.append(repr(value) if number == len(said) else f"{entry.name}={value!r}")
        return f"{type(self).__name__}({', '.join(said)})"

    __str__ = __unicode__ = __repr__

    def with_boost(self: NodeType, boost: float) -> NodeType:
        """A copy with this boost."""
        return replace(self, boost=boost)

    def field(self) -> str | None:
        """The field searched; None for title and text together."""
        name: str | None = getattr(self, "fieldname", None)
        return name

    def is_leaf(self) -> bool:
        """Whether there are no nodes below this one."""
        return not any(True for _ in self.children())

    def children(self) -> Iterator[Any]:
        """The nodes below this one, in the order typed."""
        return iter(())

    def needs_spans(self) -> bool:
        """Whether positions decide if a document matches."""
        return not self.is_leaf()


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Word(Node):
    """One typed word.

    `terms` are the index terms any of which counts, scored as one synonym group: the word as each language
    of the index analyses it. `text` is the word as typed. `exact` demands that it is written so in the
    text (see `same_form`). `terms` is never empty, has no doubles and keeps a fixed order. (whoosh knows
    `terms` as a method; `has_terms` is False, so that it never calls it.)
    """

    fieldname: str | None
    text: str
    terms: tuple[str, ...]
    exact: str | None = None
    boost: float = 1.0


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Pattern(Node):
    """A word of which not every letter is given. It matches *written forms*, folded, not the stems.

    `kind` "prefix": `text` is the beginning, without the star (`securit*` finds Security, although its
    term is "secur"). "wildcard": `*` stands for any run of letters, also none, `?` for exactly one.
    "fuzzy": forms at most one typo away (a letter wrong, missing, too many, or two neighbours swapped);
    `terms` are then the terms of the word itself, which always count and may be tried for typos as well.

    `text` is folded like terms (lower case, no accents) but not stemmed. At most
    `limits.MAX_EXPANSIONS` terms an index, the most frequent first, with a warning when cut.
    """

    fieldname: str | None
    text: str
    kind: Literal["prefix", "wildcard", "fuzzy"]
    boost: float = 1.0
    terms: tuple[str, ...] = ()


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Sequence(Node):
    """A phrase: its parts stand next to each other, in this order."""

    fieldname: str | None
    parts: tuple[Part, ...]
    boost: float = 1.0

    def children(self) -> Iterator[Part]:
        """The parts, in order."""
        return iter(self.parts)

    def apply(self, fn: Callable[[Any], Any]) -> Sequence:
        """A copy with `fn` applied to each part."""
        return replace(self, parts=tuple(fn(part) for part in self.parts))


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Alternatives(Node):
    """Any of the parts at one place: inside phrases, beside NEAR, and for hyphenated words.

    `cyber-attack` is read as the joined word or the sequence of its parts. Occurrences of all parts count
    together, scored as one synonym group.
    """

    parts: tuple[Part, ...]
    boost: float = 1.0

    @property
    def fieldname(self) -> str | None:
        """The field of the parts, which share one."""
        return self.parts[0].fieldname if self.parts else None

    def children(self) -> Iterator[Part]:
        """The parts, in order."""
        return iter(self.parts)

    def apply(self, fn: Callable[[Any], Any]) -> Alternatives:
        """A copy with `fn` applied to each part."""
        return replace(self, parts=tuple(fn(part) for part in self.parts))


@dataclass(eq=True, unsafe_hash=True, repr=False)
class _Pair(Node):
    left: Operand
    right: Operand

    @property
    def fieldname(self) -> str | None:
        """The field both sides are searched in."""
        return self.left.fieldname

    def children(self) -> Iterator[Operand]:
        """Left, right."""
        return iter((self.left, self.right))

    def apply(self: PairType, fn: Callable[[Any], Any]) -> PairType:
        """A copy with `fn` applied to both sides."""
        return replace(self, left=fn(self.left), right=fn(self.right))


PairType = TypeVar("PairType", bound=_Pair)


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Near(_Pair):
    """Two things at most `distance` words apart: |difference of positions| <= distance.

    For phrases the difference is taken between the nearest ends. `ordered` (ADJ): left before right. The
    two never share a position. A side may itself be Near or Together: its match then spans from its first
    word to its last.
    """

    distance: int
    ordered: bool = False
    boost: float = 1.0


@dataclass(eq=True, unsafe_hash=True, repr=False)
class Together(_Pair):
    """Two things in one sentence, or in one paragraph, in any order."""

    unit: Literal["sentence", "paragraph"]
    boost: float = 1.0


@dataclass(eq=True, unsafe_hash=True, repr=False)
class AtLeast(Node):
    """At least `count` occurrences of the part, in the article or in the passage, by the level asked for."""

    count: int
    part: Operand
    boost: float = 1.0

    @property
    def fieldname(self) -> str | None:
        """The field the part is searched in."""
        return self.part.fieldname

    def children(self) -> Iterator[Operand]:
        """The part alone."""
        return iter((self.part,))

    def apply(self, fn: Callable[[Any], Any]) -> AtLeast:
        """A copy with `fn` applied to the part."""
        return replace(self, part=fn(self.part))


Part = Word | Pattern | Sequence | Alternatives  # what has a place in a phrase
Operand = Part | Near | Together  # what has a place beside NEAR and under atleast


@dataclass(eq=True, unsafe_hash=True, repr=False)
class KeywordFilter(Node):
    """Articles whose field has one of `values`. Never scored; an article without the field never matches.

    `fieldname` is a keyword field of `indexer/format/fields.py`, which says how its values are `compared`:
    "words", the words typed stand in the value in a row (`source:times` finds The Times); "path", a glob over
    the whole where it has `*` or `?`, otherwise a part; "whole"; "language", the code. Case and accents never
    matter. Of a field with many values an article, one of them is enough.
    """

    fieldname: str
    values: tuple[str, ...]
    boost: float = 1.0

    def accepts(self, value: str) -> bool:
        """Whether a value of the index is one of those asked for."""
        return bool(_acceptor(self.fieldname, self.values)(fold_value(value)))


@dataclass(eq=True, unsafe_hash=True, repr=False)
class DateRange(Node):
    """Articles published from `first` to `last`, both included; None leaves that end open. Never scored.

    Both are ISO text and may be partial: last "2013" includes all of that year. A partial date of an
    article stands at its beginning: "2013-05" is before "2013-05-01". No article without a date matches.
    """

    first: str | None
    last: str | None
    boost: float = 1.0
    fieldname = "date"

    def is_range(self) -> bool:
        """A range, as whoosh calls it."""
        return True

    @property
    def low(self) -> str | None:
        """The first text of a date inside."""
        return self.first

    @property
    def high(self) -> str | None:
        """The first text of a date beyond: every ISO date that begins with `last` sorts before it."""
        return None if self.last is None else self.last + "~"


@lru_cache(maxsize=256)
def _acceptor(fieldname: str, values: tuple[str, ...]) -> Callable[[str], object]:
    """A function that is true of the folded values a filter accepts: made once, asked for every value."""
    wanted = [fold_value(value) for value in values]
    compared = BY_NAME[fieldname].compared
    if compared == "whole":
        return frozenset(wanted).__contains__
    if compared == "language":
        codes = frozenset(value.partition("-")[0] for value in wanted)
        return lambda value: value.partition("-")[0] in codes
    if compared == "path":
        # fnmatch would read [ as a set of letters, which a file name may hold.
        globs = [value.replace("[", "[[]") for value in wanted if "*" in value or "?" in value]
        parts = [value for value in wanted if not ("*" in value or "?" in value)]
        return lambda value: (
            any(part in value for part in parts) or any(fnmatchcase(value, glob) for glob in globs)
        )
    names = (r"\W+".join(map(re.escape, words)) for value in wanted if (words := _WORD.findall(value)))
    return re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in names) or "(?!)").search


_WORD = re.compile(r"\w+")


@lru_cache(maxsize=65536)
def fold_value(value: str) -> str:
    """Text as values are compared: folded like terms, single blanks."""
    return " ".join(fold_accents(normalise(value)).split())


def same_form(written: str, exact: str) -> bool:
    """Whether a surface form of the text is the one `Word.exact` demands.

    Case counts where a capital was typed, accents where an accent was typed. What a keyboard decides and not
    a writer is made equal: the kind of apostrophe, dash and blank, and whether an accent is one code point
    or two.
    """
    if written == exact:
        return True
    found, wanted = _plain(written), _plain(exact)
    if wanted == wanted.lower():
        found = found.lower()
    if wanted == fold_accents(wanted):
        found = fold_accents(found)
    return found == wanted


def _plain(form: str) -> str:
    return unicodedata.normalize("NFC", form).translate(_PLAIN_MARKS)


_PLAIN_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
