"""Addresses in a query are text, whole: `https://en.wikipedia.org/wiki/Foo_(bar)`, `youtube.com/watch?v=x~`.

An address begins with its scheme or `www.`, or has a `?name=value`. It ends at a blank or a quote, without
the punctuation of the sentence and the brackets around it.

>>> text = "(see http://x.org/wiki/Foo_(bar)?a=b*), he said"
>>> text[5 : address_end(text, 5)]
'http://x.org/wiki/Foo_(bar)?a=b*'
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["address_end", "has_address"]

_REST: Final = r"[^\s|^<>{}\"“”„«»＂]"
_ADDRESS: Final = re.compile(
    rf"""(?:(?:[a-zA-Z][a-zA-Z0-9+.-]{{1,15}}://|www\.)(?=\w)
    |(?:[\w-]{{1,63}}\.){{1,8}}[a-zA-Z]{{2,12}}(?:/[\w.%~-]*){{1,20}}\?(?=[\w.%-]+=)
    |[\w.-]{{2,200}}\?(?=[\w.%-]+=[^\s=]))
    {_REST}*""",
    re.VERBOSE,
)
_HINT: Final = re.compile(r"://|www\.|\?[\w.%-]+=")
_BRACKETS: Final = {")": "(", "]": "["}


def has_address(text: str) -> bool:
    """Whether `address_end` may find an address somewhere in the text."""
    return bool(_HINT.search(text))


def address_end(text: str, at: int) -> int:
    """Where the address that begins at a place ends; -1 if none does."""
    found = _ADDRESS.match(text, at)
    if not found:
        return -1
    end = found.end()
    address = found.group()
    surplus = {sign: address.count(sign) - address.count(opening) for sign, opening in _BRACKETS.items()}
    while end > at:
        last = text[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in ".,;:!?…'’":
            break
        end -= 1
    return end
