"""How is a query tree asked of a server?

Of articles, whose fields stand at the top of a document, and of passages, which are nested in it: the tree is
the same, the names of the fields are not (levels.py). What the server cannot say as we mean it, or not in as
few clauses as it takes, is asked more widely: `Compiled.exact` tells so, and who asks looks at what came
(matching.py). Not of such a part lets everything through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from dateline.search.opensearch.clauses import (
    EVERYTHING,
    MOST_CLAUSES,
    Compiled,
    all_of,
    any_of,
    clauses,
    none_of,
)
from dateline.search.opensearch.filters import filtered
from dateline.search.opensearch.levels import ArticleLevel, Level, PassageLevel
from dateline.search.opensearch.sources import openers
from dateline.search.query.nodes import (
    FILTERS,
    LEAVES,
    And,
    AndMaybe,
    Every,
    Not,
    Or,
    Pattern,
    Query,
    Word,
)

__all__ = ["Compiled", "Compiler"]


class Compiler:
    """Compiles the queries of one index, with articles in these languages and sources with these roots.

    With `patterns_apart` patterns are looked for by themselves: the server looks for 1,024 words of one at
    the most beside others, and for any number of a pattern alone. `clipped` as in levels.py.
    """

    def __init__(
        self,
        languages: Mapping[str, int],
        roots: Mapping[int, str] | None = None,
        *,
        patterns_apart: bool = False,
        clipped: Collection[str] = (),
    ) -> None:
        self.patterns_apart = patterns_apart
        self._codes = ("", *sorted(code for code in languages if code))
        self._roots = dict(roots or {})
        self._articles = ArticleLevel(self._codes, patterns_apart=patterns_apart)
        self._passages = PassageLevel(self._codes, patterns_apart=patterns_apart, clipped=clipped)
        self._told = PassageLevel(self._codes, patterns_apart=patterns_apart)

    def articles(self, query: Query) -> Compiled:
        """The articles that match."""
        return self._tree(query, self._articles)

    def passages(self, query: Query) -> Compiled:
        """The passages that match, for a nested query over `p`."""
        return self._tree(query, self._passages)

    def told_passages(self, query: Query) -> Compiled:
        """The same of articles all of whose units are told with their passages."""
        return self._tree(query, self._told)

    def _tree(self, node: Query, level: Level) -> Compiled:
        if isinstance(node, And):
            return self._and(node, level)
        if isinstance(node, Or):
            return self._or(node, level)
        if isinstance(node, Not):
            return none_of(self._tree(node.part, level))
        if isinstance(node, AndMaybe):
            return self._tree(node.required, level)
        if isinstance(node, Every):
            return Compiled(EVERYTHING)
        if isinstance(node, FILTERS):
            return self._fitting(
                node,
                level,
                filtered(
                    node,
                    level.name,
                    codes=self._codes,
                    roots=self._roots,
                    patterns_apart=self.patterns_apart,
                ),
            )
        return self._fitting(node, level, level.leaf(node))

    def _and(self, node: And, level: Level) -> Compiled:
        parts = list(dict.fromkeys(node.parts))
        wanted = [self._tree(part, level) for part in parts if not isinstance(part, Not)]
        unwanted = [self._tree(part.part, level) for part in parts if isinstance(part, Not)]
        found = all_of(wanted, unwanted)
        if clauses(found.query) <= MOST_CLAUSES:
            return found
        # Fewer parts let more through.
        kept: list[Compiled] = []
        left = MOST_CLAUSES
        for part in sorted(wanted, key=lambda part: clauses(part.query)):
            left -= clauses(part.query)
            if left < 0:
                break
            kept.append(part)
        return all_of(kept)._replace(exact=False)

    def _or(self, node: Or, level: Level) -> Compiled:
        parts = list(dict.fromkeys(node.parts))
        found = any_of([self._tree(part, level) for part in parts])
        return self._fitting(node, level, found)

    def _fitting(self, node: Query, level: Level, found: Compiled) -> Compiled:
        """What was found, if it is of as few clauses as may be; otherwise more is let through."""
        if clauses(found.query) <= MOST_CLAUSES:
            return found
        words = _words(node)
        if words is not None:
            query = level.words(words)
            if clauses(query) <= MOST_CLAUSES:
                return Compiled(query, exact=False)
        return Compiled(EVERYTHING, exact=False)


def _words(node: Query) -> list[Word | Pattern] | None:
    """Words one of which is in all that matches; None: there may be none."""
    if isinstance(node, LEAVES):
        return list(dict.fromkeys(openers(node)))
    if isinstance(node, AndMaybe):
        return _words(node.required)
    if isinstance(node, And):
        return next(_known(node.parts), None)
    if isinstance(node, Or):
        found = list(map(_words, node.parts))
        if None in found:
            return None
        return list(dict.fromkeys([word for words in found for word in words or ()]))
    return None


def _known(parts: Collection[Query]) -> Iterator[list[Word | Pattern]]:
    for part in parts:
        words = _words(part)
        if words is not None:
            yield words
