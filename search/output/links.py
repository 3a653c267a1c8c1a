"""How does a terminal open what a line names?

A link of a terminal (OSC 8) is text with an address behind it, which a click follows. The address is made
by a format, as ripgrep's `--hyperlink-format` has it: a name, or text with `{path}`, `{line}`, `{column}`
and `{host}`. Of a path every byte is percent-encoded that is no letter, digit or one of `-._~/`: nothing a
file is called ends a link or begins another.

>>> Links("{path}:{line}", host="desk").address("/news/a b\\x1b.txt", 3)
'/news/a%20b%1B.txt:3'
>>> print(make_links("none"))
None
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

__all__ = ["LINK_FORMATS", "Links", "cited_place", "file_address", "make_links"]

# The names ripgrep has for them.
LINK_FORMATS: Final = {
    "cursor": "cursor://file{path}:{line}:{column}",
    "default": "file://{host}{path}",
    "file": "file://{host}{path}",
    "grep+": "grep+://{path}:{line}",
    "kitty": "file://{host}{path}#{line}",
    "macvim": "mvim://open?url=file://{path}&line={line}&column={column}",
    "none": "",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
}
_VARIABLES: Final = ("path", "line", "column", "host")
_VARIABLE: Final = re.compile(r"\{(\w*)\}")
_PLACE: Final = re.compile(r":(p?)([0-9]{1,18})\Z")
_MEMBER: Final = "!/"  # between a file and what lies in it, which no address reaches


@dataclass(frozen=True, slots=True)
class Links:
    """Links by one format; `host` is the name of this machine."""

    template: str
    host: str

    def address(self, path: str, line: int) -> str:
        """The address of a line of a file."""
        values = {"path": _encoded(path), "line": str(line), "column": "1", "host": _encoded(self.host)}
        return _VARIABLE.sub(lambda found: values[found[1]], self.template)

    def linked(self, shown: str, cite: str, path: str | None) -> str:
        """What is shown, as a link to what is cited; as it is where that is no file of its own."""
        if not shown or path is None or _MEMBER in path or not os.path.isabs(path):
            return shown
        _, line = cited_place(cite)
        return f"\x1b]8;;{self.address(path, line or 1)}\x1b\\{shown}\x1b]8;;\x1b\\"


def make_links(form: str) -> Links | None:
    """Links by a format of a name, or as it is written; None for none. ValueError for what is no format."""
    template = LINK_FORMATS.get(form, form)
    if not template:
        return None
    if form not in LINK_FORMATS:
        unknown = [name for name in _VARIABLE.findall(template) if name not in _VARIABLES]
        if unknown or "{path}" not in template or not (template.isascii() and template.isprintable()):
            raise ValueError(
                f"{form!r} is no format of links. "
                f"It is one of {', '.join(LINK_FORMATS)}, or has {{path}} in it, and maybe {{line}}"
            )
    return Links(template.replace(" ", "%20"), _host())


def file_address(path: str) -> str:
    """The address of a file on this machine."""
    return f"file://{_encoded(path)}"


def cited_place(cite: str) -> tuple[str, int | None]:
    """A citation without its line, and the line; None of a page, and of one without.

    >>> cited_place("a.txt:12"), cited_place("a.pdf:p3"), cited_place("a.txt")
    (('a.txt', 12), ('a.pdf', None), ('a.txt', None))
    """
    found = _PLACE.search(cite)
    if found is None:
        return cite, None
    return cite[: found.start()], None if found[1] else int(found[2])


def _encoded(text: str) -> str:
    if os.name == "nt":  # C:\news is /C:/news in an address
        drive, text = os.path.splitdrive(text)
        text = f"/{drive}{text}".replace("\\", "/") if drive else text.replace("\\", "/")
    encoded = quote(os.fsencode(text))
    return encoded.replace("%3A", ":", 1) if os.name == "nt" else encoded


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""
