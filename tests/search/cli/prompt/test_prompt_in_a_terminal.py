"""`dateline` alone in a true terminal, with prompt_toolkit and without; piped it is help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.indexer import build
from tests.terminal import in_terminal

WITHOUT = "import sys; sys.modules['prompt_toolkit'] = None; from dateline.__main__ import command; command()"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    build(
        [{"id": str(n), "title": f"Oil {n}", "text": "The price of oil rose. " * 9} for n in range(20)],
        index=tmp_path / "index",
    )
    return {
        "DATELINE_INDEX": str(tmp_path / "index"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "TERM": "xterm",
        "NO_COLOR": "1",
    }


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize("reader", ["prompt_toolkit", "readline"])
def test_in_a_terminal_it_is_a_prompt_whose_pages_fit(
    env: dict[str, str], tmp_path: Path, reader: str
) -> None:
    pytest.importorskip(reader)
    program = ["-m", "dateline"] if reader == "prompt_toolkit" else ["-c", WITHOUT]

    shown = in_terminal(
        [], keys=("oil\r", "half\x03", ":n\r", "\x04"), env=env, program=program, prompt="dateline>"
    )

    assert shown.code == 0
    assert "Traceback" not in shown.text
    page = shown.text[shown.text.index("read as: oil") :]
    first, second = (part.partition("dateline>")[0] for part in page.split("read as: oil")[1:])
    ranks = [int(rank) for rank in re.findall(r"^(\d+) +\[Oil", first, re.MULTILINE)]
    assert ranks == [1, 2, 3]
    assert re.search(r"^4 +\[Oil", second, re.MULTILINE)
    assert 24 - 6 < first.count("\n") + 2 <= 24  # a hit has six rows
    assert (tmp_path / "state" / "dateline" / "history").read_text() == "oil\n:n\n"


def test_piped_it_is_help_and_the_prompt_needs_a_terminal(env: dict[str, str]) -> None:
    def piped(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            input="oil\n",
            capture_output=True,
            text=True,
            env={**os.environ, **env},
            check=False,
        )

    assert piped().returncode == 2
    assert piped().stderr.startswith("Usage: dateline")
    assert piped("prompt").returncode == 2
    assert "needs a terminal" in piped("prompt").stderr


def test_no_other_command_loads_it(env: dict[str, str]) -> None:
    code = (
        "import sys; from dateline.cli import main\n"
        "try: main(['search', 'oil'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if 'prompt' in name or name == 'readline'])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"
