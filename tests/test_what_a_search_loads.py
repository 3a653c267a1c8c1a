"""A command lives for a tenth of a second: what it loads and compiles is most of what it costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build
from dateline.indexer.format.kernels import compiled

needs_kernels = pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")
# OpenSSL, compression, what reads and cleans, other engines, a grammar (bare words need none), a pager.
NOT_FOR_WORDS = (
    "_hashlib",
    "bs4",
    "dateline.indexer.builder",
    "dateline.indexer.cleaning",
    "dateline.indexer.opensearch.connection",
    "dateline.search.cli.paging",
    "dateline.search.opensearch",
    "dateline.search.output.export",
    "dateline.search.query.grammar",
    "dateline.search.query.lexer",
    "dateline.search.web",
    "dateline.search.whoosh_engine",
    "difflib",
    "importlib.metadata",
    "logging",
    "lzma",
    "multiprocessing",
    "numpy.ma",
    "numpy.random",
    "py3langid",
    "shutil",
    "sqlite3",
    "tomllib",
    "whoosh",
)
# Tells on leaving what was loaded, which dataclasses were made and which expressions compiled.
TELL = """
import dataclasses, json, os, re, sys
made, compiled = [], []
if hasattr(re, "_compiler"):
    compiler = re._compiler
else:
    import sre_compile as compiler  # Python 3.10
process, compile, leave = dataclasses._process_class, compiler.compile, os._exit
def processed(cls, *args, **options):
    made.append(f"{cls.__module__}.{cls.__name__}")
    return process(cls, *args, **options)
def noted(pattern, flags=0):
    compiled.append(pattern if isinstance(pattern, str) else "")
    return compile(pattern, flags)
def tell(code):
    with open(told, "w", encoding="utf-8") as file:
        json.dump({"code": code, "modules": list(sys.modules), "made": made, "compiled": compiled}, file)
    leave(0)
dataclasses._process_class, compiler.compile, os._exit = processed, noted, tell
told = sys.argv.pop(1)
from dateline.__main__ import command
command()
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "index"
    text = "Border guards met in Osh — twice. The guards' cars crossed the border, U.S.-made."
    records = [
        {"id": f"a{number}", "title": "Guards meet", "language": "en", "date": "2013-05-28", "text": text}
        for number in range(3)
    ]
    build(records, index=folder)
    return folder


def loaded(tmp_path: Path, *arguments: str) -> Any:
    told = tmp_path / "told.json"
    environment = {**os.environ, "NO_COLOR": "1"}
    subprocess.run(
        [sys.executable, "-c", TELL, str(told), *arguments], env=environment, check=True, capture_output=True
    )
    return json.loads(told.read_text("utf-8"))


def test_a_search_for_words_loads_nothing_that_it_does_not_use(index: Path, tmp_path: Path) -> None:
    told = loaded(tmp_path, "search", "border", "guards", "--index", str(index))

    assert told["code"] == 0
    assert sorted(set(NOT_FOR_WORDS) & set(told["modules"])) == []


def test_a_search_for_words_makes_no_dataclass_of_its_own_but_those_of_array_steps(
    index: Path, tmp_path: Path
) -> None:
    told = loaded(tmp_path, "search", "border", "guards", "--index", str(index))

    made = [name for name in told["made"] if not name.startswith("dateline.search.arrays.")]
    assert [name for name in made if name.startswith("dateline")] == []


def test_a_search_of_english_compiles_no_expression_of_other_writings(index: Path, tmp_path: Path) -> None:
    told = loaded(tmp_path, "search", "border", "guards", "--index", str(index))

    # Marks and letters of all scripts in one expression take milliseconds to compile.
    assert [pattern for pattern in told["compiled"] if "\u0483" in pattern or "\u0e00" in pattern] == []


def test_what_is_not_loaded_for_words_is_there_for_what_needs_it(index: Path, tmp_path: Path) -> None:
    told = loaded(tmp_path, "search", '"border guards" -Kabul', "--json", "--index", str(index))

    needed = {"dateline.search.query.grammar", "dateline.search.output.export"}
    assert (told["code"], needed - set(told["modules"])) == (0, set())


@needs_kernels
@pytest.mark.parametrize("command", ["show", "open"])
def test_an_article_is_shown_without_numpy(index: Path, tmp_path: Path, command: str) -> None:
    options = ["--print"] if command == "open" else []
    told = loaded(tmp_path, command, "a1", *options, "--index", str(index))

    assert "numpy" not in told["modules"]


@needs_kernels
@pytest.mark.parametrize("words", [("guards",), ("border", "guards"), ("guards", "--by", "passage")])
def test_with_kernels_in_c_a_search_for_words_needs_no_numpy(
    index: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = loaded(tmp_path, "search", *words, "--index", str(index))

    assert "numpy" not in told["modules"]
