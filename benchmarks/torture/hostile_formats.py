"""Which files of feeds, tables, records, Markdown and downloads are made to harm whoever reads them?

As hostile_corpus.py, for the kinds that programs write.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["formats"]

_LOL = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lollollol">'
    for level in range(10)
)
_FEED = "<rss><channel><title>Post</title>"


def formats(million: int, story: str) -> Iterator[tuple[str, bytes]]:
    """The names and bytes; what is repeated is so `million` times."""
    told = f"<description>{story}</description></item>"
    feeds = {
        "laughs": f"<!DOCTYPE rss [{_LOL}]>{_FEED}<item><title>&l9;</title>{told}",
        "outside": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{_FEED}<item><title>&x;</title>{told}',
        "never ended": _FEED + "<item>" * million,
        "never closed": _FEED + "<item " * million,
        "comments": _FEED + "<!--" * million,
        "literal": _FEED + "<item>" + "<![CDATA[" * million,
        "deep": _FEED + "<item>" + "<a>" * million + "</a>" * million + "</item>",
        "elements": _FEED + "<item>" + "<a/>" * million + "</item>",
        "entities": _FEED + "<item><title>" + "&nothing;" * million + "</title></item>",
        "another root": "<catalogue><book/></catalogue>",
    }
    records = {
        "nested lists": "[" * million,
        "nested objects": '{"a":' * million,
        "numbers": "[" + "1," * million + "1]",
        "empty objects": "[" + "{}," * million + "{}]",
        "digits": '[{"title":' + "1" * million + ',"text":"words"}]',
        "cut off": f'{{"articles":[{{"title":"A","content":"{story}"}},{{"title":"B","content":"cut',
        "no article": '{"name":"package","version":"1.0","files":["a","b"]}',
    }
    tables = {
        "open quote": 'title,text\n"' + "a\n" * million,
        "columns": "a," * million + "\n" + "1," * million,
        "no text": "a,b\n" + "1,2\n" * million,
        "cells": "title,text\n" + "x," * million,
        "NULs": "title,text\n" + "\0" * million,
    }
    texts = {
        "stars": "**a " * million,
        "pictures": "![" * million,
        "ticks": "`" * million,
        "quotes": ">" * million,
        "rules": "-" * million + "x",
        "front matter": "---\ntitle: a" + " " * million + "#x\n---\n" + story,
    }
    downloads = {
        "heads": "1 of 2 DOCUMENTS\n\nLENGTH: 1\n" * (million // 10),
        "factiva": "12 words\nDocument ABCDEFGHIJ12345678\n" * (million // 10),
        "nexis": "Length: 1\nEnd of Document\n" * (million // 10),
        "proquest": "ProQuest document ID: 1\nTitle: x\n" + "_" * million,
    }
    groups = ((".xml", feeds), (".json", records), (".csv", tables), (".md", texts), (".txt", downloads))
    for suffix, found in groups:
        yield from ((f"{name}{suffix}", data.encode()) for name, data in found.items())
    for suffix in (".enex", ".sgm", ".nitf"):
        yield f"never ended{suffix}", b"<en-export><nitf><REUTERS>" + b"<note><REUTERS><nitf>" * million
