"""What is each output without its protection?

The sabotage control of hostile_text.py: `PROTECTIONS` names what keeps hostile text from acting, the area
whose judges must find that it is gone, and a context in which it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, Final

from dateline.indexer.cli import progress
from dateline.indexer.shown import json_line, printable
from dateline.search.highlight import snippet
from dateline.search.output import export, kwic, page, references, tables, webpage

__all__ = ["PROTECTIONS"]

_NEVER: Final = re.compile("(?!)()")
_ALWAYS: Final = re.compile(".*", re.DOTALL)
_MISSING: Final = object()


def _same(text: str) -> str:
    return text


def _html(text: str, quote: bool = True) -> str:
    return text


@contextmanager
def _set(*changes: tuple[Any, str, Any]) -> Iterator[None]:
    """Attributes of modules set to something else."""
    before = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


@contextmanager
def _style(name: str, escape: Callable[[str], str]) -> Iterator[None]:
    """A style of snippets that escapes otherwise."""
    before = snippet._STYLES[name]
    snippet._STYLES[name] = (*before[:2], escape)
    try:
        yield
    finally:
        snippet._STYLES[name] = before


@contextmanager
def _everywhere(*functions: Callable[..., Any]) -> Iterator[None]:
    """Functions of `printable` that do nothing, in all modules that took them from there."""
    changes = []
    for module in [module for name, module in sys.modules.items() if name.startswith("dateline")]:
        for name in ("printable", "printable_lines"):
            with suppress(TypeError):  # a module that is loaded when it is looked at
                if vars(module).get(name, _MISSING) in functions:
                    changes.append((module, name, _same))
    with _set(
        *changes, (printable, "is_printable", lambda _: True), (snippet, "is_printable", lambda _: True)
    ):
        yield


@contextmanager
def _html_unescaped() -> Iterator[None]:
    with _style("html", _same), _set((webpage, "escape", _html)):
        yield


Without = Callable[[], AbstractContextManager[None]]
PROTECTIONS: Final[dict[str, tuple[str, Without]]] = {
    "printable": ("articles", lambda: _everywhere(printable.printable, printable.printable_lines)),
    "printable, of messages": ("values", lambda: _everywhere(printable.printable)),
    "printable, of settings": ("settings", lambda: _everywhere(printable.printable)),
    "printable, of files": ("files", lambda: _everywhere(printable.printable)),
    "printable, of few records": ("records", lambda: _set((page, "printable", _same))),
    "printable, of lists": ("articles", lambda: _set((tables, "printable", _same))),
    "printable, of kwic": ("articles", lambda: _set((kwic, "printable", _same))),
    "printable, of progress": ("files", lambda: _set((progress, "printable", _same))),
    "controls taken out": ("articles", lambda: _set((printable, "_UNSAFE", _NEVER))),
    "hidden runs taken out": ("articles", lambda: _set((printable, "_HIDDEN", _NEVER))),
    "the guard of cells": ("articles", lambda: _set((export, "_FORMULA", _NEVER))),
    "one line in cells": ("articles", lambda: _set((export, "printable", _same))),
    "escapes in HTML": ("articles", _html_unescaped),
    "escapes in snippets of HTML": ("articles", lambda: _style("html", _same)),
    "languages only in lang": ("articles", lambda: _set((webpage, "_LANGUAGE", _ALWAYS))),
    "only addresses of the web": ("articles", lambda: _set((webpage, "_WEB_ADDRESS", _ALWAYS))),
    "one line in RIS": ("articles", lambda: _set((references, "printable", _same))),
    "escapes in BibTeX": ("articles", lambda: _set((references, "_BIBTEX_TABLE", {}))),
    "escapes in addresses of BibTeX": ("articles", lambda: _set((references, "_NOT_OF_URLS", _NEVER))),
    "escapes in JSON": ("articles", lambda: _set((json_line, "_UNSAFE", _NEVER))),
    "whole characters in JSON": ("records", lambda: _set((json_line, "_HALF", _NEVER))),
    "escapes in markdown": ("articles", lambda: _style("markdown", _same)),
    "beginnings in markdown": ("articles", lambda: _set((snippet, "_MARKDOWN_BEGIN", _NEVER))),
}
