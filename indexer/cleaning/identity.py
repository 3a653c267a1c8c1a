"""Which name does an article get that was given none?"""

from __future__ import annotations

import hashlib

__all__ = ["article_id", "file_article_id"]


def article_id(*parts: str) -> str:
    """A short id that is the same for the same parts: 12 hexadecimal digits of their SHA-256."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:12]


def file_article_id(path: str, part: str, ordinal: int) -> str:
    """The id of a file's article by its number in the file, or in a `part` of it ("" for none)."""
    return article_id(path, part, str(ordinal)) if part else article_id(path, str(ordinal))
