"""Records in wrappings, without names of columns, with more than a field has room for; and odd encodings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.indexer import build, read
from dateline.indexer.errors import SourceError
from dateline.indexer.readers.opening import decode

BODY = "The bridge over the lower valley was closed on Monday."
SUMMARY = (
    "The council decided that it shall stay closed for three weeks, since its cables are worn through and "
    "through, and that a ferry of the navy will carry everybody across until the work is done, at no cost, "
    "he said."
)
STORY = {"title": "Bridge", "body": BODY}


@pytest.mark.parametrize(
    "wrapped",
    [
        {"article": STORY},
        {"data": {"type": "article", "attributes": STORY}},
        {"_index": "news", "_source": STORY},
        {"hits": {"total": 1, "hits": [{"_id": "q", "_source": STORY}]}},
        {"doc": STORY},
    ],
)
def test_a_wrapped_record_is_read_from_a_line_and_from_a_file(tmp_path: Path, wrapped: object) -> None:
    for name in ("a.jsonl", "a.json"):
        (tmp_path / name).write_text(json.dumps(wrapped))
        [article] = read(tmp_path / name)
        assert (article.title, article.text) == ("Bridge", BODY)


def test_a_line_that_is_an_answer_of_an_api_gives_all_its_articles(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"hits": [STORY, {**STORY, "title": "Ferry"}]}) + "\n")
    first, second = read(tmp_path / "a.jsonl")
    assert (first.title, second.title) == ("Bridge", "Ferry")
    assert first.id != second.id
    assert first.paragraphs[0].lines == second.paragraphs[0].lines == (1, 1)


def test_a_long_summary_beside_a_text_is_its_standfirst_unless_the_text_says_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**STORY, "description": SUMMARY}))
    [article] = read(path)
    assert [(one.kind, one.text) for one in article.paragraphs] == [("standfirst", SUMMARY), ("body", BODY)]
    path.write_text(json.dumps({"title": "Bridge", "text": f"{SUMMARY}\n\n{BODY}", "description": SUMMARY}))
    [article] = read(path)
    assert [one.kind for one in article.paragraphs] == ["body", "body"]


def test_a_long_value_that_is_no_field_is_named_among_what_was_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**STORY, "desk": "World", "notes": SUMMARY}))
    [article] = read(tmp_path / "a.jsonl")
    assert [(drop.rule, drop.text) for drop in article.dropped] == [("unknown field", f"notes: {SUMMARY}")]
    assert article.meta == "desk=World"


def test_the_summary_of_a_feeds_item_stands_before_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        "<rss><channel><title>Post</title><item><title>Bridge</title>"
        f"<description>{SUMMARY}</description>"
        f"<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>{BODY * 5}</encoded></item><item>"
        f"<title>Ferry</title><description>{BODY[:40]}[…]</description>"
        f"<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>{BODY * 5}</encoded></item>"
        "</channel></rss>"
    )
    first, second = read(tmp_path / "a.rss")
    assert [one.kind for one in first.paragraphs] == ["standfirst", "body"]
    assert [one.kind for one in second.paragraphs] == ["body"]


def test_a_table_without_names_is_refused_with_how_to_name_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'2020-01-02,Bridge,"{SUMMARY}",Ann Lee\n2020-01-03,Ferry,"{SUMMARY}",Bo Li\n')
    with pytest.raises(SourceError, match=r"names no columns.*--map 2=title,3=text.*1 '2020-01-02'"):
        read(path)
    named = {"date": "1", "title": "2", "text": "3", "author": "4"}
    report = build([path], index=tmp_path / "index", map_fields=named)
    assert (report.articles, report.skipped) == (2, ())


@pytest.mark.parametrize(
    "author",
    [
        "author: {name: Ann Lee, url: 'https://x.example'}",
        "author:\n  name: Ann Lee\n  email: a@x.example",
        "authors: [{name: Ann Lee}]",
        'authors:\n  - {name: "Ann Lee", affiliation: Post}',
    ],
)
def test_an_author_in_front_matter_may_be_an_object_with_a_name(tmp_path: Path, author: str) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(f"---\ntitle: Bridge\n{author}\n---\n{BODY}\n")
        [article] = read(tmp_path / name)
        assert article.author == "Ann Lee"


TEXTS = [
    "The bridge is closed, they say.",
    "Мост закрыт\n\nСовет решил в понедельник закрыть мост на три недели.",
    "大桥关闭\n\n市议会周一决定将大桥关闭三周，因为缆索磨损。",
    "الجسر مغلق لثلاثة أسابيع، بحسب المجلس البلدي.",
    "橋は閉鎖された。\n市議会は月曜日に決めた。",
]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_utf16_is_told_without_its_mark_in_every_writing(tmp_path: Path, text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
    (tmp_path / "a.txt").write_bytes((text + "\n").encode(encoding))
    [article] = read(tmp_path / "a.txt")
    assert article.paragraphs[-1].text in text


def test_bytes_with_zeros_are_still_no_text(tmp_path: Path) -> None:
    import random
    import struct

    chance = random.Random(7)
    waves = b"".join(struct.pack("<h", chance.randrange(-9000, 9000)) for _ in range(4000))
    numbers = b"".join(struct.pack("<i", chance.randrange(70_000)) for _ in range(4000))
    for data in (waves, numbers, bytes(chance.randrange(256) for _ in range(8000)) + b"\0" * 90):
        (tmp_path / "a.txt").write_bytes(data)
        with pytest.raises(SourceError, match="binary"):
            read(tmp_path / "a.txt")


def test_chinese_in_seven_bits_is_read_and_a_tilde_before_a_brace_is_not_taken_for_it() -> None:
    text = "大桥关闭\n\n市议会周一决定将大桥关闭三周。"
    assert decode(text.encode("hz")) == text
    plain = "A set ~{x in A: x > ~{y}~} of things, ~/home too."
    assert decode(plain.encode()) == plain
