"""Which documents are made to harm whoever reads them, and what does damage do to files of every kind?

Bombs, entities, what is encrypted or lies deep in itself, in Word, OpenDocument, RTF, EPUB and PDF. And for
each kind of the registry a good file: cut in half, with bytes overwritten, ended after its first bytes.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import plistlib
import random
import tarfile
import zipfile
from collections.abc import Iterator
from typing import Final

from dateline.indexer.readers.registry import READERS

__all__ = ["documents", "samples"]

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LOL: Final = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lollollol">'
    for level in range(10)
)
_STORY: Final = "The border guards of both states met in the town of Osh on Monday and talked at length. "
_PAGE: Final = f"<!DOCTYPE html><html><title>Guards</title><body><p>{_STORY * 4}</p></body></html>"
_EPUB: Final = "application/epub+zip"
_CONTAINER: Final = '<container><rootfile full-path="b.opf"/></container>'
_BOOK: Final = (
    '<package><manifest><item id="i" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="i"/></spine></package>'
)


def documents(size: float) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files; `size` scales what is repeated."""
    many = max(int(size * 100_000), 1200)
    yield from _office(many)
    yield from _books(many)
    yield from _rtf(many)
    yield from _pdfs(many)
    yield from _damaged()


def _packed(parts: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _docx(body: str, before: str = "") -> bytes:
    return _packed({"word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>"})


def _odt(content: str) -> bytes:
    return _packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _epub(chapter: str, book: str = _BOOK) -> bytes:
    parts = {"mimetype": _EPUB, "META-INF/container.xml": _CONTAINER, "b.opf": book, "a.xhtml": chapter}
    return _packed(parts)


def _office(many: int) -> Iterator[tuple[str, bytes]]:
    text = f"<w:p><w:r><w:t>{_STORY}</w:t></w:r></w:p>"
    yield "laughs.docx", _docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f"<!DOCTYPE d [{_LOL}]>")
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>'
    yield "outside.docx", _docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outside)
    yield "deep.docx", _docx("<w:p>" * many)
    yield "bomb.docx", _docx("<w:p>" + "a" * (many * 400) + "</w:p>")
    yield "tables.docx", _docx("<w:tbl><w:tr><w:tc>" * 300 + text + "</w:tc></w:tr></w:tbl>" * 300)
    yield "paragraphs.docx", _docx(text * (many // 10))
    yield "runs.docx", _docx("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * many + "</w:p>")
    flagged = bytearray(_docx(text))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.index(mark) + offset] |= 1
    yield "encrypted.docx", bytes(flagged)
    yield "encrypted by a program.docx", b"\xd0\xcf\x11\xe0" + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" * 100
    yield "laughs.odt", _odt(f"<!DOCTYPE d [{_LOL}]><o><body><text><p>&l9;</p></text></body></o>")
    yield "deep.odt", _odt("<o><body><text>" + "<p>" * many)
    yield "blanks.odt", _odt('<o><body><text><p><s c="999999999"/>a</p></text></body></o>')
    yield "bomb.odt", _odt("<o><body><text><p>" + " " * (many * 400) + "</p></text></body></o>")


def _books(many: int) -> Iterator[tuple[str, bytes]]:
    yield "laughs.epub", _epub(f"<!DOCTYPE html [{_LOL}]><html><body><p>&l9; {_STORY}</p></body></html>")
    yield "spans.epub", _epub("<span>" * (many // 10) + _STORY)
    yield "deep.epub", _epub("<div>" * many + _STORY)
    yield "bomb.epub", _epub("<p>" * (many * 400))
    yield "itself.epub", _epub(_PAGE, _BOOK.replace('<itemref idref="i"/>', '<itemref idref="i"/>' * many))
    yield "leads out.epub", _epub(_PAGE, _BOOK.replace("a.xhtml", "../../../../etc/passwd"))
    yield "locked.epub", _packed({"mimetype": _EPUB, "META-INF/encryption.xml": "<EncryptionMethod/>"})


def _rtf(many: int) -> Iterator[tuple[str, bytes]]:
    yield "deep.rtf", b"{\\rtf1 " + b"{" * many + _STORY.encode()
    yield "open.rtf", b"{\\rtf1 " + b"\\'" * many
    yield "long number.rtf", b"{\\rtf1 \\u" + b"9" * many + b" a}"
    yield "binary.rtf", b"{\\rtf1 \\bin99999999999 " + _STORY.encode() + b"}"
    yield "fonts.rtf", b"{\\rtf1{\\fonttbl" + b"{\\f0 A;}" * many + b"}" + _STORY.encode() + b"}"


def _pdf(pages: str, drawn: bytes = b"", more: str = "") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages.encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(drawn), more.encode(), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file = b"%PDF-1.4\n"
    for number, one in enumerate(objects, 1):
        file += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return file + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def _pdfs(many: int) -> Iterator[tuple[str, bytes]]:
    import zlib

    one = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    text = b"BT /F 10 Tf 50 700 Td (%s) Tj ET\n" % _STORY.encode()
    yield "itself.pdf", _pdf("<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield "a billion pages.pdf", _pdf("<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", text)
    yield "one page again.pdf", _pdf(f"<</Type/Pages/Kids[{'3 0 R ' * 4000}]/Count 4000>>", text)
    yield "letters.pdf", _pdf(one, text * (many // 10))
    strewn = b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (37 * n % 599, 53 * n % 797) for n in range(many // 4))
    yield "strewn.pdf", _pdf(one, b"BT /F 4 Tf " + strewn + b"ET")
    yield "bomb.pdf", _pdf(one, zlib.compress(b" " * (many * 1000)), "/Filter/FlateDecode")
    yield "deep.pdf", _pdf("[" * many)
    yield "runs.pdf", _pdf(one, b"/F Do " * many)
    encrypted = b"trailer<</Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(a)/U(b)>>"
    yield "encrypted.pdf", _pdf(one, text).replace(b"trailer<<", encrypted)
    launch = "<</Type/Pages/Kids[3 0 R]/Count 1/AA<</O<</S/URI/URI(http://192.0.2.1/)>>>>>>"
    yield "calls home.pdf", _pdf(launch, text)


def samples() -> dict[str, bytes]:
    """A good file of each kind that is read, by its name: `good.` and the kind's first suffix."""
    mail = f"From: Ann Lee <ann@example.org>\nSubject: Guards\n\n{_STORY}\n"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_PAGE}".encode()
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.b/c\r\n"
        b"Content-Type: application/http\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer)
    )
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(_STORY)
        archive.addfile(info, io.BytesIO(_STORY.encode()))
    item = f"<item><title>Guards</title><description>{_STORY}</description></item>"
    nitf = f"<nitf><body><body.content><p>{_STORY}</p></body.content></body></nitf>"
    archived = {"WebMainResource": {"WebResourceData": _PAGE.encode(), "WebResourceURL": "http://a.b/"}}
    found: dict[str, str | bytes] = {
        "text": _STORY * 4,
        "markdown": f"# Guards\n\n{_STORY}",
        "html": _PAGE,
        "jsonl": json.dumps({"text": _STORY}) + "\n" + json.dumps({"text": f"Later. {_STORY}"}) + "\n",
        "json": json.dumps([{"title": "Guards", "text": _STORY}] * 3),
        "table": f"title,text\nGuards,{_STORY}\nLater,{_STORY}\n",
        "feed": f"<rss><channel><title>Post</title>{item * 3}</channel></rss>",
        "newsml": nitf,
        "sgml": f'<REUTERS NEWID="1"><TEXT><TITLE>Guards</TITLE><BODY>{_STORY}</BODY></TEXT></REUTERS>',
        "enex": "<en-export><note><title>A</title>"
        f"<content><![CDATA[<p>{_STORY}</p>]]></content></note></en-export>",
        "mail": mail,
        "mbox": f"From ann Thu May  2 10:00:00 2013\n{mail}\n" * 3,
        "mhtml": f"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html\n\n{_PAGE}",
        "webarchive": plistlib.dumps(archived, fmt=plistlib.FMT_BINARY),
        "warc": warc * 3,
        "wacz": _packed({"datapackage.json": "{}", "archive/data.warc": warc.decode()}),
        "tar_archive": tar.getvalue(),
        "compressed": gzip.compress(_STORY.encode()),
        "docx": _docx(f"<w:p><w:r><w:t>{_STORY}</w:t></w:r></w:p>"),
        "odt": _odt(f"<o><body><text><p>{_STORY}</p></text></body></o>"),
        "rtf": b"{\\rtf1 " + _STORY.encode() * 3 + b"}",
        "epub": _epub(_PAGE),
        "pdf": _pdf(
            "<</Type/Pages/Kids[3 0 R]/Count 1>>", b"BT /F 9 Tf 50 700 Td (%s) Tj ET" % _STORY.encode()
        ),
        "zip_archive": _packed({"a.txt": _STORY, "b.html": _PAGE}),
    }
    good = {}
    for reader in READERS:
        data = found[reader.name]  # KeyError: a new kind wants a sample
        good[f"good{reader.suffixes[0]}"] = data.encode() if isinstance(data, str) else data
    return {
        **good,
        "good.txt.bz2": bz2.compress(_STORY.encode()),
        "good.txt.xz": lzma.compress(_STORY.encode()),
    }


def _damaged() -> Iterator[tuple[str, bytes]]:
    """Files of every kind: cut, with bytes overwritten, and with nothing after their first ones."""
    chance = random.Random(12)
    for name, data in samples().items():
        suffix = name.removeprefix("good")
        yield f"half{suffix}", data[: len(data) // 2]
        yield f"begun{suffix}", data[:8]
        flipped = bytearray(data)
        for _ in range(max(len(data) // 50, 3)):
            flipped[chance.randrange(8, len(data))] = chance.randrange(256)
        yield f"overwritten{suffix}", bytes(flipped)
        yield f"zeros{suffix}", data[:8] + bytes(len(data))
