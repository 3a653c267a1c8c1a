"""Which files in files are made to harm whoever unpacks them?

Bombs of every kind that is unpacked, names that lead out, links, what is encrypted, cut or lies about itself.
Most hold one good story too: it must go in wherever the rest of its file can be passed over.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import plistlib
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["WITH_STORY", "containers"]

_MB: Final = 1 << 20
_STORY: Final = (
    b"Guards of both states meet in Osh\n\n"
    b"OSH, May 2, 2013 - The border guards of both states met in the town of Osh on Monday.\n"
)
_MAIL: Final = b"From: Ann Lee <ann@example.org>\nSubject: Guards\nDate: Thu, 02 May 2013 10:00:00 +0600\n"
_HTTP: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
# Those whose good story must be in whatever else they hold.
WITH_STORY: Final = (
    "a bomb beside.zip", "encrypted.zip", "crc.zip", "names.zip", "twice.zip", "unknown method.zip",
    "links.tar", "devices.tar", "names.tar", "cut.tar", "cut.mbox", "deep parts.mbox", "no charset.eml",
    "404.warc", "cut.warc", "hidden.zip", "text before.zip", "wrong sizes.tar",
)  # fmt: skip


def containers(size: float) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files; `size` scales what is repeated."""
    many = max(int(size * 110_000), 50)
    zeros = max(int(size * 300), 1) * _MB
    yield from _zips(many, zeros)
    yield from _tars(many, zeros)
    yield from _streams(zeros)
    yield from _messages(max(int(size * 100_000), 1200))
    yield from _crawls(max(int(size * 20_000), 50))


def _zip(files: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def _zips(many: int, zeros: int) -> Iterator[tuple[str, bytes]]:
    story = ("story.txt", _STORY)
    bomb = _zip([("bomb.jsonl", b"\n" * zeros)])
    yield "bomb.zip", bomb
    yield "a bomb beside.zip", _zip([("bomb.jsonl", b"\n" * zeros), story])
    yield "bombs.zip", _zip([(f"{number}.zip", bomb) for number in range(8)])
    deep = _zip([story])
    for _ in range(40):
        deep = _zip([("in.zip", deep)])
    yield "deep.zip", deep
    yield "overlapping.zip", _overlapping(many)
    yield "many.zip", _zip([(f"{number}.jpg", b"") for number in range(many)], zipfile.ZIP_STORED)
    names = (
        "../../../tmp/out.txt",
        "/etc/out.txt",
        "C:\\out.txt",
        "a/../../b.txt",
        "\x1b[2J\u202e.txt",
        "//a//b.txt",
    )
    yield "names.zip", _zip([*((name, _STORY) for name in names), story])
    yield "twice.zip", _zip([("a.txt", b"One. The guards."), ("a.txt", b"Two."), story])
    yield "hidden.zip", _zip([("__MACOSX/._story.txt", b"\0"), (".git/a.txt", _STORY), story])
    yield "long name.zip", _zip([("a/" * 20_000 + "b.txt", _STORY)])
    one = _zip([("secret.txt", b"words"), story])
    flagged = bytearray(one)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.index(mark) + offset] |= 1
    yield "encrypted.zip", bytes(flagged)
    stored = bytearray(_zip([("a.txt", b"The guards met."), story], zipfile.ZIP_STORED))
    stored[stored.index(b"The guards")] ^= 0xFF
    yield "crc.zip", bytes(stored)
    unknown = bytearray(one)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        unknown[unknown.index(mark) + offset] = 99
    yield "unknown method.zip", bytes(unknown)
    yield "cut.zip", one[:-10]
    yield "no directory.zip", one[:40]
    yield "text before.zip", b"PK\x03\x04" + b"junk" * 20 + one
    yield "lying count.zip", one[:-14] + b"\xff\xff\xff\xff" + one[-10:]
    yield "empty.zip", _zip([])
    yield (
        "pages.wacz",
        _zip([("archive/data.warc.gz", gzip.compress(b"\n" * zeros)), ("datapackage.json", b"{}")]),
    )
    yield "docx.zip", _zip([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])


