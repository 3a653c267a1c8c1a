"""Is a link the mark of a footnote, which is no word of the text it stands in?

"built in 1936" and a small 1 behind it are no 19361.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

__all__ = ["is_note_mark"]

_MARK_CHARS: Final = 6
_NOTE_MARK: Final = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}|[↩↵↑^⤴⏎\ufe0e\ufe0f]{1,3}")
_EPUB_TYPE: Final = "{http://www.idpf.org/2007/ops}type"


def is_note_mark(link: Any) -> bool:
    """Whether a link is the number of a footnote, or leads back from one: no words of the text."""
    address = link.get("href")
    if address is None or "#" not in address or len(link) > 4:
        return False
    said = "".join(islice(link.itertext(), 5)).strip()
    if len(said) > _MARK_CHARS or not _NOTE_MARK.fullmatch(said):
        return False
    named = link.get("role") or link.get(_EPUB_TYPE) or link.get("epub:type") or ""
    return address.startswith("#") or "noteref" in named or "backlink" in named
