"""The query tree: what a query asks of an index, as plain frozen records.

`And`, `Or`, `Not` and `Every` combine; the leaves say what stands in a text (`Word`, `Pattern`, `Sequence`,
`Alternatives`, `Near`, `Together`, `AtLeast`); `KeywordFilter`, `DateRange` and `IndexedAfter` speak of an
article, its fields or when it came in, and are never scored. Exclusion is `And((x, Not(y)))`; a query of
exclusions only is `And((Every(), Not(x)))`; `Or(())` matches nothing.

Nodes are compared by value, hashable, and have a repr that can be pasted. `fieldname` is None for title and
text together, or "title", "text" or "lead" (the first paragraph: the text positions before the second
paragraph of an article's first passage). `boost` multiplies a leaf's score.

>>> And((Word(None, "guards", ("guard",)), Not(Word(None, "Kabul", ("kabul",)))))
And((Word(None, 'guards', ('guard',)), Not(Word(None, 'Kabul', ('kabul',)))))
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import ClassVar, Final, Literal

from dateline.indexer.format.records import record
from dateline.search.query.comparison import acceptor, fold_value

__all__ = [
    "FILTERS",
    "LEAVES",
    "Alternatives",
    "And",
    "AndMaybe",
    "AtLeast",
    "DateRange",
    "Every",
    "Filter",
    "IndexedAfter",
    "KeywordFilter",
    "Leaf",
    "Near",
    "Not",
    "Operand",
    "Or",
    "Part",
    "Pattern",
    "Query",
    "Sequence",
    "Together",
    "Word",
    "leaf_key",
    "leaves",
]


class _Node:
    """What all nodes share, said once: generating it for each class would be felt by a cold start.

    What a node is looked up by is worked out once: a search asks for it some twenty times.
    """

    __slots__ = ("_hashed", "_key")  # no fields: they are no part of the value
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _hashed: int
    _key: Hashable  # of a word

    def _values(self) -> tuple[object, ...]:
        """The class and the values of its fields."""
        return type(self), *[getattr(self, name) for name in self.__match_args__]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, _Node) and self._values() == other._values())

    def __hash__(self) -> int:
        try:
            return self._hashed
        except AttributeError:
            known = hash(self._values())
            object.__setattr__(self, "_hashed", known)
            return known

    def children(self) -> tuple[Query, ...]:
        """The nodes below this one, in the order typed."""
        return ()

    def __repr__(self) -> str:
        """The call that makes this node, without what has its default."""
        said: list[str] = []
        fields = type(self).__dataclass_fields__  # type: ignore[attr-defined]  # every node is a dataclass
        for number, entry in enumerate(fields.values()):
            value = getattr(self, entry.name)
            if value != entry.default:
                said.append(repr(value) if number == len(said) else f"{entry.name}={value!r}")
        return f"{type(self).__name__}({', '.join(said)})"


# -- combinations --------------------------------------------------------------------------------------


@record
class And(_Node):
    """Documents that match all of the parts. Their scores are added; filters and exclusions score nothing."""

    parts: tuple[Query, ...]

    def children(self) -> tuple[Query, ...]:
        """The parts, in order."""
        return self.parts


@record
class Or(_Node):
    """Documents that match any of the parts, by the sum of the scores of those they match."""

    parts: tuple[Query, ...]

    def children(self) -> tuple[Query, ...]:
        """The parts, in order."""
        return self.parts


@record
class Not(_Node):
    """Documents that do not match the part."""

    part: Query

    def children(self) -> tuple[Query, ...]:
        """The part alone."""
        return (self.part,)


@record
class AndMaybe(_Node):
    """Documents that match `required`; one that matches `optional` as well scores the sum of both."""

    required: Query
    optional: Query

    def children(self) -> tuple[Query, ...]:
        """Required, optional."""
        return (self.required, self.optional)


@record
class Every(_Node):
    """All documents, each with the score 0."""


# -- leaves --------------------------------------------------------------------------------------------


@record
class Word(_Node):
    """One typed word.

    `terms` are the index terms any of which counts, scored as one synonym group: the word as each language
    of the index analyses it. `text` is the word as typed. `exact` demands that it is written so in the
    text (see `comparison.same_form`). `terms` is never empty, has no doubles and keeps a fixed order.
    """

    fieldname: str | None
    text: str
    terms: tuple[str, ...]
    exact: str | None = None
    boost: float = 1.0


@record
class Pattern(_Node):
    """A word of which not every letter is given. It matches *written forms*, folded, not the stems.

    `kind` "prefix": `text` is the beginning, without the star (`securiti*` finds Securities, although its
    term is "secur"). "wildcard": `*` stands for any run of letters, also none, `?` for exactly one.
    "fuzzy": forms at most one typo away (a letter wrong, missing, too many, or two neighbours swapped).
    `terms` count always: those of the word itself, which with a typo or an open end finds what it does
    without.

    `text` is folded like terms (lower case, no accents) but not stemmed. At most
    `limits.MAX_EXPANSIONS` terms an index, the most frequent first, with a warning when cut.
    """

    fieldname: str | None
    text: str
    kind: Literal["prefix", "wildcard", "fuzzy"]
    boost: float = 1.0
    terms: tuple[str, ...] = ()


@record
class Sequence(_Node):
    """A phrase: its parts stand next to each other, in this order.

    `run` tells that it is a run of letters without blanks, typed without quotes: where any of a query's words
    will do, any of its parts does. `written` is what must stand there letter for letter (written.py); there
    may then be one part alone.
    """

    fieldname: str | None
    parts: tuple[Part, ...]
    boost: float = 1.0
    run: bool = False
    written: str | None = None

    def children(self) -> tuple[Part, ...]:
        """The parts, in order."""
        return self.parts


@record
class Alternatives(_Node):
    """Any of the parts at one place: inside phrases, beside NEAR, and for hyphenated words.

    `cyber-attack` is read as the joined word or the sequence of its parts. Occurrences of all parts count
    together, scored as one synonym group. `synonyms` tells that the first is what was typed, and the others
    are its synonyms.
    """

    parts: tuple[Part, ...]
    boost: float = 1.0
    synonyms: bool = False

    @property
    def fieldname(self) -> str | None:
        """The field of the parts, which share one."""
        return self.parts[0].fieldname if self.parts else None

    def children(self) -> tuple[Part, ...]:
        """The parts, in order."""
        return self.parts


@record
class Near(_Node):
    """Two things at most `distance` words apart: |difference of positions| <= distance.

    For phrases the difference is taken between the nearest ends. `ordered` (ADJ): left before right. The
    two never share a position. A side may itself be Near or Together: its match then spans from its first
    word to its last.
    """

    left: Operand
    right: Operand
    distance: int
    ordered: bool = False
    boost: float = 1.0

    @property
    def fieldname(self) -> str | None:
        """The field both sides are searched in."""
        return self.left.fieldname

    def children(self) -> tuple[Operand, ...]:
        """Left, right."""
        return (self.left, self.right)


@record
class Together(_Node):
    """Two things in one sentence, or in one paragraph, in any order."""

    left: Operand
    right: Operand
    unit: Literal["sentence", "paragraph"]
    boost: float = 1.0

    @property
    def fieldname(self) -> str | None:
        """The field both sides are searched in."""
        return self.left.fieldname

    def children(self) -> tuple[Operand, ...]:
        """Left, right."""
        return (self.left, self.right)


@record
class AtLeast(_Node):
    """At least `count` occurrences of the part, in the article or in the passage, by the level asked for."""

    count: int
    part: Operand
    boost: float = 1.0

    @property
    def fieldname(self) -> str | None:
        """The field the part is searched in."""
        return self.part.fieldname

    def children(self) -> tuple[Operand, ...]:
        """The part alone."""
        return (self.part,)


# -- filters -------------------------------------------------------------------------------------------


@record
class KeywordFilter(_Node):
    """Articles whose field has one of `values`. Never scored; an article without the field never matches.

    `fieldname` is a keyword field of `indexer/format/fields.py`, which says how its values are `compared`:
    "words", the words typed stand in the value in a row (`source:times` finds The Times); "path", a glob over
    the whole where it has `*` or `?`, otherwise a part; "whole"; "language", the code. Case and accents never
    matter. Of a field with many values an article, one of them is enough.
    """

    fieldname: str
    values: tuple[str, ...]

    def accepts(self, value: str) -> bool:
        """Whether a value of the index is one of those asked for."""
        return bool(acceptor(self.fieldname, self.values)(fold_value(value)))


@record
class DateRange(_Node):
    """Articles published from `first` to `last`, both included; None leaves that end open. Never scored.

    Both are ISO text and may be partial: last "2013" includes all of that year. An article whose date is a
    month or a year lies in any range that has a day of it. No article without a date matches.
    """

    first: str | None
    last: str | None

    @property
    def fieldname(self) -> str:
        """The field the range is of."""
        return "date"

    @property
    def low(self) -> str | None:
        """The first text of a date inside, but for those of `holding`."""
        return self.first

    @property
    def holding(self) -> tuple[str, ...]:
        """The partial dates that begin before `first` and hold it: 2013 and 2013-05 of 2013-05-10."""
        parts = (self.first or "").split("-")
        return tuple("-".join(parts[:count]) for count in range(1, len(parts)))

    @property
    def high(self) -> str | None:
        """The first text of a date beyond: every ISO date that begins with `last` sorts before it."""
        return None if self.last is None else self.last + "~"


@record
class IndexedAfter(_Node):
    """Articles indexed later than a moment, in milliseconds since 1970, UTC. Never scored.

    An article is indexed when the state of the index in which it is first is published.
    """

    moment: int


Part = Word | Pattern | Sequence | Alternatives  # what has a place in a phrase
Operand = Part | Near | Together  # what has a place beside NEAR and under atleast
Leaf = Operand | AtLeast  # what is looked for in texts and scored
Filter = KeywordFilter | DateRange | IndexedAfter  # what is asked of an article's fields
Query = And | Or | Not | AndMaybe | Every | Leaf | Filter

# For `type(node) in LEAVES`, a third of the time of an isinstance.
LEAVES: Final = (Word, Pattern, Sequence, Alternatives, Near, Together, AtLeast)
FILTERS: Final = (KeywordFilter, DateRange, IndexedAfter)


def leaf_key(leaf: Leaf) -> Hashable:
    """What makes two leaves one: how a word was typed does not matter, unless languages read it differently.

    A word's boost, which the caller counts, is no part of it.
    """
    if type(leaf) is not Word:
        return leaf
    try:
        return leaf._key
    except AttributeError:
        known = leaf.fieldname, leaf.terms, leaf.exact, leaf.text if len(leaf.terms) > 1 else None
        object.__setattr__(leaf, "_key", known)
        return known


def leaves(node: Query) -> Iterator[Word | Pattern | KeywordFilter | DateRange]:
    """The words, patterns and filters of a tree, in the order typed; excluded ones are among them."""
    if isinstance(node, Word | Pattern | KeywordFilter | DateRange):
        yield node
    else:
        for child in node.children():
            yield from leaves(child)
