"""What do the writer of an index and the processes that read for it say to each other?

JSON, each message after its length (four bytes, big-endian): nothing that is read can do more than be text.
It is all ASCII, so that a file name or a reason with a lone surrogate passes as what it is.

To a worker, first a line that says what it needs to begin (start.py), then a batch at a time:
`{"spills": "batch-1f-00001-", "sources": [{…}, …]}`. From it:

| message | is said |
|---|---|
| `{"ready": true}` | once, when it can read |
| `{"reading": 3, "bytes": 800, "articles": 7}` | before file 0, some times a second, before a longer one |
| `{"unpacked": 1048576}` | in a file: so many bytes more came out of it, which take their time too |
| `{"files": [[3, […]], …]}` | what came of file 3 and others, in pieces where that is long |
| `{"writing": 3}` | before a segment file is written after the last file, which is 3 |
| `{"built": 1}` | when the batch is done: how many segment files it wrote |
| `{"over": "memory"}` | as its last word: it needs more memory than it may have |
| `{"fault": "KeyError: 1", "trace": "…"}` | as its last word: a fault of the program |

Not each file is told, and what came of many is told together: a message takes as long as a small file. At
which file a process was lost is in its note (note.py).
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import IO, Any, Final

from dateline.indexer.article import Stamp
from dateline.indexer.errors import Skipped
from dateline.indexer.sources import End, Source

__all__ = [
    "Message",
    "as_end",
    "as_skipped",
    "as_source",
    "is_end",
    "of_end",
    "of_skipped",
    "of_source",
    "receive",
    "send",
]

Message = dict[str, Any]

_LENGTH_BYTES: Final = 4
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
# What most sources have, and nobody says.
_DEFAULTS: Final = {field.name: field.default for field in fields(Source) if field.default is not MISSING}


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message at once."""
    data = _ENCODER.encode(message).encode("ascii")
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end, also when it comes amid a message."""
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    data = stream.read(length) if len(head) == _LENGTH_BYTES else b""
    if not data or len(data) < length:
        return None
    message: Message = json.loads(data)
    return message


def of_source(source: Source) -> Message:
    """A source as a message has it: its path as text, and of its attributes those that not most have."""
    told: Message = {"path": str(source.path), "size": source.size, "modified_ns": source.modified_ns}
    for name, default in _DEFAULTS.items():
        if (value := getattr(source, name)) != default:
            told[name] = value
    return told


def as_source(message: Message) -> Source:
    """The source again."""
    given = {**message, "path": Path(message["path"])}
    if "renamed" in message:
        given["renamed"] = tuple(message["renamed"])
    for name in ("fields", "without"):
        if name in message:
            given[name] = tuple(map(tuple, message[name]))
    return Source(**given)


def of_end(end: End) -> Message:
    """The end of a file that was read to it, and of what else is known then that which not most have."""
    stamp = end.stamp
    told: Message = {"end": None if stamp is None else [stamp.size, stamp.modified_ns, stamp.sha256]}
    if end.unread or end.lacking or end.anew:
        told |= {"unread": end.unread, "lacking": end.lacking, "anew": end.anew}
    return told


def is_end(message: Any) -> bool:
    """Whether a message of what came of a file is its end."""
    return isinstance(message, dict) and "end" in message


def as_end(message: Message) -> End:
    """The end again."""
    stamp = None if message["end"] is None else Stamp(*message["end"])
    if len(message) == 1:
        return End(stamp)
    return End(stamp, tuple(message["unread"]), tuple(message["lacking"]), message["anew"])


def of_skipped(skipped: Skipped) -> Message:
    """What was skipped as a message has it; where an article lies is a list, so that the two differ."""
    return asdict(skipped)


def as_skipped(message: Message) -> Skipped:
    """What was skipped again."""
    return Skipped(**message)
