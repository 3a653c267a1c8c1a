"""Who reads the line that is typed?

prompt_toolkit where it is installed (`dateline[prompt]`), else readline where Python has it, else `input()`
alone. Each raises EOFError when the person is done, and KeyboardInterrupt when the line is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from dateline.search.cli.prompt.completing import Completion
from dateline.search.cli.streams import say

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

__all__ = ["LineReader", "make_reader"]

Complete = Callable[[str], Sequence[Completion]]


class LineReader(Protocol):
    """Reads what is typed behind a prompt."""

    def read(self, prompt: str) -> str:
        """The line. EOFError, KeyboardInterrupt."""
        ...


def make_reader(history: Sequence[str], complete: Complete) -> LineReader:
    """The best reader there is, which knows these lines of before, the oldest first."""

    def calmly(line: str) -> Sequence[Completion]:
        """What is wrong with the index is told when the line is asked, not amid it."""
        with suppress(Exception):
            return complete(line)
        return ()

    if os.environ.get("TERM") != "dumb":
        with suppress(ImportError):
            return _toolkit(history, calmly)
    with suppress(ImportError):
        return _Readline(history, calmly)
    return _Plain()


class _Plain:
    """Python's own."""

    def read(self, prompt: str) -> str:
        """The line."""
        return _read_plainly(prompt)


class _Readline:
    """GNU readline, or libedit in its place. ImportError where Python has neither."""

    def __init__(self, history: Sequence[str], complete: Complete) -> None:
        import readline

        self._complete = complete
        self._offered: list[str] = []
        self._line = readline
        readline.clear_history()
        for line in history:
            readline.add_history(line)
        readline.set_completer_delims(" \t\n")
        readline.set_completer(self._offer)
        is_libedit = "libedit" in (readline.__doc__ or "")
        if is_libedit:
            readline.parse_and_bind("bind ^I rl_complete")
        else:
            readline.parse_and_bind("tab: complete")
            readline.parse_and_bind("set show-all-if-ambiguous on")

    def read(self, prompt: str) -> str:
        """The line."""
        return _read_plainly(prompt)

    def _offer(self, _: str, state: int) -> str | None:
        """The completions one after the other, as readline asks for them."""
        if state == 0:
            line = self._line.get_line_buffer()[: self._line.get_endidx()]
            begin = self._line.get_begidx()
            self._offered = [text for one in self._complete(line) if (text := _from(line, begin, one))]
        return self._offered[state] if state < len(self._offered) else None


def _read_plainly(prompt: str) -> str:
    try:
        return input(prompt)
    except KeyboardInterrupt:
        say("")  # the next prompt has a line of its own
        raise


def _from(line: str, begin: int, completion: Completion) -> str:
    """A completion as what stands in the place of the line from `begin` on; "" where it can't."""
    if begin <= completion.start:
        return line[begin : completion.start] + completion.text
    kept = begin - completion.start
    same = completion.text[:kept].lower() == line[completion.start : begin].lower()
    return completion.text[kept:] if same else ""


def _toolkit(history: Sequence[str], complete: Complete) -> LineReader:
    """That of prompt_toolkit. ImportError where it is not installed."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.completion import Completion as Offered
    from prompt_toolkit.history import InMemoryHistory

    class Offering(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Offered]:
            line = document.text_before_cursor
            for one in complete(line):
                yield Offered(one.text, start_position=one.start - len(line), display_meta=one.beside)

    session: Any = PromptSession(
        history=InMemoryHistory(list(history)),
        completer=Offering(),
        complete_while_typing=False,  # a menu over the page that is read is in the way
        enable_history_search=True,
    )

    class Toolkit:
        """The reader."""

        def read(self, prompt: str) -> str:
            line: str = session.prompt(prompt)
            return line

    return Toolkit()
