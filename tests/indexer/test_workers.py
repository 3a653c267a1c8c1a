"""What a process that reads files has of its parent, and what it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from dateline.indexer import build
from dateline.indexer.workers import process
from dateline.search import Archive

GOOD = "Leaders met in Bishkek\n\nThey met on Monday to speak about water.\n"

# What it would fetch if anything were fetched; what of it is asked for is written beside this file.
WATCH = """
import os, sys

def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix", "pickle.")):
        with open(os.path.join(os.path.dirname(__file__), "done"), "a") as file:
            file.write(event + "\\n")
        raise OSError(13, "Permission denied")

sys.addaudithook(watch)
"""

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://192.0.2.1/xhtml1-strict.dtd"
 [<!ENTITY other SYSTEM "http://192.0.2.1/entity"><!ENTITY % more SYSTEM "http://192.0.2.1/more.dtd"> %more;]>
<html xmlns:xi="http://www.w3.org/2001/XInclude"><head><base href="http://192.0.2.1/"><title>Harbour</title>
<link rel="stylesheet" href="style.css"><meta http-equiv="refresh" content="0;url=http://192.0.2.1/">
<script src="run.js"></script></head><body><xi:include href="http://192.0.2.1/included.xml"/>
<p>The harbour was closed on Monday, &other; the port office said. <img src="spy.gif"></p>
<iframe src="http://192.0.2.1/frame"></iframe><object data="http://192.0.2.1/object"></object></body></html>"""


def watched(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Path:
    """Where the processes write what they did that no reader may."""
    (folder / "watch.py").write_text(WATCH + "".join(more))
    monkeypatch.setattr(process, "MODULES", [str(folder / "watch.py")])
    return folder / "done"


def test_no_reader_opens_a_connection_or_starts_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = watched(tmp_path, monkeypatch)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE)
    (folder / "page.txt").write_text(PAGE)
    (folder / "story.txt").write_text(GOOD)
    (folder / "cyrillic.txt").write_bytes("Главы шести государств встретились в Бишкеке.".encode("cp1251"))
    (folder / "records.jsonl").write_text('{"url": "http://192.0.2.1/", "text": "Guards met."}\n')
    report = build([folder], index=tmp_path / "index", jobs=2)
    assert report.articles == 5
    assert not done.exists()


def test_the_watch_sees_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = watched(tmp_path, monkeypatch, "import socket, contextlib\n")
    with (tmp_path / "watch.py").open("a") as file:
        file.write("with contextlib.suppress(OSError):\n    socket.create_connection(('192.0.2.1', 80))\n")
    (tmp_path / "a.txt").write_text(GOOD)
    build([tmp_path / "a.txt"], index=tmp_path / "index", jobs=2)
    assert "socket." in done.read_text()


def run(folder: Path, script: str) -> str:
    """What a script prints that lies in a folder and is run there."""
    (folder / "script.py").write_text(dedent(script))
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_script_needs_no_guard_against_being_run_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    printed = run(
        tmp_path,
        """
        from dateline import build
        print("run")
        print(build(["a.txt"], jobs=2).articles)
        """,
    )
    assert printed == "run\n1\n"


def test_nothing_of_the_current_folder_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.html").write_text("<html><body><p>Border guards met in Osh.</p></body></html>")
    printed = run(
        tmp_path,
        """
        import os
        from dateline import build  # from here on the folder is full of traps
        from dateline.indexer import builder
        names = "chardet cchardet html5lib json search indexer sitecustomize usercustomize numpy bs4 lxml"
        for name in (*names.split(), "dateline"):
            with open(f"{name}.py", "w") as file:
                file.write("open('loaded', 'a').write(__name__)")
        print(build(["a.txt", "b.html"], jobs=2).articles, os.path.exists("loaded"))
        """,
    )
    assert printed == "2 False\n"


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_nothing_that_is_open_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list_open = """
for entry in os.listdir("/proc/self/fd"):
    try:
        what = os.readlink(f"/proc/self/fd/{entry}")
    except OSError:
        continue
    with open(os.path.join(os.path.dirname(__file__), "open"), "a") as file:
        file.write(what + "\\n")
"""
    watched(tmp_path, monkeypatch, list_open)
    (tmp_path / "a.txt").write_text(GOOD)
    with (tmp_path / "mine").open("w") as mine:
        os.set_inheritable(mine.fileno(), True)
        build([tmp_path / "a.txt"], index=tmp_path / "index", jobs=2)
    kinds = {line for line in (tmp_path / "open").read_text().splitlines() if not line.startswith("pipe:")}
    assert {line for line in kinds if "/proc/" not in line and line != str(tmp_path / "open")} == {os.devnull}


def test_a_name_that_is_no_text_reaches_the_process(tmp_path: Path) -> None:
    name = "Büro \N{PILE OF POO}\n\x1b'\".txt"
    (tmp_path / name).write_text(GOOD)
    build([tmp_path / name], index=tmp_path / "index", jobs=2)
    with Archive.open(tmp_path / "index") as archive:
        assert [article.path for article in archive.articles()] == [str(tmp_path / name)]
