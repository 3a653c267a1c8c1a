"""Which files belong to the pages, and under which address does a browser keep them?

Their addresses have a hash of their content, so that a browser may keep them for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

__all__ = ["StaticFile", "static_files"]

FOLDER: Final = Path(__file__).parent / "static"
_MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file: its name, the name with the hash, what it is, and its content."""

    name: str
    hashed_name: str
    media_type: str
    content: bytes


@cache
def static_files() -> tuple[StaticFile, ...]:
    """The files, by name."""
    found = []
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in _MEDIA_TYPES:
            content = path.read_bytes()
            hashed = blake2b(content, digest_size=6).hexdigest()
            name = f"{path.stem}-{hashed}{path.suffix}"
            found.append(StaticFile(path.name, name, _MEDIA_TYPES[path.suffix], content))
    return tuple(found)
