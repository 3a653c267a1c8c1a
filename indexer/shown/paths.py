"""How is a path shown to a person who stands in some folder?

An index keeps absolute paths; a person reads them better from where they stand, when that is not longer.

>>> shown_path("/home/x/news/2013/a.txt", start="/home/x"), shown_path("/srv/a.txt", start="/home/x/y/z")
('news/2013/a.txt', '/srv/a.txt')
>>> shown_cite("/home/x/a.txt:3", "/home/x/a.txt", start="/home/x"), shown_cite("/7", None, start="/home/x")
('a.txt:3', '/7')
"""

from __future__ import annotations

import os

__all__ = ["shown_cite", "shown_path"]


def shown_path(path: str, start: str | None = None) -> str:
    """A path as seen from `start`, by default the current folder.

    The absolute path where that is shorter, and a path that is relative already, stay as they are.
    """
    folder = _current_folder() if start is None else start
    if folder is None or not os.path.isabs(path):
        return path
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return path
    return relative if len(relative) <= len(path) else path


def shown_cite(cite: str, path: str | None, start: str | None = None) -> str:
    """A citation, `path:line`, with its path as `shown_path` has it; an article's id stays as it is."""
    if path is None or not cite.startswith(path):
        return cite
    return shown_path(path, start) + cite[len(path) :]


def _current_folder() -> str | None:
    """The current folder; None when there is none any more."""
    try:
        return os.getcwd()
    except OSError:
        return None
