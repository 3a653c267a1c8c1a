"""Which kernels are in use, and who says so."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from dateline.indexer.format import kernels
from dateline.indexer.format.kernels.version import VERSION
from tests.places import HOUSE


def test_kernels_are_built_for_the_version_of_the_package() -> None:
    config = configparser.ConfigParser()
    config.read(HOUSE / "setup.cfg")

    assert config["metadata"]["version"] == VERSION


@pytest.mark.parametrize(
    ("wanted", "said"), [("numpy", "kernels: numpy, as DATELINE_KERNELS says"), ("", "kernels: ")]
)
def test_the_version_says_which_are_in_use(wanted: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "--version"],
        env={**os.environ, kernels.VARIABLE: wanted},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[1].startswith(said)


def test_kernels_of_another_version_are_not_loaded_but_told(monkeypatch: pytest.MonkeyPatch) -> None:
    other = types.ModuleType("dateline.indexer.format.kernels._kernels")
    other.VERSION = "0.0.9"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, other.__name__, other)
    monkeypatch.setattr(kernels, "_kernels", other, raising=False)
    monkeypatch.delenv(kernels.VARIABLE, raising=False)

    assert kernels._load() == (None, f"numpy: those in C were built for version 0.0.9, this is {VERSION}")


OTHER = """
import sys, types

other = types.ModuleType("dateline.indexer.format.kernels._kernels")
other.VERSION = "0.0.9"
sys.modules[other.__name__] = other
from dateline.cli import main

main()
"""


def test_a_search_goes_without_kernels_of_another_version_and_the_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Border guards met.\n")

    def run(*arguments: str) -> str:
        command = [sys.executable, "-c", OTHER, *arguments]
        environment = {name: value for name, value in os.environ.items() if name != kernels.VARIABLE}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout

    said = f"kernels: numpy: those in C were built for version 0.0.9, this is {VERSION}"
    assert run("--version").splitlines()[1] == said
    run("index", "a.txt")
    assert "guards" in run("search", "guard")


def test_numbers_as_no_file_has_them_are_refused() -> None:
    compiled = kernels.compiled()
    if compiled is None:
        pytest.skip("the kernels in C were not built")

    with pytest.raises(BufferError):
        compiled.Blocks(None, "", b"", b"", None, None, b"")  # what is marked can't be written
    with pytest.raises(TypeError):
        compiled.Blocks(None, "", "text", b"")
    with pytest.raises(TypeError):
        compiled.Field((None,) * 14 + (b"",))
