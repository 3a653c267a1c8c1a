"""What is a compound in a query tree, and what are its parts?

`cyber-attack` is read as the joined word or its parts in a row: `Alternatives((Word, Sequence))`. Where any
of the query's words will do, any part of a compound does: `Or([compound, *parts])`.
"""

from __future__ import annotations

from typing import Any

from whoosh.query import Or

from dateline.search.query.nodes import Alternatives, Sequence, Word

__all__ = ["any_part", "compound_parts", "loosened_compound"]


def compound_parts(node: Any) -> tuple[Word, ...]:
    """The parts of a compound, empty for anything else."""
    if type(node) is not Alternatives or len(node.parts) < 2:
        return ()
    joined, sequence = node.parts[:2]
    if type(joined) is not Word or type(sequence) is not Sequence:
        return ()
    parts = tuple(part for part in sequence.parts if type(part) is Word)
    if len(parts) < len(sequence.parts):
        return ()
    typed = "".join(part.text for part in parts)
    return parts if _letters(joined.text).startswith(_letters(typed)) else ()


def any_part(node: Any) -> Any:
    """A compound as any of its parts; anything else as it is."""
    parts = compound_parts(node)
    return Or([node, *parts]) if parts else node


def loosened_compound(node: Any) -> Any:
    """The compound of what `any_part` made; None for anything else."""
    if type(node) is not Or or not node.subqueries:
        return None
    compound = node.subqueries[0]
    parts = compound_parts(compound)
    return compound if parts and tuple(node.subqueries[1:]) == parts else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
