"""A mail of a mailbox, a page of a web archive over which a process is lost: it costs itself alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.workers import limits, process
from dateline.indexer.workers.limits import Limits
from dateline.search import Archive
from tests.indexer import reader_of_steps

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are the system's")

CRASHED = "the process that read it crashed (signal 11)"
SLOW = "took more than 1 CPU seconds"

# In the processes that read: these bytes harm whoever reads them.
HARMFUL = """
import os, re, signal
from dateline.indexer.readers import {module}

read = {module}.{function}

def harmed(data, *given):
    if b"CRASHES" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"HANGS" in data:
        re.match("(a+)+b", "a" * 60)
    return read(data, *given)

{module}.{function} = harmed
"""


def harmful(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, function: str) -> None:
    """Processes in which a function of a reader crashes, or hangs, over some bytes."""
    path = folder / "harmful.py"
    path.write_text(HARMFUL.format(module=module, function=function))
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__, str(path)])
    monkeypatch.setattr(limits, "LIMITS", Limits(cpu_seconds=1))


def indexed(folder: Path, path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The parts of the file that the index has articles of, and why others are not in."""
    report = build([path], index=folder / "index")
    assert (report.new, report.files_skipped) == (1, 0)
    with Archive.open(folder / "index") as archive:
        held = sorted({(article.path or "").partition("!/")[2] for article in archive.articles()})
    return held, [(one.path.partition("!/")[2], one.reason) for one in report.skipped]


def mail(number: int, text: str, attached: str = "") -> str:
    head = f"From a@example.org Mon May  6 10:00:0{number} 2013\nSubject: Talks {number}\n"
    if not attached:
        return f"{head}\n{text}\n\n"
    return (
        f'{head}Content-Type: multipart/mixed; boundary="-"\n\n---\n\n{text}\n---\n'
        f'Content-Disposition: attachment; filename="a.steps"\n\n{attached}\n-----\n\n'
    )


def test_a_mail_costs_itself_and_what_is_attached_to_one_costs_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmful(tmp_path, monkeypatch, "mail", "parse_message")
    path = tmp_path / "all.mbox"
    path.write_text(
        mail(0, "Guards met in Osh.", attached="spin")
        + mail(1, "It CRASHES.")
        + mail(2, "Guards met in Naryn.")
    )
    held, said = indexed(tmp_path, path)
    assert held == ["1", "3"]
    assert said == [("1!/a.steps", SLOW), ("2", CRASHED)]


def test_a_page_of_a_web_archive_that_hangs_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("warcio", reason="the extra warc is not installed")
    harmful(tmp_path, monkeypatch, "warc", "page_text")
    path = tmp_path / "crawl.warc"
    words = ["Guards met in Osh.", "It HANGS.", "Guards met in Talas."]
    path.write_bytes(b"".join(map(answer, range(3), words)))
    held, said = indexed(tmp_path, path)
    assert held == ["example.org/0", "example.org/2"]
    assert said == [("example.org/1", SLOW)]


def answer(number: int, words: str) -> bytes:
    page = f"<html><body><p>{words} They spoke of water on Monday.</p></body></html>"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n{page}"
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/{number}\r\n"
        f"WARC-Date: 2013-05-06T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n{block}\r\n\r\n"
    ).encode()
