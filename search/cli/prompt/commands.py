"""What can be typed at the prompt besides a query, and what does it do?

THE table: the lines of `:help`, what is completed, and what a wrong name may have meant follow from it;
docs/commands.md is held to it.

>>> [named(name).name for name in ("n", "next", "o")]
['next', 'next', 'open']
>>> meant_by("facest")
'facets'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dateline.indexer.format.fields import FACETS, OPTIONS
from dateline.search.query.names import EXAMPLES

__all__ = ["COMMANDS", "PromptCommand", "help_lines", "meant_by", "named"]


@dataclass(frozen=True, slots=True)
class PromptCommand:
    """A command: its name and a short one, what it does, what it takes.

    `choices` are words that may follow; `field` is the field whose values may.
    """

    name: str
    about: str
    takes: str = ""  # as an example of it, or in brackets where it may be left out
    short: str = ""
    choices: tuple[str, ...] = ()
    field: str = ""

    @property
    def typed(self) -> str:
        """As help has it: `:o, :open 3 [browser|url]`."""
        names = ", ".join(f":{name}" for name in (self.short, self.name) if name)
        return f"{names} {self.takes}".rstrip()


_UNITS: Final = ("day", "week", "month", "year")

COMMANDS: Final = (
    PromptCommand("next", "The next page.", short="n"),
    PromptCommand("previous", "The page before.", short="p"),
    PromptCommand("show", "Show the 3rd hit, what matches marked; :3 does.", "3"),
    PromptCommand(
        "open", "Open it in the editor, or in the browser.", "3 [browser|url]", "o", ("browser", "url")
    ),
    PromptCommand("cite", "Cite it as text and Markdown, or so.", "3 [ris|bibtex]", "c", ("ris", "bibtex")),
    PromptCommand("like", "Find articles like it.", "3"),
    PromptCommand(
        "facets", "Count by source, place, author, lang, year, month.", "source", choices=tuple(FACETS)
    ),
    PromptCommand("timeline", "Count it over time, by day, week, month or year.", "[month]", choices=_UNITS),
    PromptCommand("kwic", "Show every match on a line of its own."),
    PromptCommand("terms", "List words of the index that begin so.", "bord"),
    PromptCommand("stats", "Tell what the index holds."),
    PromptCommand(
        "sort", "Order by relevance, newest or oldest.", "newest", choices=("relevance", "newest", "oldest")
    ),
    PromptCommand("by", "What a hit is: an article or a passage.", "passage", choices=("article", "passage")),
    PromptCommand("match", "Ask for all the words or for any.", "any", choices=("all", "any")),
    PromptCommand("after", "Published then or later; alone: whenever.", "2013-05"),
    PromptCommand("before", "Published then or earlier.", "2013"),
    *(PromptCommand(name, about, EXAMPLES[name], field=name) for name, about in OPTIONS.items() if about),
    PromptCommand("clear", "Take back all that was set."),
    PromptCommand("save", "Keep this search under a name.", "border"),
    PromptCommand(
        "saved",
        "List the saved searches; run tells what is new.",
        "[run]",
        choices=("list", "run", "show", "rm"),
    ),
    PromptCommand("help", "This page. The language: dateline help query.", short="h"),
    PromptCommand("quit", "Leave; so does Ctrl-D.", short="q"),
)

# What people type who come from an editor, a pager or a debugger.
_ELSEWHERE: Final = {
    **dict.fromkeys(("x", "wq", "bye", "exit", "leave"), "quit"),
    **dict.fromkeys(("e", "edit", "view"), "open"),
    **dict.fromkeys(("back", "up", "b"), "previous"),
    **dict.fromkeys(("more", "down", "forward"), "next"),
    **dict.fromkeys(("order",), "sort"),
    **dict.fromkeys(("reset",), "clear"),
    **dict.fromkeys(("copy", "quote"), "cite"),
}
_BY_NAME: Final = {name: one for one in COMMANDS for name in (one.name, one.short) if name}


def named(name: str) -> PromptCommand | None:
    """The command of a name; None where there is none."""
    return _BY_NAME.get(name.lower())


def meant_by(name: str) -> str | None:
    """The name of the command that may have been meant by one that is none; None where none is like it."""
    from difflib import get_close_matches  # here, because few lines need it

    lower = name.lower()
    if lower in _ELSEWHERE:
        return _ELSEWHERE[lower]
    begun = [one.name for one in COMMANDS if one.name.startswith(lower)]
    close = begun or get_close_matches(lower, [one.name for one in COMMANDS], 1)
    return close[0] if close else None


def help_lines(columns: int) -> Iterator[str]:
    """What can be typed, a line each; below it where two do not fit side by side."""
    rows = [("words", 'Search; "a phrase", -not, title:word, after:2013 …')]
    rows += [(one.typed, one.about) for one in COMMANDS]
    widest = max(len(typed) for typed, _ in rows)
    beside = widest + 4 + max(len(about) for _, about in rows) <= columns
    for typed, about in rows:
        if beside:
            yield f"  {typed:{widest}}  {about}"
        else:
            yield f"  {typed}"
            yield f"      {about}"
    yield "Tab completes commands, fields, their values and words. Ctrl-C drops the line."
