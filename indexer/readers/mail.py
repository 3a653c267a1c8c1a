"""A mail saved as a file: what it says, and what is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.utils import parseaddr
from io import BytesIO
from mimetypes import guess_extension
from typing import BinaryIO, Final

from dateline.indexer.readers.html import page_text
from dateline.indexer.readers.members import MemberNames
from dateline.indexer.readers.mime import data_of, header, parse_message, parts
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, RawMember, RawRecord

__all__ = ["read"]

_TEXTS: Final = ("text/html", "text/plain")  # the first that has words


def read(stream: BinaryIO) -> Iterator[RawRecord | RawMember | Broken]:
    """The mail as a record (its HTML, else its plain text), then its attachments."""
    message = parse_message(stream.read())
    bodies: dict[str, str] = {}
    attached: list[Message] = []
    for part in parts(message):
        kind = part.get_content_type()
        disposition = str(part.get("Content-Disposition") or "").strip().lower()
        if disposition.startswith("attachment") or kind not in _TEXTS or kind in bodies:
            # A picture that the mail shows within its text is part of that.
            if not (kind.startswith("image/") and part.get("Content-ID")):
                attached.append(part)
        else:
            bodies[kind] = _text(part, kind)
    for kind in _TEXTS:
        if bodies.get(kind, "").strip():
            yield _record(message, bodies[kind], markup=kind == "text/html")
            break
    names = MemberNames()
    for number, part in enumerate(attached, 1):
        yield _attachment(part, number, names)


def _text(part: Message, kind: str) -> str:
    charset = part.get_content_charset()
    data = data_of(part)
    return page_text(data, charset) if kind == "text/html" else decode(data, declared=charset)


def _record(message: Message, text: str, *, markup: bool) -> RawRecord:
    name, address = parseaddr(header(message, "From") or "")
    sender = name or address
    return RawRecord(
        text,
        title=header(message, "Subject"),
        date=header(message, "Date"),
        author=(sender,) if sender else None,
        markup=markup,
    )


def _attachment(part: Message, number: int, names: MemberNames) -> RawMember | Broken:
    given = part.get_filename()
    kind = part.get_content_type()
    if kind == "message/rfc822":
        name = names.unique(given or f"{number}.eml")
        inside = part.get_payload()
        try:
            first = inside[0] if isinstance(inside, list) and inside else None
            data = first.as_bytes() if isinstance(first, Message) else b""
        except (ValueError, LookupError, AttributeError, RecursionError):
            return Broken("a message that can't be taken out", member=name)
        return RawMember(name, BytesIO(data), called="message.eml")
    name = names.unique(given or f"{number}{guess_extension(kind) or ''}")
    return RawMember(name, BytesIO(data_of(part)))
