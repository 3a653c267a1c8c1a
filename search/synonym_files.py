"""Which synonyms did a person lay beside an archive?

`synonyms.txt` in the folder of an index, else beside that folder, where it outlives an index that is made
anew; of an index on a server, in the folder that `place_beside` names. It is read when a question is asked,
and again when it has changed; where there is none that costs a look. Of several archives the rules of all
hold. What another user laid there is not followed: anybody may in /tmp.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dateline.indexer.beside import place_beside
from dateline.indexer.format.index.names import SYNONYMS_NAME
from dateline.indexer.opensearch.address import is_address

if TYPE_CHECKING:
    from dateline.search.query.synonyms import Synonyms

__all__ = ["synonyms_of"]

_MOST_BYTES: Final = 1 << 20  # some 20,000 lines: what is longer is a dictionary, and would be felt
_Stamp = tuple[int, int, int]


def synonyms_of(folders: Iterable[str | os.PathLike[str]]) -> Synonyms | None:
    """The synonyms of indexes in these folders, or at these addresses; None without any. SynonymsError."""
    files = [found for folder in folders if (found := _find(os.fspath(folder))) is not None]
    return _together(tuple(dict.fromkeys(files))) if files else None


def _find(folder: str) -> tuple[str, _Stamp] | None:
    """The file of an index, with what changes when it does."""
    if is_address(folder):
        folder = place_beside(folder)
        paths: tuple[str, ...] = (os.path.join(folder, os.curdir, SYNONYMS_NAME),)
    else:
        paths = _places(folder)
    for path in paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode) and _is_trusted(status.st_uid, folder):
            return path, (status.st_mtime_ns, status.st_size, status.st_ino)
    return None


@lru_cache(maxsize=64)
def _places(folder: str) -> tuple[str, ...]:
    """Where the synonyms of an index in a folder may be."""
    return tuple([os.path.join(folder, place, SYNONYMS_NAME) for place in (os.curdir, os.pardir)])


def _is_trusted(owner: int, folder: str) -> bool:
    """Whether the file is one's own, the system's, or of whoever made the index."""
    return not hasattr(os, "geteuid") or owner in (0, os.geteuid(), os.stat(folder).st_uid)


@lru_cache(maxsize=8)
def _together(files: tuple[tuple[str, _Stamp], ...]) -> Synonyms:
    from dateline.search.query.synonyms import Synonyms

    return Synonyms(rule for path, _ in files for rule in _read(path).rules)


def _read(path: str) -> Synonyms:
    from dateline.indexer.shown.paths import shown_path
    from dateline.search.errors import SynonymsError
    from dateline.search.query.synonyms import BadLine, parse_synonyms

    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        path = shown_path(os.path.normpath(path))
        raise SynonymsError(path, 0, f"can't be read: {(error.strerror or str(error)).lower()}") from error
    path = shown_path(os.path.normpath(path))
    if len(content) > _MOST_BYTES:
        raise SynonymsError(path, 0, f"longer than {_MOST_BYTES:,} bytes. Keep what you ask for")
    try:
        return parse_synonyms(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SynonymsError(path, line, "not UTF-8. Save the file as UTF-8") from error
    except BadLine as error:
        raise SynonymsError(path, error.line, error.reason) from error
