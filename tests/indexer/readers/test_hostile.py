"""What is broken or made to harm in a file that a program wrote: it is named, and the rest goes in."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from dateline.indexer import build, read
from dateline.indexer.article import Article
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.intake import take
from dateline.indexer.sources import Source

TEXT = "The bridge over the river would be closed for three weeks, the ministry said on Tuesday."


def items(path: Path, data: str | bytes) -> list[str]:
    """The titles of what went in, and what was said of the rest."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = []
    for item in take(Source(path, path.stat().st_size, 0)):
        if isinstance(item, Article):
            found.append(item.title or "")
        elif isinstance(item, Skipped):
            found.append(f"{item.line}: {item.reason}")
    return found


def test_no_entity_that_a_feed_declares_is_resolved(tmp_path: Path) -> None:
    declared = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    item = f"<item><title>&a;&x; caf&eacute; &#233;</title><description>{TEXT}</description></item>"
    said = items(tmp_path / "a.xml", f"{declared}<rss><channel>{item}</channel></rss>")
    assert said == ["&a;&x; café é"]


def test_of_a_broken_feed_the_whole_items_go_in(tmp_path: Path) -> None:
    feed = f"""<rss><channel>
<item><title>One & more</title><description>{TEXT}</description></item>
<item><title>Two</title><description>{TEXT}</wrong></item>
<item><title>Three</title><description><![CDATA[</item> {TEXT}]]></description></item>
<item><title>Four"""
    assert items(tmp_path / "a.rss", feed) == [
        "One & more",
        "3: not well-formed XML: mismatched tag",
        "Three",
        "5: an element that does not end",
    ]


def test_xml_of_another_kind_is_named(tmp_path: Path) -> None:
    said = items(tmp_path / "a.xml", "<?xml version='1.0'?><!-- <rss> --><catalogue/>")
    assert said == ["None: XML whose first element is <catalogue>, and there is no reader for it"]


def test_of_a_json_file_that_is_cut_off_the_whole_records_go_in(tmp_path: Path) -> None:
    whole = json.dumps({"articles": [{"title": name, "content": TEXT} for name in "ABC"]}, indent=1)
    assert items(tmp_path / "a.json", whole[: whole.index('"C"') + 2]) == [
        "A",
        "B",
        "12: not JSON: unterminated string starting",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"name": "package", "version": "1"}', "no article in this JSON: none of name, version is known"),
        ("[1, 2, 3]", "JSON without an object in it"),
        ("[" * 100_000, "not JSON: nested too deeply"),
        ("words", "not JSON: expecting value"),
    ],
)
def test_json_without_an_article_is_named(tmp_path: Path, data: str, said: str) -> None:
    assert said in items(tmp_path / "a.json", data)[0]


def test_rows_that_are_broken_are_named_by_their_line(tmp_path: Path) -> None:
    table = f'title,text\nOne,"{TEXT}"\nTwo,a,b\n\nThree,\nFour,"{TEXT}\nMore."\n'
    assert items(tmp_path / "a.csv", table) == [
        "One",
        "3: has 3 cells, and the first row names 2",
        '5: "text" is missing',
        "Four",
    ]


def test_a_table_without_a_text_says_how_to_name_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"kopf,inhalt\nEins,{TEXT[:40]}\n")
    with pytest.raises(SourceError, match=r"no column is known to hold a text; there are kopf, inhalt\."):
        read(tmp_path / "a.csv")
    built = build([tmp_path], index=tmp_path / "index", map_fields={"title": "kopf", "text": "inhalt"})
    assert built.articles == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    table = "title;text\nBrücke;Über den Fluss führt keine Brücke, größer wird der Ärger.\n"
    assert items(tmp_path / "a.csv", table.encode(encoding)) == ["Brücke"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", "<rss>" + "<item>" * 30_000),
        ("a.xml", "<rss>" + "<item " * 30_000),
        ("a.xml", "<rss>" + "<!--" * 100_000),
        ("a.xml", "<rss><item>" + "<![CDATA[" * 100_000),
        ("a.xml", "<rss><item>" + "<a>" * 50_000),
        ("a.md", "**a " * 50_000),
        ("a.md", "![" * 100_000),
        ("a.md", "-" * 200_000 + "x"),
        ("a.md", ">" * 200_000),
        ("a.md", "`" * 200_000),
        ("a.txt", "---\ntitle: a" + " " * 200_000 + "#\n---\nwords"),
        ("a.csv", 'title,text\n"' + "a\n" * 100_000),
        ("a.json", '{"a":' * 100_000),
    ],
)
def test_what_is_repeated_takes_time_by_its_length(tmp_path: Path, name: str, data: str) -> None:
    start = time.process_time()
    items(tmp_path / name, data)
    assert time.process_time() - start < 5
