"""Which paths, as they are kept on a server, does a pattern for paths as they are shown mean?

A path is kept as the number of its source and what lies below the root of that (source_table.py), so that a
source can be moved by a line. So the root is taken off the pattern: what is left of it holds for the rest.

>>> sorted(rests("/home/*/b.txt", "/home/a/"))
['*/b.txt', 'b.txt']
>>> sorted(rests("*news*", "/home/a/")), rests("/tmp/*", "/home/a/")
(['*news*'], set())
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dateline.indexer.format.index.source_table import MEMBER
from dateline.search.query.comparison import fold_value

__all__ = ["kept_paths", "rests", "wildcard"]

_INSIDE: Final = "//"  # as what parts the outermost file from what lies in it is kept


def rests(pattern: str, prefix: str) -> set[str]:
    """What of a pattern of `*` and `?` may follow where it has matched a prefix; none: it cannot."""
    states = set(_open({0}, pattern))
    for letter in prefix:
        after: set[int] = set()
        for at in states:
            if at < len(pattern):
                if pattern[at] == "*":
                    after.add(at)
                elif pattern[at] in ("?", letter):
                    after.add(at + 1)
        states = set(_open(after, pattern))
        if not states:
            return set()
    # What a star is before says what the rest without the star says, and more.
    starred = {at for at in states if pattern[at : at + 1] == "*"}
    return {pattern[at:] for at in states if at - 1 not in starred}


def _open(states: Iterable[int], pattern: str) -> Iterator[int]:
    """The places of a pattern that are reached without a letter: a star may stand for none."""
    for at in states:
        yield at
        while at < len(pattern) and pattern[at] == "*":
            at += 1
            yield at


def kept_paths(values: Iterable[str], roots: Mapping[int, str], field: str) -> tuple[dict[str, Any], bool]:
    """The query for articles whose path is meant by a value, and whether it says just that."""
    shown = [pattern for value in values for pattern in _patterns(fold_value(value))]
    exact = not any(_INSIDE in pattern for pattern in shown)
    patterns = list(dict.fromkeys([kept for pattern in shown for kept in _inside(pattern)]))
    plain = [wildcard(field, pattern) for pattern in patterns]
    options: list[dict[str, Any]] = [
        {
            "bool": {
                "should": plain,
                "minimum_should_match": 1,
                "must_not": [{"prefix": {field: "//"}}],
            }
        }
    ]
    for number, root in roots.items():
        prefix = f"{fold_value(root).rstrip('/')}/"
        kept = {f"//{number}/{rest}" for pattern in patterns for rest in rests(pattern, prefix)}
        options += [wildcard(field, pattern) for pattern in sorted(kept)]
    return {"bool": {"should": options, "minimum_should_match": 1}}, exact


def _patterns(value: str) -> Iterator[str]:
    """What a value stands for (comparison.acceptor): a part, or a whole path or a tail of it."""
    if "*" not in value and "?" not in value:
        yield f"*{value}*"
        return
    for glob in (value, f"{value}{MEMBER}*")[: 1 if value.endswith("*") else 2]:
        yield glob
        if not glob.startswith("/"):
            yield f"*/{glob}"


def _inside(pattern: str) -> Iterator[str]:
    """The patterns of paths as they are kept: one `!/` may be where what lies in a file begins."""
    yield pattern
    pieces = pattern.split(MEMBER)
    for at in range(1, len(pieces)):
        yield f"{MEMBER.join(pieces[:at])}{_INSIDE}{MEMBER.join(pieces[at:])}"


def wildcard(field: str, pattern: str) -> dict[str, Any]:
    """The query for values that a pattern of `*` and `?` accepts."""
    return {"wildcard": {field: {"value": pattern.replace("\\", "\\\\")}}}
