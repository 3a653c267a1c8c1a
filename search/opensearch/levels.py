"""How are the leaves of a query asked of a server, of articles and of passages?

A level is what a document is. The fields of an article stand at the top of a document, those of its passages
below `p`. A stretch belongs to the passage in which it begins, a pair to that of its left side; the other
may be before it or behind it in the same run (documents.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from dateline.indexer.opensearch.documents import AROUND
from dateline.indexer.opensearch.schema import PASSAGES
from dateline.search.opensearch.clauses import Compiled, all_of, any_of, clauses, should
from dateline.search.opensearch.sources import (
    Codes,
    by_language,
    interval,
    is_simple,
    of_languages,
    openers,
    reach,
    repeated,
    term_groups,
    word_query,
)
from dateline.search.query.nodes import (
    Alternatives,
    AtLeast,
    Leaf,
    Near,
    Pattern,
    Sequence,
    Together,
    Word,
)

__all__ = ["ArticleLevel", "Level", "PassageLevel"]

_MOST_REPEATED: Final = 24  # times that a word is asked for in one interval
_MOST_OF_A_LEAF: Final = 250  # clauses


class Level:
    """The leaves of queries at a level, of an index with articles in the languages `codes`, "" for none.

    With `patterns_apart` patterns are looked for by themselves. `clipped` are the kinds of units of which
    some are too long to be told with each passage they are in.
    """

    def __init__(self, codes: Codes, *, patterns_apart: bool = False, clipped: Collection[str] = ()) -> None:
        self._codes = codes
        self._patterns_apart = patterns_apart
        self._clipped = clipped

    def name(self, field: str) -> str:
        """A field on the server."""
        return field

    def leaf(self, node: Leaf) -> Compiled:
        """Documents with a leaf."""
        if isinstance(node, Alternatives):
            return any_of([self.leaf(part) for part in node.parts])
        if isinstance(node, AtLeast):
            return self._at_least(node)
        if isinstance(node, Word | Pattern):
            return Compiled(self.words([node]))
        return any_of([self._composed(node, field) for field in self._fields_of(node)])

    def words(self, nodes: Collection[Word | Pattern]) -> dict[str, Any]:
        """Documents with any of some words and patterns."""
        return should([self._word(node, field) for node in nodes for field in self._fields_of(node)])

    def _fields_of(self, node: Leaf) -> tuple[str, ...]:
        return (node.fieldname,) if node.fieldname else ("title", "text")

    def _word(self, node: Word | Pattern, field: str) -> dict[str, Any]:
        """Documents with a word or pattern in a field."""
        field, language = self.name(field), self.name("language")
        if isinstance(node, Pattern):
            return word_query(node, field, ())
        groups = term_groups(node, self._codes)
        if len(groups) == 1:
            return word_query(node, field, groups[0][0])
        return should(
            [
                {"bool": {"filter": [word_query(node, field, terms), of_languages(codes, language)]}}
                for terms, codes in groups
                if terms
            ]
        )

    # -- what is made of words -------------------------------------------------------------------------

    def _composed(self, node: Sequence | Near | Together, field: str) -> Compiled:
        """Documents with a phrase or nearness in a field."""
        sides = () if isinstance(node, Sequence) else (node.left, node.right)
        if not all(map(is_simple, sides)) or self._is_apart(node) or not self._is_told(node, field):
            return self._all_parts(node, field)
        query = self._stretches(node, field)
        if clauses(query) <= _MOST_OF_A_LEAF:
            return Compiled(query, bool(sides) or is_simple(node))
        if isinstance(node, Sequence) and len(node.parts) > 1:
            return self._composed(_begun(node), field)._replace(exact=False)
        return self._all_parts(node, field)

    def _is_apart(self, node: Leaf) -> bool:
        return self._patterns_apart and _has(node, Pattern)

    def _is_told(self, node: Leaf, field: str) -> bool:
        """Whether a document has with it all that one of its stretches may reach over."""
        return True

    def _all_parts(self, node: Leaf, field: str) -> Compiled:
        """Documents with all that a leaf is made of in a field, wherever it stands there: never exact."""
        if isinstance(node, Near | Together):
            parts = [self._all_parts(part, field) for part in (node.left, node.right)]
            return all_of(parts)._replace(exact=False)
        if isinstance(node, Alternatives):
            return any_of([self._all_parts(part, field) for part in node.parts])._replace(exact=False)
        if isinstance(node, Sequence) and self._is_apart(node):
            return all_of([self._all_parts(part, field) for part in node.parts])._replace(exact=False)
        query = self._anywhere(node, field)
        if isinstance(node, Sequence) and len(node.parts) > 1 and clauses(query) > _MOST_OF_A_LEAF:
            return self._all_parts(_begun(node), field)
        return Compiled(query, exact=False)

    def _anywhere(self, node: Leaf, field: str) -> dict[str, Any]:
        """Documents with a word, pattern or phrase in a field, wherever it begins."""
        if isinstance(node, Word | Pattern):
            return self._word(node, field)
        return self._in_field(node, field)

    def _stretches(self, node: Leaf, field: str) -> dict[str, Any]:
        """Documents with a stretch of a leaf in a field."""
        return self._in_field(node, field)

    def _in_field(self, node: Leaf, field: str, *, times: int = 1, own: bool = False) -> dict[str, Any]:
        """Documents with a stretch of a leaf in a field, so many `times`, with `own` one that is theirs."""
        options: list[dict[str, Any]] = []
        groups = by_language(node, self._codes)
        units = field != "title"
        for terms, codes in groups:
            source = interval(
                node,
                lambda word, terms=terms: terms.get(word, word.terms),  # type: ignore[misc]
                units=units,
                own=own,
            )
            asked: dict[str, Any] = {"intervals": {self.name(field): repeated(source, times)}}
            if len(groups) > 1:
                asked = {"bool": {"filter": [asked, of_languages(codes, self.name("language"))]}}
            options.append(asked)
        return should(options)

    def _at_least(self, node: AtLeast) -> Compiled:
        part = node.part
        plain = isinstance(part, Word) and len(part.terms) == 1 and part.exact is None
        if not plain or node.count > _MOST_REPEATED:
            found = self.leaf(part)
            return found._replace(exact=node.count == 1 and found.exact)
        fields = self._fields_of(part)
        if len(fields) == 1:
            return Compiled(self._in_field(part, fields[0], times=node.count))
        title, text = fields
        options = []
        for in_title in range(node.count + 1):
            shares = ((title, in_title), (text, node.count - in_title))
            both = [self._in_field(part, field, times=times) for field, times in shares if times]
            options.append({"bool": {"filter": both}})
        return Compiled(should(options))


class ArticleLevel(Level):
    """An article: its title, and its passages as runs."""


class PassageLevel(Level):
    """A passage: what begins in it, though it may reach into what else its paragraph was cut into."""

    def name(self, field: str) -> str:
        """A field of the nested documents."""
        return f"{PASSAGES}.{field}"

    def _fields_of(self, node: Leaf) -> tuple[str, ...]:
        return (node.fieldname or "text",)

    def _stretches(self, node: Leaf, field: str) -> dict[str, Any]:
        found = self._in_field(node, field)
        if field == "title":
            return found
        return should([found, self._in_field(node, f"{field}_around", own=True)])

    def _anywhere(self, node: Leaf, field: str) -> dict[str, Any]:
        found = super()._anywhere(node, field)
        return found if field == "title" else should([found, super()._anywhere(node, f"{field}_around")])

    def _is_told(self, node: Leaf, field: str) -> bool:
        if field == "title" or not self._clipped or not isinstance(node, Near | Together):
            return True  # a phrase of so many clauses as are allowed is shorter than what is around
        if isinstance(node, Together) and is_simple(node.left) and is_simple(node.right):
            return node.unit[0] not in self._clipped
        return reach(node) <= AROUND and not _has(node, Together)

    def _all_parts(self, node: Leaf, field: str) -> Compiled:
        if self._is_told(node, field):
            return super()._all_parts(node, field)
        return Compiled(should([self._word(word, field) for word in openers(node)]), exact=False)


def _begun(phrase: Sequence) -> Sequence:
    """The first half of a phrase: what has the whole has this, and where the whole begins."""
    return replace(phrase, parts=phrase.parts[: len(phrase.parts) // 2])


def _has(node: Leaf, kind: type[Pattern | Together]) -> bool:
    return isinstance(node, kind) or any(_has(child, kind) for child in node.children())  # type: ignore[arg-type]
