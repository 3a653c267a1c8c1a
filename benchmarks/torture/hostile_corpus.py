"""Which files are made to harm whoever reads them, each small, or large in one way only?

`FILES` has for each name what makes it: bytes, or a function that makes something at the path which is no
plain file. `size` scales what is repeated: 1 is the whole torture, a thousandth is enough for a test.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.torture.hostile_formats import formats

__all__ = ["contents", "good", "troubles"]

_MB: Final = 1 << 20
_LOL: Final = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lollollol">'
    for level in range(10)
)
SENTENCE: Final = "The border guards of both states met in the town of Osh on Monday and talked at length. "


def good(number: int) -> bytes:
    """An article that nothing is wrong with."""
    return f"Story {number} of the guards\n\nOSH, May {number % 28 + 1}, 2013 - {SENTENCE * 3}\n".encode()


def contents(size: float) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of the plain files."""
    million = max(int(size * 1e6), 100)
    text, page, lines = _texts(million), _pages(million), _records(million)
    for suffix, found in ((".txt", text), (".html", page), (".jsonl", lines)):
        for name, data in found.items():
            yield name + suffix, data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    yield from formats(million, SENTENCE * 3)


def _texts(million: int) -> dict[str, str | bytes]:
    plain = SENTENCE * 20
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb", b"\0" * million * 10)
    return {
        "one huge line": SENTENCE * (million // 40),
        "one huge word": "a" * (4 * million),
        "digits": "1234567890" * (million // 5),
        "digits and dots": "1.1," * million,
        "dashes": "a-" * (2 * million),
        "apostrophes": "a'" * million,
        "capitals": "A. " * million,
        "quotes": '"' * million + plain,
        "unclosed quotes": '"He said “so «and ' * (million // 10),
        "dates": "May 1, 2013 " * (million // 6),
        "months": "May " * million,
        "bylines": "By Ann Lee and " * (million // 6),
        "datelines": "OSH (Reuters) - " * (million // 8),
        "urls": "http://a.b/" + "c/" * million,
        "brackets": "(" * million + ")" * million,
        "blanks": " " * (4 * million) + plain,
        "tabs and lines": "\t\n" * million + plain,
        "line ends": "\r" * million + plain,
        "lines of one letter": "a\n" * million,
        "blank lines": "a\n\n" * million,
        "separators of lines": "a\u2028b\u2029" * (million // 2),
        "full stops": "." * (2 * million),
        "sentences": "A b. " * million,
        "nothing between": "文" * million,
        "thai": "ภาษาไทย" * (million // 5),
        "combining marks": "e" + "\u0301" * million,
        "one mark each": "e\u0301" * million,
        "bidi": "\u202e\u2066" * (million // 2) + plain,
        "zero width": "\u200b\u200d\ufeff" * (million // 3) + plain,
        "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * (million // 4),
        "tag characters": "\U000e0041" * million + plain,
        "private use": "\ue000" * million,
        "escape sequences": "\x1b[31m\x1b]0;owned\x07" * (million // 20) + plain,
        "nul": "\0" * million,
        "nul amid": plain + "\0" + plain,
        "nul late": SENTENCE * 1000 + "\0",
        "utf-16": plain.encode("utf-16"),
        "utf-16 without mark": plain.encode("utf-16-le"),
        "utf-16 cut": plain.encode("utf-16")[:-1],
        "utf-32": plain.encode("utf-32"),
        "utf-7": plain.encode("utf-7"),
        "lone surrogates": b"\xed\xa0\x80" * (million // 3) + plain.encode(),
        "overlong": b"\xc0\xaf" * (million // 2) + plain.encode(),
        "all bytes": bytes(range(256)) * 64,
        "latin": ("Müller grüßt; é à ç. " * 200).encode("latin-1"),
        "shift jis": ("国境警備隊は月曜日に会談した。" * 200).encode("shift_jis"),
        "mixed encodings": "Müller. ".encode() * 100 + "Müller. ".encode("latin-1") * 100,
        "gzip": gzip.compress(plain.encode()),
        "zip bomb": archive.getvalue(),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Length 1>>",
        "elf": b"\x7fELF" + bytes(1000),
        "sqlite": b"SQLite format 3\0" + bytes(1000),
        "pickle": b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
        "empty": b"",
        "mark only": b"\xef\xbb\xbf",
        "blank": b" \n\n\t ",
        "one byte": b"a",
        "high byte": b"\xff",
    }


def _pages(million: int) -> dict[str, str | bytes]:
    story = f"<p>{SENTENCE * 4}</p>"
    few = max(million // 10, 100)
    return {
        "nested tags": "<div>" * million + SENTENCE,
        "nested tables": "<table><tr><td>" * few + SENTENCE,
        "nested bold": "<b>" * million + SENTENCE,
        "nested lists": "<ul><li>" * few + SENTENCE,
        "nested quotes": "<blockquote>" * few + SENTENCE,
        "attributes": "<p " + "".join(f"a{number}=1 " for number in range(few)) + f">{SENTENCE}</p>",
        "one attribute": f'<p a="{"b" * 4 * million}">{SENTENCE}</p>',
        "entities": "&amp;" * million + story,
        "entities unknown": "&nosuch;" * million + story,
        "entity numbers": "&#1114112;&#xD800;&#0;&#99999999999999999999;" * few + story,
        "list items": "<li>a" * million,
        "links": "<a href=b>a</a>" * few,
        "unclosed links": "<a href=b>a" * few,
        "paragraphs": "<p>a</p>" * few,
        "headings": "<h1>a</h1>" * few,
        "spans": "<span>a</span> " * few,
        "breaks": "<br>" * million + story,
        "comments": "<!--" * million + story,
        "unclosed comment": f"{story}<!--{SENTENCE}",
        "unclosed tag": f"{story}<p class='{SENTENCE * 100}",
        "unclosed script": f"{story}<script>" + "a<b;" * few,
        "less than": "<" * million + story,
        "cdata": "<![CDATA[" * few + story,
        "billion laughs": f"<!DOCTYPE html [{_LOL}]><html><body><p>&l9;</p>{story}</body></html>",
        "xml bomb": f'<?xml version="1.0"?><!DOCTYPE l [{_LOL}]><html><body>&l9;{story}</body></html>',
        "external entity": f'<!DOCTYPE h [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>{story}',
        "nul": f"<p>\0{SENTENCE}</p>",
        "wrong charset": f'<meta charset="no-such-charset">{story}',
        "charset utf-7": f'<meta charset="utf-7">{story}+ADw-script+AD4-',
        "charset rot13": f'<meta charset="rot13"><meta charset="zip">{story}',
        "json-ld nested": f'<script type="application/ld+json">{"[" * few}</script>{story}',
        "json-ld long": f'<script type="application/ld+json">{{"a": "{"b" * million}"}}</script>{story}',
        "titles": "<title>a</title>" * few + story,
        "metas": '<meta name="author" content="Ann Lee">' * few + story,
        "svg": "<svg><g>" * few + story,
        "no body": "<html><head></head></html>",
        "utf-16": f"<html><body>{story}</body></html>".encode("utf-16"),
    }


def _records(million: int) -> dict[str, str | bytes]:
    one = json.dumps({"id": "good line", "text": SENTENCE})
    return {
        "nested arrays": "[" * million,
        "nested objects": '{"a":' * min(million, 100_000) + "1" + "}" * min(million, 100_000) + "\n" + one,
        "nested in a record": '{"text": "a", "b": ' + "[" * 100_000 + "]" * 100_000 + "}\n" + one,
        "lone surrogates": r'{"id": "\ud800", "title": "\udfff", "text": "\ud83d The guards met. \udc00"}',
        "huge line": json.dumps({"text": SENTENCE * (million // 5)}) + "\n" + one,
        "unclosed string": '{"text": "' + "a" * million,
        "many keys": json.dumps({**{f"k{number}": 1 for number in range(million // 10)}, "text": "a"}),
        "same key": "{" + '"text": "a", ' * (million // 10) + '"text": "The guards met."}',
        "huge number": '{"text": "a", "id": ' + "9" * million + "}\n" + one,
        "nan": '{"text": NaN, "id": Infinity}\n{"text": "a", "date": -Infinity}\n' + one,
        "huge exponent": '{"id": 1e999999999, "text": "a"}\n' + one,
        "escapes": '{"text": "' + r"\u0000\u001b[31m\u202e" * (million // 20) + ' guards"}',
        "many authors": json.dumps({"text": "a", "author": ["Ann Lee"] * (million // 10)}),
        "huge id": json.dumps({"id": "i" * million, "text": "The guards met."}),
        "utf-16": one.encode("utf-16"),
        "nul": "\0" * million,
        "broken lines": "{\n" * (million // 10),
        "empty lines": "\n" * million + one,
        "line ends": "\r" * million + one,
    }


def troubles(size: float) -> dict[str, Callable[[Path], object]]:
    """What is no plain file, or not for long: what makes each at its path."""
    return {
        "fifo.txt": os.mkfifo,
        "socket.txt": _socket,
        "device.txt": lambda path: path.symlink_to("/dev/zero"),
        "full.txt": lambda path: path.symlink_to("/dev/full"),
        "memory.txt": lambda path: path.symlink_to("/proc/self/mem"),
        "kernel.txt": lambda path: path.symlink_to("/proc/version"),
        "loop.txt": lambda path: path.symlink_to("loop.txt"),
        "nowhere.txt": lambda path: path.symlink_to("no such file"),
        "folder.txt": lambda path: path.mkdir(),
        "above.txt": lambda path: path.symlink_to(".."),
        "sparse.txt": lambda path: _sparse(path, 20_000 * _MB),
        "sparse.html": lambda path: _sparse(path, 20_000 * _MB),
        "sparse.jsonl": lambda path: _sparse(path, 20_000 * _MB),
        "sparse later.jsonl": lambda path: _sparse(path, int(4000 * size) * _MB + _MB, good(1)),
        "line\nbreak.txt": lambda path: path.write_bytes(good(2)),
        "\x1b[31mred\x07.txt": lambda path: path.write_bytes(good(3)),
        "\u202etxt.exe.txt": lambda path: path.write_bytes(good(4)),
        "x" * 251 + ".txt": lambda path: path.write_bytes(good(5)),
        os.fsdecode(b"not \xff utf-8.txt"): lambda path: path.write_bytes(good(6)),
        " .txt": lambda path: path.write_bytes(good(7)),
        "-rf.txt": lambda path: path.write_bytes(good(8)),
        "'; rm -rf *; '.txt": lambda path: path.write_bytes(good(9)),
        "no rights.txt": _closed,
    }


def _socket(path: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    try:  # the path of a socket may have a hundred bytes
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def _sparse(path: Path, size: int, begin: bytes = b"") -> None:
    path.write_bytes(begin)
    os.truncate(path, size)


def _closed(path: Path) -> None:
    path.write_bytes(good(10))
    path.chmod(0)
