"""Who reads the line: prompt_toolkit where it is, else readline, else input()."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from dateline.search.cli.prompt.completing import Completion, complete
from dateline.search.cli.prompt.lines import make_reader


def without_archive(line: str) -> Sequence[Completion]:
    return complete(line, None)


def typed_to_toolkit(keys: str, history: Sequence[str] = ()) -> str:
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(keys)
        return make_reader(history, without_archive).read("dateline> ")


@pytest.fixture
def toolkit(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prompt_toolkit")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("toolkit")
def test_prompt_toolkit_knows_the_lines_of_before() -> None:
    assert typed_to_toolkit("gas\r") == "gas"
    assert typed_to_toolkit("\x1b[A\r", ["gas", "oil"]) == "oil"


@pytest.mark.usefixtures("toolkit")
def test_with_prompt_toolkit_ctrl_d_leaves_and_ctrl_c_drops_the_line() -> None:
    with pytest.raises(EOFError):
        typed_to_toolkit("\x04")
    with pytest.raises(KeyboardInterrupt):
        typed_to_toolkit("oil\x03")


@pytest.mark.usefixtures("toolkit")
def test_prompt_toolkit_is_offered_completions_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    given: dict[str, Any] = {}
    monkeypatch.setattr("prompt_toolkit.PromptSession", lambda **options: given.update(options))

    def faulty(line: str) -> Sequence[Completion]:
        raise OSError(line)

    def offered(line: str) -> list[tuple[str, int]]:
        offers = given["completer"].get_completions(Document(line), CompleteEvent())
        return [(one.text, one.start_position) for one in offers]

    make_reader((), without_archive)
    assert offered("gas sou") == [("source:", -3)]
    make_reader((), faulty)
    assert offered("gas sou") == []


def test_readline_is_offered_what_stands_in_the_place_of_the_last_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readline = pytest.importorskip("readline")
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    value = Completion('"The Astana Times"', 7)
    make_reader(["oil", "gas"], lambda line: [value, Completion("Kazinform", 7)])
    offer = readline.get_completer()

    def offered(line: str, begin: int) -> list[str]:
        monkeypatch.setattr(readline, "get_line_buffer", lambda: line)
        monkeypatch.setattr(readline, "get_begidx", lambda: begin)
        monkeypatch.setattr(readline, "get_endidx", lambda: len(line))
        found: list[str] = []
        while text := offer("", len(found)):
            found.append(text)
        return found

    assert offered("source:as", 0) == ['source:"The Astana Times"', "source:Kazinform"]
    assert offered('source:"the as', 12) == ['Astana Times"']
    assert [readline.get_history_item(number) for number in (1, 2)] == ["oil", "gas"]


def test_without_both_python_reads_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    monkeypatch.setitem(sys.modules, "readline", None)
    monkeypatch.setattr(builtins, "input", lambda prompt: f"{prompt}oil")

    assert make_reader((), without_archive).read("> ") == "> oil"


def test_a_dumb_terminal_is_sent_no_signs_of_prompt_toolkit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(builtins, "input", lambda prompt: "plain")

    assert make_reader((), without_archive).read("> ") == "plain"
