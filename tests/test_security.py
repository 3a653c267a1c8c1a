"""What SECURITY.md promises: hostile articles are indexed and shown, and nothing they say is done.

The commands run in a process of their own under an audit hook (PEP 578), which is told of every file that is
opened, every socket, program and pickle.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

import pytest

from tests.places import HOUSE

EVIL: Final = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202etxt\u2066"
# What a terminal obeys: C0 but for line ends and tabs, DEL, C1, directional formatting.
OBEYED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

PAGE: Final = f"""<!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<html><head><title>Harbour {EVIL}closed</title>
<script src="http://192.0.2.1/run.js">document.write("scripted")</script>
<link rel="stylesheet" href="http://192.0.2.1/style.css"><meta name="author" content="Ann {EVIL}Lee"></head>
<body><article><h1>Harbour {EVIL}closed</h1>
<p>The harbour was closed on Monday, &secret; the port office said, as smugglers had been seen.</p>
<p>Ships wait outside.<img src="http://192.0.2.1/spy.gif"> The harbour master said it may last a week.</p>
</article></body></html>"""

RECORD: Final = {
    "id": f"r{EVIL}1",
    "title": f"=HYPERLINK({EVIL}) harbour",
    "source": f"Post{EVIL}",
    "place": f"Port{EVIL}",
    "author": f"Bo{EVIL}",
    "url": f"http://192.0.2.1/{EVIL}",
    "language": "en",
    "text": f"The harbour {EVIL} master <script>alert(1)</script> spoke. __import__('os').system('id')",
}

CODED: Final = {
    "id": "coded",
    "title": "Harbour works",
    "date": f"2013{EVIL}",
    "language": f'x{EVIL}"><script>',
    "text": "The harbour is being dredged.",
}

COMMANDS: Final = (
    ("index", "sources"),
    ("search", "harbour"),
    ("search", "--why", "--color", "never", "harbour"),
    ("search", "--json", "harbour"),
    ("search", "--jsonl", "harbour"),
    ("search", "--csv", "harbour"),
    ("search", "--ris", "harbour"),
    ("search", "--bibtex", "harbour"),
    ("search", "--html", "harbour"),
    ("search", "--list", "harbour"),
    ("search", f"harbour {EVIL}"),
    ("search", f'"harbour {EVIL}'),
    ("kwic", "harbour"),
    ("kwic", "--csv", "harbour"),
    ("facets", "harbour", "source"),
    ("facets", "harbour", "author"),
    ("facets", "harbour", "source", "place", "--csv"),
    ("timeline", f"harbour OR {EVIL}"),
    ("terms", "h"),
    ("stats",),
    ("stats", "--json"),
    ("show", "coded"),
    ("facets", "harbour", "lang"),
    ("search", "harbour lang:x"),
    ("show", "sources/page.html"),
    ("show", f"no{EVIL}body"),
    ("like", f"r{EVIL}1"),
)

RUN: Final = """
import json, os, sys
events = []
WATCHED = ("socket.", "subprocess.", "pickle.", "urllib.", "ftplib.", "webbrowser.", "os.system", "os.exec",
           "os.posix_spawn", "os.fork", "os.spawn", "shutil.")

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

def watch(event, arguments):
    if event.startswith(WATCHED):
        events.append([event, repr(arguments)[:200]])
    elif event == "open" and not isinstance(arguments[0], int) and arguments[2] & WRITES:
        events.append(["write", os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else ""])
    elif event in ("os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "os.symlink"):
        events.append(["write", str(arguments[0])])

sys.addaudithook(watch)
from dateline.cli import main
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as leaving:
        assert leaving.code in (0, 1, 2), (command, leaving.code)
with open(sys.argv[2], "w") as file:
    json.dump(events, file)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the commands printed and what they were seen doing."""

    out: str
    err: str
    events: list[tuple[str, str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    desk = tmp_path_factory.mktemp("desk")
    (desk / "sources").mkdir()
    (desk / "sources" / "page.html").write_text(PAGE, "utf-8")
    (desk / "sources" / "records.jsonl").write_text(f"{json.dumps(RECORD)}\n{json.dumps(CODED)}\n", "utf-8")
    (desk / "sources" / f"evil{EVIL}.txt").write_text("Harbour news\n\nThe harbour is open again.\n", "utf-8")
    (desk / "sources" / f"junk{EVIL}.txt").write_bytes(b"%PDF-1.7 harbour")
    before = {path: path.read_bytes() for path in (desk / "sources").iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(COMMANDS), "events.json"],
        cwd=desk,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert {path: path.read_bytes() for path in (desk / "sources").iterdir()} == before
    events = json.loads((desk / "events.json").read_text("utf-8"))
    return Told(done.stdout.decode(), done.stderr.decode(), [(event, what) for event, what in events])


def test_the_articles_are_found(told: Told) -> None:
    assert "page.html" in told.out
    assert "4 articles" in told.out + told.err


def test_nothing_is_run_fetched_or_unpickled(told: Told) -> None:
    ran = [what for event, what in told.events if event != "write"]
    # The one process that reads the files: a fresh interpreter, of which test_workers.py says more.
    assert ["indexer/workers/start.py" in what for what in ran] == [True]


def test_nothing_is_written_outside_the_index(told: Told) -> None:
    written = {what for event, what in told.events if event == "write"}

    assert any("index.toc" in what for what in written)
    assert {what for what in written if not what.startswith("index") and what != os.devnull} == {
        "events.json"
    }


def test_no_entity_of_a_page_brings_in_a_file(told: Told) -> None:
    assert "root:" not in told.out
    assert "scripted" not in told.out


def test_nothing_a_terminal_obeys_is_printed(told: Told) -> None:
    lines = [line for line in (told.out + told.err).split("\n") if OBEYED.search(line)]

    assert lines == []


def test_no_script_of_an_article_is_one_in_the_page_that_is_exported(told: Told) -> None:
    page = re.search(r"<!doctype html.*?</html>", told.out, re.DOTALL | re.IGNORECASE)

    assert page is not None
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page[0]
    assert "<script" not in page[0]
    assert "default-src 'none'" in page[0]


def test_no_cell_is_a_formula(told: Told) -> None:
    assert "'=HYPERLINK" in told.out
    assert re.search(r"(^|,)\"?=HYPERLINK", told.out, re.MULTILINE) is None
