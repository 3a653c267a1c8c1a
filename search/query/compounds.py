"""Compounds in a query tree, and their parts.

`cyber-attack` is read as the joined word or its parts in a row: `Alternatives((Word, Sequence))`. Where any
of the query's words will do, any part of a compound does: `Or((compound, *parts))`; and any pair of a run of
letters without blanks (runs.py).
"""

from __future__ import annotations

from dateline.indexer.analysis.signs import ELISION
from dateline.search.query.nodes import Alternatives, Or, Query, Sequence, Word
from dateline.search.query.runs import loosened_run

__all__ = ["any_part", "compound_parts", "loosened_compound"]


def compound_parts(node: Query) -> tuple[Word, ...]:
    """The parts of a compound that say something, empty for anything else: not the l of L'Aquila."""
    if type(node) is not Alternatives or len(node.parts) < 2 or node.synonyms:
        return ()
    joined, sequence = node.parts[:2]
    if type(joined) is not Word or type(sequence) is not Sequence:
        return ()
    parts = tuple(part for part in sequence.parts if type(part) is Word)
    if len(parts) < len(sequence.parts):
        return ()
    typed = "".join(part.text for part in parts)
    if not _letters(joined.text).startswith(_letters(typed)):
        return ()
    return parts[1:] if ELISION.match(joined.text) else parts


def any_part(node: Query) -> Query:
    """A compound as any of its parts, a run of letters as any of its pairs; anything else as it is."""
    if pairs := loosened_run(node):
        return Or(pairs)
    parts = compound_parts(node)
    return Or((node, *parts)) if parts else node


def loosened_compound(node: Query) -> Alternatives | None:
    """The compound of what `any_part` made; None for anything else."""
    if type(node) is not Or or not node.parts:
        return None
    compound = node.parts[0]
    if type(compound) is not Alternatives:
        return None
    parts = compound_parts(compound)
    return compound if parts and node.parts[1:] == parts else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