def _overlapping(many: int) -> bytes:
    """An archive whose directory names one member again and again."""
    one = _zip([("a.txt", b"a" * 100_000)])
    end = one.index(b"PK\x05\x06")
    start = one.index(b"PK\x01\x02")
    entry = bytearray(one[start:end])
    entries = b""
    count = min(many, 60_000)
    parts = []
    for number in range(count):
        entry[46:51] = b"%05d" % number
        parts.append(bytes(entry))
    entries = b"".join(parts)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return one[:start] + entries + tail


def _tar(entries: Sequence[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def _entry(
    name: str, data: bytes = _STORY, kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, link
    return info, data


def _tars(many: int, zeros: int) -> Iterator[tuple[str, bytes]]:
    story = _entry("story.txt")
    links = [
        _entry("etc.txt", b"", tarfile.SYMTYPE, "/etc/passwd"),
        _entry("up.txt", b"", tarfile.SYMTYPE, "../../up.txt"),
        _entry("hard.txt", b"", tarfile.LNKTYPE, "/etc/passwd"),
        _entry("self.txt", b"", tarfile.SYMTYPE, "self.txt"),
    ]
    yield "links.tar", _tar([*links, story])
    kinds = (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE)
    yield (
        "devices.tar",
        _tar([*(_entry(f"{number}.txt", b"", kind) for number, kind in enumerate(kinds)), story]),
    )
    yield "names.tar", _tar([_entry(name) for name in ("../../out.txt", "/out.txt", "./a/./b.txt")] + [story])
    good = _tar([story])
    yield "cut.tar", good[:1024] + _tar([_entry("b.txt", b"b" * 5000)])[:2000]
    yield "wrong sizes.tar", good[:1024] + _broken_header(good)
    yield "no archive.tar", b"words " * 1000
    yield "bomb.tar.gz", gzip.compress(_tar([_entry("zeros.jsonl", b"\n" * zeros), story]))
    yield "zeros.tar.gz", gzip.compress(bytes(zeros))
    yield "bomb.tar.xz", lzma.compress(_tar([_entry("zeros.txt", bytes(zeros))]))
    yield "many.tar.gz", gzip.compress(_tar([_entry(f"{number}.jpg", b"") for number in range(many)]))
    yield "sparse.tar", _sparse_tar(good)
    yield "long header.tar.gz", gzip.compress(_tar([_entry("a" * 200_000 + ".txt")]))


def _broken_header(good: bytes) -> bytes:
    header = bytearray(good[:512])
    header[124:136] = b"77777777777\0"
    return bytes(header) + b"words"


def _sparse_tar(good: bytes) -> bytes:
    header = bytearray(good[:512])
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[386:410] = b"00000000000\x0000000000000\0"
    header[483:495] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + good[512:]


def _streams(zeros: int) -> Iterator[tuple[str, bytes]]:
    yield "bomb.txt.gz", gzip.compress(b"\n" * zeros)
    yield "bomb.jsonl.gz", gzip.compress(b"\n" * zeros)
    yield "bomb.html.bz2", bz2.compress(b"<p>" * (zeros // 3))
    yield "bomb.jsonl.xz", lzma.compress(b"\n" * zeros)
    nested = b"\n" * zeros
    for _ in range(20):
        nested = gzip.compress(nested)
    yield "in itself.gz", nested
    yield "many streams.txt.gz", gzip.compress(b"a") * 2_000
    packed = gzip.compress(_STORY)
    yield "cut.txt.gz", packed[:-12]
    yield "wrong sum.txt.gz", packed[:-8] + b"\0\0\0\0" + packed[-4:]
    yield "junk after.txt.gz", packed + b"junk"
    yield "head only.gz", packed[:10]
    yield "cut.txt.xz", lzma.compress(_STORY)[:-20]
    yield "cut.txt.bz2", bz2.compress(_STORY)[:-8]
    yield "huge dictionary.txt.xz", lzma.compress(_STORY, preset=9 | lzma.PRESET_EXTREME)
    yield "unknown.bin.gz", gzip.compress(bytes(range(256)) * 20)


def _messages(many: int) -> Iterator[tuple[str, bytes]]:
    mail = _MAIL + b"\nThe border guards met in Osh on Monday.\n"
    start = b"From ann Thu May  2 10:00:00 2013\n"
    multipart = b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="%s"\n'
    deep = b"".join(multipart % b"%d" % number + b"\n--%d\n" % number for number in range(min(many, 5000)))
    yield "deep parts.eml", _MAIL + deep + b"\nThe guards met."
    yield "deep parts.mbox", start + _MAIL + deep + b"\nThe guards.\n\n" + start + mail
    yield "many parts.eml", _MAIL + multipart % b"x" + b"\n" + b"--x\n\nThe guards met.\n" * many + b"--x--\n"
    yield "no end.eml", _MAIL + multipart % b"x" + b"\n--x\nContent-Transfer-Encoding: base64\n\nVGhl" * 3
    yield "no charset.eml", b'Content-Type: text/plain; charset="no\xff-such"\n' + mail
    yield "long header.eml", b"Subject: " + b"=?utf-8?q?a?= " * many + b"\n" + mail
    yield "attached bomb.eml", _attached("bomb.jsonl.gz", gzip.compress(b"\n" * (many * 400)))
    yield "attached names.eml", _attached("../../\x1b[2Jout.txt", _STORY)
    nested = mail
    for number in range(30):
        nested = (
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\nContent-Type: message/rfc822\n\n"
            % (
                number,
                number,
            )
            + nested
        )
    yield "mails in mails.eml", nested
    yield "cut.mbox", start + mail + b"\n" + start + _MAIL
    yield "only starts.mbox", start * many
    yield "no pages.mhtml", b"From: <Saved by Blink>\n" + multipart % b"x" + b"\n--x--"
    yield "deep.webarchive", b"<plist>" + b"<array>" * many
    yield "laughs.webarchive", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><plist>&a;</plist>'
    yield "no data.webarchive", plistlib.dumps({"WebMainResource": {"WebResourceData": "text"}})
    offsets = bytes(7) + b"\x01" + bytes(8) + bytes(7) + b"\x0a"
    yield "loop.webarchive", b"bplist00\xa1\x00\x08" + bytes(6) + b"\x01\x01" + offsets  # a list of itself


def _attached(name: str, data: bytes) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Guards"
    message.set_content("The border guards met in Osh.")
    message.add_attachment(data, "application", "octet-stream", filename="x")
    return message.as_bytes().replace(b'filename="x"', f'filename="{name}"'.encode())


def _record(answer: bytes, length: int | None = None) -> bytes:
    size = len(answer) if length is None else length
    return (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.b/c\r\n"
            b"WARC-Date: 2013-05-02T10:00:00Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % size
        )
        + answer
        + b"\r\n\r\n"
    )


def _crawls(many: int) -> Iterator[tuple[str, bytes]]:
    page = _HTTP + b"<p>The border guards of both states met in the town of Osh on Monday and talked.</p>"
    yield "404.warc", _record(page.replace(b"200 OK", b"404 No")) + _record(page)
    yield "cut.warc", _record(page) + _record(page)[:-60]
    yield "lying length.warc", _record(page, 10**15)
    yield "negative length.warc", _record(page, -5)
    yield "no crawl.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * many
    packed = _HTTP.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + gzip.compress(
        b"<p>" * 20 * _MB
    )
    yield "packed answer.warc", _record(packed)
    yield "cut.warc.gz", gzip.compress(_record(page) * 3)[:-30]
    yield (
        "addresses.warc",
        _record(page).replace(b"http://a.b/c", b"http://[::/../../\x1b[2J") + _record(page),
    )
