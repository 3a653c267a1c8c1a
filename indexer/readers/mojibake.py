"""Was a text encoded as UTF-8 twice? Then "Ã¼" was "ü", and is made so again.

Programs read UTF-8 as if it were Windows-1252 and save what they see. Only what is surely that is changed, in
the piece of the text where it stands (a line, the words between two tags): ftfy knows which signs follow each
other so, and in no language. Everything else of a text is as it was.

>>> repaired("Die BrÃ¼cke bleibt fÃ¼r drei Wochen zu."), repaired("SÃO PAULO, 10 °C")
('Die Brücke bleibt für drei Wochen zu.', 'SÃO PAULO, 10 °C')
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

__all__ = ["repaired"]

# The first byte of a sign of two bytes, as Windows-1252 shows it, and one that shows a byte after it; of a
# sign of three bytes, and two of those.
_NEXT: Final = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_SIGN: Final = re.compile(f"[ÂÃÄÅÐÑÎÏ×ØÙÒÓÔÕÖÜÝÞ]{_NEXT}|[à-ï]{_NEXT}{{2}}")
# The same in bytes: each begins with one byte, so that a text without any is passed over at once.
_BYTES: Final = re.compile(
    rb"\xc3[\x82-\x9e\xa0-\xaf](?:\xc2[\x80-\xbf]|\xe2\x80|\xe2\x82\xac|\xe2\x84\xa2|\xc5|\xc6|\xcb)"
)
# A paragraph, or the words between two tags.
_PIECE: Final = re.compile(r"[^<>\n]+(?:\n[^<>\n]+)*")
_LEAST: Final = 2  # a single one in a long text may be an example of it
_SHORT: Final = 200


def repaired(text: str) -> str:
    """The text, with what was encoded twice decoded again."""
    if text.isascii() or not _BYTES.search(text.encode("utf-8", "replace")):
        return text
    found = sum(1 for _ in islice(_SIGN.finditer(text), _LEAST))
    if not found or (found < _LEAST and len(text) > _SHORT):
        return text
    return _PIECE.sub(_repaired_piece, text)


def _repaired_piece(piece: re.Match[str]) -> str:
    text = piece[0]
    if not _SIGN.search(text) or any(sign.isalpha() for sign in _SIGN.sub("", text) if sign > "\x7f"):
        return text  # who writes "ä" and "Ã¤" in one line writes about it
    from ftfy import fix_encoding  # 50 ms to import, and rarely needed

    try:
        # All of it was read so: what of another text would come out as UTF-8?
        return text.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return fix_encoding(text)
