"""What do synonyms add to a query? A tree in which each typed word stands beside its synonyms.

A word becomes `Alternatives` of itself and its synonyms, wherever it stands: in a phrase, beside NEAR, behind
a minus. Words that are a phrase in the file (`United States, USA`) are found in a row of words or within a
phrase. In a row, each of them becomes that word or the synonyms: who has the synonyms has them all. What is
asked for exactly, and a pattern, is left as it is.

>>> from dateline.search.query.reading import read_query
>>> from dateline.search.query.synonyms import parse_synonyms
>>> widened(read_query("Astana", languages={"en": 1}), parse_synonyms("Astana, Akmola")).read_as
'Astana (English, stemmed), with synonyms: Astana = Akmola'
"""

from __future__ import annotations

from typing import cast

from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.analysis.tokens import TOKEN
from dateline.indexer.format.records import replace
from dateline.search.query.asked import Asked, Reading
from dateline.search.query.compounds import compound_parts, loosened_compound
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    Near,
    Not,
    Operand,
    Or,
    Part,
    Query,
    Sequence,
    Together,
    Word,
    leaves,
)
from dateline.search.query.parts import part_text
from dateline.search.query.synonyms import Rule, Synonyms
from dateline.search.query.wording import word_node

__all__ = ["widened"]


def widened(reading: Reading, synonyms: Synonyms) -> Reading:
    """The reading with synonyms beside what was typed; itself where it has none of them."""
    widening = _Widening(synonyms, tuple(reading.languages))
    query = widening.query(reading.query)
    if not widening.said:
        return reading
    return replace(
        reading,
        query=query,
        any_query=reading.any_query and widening.query(reading.any_query),
        parts=tuple(Asked(part.text, widening.query(part.query)) for part in reading.parts),
        synonyms=tuple(f"{typed} = {', '.join(found)}" for typed, found in widening.said.items()),
    )


class _Widening:
    """One reading of one tree; `said` is what was typed, with the synonyms that were added."""

    def __init__(self, synonyms: Synonyms, languages: tuple[str, ...]) -> None:
        self._synonyms = synonyms
        self._languages = languages
        self.said: dict[str, tuple[str, ...]] = {}

    def query(self, node: Query) -> Query:
        """The node with synonyms."""
        if isinstance(node, And | Or):
            if (compound := loosened_compound(node)) is not None:
                beside = self._beside((compound,))
                return Or((node, *beside[1])) if beside else node
            return type(node)(tuple(self._row(node.parts)))
        if isinstance(node, Not):
            return Not(self.query(node.part))
        if isinstance(node, AndMaybe):
            return AndMaybe(self.query(node.required), node.optional)
        if isinstance(node, AtLeast):
            return replace(node, part=self._operand(node.part))
        if isinstance(node, Near | Together | Word | Alternatives | Sequence):
            return self._operand(node)
        return node

    def _operand(self, node: Operand) -> Operand:
        if isinstance(node, Near | Together):
            return replace(node, left=self._operand(node.left), right=self._operand(node.right))
        return self._part(node)

    def _part(self, node: Part) -> Part:
        if beside := self._beside((node,)):
            return Alternatives((node, *beside[1]), synonyms=True)
        if isinstance(node, Alternatives) and not compound_parts(node):
            return replace(node, parts=tuple(map(self._part, node.parts)))
        if isinstance(node, Sequence) and not _is_run(node):
            if (beside := self._beside(node.parts)) and beside[0] == len(node.parts):
                return Alternatives((node, *beside[1]), synonyms=True)
            return replace(node, parts=tuple(self._phrase(node)))
        return node

    def _phrase(self, node: Sequence) -> list[Part]:
        """The parts of a phrase, a row of them that is an entry beside its synonyms."""
        made: list[Part] = []
        at = 0
        while at < len(node.parts):
            beside = self._beside(node.parts[at:])
            if not beside or beside[0] == 1:
                made.append(self._part(node.parts[at]))
                at += 1
                continue
            row = Sequence(node.fieldname, node.parts[at : at + beside[0]])
            made.append(Alternatives((row, *beside[1]), synonyms=True))
            at += beside[0]
        return made

    def _row(self, parts: tuple[Query, ...]) -> list[Query]:
        """The parts of an And or Or: of a row that is an entry each is that word or one of the synonyms."""
        made: list[Query] = []
        at = 0
        while at < len(parts):
            beside = self._beside(parts[at:])
            if not beside or beside[0] == 1:
                made.append(self.query(parts[at]))
                at += 1
                continue
            made += [
                Alternatives((cast("Part", part), *beside[1]), synonyms=True)
                for part in parts[at : at + beside[0]]
            ]
            at += beside[0]
        return made

    def _beside(self, parts: tuple[Query, ...]) -> tuple[int, tuple[Part, ...]] | None:
        """How many of the first parts are an entry, the longest there is, and its synonyms."""
        if not isinstance(parts[0], Word | Sequence | Alternatives):
            return None
        first = next(leaves(parts[0]), None)
        if not isinstance(first, Word) or first.exact is not None:
            return None
        fieldname = parts[0].fieldname
        for rule in self._synonyms.beginning_like(first.text):
            if len(rule.typed) > len(parts):
                continue
            row = parts[: len(rule.typed)]
            if not all(map(self._is_entry, row, rule.typed)) or any(
                getattr(part, "fieldname", "") != fieldname for part in row
            ):
                continue
            self.said.setdefault(" ".join(_typed(part) for part in row), rule.found)
            return len(row), self._nodes(rule, fieldname)
        return None

    def _nodes(self, rule: Rule, fieldname: str | None) -> tuple[Part, ...]:
        found: list[Part] = []
        for text in rule.found:
            words = TOKEN.findall(text)
            nodes = [
                word_node(word, fieldname, self._languages, exact=False, followed=number < len(words))
                for number, word in enumerate(words, 1)
            ]
            row = tuple(node for node in nodes if node is not None)
            if row:
                found.append(row[0] if len(row) == 1 else Sequence(fieldname, row))
        return tuple(found)

    def _is_entry(self, node: Query, word: str) -> bool:
        entry = word_node(word, None, self._languages, exact=False)
        return entry is not None and _same(node, entry)


def _same(typed: Query, entry: Query) -> bool:
    """Whether two nodes are forms of the same word."""
    if isinstance(typed, Word) and isinstance(entry, Word):
        return typed.exact is None and not {*typed.terms}.isdisjoint(entry.terms)
    if type(typed) is not type(entry):
        return False
    mine, theirs = typed.children(), entry.children()
    return len(mine) == len(theirs) > 0 and all(map(_same, mine, theirs))


def _is_run(node: Sequence) -> bool:
    """Whether the parts are pairs of a run of letters, between which nothing else has a place."""
    return any(isinstance(part, Word) and has_unspaced(part.text) for part in node.parts)


def _typed(node: Query) -> str:
    """What was typed; of a compound the whole of it."""
    return part_text(node.parts[0] if isinstance(node, Alternatives) else node)
