"""What are the files in a file called?

A name that somebody else wrote is no path here: nothing is ever written by it. It is made one that can be
shown, typed and found again: with slashes, without anything that leads up or acts on a terminal, and unique.

>>> names = MemberNames()
>>> names.add("../../etc\\\\a.html"), names.add("/a//./b.html")
('etc/a.html', 'a/b.html')
>>> names.add("a/b.html") is None
True
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MemberNames", "tidy_name", "why_passed_over"]

_MOST_CHARS: Final = 1000  # of a name
_DRIVE: Final = re.compile("[A-Za-z]:")
_MAC: Final = "__MACOSX"  # what macOS keeps of a file's attributes


class MemberNames:
    """The names of the members of one file that were met."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._numbers: dict[str, int] = {}

    def add(self, name: str) -> str | None:
        """A member's name, tidy; None when another member has it, as where an archive has one name twice."""
        tidied = tidy_name(name)
        if tidied in self._met:
            return None
        self._met.add(tidied)
        return tidied

    def unique(self, name: str) -> str:
        """A member's name, tidy, and numbered where another has it: `report~2.pdf`."""
        tidied = tidy_name(name)
        folder, slash, last = tidied.rpartition("/")
        stem, dot, suffix = last.rpartition(".") if "." in last else (last, "", "")
        found = tidied
        while found in self._met:
            number = self._numbers[tidied] = self._numbers.get(tidied, 1) + 1
            found = f"{folder}{slash}{stem}~{number}{dot}{suffix}"
        self._met.add(found)
        return found


def tidy_name(name: str) -> str:
    """A name as it is shown; "_" for one of which nothing is left."""
    slashed = _DRIVE.sub("", name.replace("\\", "/"), count=1)
    parts = "".join(filter(str.isprintable, slashed)).split("/")
    kept = [part.strip() for part in parts if part.strip() not in ("", ".", "..")]
    return "/".join(kept)[-_MOST_CHARS:].lstrip("/") or "_"


def why_passed_over(name: str) -> str | None:
    """Why a member is not looked at, by its name; None when it is."""
    parts = name.split("/")
    return "hidden" if parts[0] == _MAC or any(part.startswith(".") for part in parts) else None
