"""In what do programs wrap a record: `_source` of a hit, `article` of an entry, `data` and `attributes`?

>>> unwrapped({"_index": "news", "_source": {"title": "Fog", "text": "It came."}})
{'_index': 'news', 'title': 'Fog', 'text': 'It came.'}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["unwrapped"]

_INSIDE: Final = (
    "_source", "article", "attributes", "data", "document", "doc", "item", "entry", "story", "post", "node",
    "record", "result",
)  # fmt: skip
_OWN: Final = ("text", "title", "body", "headline", "content")  # of what is a record itself
_DEEPEST: Final = 3


def unwrapped(value: object) -> object:
    """The record in a value, with what stands beside it; what is no such wrapping is returned as it is."""
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping) or any(name in value for name in _OWN):
            break
        inner = next((value[key] for key in _INSIDE if isinstance(value.get(key), Mapping)), None)
        if inner is None:
            break
        value = {**{name: one for name, one in value.items() if not isinstance(one, Mapping)}, **inner}
    return value
