"""What is a part of a query called where its share of a score is told?

As it would be typed: `border`, `=Organisation`, `secur*`, `"border guards"`, `(Tajik OR Kyrgyz)`.
"""

from __future__ import annotations

from dateline.search.query.nodes import Alternatives, AtLeast, Near, Pattern, Query, Sequence, Together, Word
from dateline.search.query.runs import run_text

__all__ = ["part_text"]

_UNITS = {"sentence": "w/s", "paragraph": "w/p"}


def part_text(node: Query) -> str:
    """The part in the words of the query language; nodes it has no form for, as they show themselves."""
    if isinstance(node, Word):
        return node.text if node.exact is None else f"={node.exact}"
    if isinstance(node, Pattern):
        return node.text + {"prefix": "*", "fuzzy": "~"}.get(node.kind, "")
    if isinstance(node, Sequence) and node.run:
        return run_text(node)
    if isinstance(node, Sequence):
        return f'"{" ".join(map(part_text, node.parts))}"'
    if isinstance(node, Alternatives):
        return f"({' OR '.join(map(part_text, node.parts))})"
    if isinstance(node, Near):
        operator = f"{'ADJ' if node.ordered else 'NEAR'}/{node.distance}"
        return f"{part_text(node.left)} {operator} {part_text(node.right)}"
    if isinstance(node, Together):
        return f"{part_text(node.left)} {_UNITS[node.unit]} {part_text(node.right)}"
    if isinstance(node, AtLeast):
        return f"atleast{node.count}:{part_text(node.part)}"
    return str(node)
