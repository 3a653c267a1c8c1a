"""A process forked while its threads searched hung: its child waited for a lock that nobody would release."""

from __future__ import annotations

import ast
import os
import sys
import threading
import time
from pathlib import Path

import pytest

from dateline import Archive, build
from dateline.search.forking import LATER
from tests.places import HOUSE

QUERIES = ("border", '"border guards"', "bord*", "guards NEAR/3 met", "title:summit", "after:2013 border")


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_children_forked_while_threads_search_answer_and_exit(tmp_path: Path) -> None:
    records = [{"title": "Summit", "text": f"Border guards met {n}.", "date": "2013"} for n in range(50)]
    build(records, index=tmp_path / "index")
    wanted = []
    with Archive.open(tmp_path / "index") as archive:
        wanted = [archive.search(query).total for query in QUERIES]
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            with Archive.open(tmp_path / "index") as fresh:
                for query in QUERIES:
                    fresh.search(query)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    codes = []
    try:
        for _ in range(12):
            archive = Archive.open(tmp_path / "index")
            child = os.fork()
            if not child:
                try:
                    os._exit(int([archive.search(query).total for query in QUERIES] != wanted))
                finally:
                    os._exit(2)
            end = time.monotonic() + 20
            while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0) and time.monotonic() < end:
                time.sleep(0.005)
            if ended == (0, 0):
                os.kill(child, 9)
                os.waitpid(child, 0)
            codes.append(ended[1] if ended != (0, 0) else "hung")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert codes == [0] * 12


def test_what_is_imported_inside_functions_is_imported_before_a_fork() -> None:
    skipped = (
        "search/cli/",
        "search/web/",
        "search/whoosh_engine/",
        "search/forking.py",
        "search/output/timeline_png.py",
    )  # which draws with an extra
    later = set()
    for path in [*(HOUSE / "search").rglob("*.py"), *(HOUSE / "indexer/format").rglob("*.py")]:
        if path.relative_to(HOUSE).as_posix().startswith(skipped):
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.ImportFrom):
                        later.add(node.module or "")
                    elif isinstance(node, ast.Import):
                        later |= {alias.name for alias in node.names}
    # Of an index on a server: no archive of a folder loads it.
    later = {name for name in later if "opensearch" not in name}
    later = {name for name in later if "whoosh" not in name and name != "pandas"}
    import importlib

    for name in LATER:
        importlib.import_module(name)
    opened = {"dateline.search.query", "dateline.search.forking", "dateline.search.guarded"}
    missing = {name for name in later - opened if name not in sys.modules}
    assert missing == set()


def test_no_lock_is_reachable_from_an_archive(tmp_path: Path) -> None:
    folders = [HOUSE / "search", HOUSE / "indexer/format", HOUSE / "indexer/analysis"]
    having = [
        path.name
        for folder in folders
        for path in folder.rglob("*.py")
        if "web" not in path.parts  # a server, which an archive knows nothing of
        and any(name in path.read_text("utf-8") for name in ("import cached_property", "Lock()"))
    ]
    assert having == []
