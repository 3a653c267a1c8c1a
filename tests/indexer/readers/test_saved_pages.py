"""Pages as browsers and crawlers pack them: MHTML, web archives of Safari, WARC and WACZ, SingleFile."""

from __future__ import annotations

import base64
import gzip
import plistlib
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from dateline.indexer import build, read
from dateline.indexer.errors import SourceError
from dateline.indexer.readers import html

URL = "https://news.example.org/2013/talks?id=7"
PAGE = (
    "<html><head><title>Talks in Osh</title></head><body><article><h1>Talks in Osh</h1>"
    "<p>Los guardias de ambos países se reunieron el lunes en la ciudad de Osh y hablaron."
    "</p></article></body></html>"
)


def mhtml() -> bytes:
    message = MIMEMultipart("related")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL
    message["Date"] = "Thu, 02 May 2013 10:00:00 -0000"
    message.attach(MIMEText("body {}", "css"))
    message.attach(MIMEText(PAGE, "html", "iso-8859-1"))
    message.attach(MIMEText("<p>An advertisement</p>", "html"))
    return message.as_bytes()


def webarchive() -> bytes:
    main = {
        "WebResourceData": PAGE.encode("latin-1"),
        "WebResourceTextEncodingName": "ISO-8859-1",
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
    }
    return plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)


def warc(packed: bool = False) -> bytes:
    pytest.importorskip("warcio", reason="the extra warc is not installed")
    answers = [
        (URL, "200 OK", "text/html; charset=ISO-8859-1", PAGE.encode("latin-1")),
        (URL, "200 OK", "text/html", PAGE.encode()),
        ("https://news.example.org/gone", "404 Not Found", "text/html", b"<p>Gone with all its words.</p>"),
        ("https://news.example.org/a.jpg", "200 OK", "image/jpeg", b"\xff\xd8\xff"),
    ]
    records = []
    for url, status, kind, body in answers:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2013-05-02T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


@pytest.mark.parametrize(("name", "make"), [("a.mhtml", mhtml), ("a.webarchive", webarchive)])
def test_a_page_packed_by_a_browser_is_read_in_its_encoding_with_its_address(
    tmp_path: Path, name: str, make: object
) -> None:
    assert callable(make)
    (tmp_path / name).write_bytes(make())
    [article] = read(tmp_path / name)
    assert (article.title, article.url, article.path) == ("Talks in Osh", URL, str(tmp_path / name))
    assert "países" in article.text
    assert "advertisement" not in article.text


def test_the_day_a_page_was_saved_on_is_no_date_of_its_article(tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(mhtml())
    [article] = read(tmp_path / "a.mht")
    assert (article.date, article.date_kind) == (None, "none")


@pytest.mark.parametrize("packed", [False, True])
def test_of_a_crawl_the_pages_that_were_answered_are_read(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / f"a.warc{'.gz' if packed else ''}"
    path.write_bytes(warc(packed))
    first, second = read(path)
    assert (first.url, first.title, first.date) == (URL, "Talks in Osh", None)
    assert "países" in first.text
    assert first.path == f"{path}!/news.example.org/2013/talks?id=7"
    assert second.path == f"{path}!/news.example.org/2013/talks?id=7~2"
    assert first.id != second.id


def test_of_a_packed_web_archive_its_crawl_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", warc(packed=True))
        archive.writestr("pages/pages.jsonl", '{"text": "The text of a page."}')
    assert [article.path for article in read(path)][:1] == [f"{path}!/news.example.org/2013/talks?id=7"]


def test_without_the_extra_the_line_that_installs_it_is_said_and_the_rest_goes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from dateline.indexer.intake import take
    from dateline.indexer.sources import End, Source

    monkeypatch.setitem(sys.modules, "dateline.indexer.readers.warc", None)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.warc", b"WARC/1.0\r\n")
        archive.writestr("b.html", PAGE)
    first, *rest = take(Source(path, path.stat().st_size, 0))
    assert str(first) == f'{path}!/a.warc: to read web archives: pip install "dateline[warc]"'
    assert getattr(first, "cause", None) == "extra"
    # It is read again when the extra is there.
    assert [item.lacking for item in rest if isinstance(item, End)] == [("warc",)]
    assert len(rest) == 2


def test_of_a_page_that_is_too_long_inlined_pictures_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_BYTES", 5000)
    monkeypatch.setattr(html, "_CHUNK", 100)
    picture = base64.b64encode(bytes(range(256)) * 60).decode()
    inlined = f'<img src="data:image/png;base64,{picture}" alt="">'
    (tmp_path / "a.html").write_text(PAGE.replace("</h1>", f"</h1>{inlined * 3}"), "utf-8")
    [article] = read(tmp_path / "a.html")
    assert "hablaron" in article.text
    (tmp_path / "b.html").write_text(PAGE + "<p>words</p>" * 1000, "utf-8")
    with pytest.raises(SourceError, match="the limit is"):
        read(tmp_path / "b.html")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.webarchive", b"bplist00WebMainResource"),
        ("a.webarchive", plistlib.dumps({"WebMainResource": 1})),
        (
            "a.webarchive",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><plist><string>&x;</string></plist>',
        ),
        ("a.mhtml", b"From: <Saved by Blink>\r\n\r\nno page"),
        ("a.zip", b"PK\x03\x04"),
        ("a.tar", b"no archive" * 100),
        ("a.gz", gzip.compress(PAGE.encode())[:40]),
    ],
)
def test_what_is_damaged_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    report = build([tmp_path / name], index=tmp_path / "index")
    assert (report.files_skipped, len(report.skipped)) == (1, 1)
    assert "fault" not in report.skipped[0].reason
