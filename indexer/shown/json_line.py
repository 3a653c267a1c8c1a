"""How is a value written as JSON that may be seen in a terminal and is read by the strictest reader?

>>> json_line({"title": "Café \\u202e\\ud800"})
'{"title": "Café \\\\u202e�"}'
>>> json_line("Café", ascii_only=True)
'"Caf\\\\u00e9"'
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.shown.printable import ACTS, UNSEEN

__all__ = ["json_line"]

# What JSON lets stand in a string and a terminal would obey or hide, or a line reader break at.
_UNSAFE: Final = lazy_pattern(f"[\x7f-\x9f\u2028\u2029{ACTS}]|[{UNSEEN}]{{3,}}")
_NOT_ASCII: Final = lazy_pattern("[^\x00-\x7e]+")
_HALF: Final = lazy_pattern("[\ud800-\udfff]")


def json_line(value: Any, *, ascii_only: bool = False) -> str:
    """A JSON value on one line, safe to print in a terminal; other text as it is, unless `ascii_only`.

    What is escaped is read back as it was; but half a surrogate pair, which strict readers refuse, is U+FFFD.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    if not text.isascii():
        text = _HALF.sub("\ufffd", text)
    return (_NOT_ASCII if ascii_only else _UNSAFE).sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
