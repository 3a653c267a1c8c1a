"""Regular expressions that are compiled when they are first used.

Compiling takes Python up to some milliseconds an expression, which a search that needs none of them would
feel. Once used, a lazy pattern costs what a compiled one costs.

>>> lazy_pattern("[a-z]+").findall("border guards")
['border', 'guards']
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["lazy_pattern"]


class _LazyPattern:
    """Stands for a compiled pattern; what is asked of it is asked of that, and kept."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, to be used like one that `re.compile` made."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
