"""The parts of a message in MIME: how mails and MHTML pages are packed.

The parser of the standard library is used as it reads leniently: what is wrong with a message costs a header
or a part, never the message.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import Final

from dateline.indexer.errors import SourceError

__all__ = ["data_of", "header", "parse_message", "parts"]

_MOST_CHARS: Final = 10_000  # of a header
_MOST_PARTS: Final = 10_000


def parse_message(data: bytes) -> Message:
    """A message; SourceError when its parts are nested deeper than can be followed."""
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except RecursionError:
        raise SourceError(None, "its parts are nested too deeply") from None


def parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; not those of a message within the message."""
    pending = [message]
    met = 0
    while pending and met < _MOST_PARTS:
        part = pending.pop()
        met += 1
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            pending += [one for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part


def data_of(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return data if isinstance(data, bytes) else b""


def header(message: Message, name: str) -> str | None:
    """A header's text, its encoded words decoded; None when there is none."""
    value = message.get(name)
    if value is None:
        return None
    raw = str(value)[:_MOST_CHARS]
    try:
        return str(make_header(decode_header(raw))).strip() or None
    except (HeaderParseError, LookupError, ValueError):
        return raw.strip() or None
