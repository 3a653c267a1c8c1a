"""Help that is read in any terminal, the manual that is installed, and what a shell completes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from dateline.cli import COMMANDS, cli
from dateline.manual import page_names, terminal_lines
from dateline.search.highlight.printable import width
from dateline.search.saved import SavedSearch, SavedSearches
from tests.places import HOUSE
from tests.terminal import in_terminal

CommandLine = Callable[..., tuple[int, str, str]]


def help_of(name: str, columns: int) -> str:
    root = click.Context(cli, info_name="dateline")
    found = cli.get_command(root, name)
    assert found
    with found.make_context(
        name, [], parent=root, resilient_parsing=True, terminal_width=columns, max_content_width=columns
    ) as made:
        return made.get_help()


# --- help


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_is_wrapped_at_words(name: str) -> None:
    whole = help_of(name, 1000).split()

    for columns in (72, 80, 100):
        page = help_of(name, columns)
        assert page.split() == whole
        examples = page.partition("Examples:")[2].splitlines()
        long = [line for line in page.splitlines() if len(line) > columns and line not in examples]
        assert long == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_example_is_wider_than_a_terminal(name: str) -> None:
    examples = help_of(name, 80).partition("Examples:")[2].splitlines()

    assert [line for line in examples if len(line) > 80] == []


@pytest.mark.parametrize(
    ("word", "meant"), [("serach", "search"), ("Show", "show"), ("lsit", None), ("indx", "index")]
)
def test_an_unknown_command_suggests_one(command_line: CommandLine, word: str, meant: str | None) -> None:
    code, out, err = command_line(word, "x")

    advice = f" Did you mean '{meant}'?" if meant else ""
    if meant is None:
        assert err.startswith(f"Error: No such command '{word}'.")
    else:
        assert err == f"Error: No such command '{word}'.{advice} See: dateline -h\n"
    assert (code, out) == (2, "")


def test_help_prints_a_page_of_the_manual_as_it_is_written(command_line: CommandLine) -> None:
    for name in ("query", "output.md", "docs/formats.md", "SCRIPT"):
        page = re.sub(r"docs/|\.md", "", name).lower()
        assert command_line("help", name) == (0, (HOUSE / f"docs/{page}.md").read_text("utf-8"), "")


def test_help_names_its_pages_and_takes_a_command(command_line: CommandLine) -> None:
    _, out, _ = command_line("help")

    assert all(path.stem in out for path in (HOUSE / "docs").glob("*.md"))
    assert command_line("help", "search") == command_line("search", "-h")
    code, _, err = command_line("help", "querry")
    assert (code, err.count("\n")) == (2, 1)
    assert "Did you mean 'query'?" in err


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("name", page_names())
def test_a_page_fits_its_terminal_and_says_all_its_words(name: str, columns: int) -> None:
    text = (HOUSE / f"docs/{name}.md").read_text("utf-8")
    lines = list(terminal_lines(text, columns, bold=("", "")))

    fences = re.findall(r"^```.*?^```$", text, re.M | re.S)
    literal = {line.strip() for line in "\n".join(fences).splitlines()}
    literal |= {line.strip() for line in text.splitlines() if line.startswith("    ")}
    assert [line for line in lines if width(line) > columns and line.strip() not in literal] == []
    words = set(re.findall(r"\w{4,}", re.sub(r"\]\([^)]*\)|```\w*|`", "", text)))
    shown = set(re.findall(r"\w{4,}", " ".join(lines)))
    # What is wider than a narrow terminal is broken, as are addresses.
    assert {word for word in words - shown if len(word) < 16} == set()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_in_a_terminal_the_manual_is_paged(tmp_path: Path) -> None:
    pager = f"cat > '{tmp_path}/pages.txt'"
    shown = in_terminal(["help", "query"], env={"PAGER": pager})

    assert (shown.code, shown.text) == (0, "")
    assert (tmp_path / "pages.txt").read_text().startswith("\x1b[1mWhat can be asked\x1b[0m\n")


# --- completion


def completed(words: list[str], folder: Path, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """What the program tells a shell that was typed these words, the last of them in part."""
    environment = {**os.environ, "_DATELINE_COMPLETE": f"{shell}_complete"}
    environment |= {"COMP_WORDS": "\n".join(["dateline", *words]), "COMP_CWORD": str(len(words))}
    return subprocess.run(
        [sys.executable, "-m", "dateline"],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sea"], "plain,search"),
        (["search", "--hyper"], "plain,--hyperlink-format"),
        (["search", "oil", "--sort", "new"], "plain,newest"),
        (["search", "oil", "-n", "5", "--no-"], "plain,--no-pager"),
        (["search", "--index", ""], "file,"),
        (["completion", ""], "plain,fish"),
        (["help", "qu"], "plain,query"),
    ],
)
def test_what_may_follow_is_told(tmp_path: Path, words: list[str], expected: str) -> None:
    told = completed(words, tmp_path)

    assert expected in told.stdout.splitlines()
    assert told.stderr == ""


def test_the_names_of_saved_searches_may_follow(tmp_path: Path) -> None:
    for name in ("border", "oil price", "boat"):
        SavedSearches(tmp_path / "index").add(SavedSearch(name, "oil"))

    assert completed(["saved", "run", "bo"], tmp_path).stdout.split() == ["plain,boat", "plain,border"]
    assert completed(["saved", "rm", "boat", "bo"], tmp_path).stdout.split() == ["plain,border"]
    assert "plain,oil price" in completed(["saved", "show", ""], tmp_path).stdout.splitlines()


@pytest.mark.parametrize(
    "words",
    [
        ["search", "oil", "-n", ""],
        ["search", "-n", "x", ""],
        ["search", "oil", "-lc", ""],
        ["search", "oil", "-o", ""],
        ["search", "--nope", ""],
        ["search", "--page", "0", "--after", ""],
        ["kwic", "--sort", ""],
        ["search", "--hyperlink-format", "{", "--color", ""],
        ["nope", ""],
        ["show", "", ""],
        ["--index", ""],
    ],
)
def test_tab_prints_nothing_into_the_prompt(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "dateline.toml").write_text("index = 3\n")  # wrong, and not asked about

    told = completed(words, tmp_path)

    assert told.stderr == ""
    assert all(re.match("(plain|file|dir),", line) for line in told.stdout.splitlines())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_one_of_its_shell(
    command_line: CommandLine, tmp_path: Path, shell: str
) -> None:
    code, out, err = command_line("completion", shell)

    assert (code, err) == (0, "")
    assert f"{shell}_complete" in out
    program = shutil.which(shell)
    if program is not None:
        (tmp_path / "script").write_text(out)
        subprocess.run([program, "-n", str(tmp_path / "script")], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes(command_line: CommandLine, tmp_path: Path) -> None:
    _, script, _ = command_line("completion", "bash")
    (tmp_path / "dateline").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dateline "$@"\n')
    (tmp_path / "dateline").chmod(0o755)
    asked = (
        f"{script}\nCOMP_WORDS=(dateline search --ma); COMP_CWORD=2\n"
        '_dateline_completion dateline\necho "${COMPREPLY[*]}"\n'
    )

    done = subprocess.run(
        ["bash", "--norc", "-c", asked],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("--match\n", "")


def test_completing_commands_loads_no_room(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom dateline.cli import main\ntry: main([])\n"
        "except SystemExit: print([m for m in sys.modules if m.startswith(('dateline.search', 'numpy'))])"
    )
    environment = {
        **os.environ,
        "_DATELINE_COMPLETE": "bash_complete",
        "COMP_WORDS": "dateline s",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert "plain,search" in done.stdout
