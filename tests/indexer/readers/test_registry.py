"""Which reader a file gets, and that one module and one line are all that a new kind of file takes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.indexer import build, read
from dateline.indexer.errors import SourceError
from dateline.indexer.readers import registry
from dateline.indexer.readers.registry import READERS, UNREAD, Reader, kinds, recognise
from dateline.indexer.sources import find_files
from dateline.indexer.workers import process
from tests.indexer import reader_of_posts, reader_of_steps
from tests.indexer.reader_of_posts import POST
from tests.places import HOUSE

FORMATS_PAGE = (HOUSE / "docs/formats.md").read_text("utf-8")


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of file more: one module, and one line in the table."""
    monkeypatch.setitem(sys.modules, "dateline.indexer.readers.posts", reader_of_posts)
    monkeypatch.setattr(registry, "READERS", (*READERS, reader_of_posts.MORE))
    monkeypatch.setattr(process, "MODULES", [reader_of_posts.__file__])


@pytest.mark.parametrize(
    ("name", "head", "reader"),
    [
        ("a.txt", b"words", "text"),
        ("a.TXT", b"<html>", "html"),
        (
            "a.txt",
            b'<?xml version="1.0"?>\n<!-- saved --><!DOCTYPE html [<!ENTITY a "b">]>\n<html lang="en">',
            "html",
        ),
        ("a.txt", b"<htmlish> words", "text"),
        ("a.htm", b"words", "html"),
        ("a.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        ("a.shtml", b"<!-- saved --><body>words", "html"),
        ("a.PHP", b"<div>words", "html"),
        ("a.php", b"%PDF-1.7", "pdf"),
        ("a.ndjson", b"{", "jsonl"),
        ("a.tsv", b"title\ttext", "table"),
        ("a.mht", b"MIME-Version: 1.0", "mhtml"),
        ("a.jsonl", b"<html>", "jsonl"),
        ("page", b"\xef\xbb\xbf \n<!DOCTYPE HTML>", "html"),
        ("page.download", b"<HTML lang=en>", "html"),
        ("page", b"Leaders met", "text"),
        ("page", b"", "text"),
        ("a.txt", b"%PDF-1.7", "pdf"),
        ("a.docx", b"{\\rtf1", "rtf"),
        ("a.epub", b"PK\x03\x04 word/document.xml", "docx"),
        ("a.odt", b"PK\x03\x04mimetypeapplication/epub+zip", "epub"),
        ("a.docx", b"PK\x03\x04 no name in the first bytes", "docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "docx"),
    ],
)
def test_a_file_is_recognised_by_its_suffix_and_then_by_how_it_begins(
    name: str, head: bytes, reader: str
) -> None:
    assert recognise(name, head).name == reader


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a"])
@pytest.mark.parametrize("kind", [kind for kind in UNREAD if kind.magic], ids=lambda kind: kind.description)
def test_what_nobody_reads_is_named_for_what_it_is(tmp_path: Path, name: str, kind: registry.Unread) -> None:
    (tmp_path / name).write_bytes(kind.magic + b" and more")
    with pytest.raises(SourceError) as caught:
        read(tmp_path / name)
    assert caught.value.reason == f"looks like {kind.description}, and there is no reader for it"
    assert caught.value.path == str(tmp_path / name)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_has_a_module_that_reads(reader: Reader) -> None:
    assert callable(reader.load())
    assert reader.suffixes
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in reader.suffixes)


def test_a_suffix_belongs_to_one_kind() -> None:
    tables = [kind.suffixes for kind in READERS] + [kind.suffixes for kind in UNREAD]
    named = [suffix for suffixes in tables for suffix in suffixes]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_kind_has_a_row_in_the_documentation(reader: Reader) -> None:
    files = ", ".join(f"`{suffix}`" for suffix in reader.suffixes)
    limit = "of any length" if reader.max_bytes is None else f"up to {reader.max_bytes >> 20} MB"
    extra = f"`dateline[{reader.extra}]`" if reader.extra else ""
    begin = f"| {reader.description} | {files} | {extra}"
    [row] = [line for line in FORMATS_PAGE.splitlines() if line.startswith(begin)]
    assert row.count("|") == 7
    assert limit in row.split("|")[-2]


def test_no_kind_is_documented_or_named_in_help_that_is_not_read() -> None:
    from dateline.indexer.cli.indexing import index

    assert set(re.findall(r"^\| [^|]+ \| (`\..+?) \|", FORMATS_PAGE, re.MULTILINE)) == {
        ", ".join(f"`{suffix}`" for suffix in reader.suffixes) for reader in READERS
    }
    assert kinds() in (index.help or "")


def test_a_reader_is_loaded_when_a_file_of_its_kind_is_met(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(POST)
    script = (
        "import sys; from dateline import read; read(sys.argv[1]);"
        "print(*[name for name in ('bs4', 'lxml', 'json') if name in sys.modules],"
        "*[name for name in sys.modules if name.startswith('dateline.indexer.readers.')])"
    )
    run = [sys.executable, "-c", script, str(tmp_path / "a.txt")]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True, cwd=HOUSE).stdout.split()
    rooms = {name.rpartition(".")[2] for name in loaded}
    assert rooms == {
        "beside_pages",
        "limits",
        "mojibake",
        "opening",
        "raw",
        "registry",
        "records",
        "text",
        "wide",
    }


@pytest.mark.usefixtures("posts")
def test_one_module_and_one_line_make_a_new_kind_of_file(tmp_path: Path) -> None:
    box = tmp_path / "a.posts"
    box.write_text(f"POSTS{POST}\n---\n<p>{POST}</p>---\ntitle:Water---\n{POST} Again.\n---\n")
    (tmp_path / "b.txt").write_text(box.read_text())
    assert [article.title for article in read(box)] == [None, None, "Water", None]
    assert [Path(source.path).name for source in find_files(tmp_path)] == ["a.posts", "b.txt"]
    report = build([tmp_path], index=tmp_path / "index")
    assert (report.new, report.articles) == (2, 8)
    assert [skipped.reason for skipped in report.skipped] == ["5: holds no article text"] * 2
    assert "boxes of posts (.posts, .box)" in kinds()


@pytest.mark.usefixtures("posts")
def test_the_parts_of_a_file_have_ids_of_their_own(tmp_path: Path) -> None:
    box = tmp_path / "a.posts"
    box.write_text(f"{POST}\n---\n{POST}\n---\n<p>{POST}</p>---\ntitle:x")
    ids = [article.id for article in read(box)]
    assert len(set(ids)) == 4
    assert ids == [article.id for article in read(box)]


def test_a_reader_whose_extra_is_missing_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = Reader("nowhere", (".stack",), "stacks of cards", (b"STACK",), extra="stack")
    monkeypatch.setattr(registry, "READERS", (*READERS, more))
    for name in ("a.stack", "a.txt"):
        (tmp_path / name).write_bytes(b"STACK 1")
        with pytest.raises(SourceError) as caught:
            read(tmp_path / name)
        assert caught.value.reason == 'to read stacks of cards: pip install "dateline[stack]"'
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__])
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    (tmp_path / "a.extra").write_text("words")
    report = build([tmp_path / "a.extra"], index=tmp_path / "index")
    assert [skipped.reason for skipped in report.skipped] == ['to read extras: pip install "dateline[all]"']
