"""How does a page become HTML? Templates that escape, and let no character through that acts or hides.

Every text that a template writes is made printable (`dateline.indexer.shown.printable`) and escaped, whether
its author thought of it or not. What is HTML already, as a snippet with its marks, is `Markup`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dateline.indexer.shown.printable import printable, printable_lines
from dateline.search.highlight.snippet import mark_spans
from dateline.search.output.page import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.search.highlight.snippet import Snippet, Span

__all__ = ["marked", "rendered", "snippet_html"]

FOLDER: Final = Path(__file__).parent / "templates"


def rendered(template: str, **values: Any) -> str:
    """A page of a template and its values."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = _figure
    environment.filters["counted"] = counted
    environment.filters["lines"] = _lines
    return environment


def _shown(value: object) -> object:
    """What a template writes of a value; of None nothing."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return "" if value is None else value


def _figure(number: int) -> str:
    return f"{number:,}"


def _lines(text: str) -> Markup:
    """A text of several lines, which stay."""
    return escape(printable_lines(text))


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """A text with its matches marked."""
    return Markup(mark_spans(text, spans, "html"))  # escaped and printable


def snippet_html(snippet: Snippet) -> Markup:
    """A snippet with its matches marked; its paragraphs begin new lines."""
    return Markup(snippet.render("html").replace("\n\n", "\n"))  # escaped and printable
