"""Records, as a script gives them and as lines of JSONL."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from dateline.indexer import read
from dateline.indexer.article import Article
from dateline.indexer.cleaning import clean
from dateline.indexer.errors import RecordError, Skipped, SourceError
from dateline.indexer.intake import take, take_record
from dateline.indexer.readers.jsonl import MAX_LINE_BYTES
from dateline.indexer.readers.records import read_record
from dateline.indexer.sources import End, Source

FULL = {
    "id": "a1",
    "title": "Leaders  meet",
    "date": "2013-05-28",
    "source": "Globe",
    "place": "Bishkek",
    "author": "Jane Doe",
    "language": "en-GB",
    "url": "https://globe.example/a",
    "text": "They met.\n\nThey\ntalked.",
}


def article_of(record: Mapping[str, object], *, path: str | None = None, line: int | None = None) -> Article:
    [article] = clean(read_record(record, line=line), path=path)
    return article


def articles_and_skipped(path: Path) -> tuple[list[Article], list[Skipped]]:
    items = [item for item in take(Source(path, 0, 0)) if not isinstance(item, End)]
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, Skipped)],
    )


def test_a_record_gives_all_its_fields() -> None:
    article = article_of(FULL)
    assert (article.id, article.title, article.url) == ("a1", "Leaders meet", "https://globe.example/a")
    assert (article.date, article.date_kind) == ("2013-05-28", "exact")
    assert (article.source, article.source_kind, article.place) == ("Globe", "exact", "Bishkek")
    assert (article.author, article.language) == ("Jane Doe", "en")
    assert [paragraph.text for paragraph in article.paragraphs] == ["They met.", "They talked."]
    assert (article.path, article.paragraphs[0].lines) == (None, None)


@pytest.mark.parametrize(
    ("given", "language"),
    [("en-GB", "en"), ("kaz", "kk"), ("Russian", "ru"), ("pt_BR", "pt"), (None, "en"), ("  ", "en")],
)
def test_the_language_given_is_a_code_a_tag_or_a_name(given: str | None, language: str) -> None:
    assert article_of({**FULL, "language": given, "text": "The leaders met."}).language == language


def test_only_the_text_is_required_and_only_the_language_is_guessed() -> None:
    article = article_of({"text": "The leaders met in Bishkek on May 28, 2013, and they will meet again."})
    assert (article.title, article.date, article.date_kind, article.place) == (None, None, "none", None)
    assert article.language == "en"


def test_blank_lines_part_paragraphs_however_they_are_written() -> None:
    article = article_of({"text": "One.\r\n\r\nTwo.\n \t\n\n\nThree\rand still three."})
    assert [paragraph.text for paragraph in article.paragraphs] == ["One.", "Two.", "Three and still three."]


@pytest.mark.parametrize(
    ("date", "value", "kind"),
    [
        ("28 May 2013", "2013-05-28", "exact"),
        ("2013-05-28T23:59:00-08:00", "2013-05-28", "exact"),
        ("2013-05", "2013-05", "partial"),
        ("Sept. 15", None, "partial"),
        ("soon", None, "none"),
        (datetime.date(2013, 5, 28), "2013-05-28", "exact"),
        (datetime.datetime(2013, 5, 28, 23, 59), "2013-05-28", "exact"),
        (None, None, "none"),
        ("", None, "none"),
    ],
)
def test_dates_of_records(date: object, value: str | None, kind: str) -> None:
    article = article_of({"text": "They met.", "date": date})
    assert (article.date, article.date_kind) == (value, kind)


def test_authors_are_told_apart_and_a_list_is_taken_as_it_is() -> None:
    assert [
        [author.value for author in article_of({"text": "They met.", "author": given}).authors]
        for given in ("By Jane Doe and John Roe", ["Doe, Jane", " John Roe "], "Staff writer", None)
    ] == [["Jane Doe", "John Roe"], ["Doe, Jane", "John Roe"], ["Staff writer"], []]


@pytest.mark.parametrize(
    ("record", "names"),
    [
        ({"authors": ["Ann Lee", "Bo Li"]}, ["Ann Lee", "Bo Li"]),
        ({"authors": "By Ann Lee and Bo Li"}, ["Ann Lee", "Bo Li"]),
        ({"author": "Cy Wu", "authors": ["Ann Lee"]}, ["Ann Lee"]),
        ({"author": "Cy Wu", "authors": []}, ["Cy Wu"]),
        ({"author": "Cy Wu", "authors": None}, ["Cy Wu"]),
        ({"author": "Ann Lee\nBo Li"}, ["Ann Lee", "Bo Li"]),
    ],
)
def test_authors_are_given_by_either_key_and_the_plural_wins(
    record: Mapping[str, object], names: list[str]
) -> None:
    article = article_of({"text": "They met.", **record})
    assert [author.value for author in article.authors] == names


def test_several_authors_are_one_line() -> None:
    assert (
        article_of({"text": "They met.", "author": ["Jane Doe", " John Roe "]}).author == "Jane Doe, John Roe"
    )


def test_a_number_may_be_an_id() -> None:
    assert article_of({"text": "They met.", "id": 17}).id == "17"


def test_a_number_of_thousands_of_digits_is_refused_in_words_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": %s, "text": "They met."}\n{"text": "They left."}\n' % ("7" * 5000))

    with pytest.raises(RecordError, match=r'^"id" has more digits than can be read; write it as text$'):
        article_of({"text": "They met.", "id": 10**5000})
    skipped, article, _ = take(Source(path, 0, 0))

    assert skipped == Skipped(str(path), "a number has more digits than can be read; write it as text", 1)
    assert isinstance(article, Article)


def test_without_an_id_the_same_record_gets_the_same_one() -> None:
    one, other = {"text": "They met."}, {"text": "They left."}
    assert article_of(one).id == article_of(one).id != article_of(other).id
    assert article_of(one, path="a", line=1).id != article_of(one, path="a", line=2).id


@pytest.mark.parametrize(
    ("record", "key", "reason"),
    [
        ({}, "text", '"text" is missing'),
        ({"text": 5}, "text", '"text" is a number, not text'),
        ({"text": "They met.", "title": ["a"]}, "title", '"title" is a list, not text'),
        ({"text": "They met.", "place": {}}, "place", '"place" is an object, not text'),
        ({"text": "They met.", "url": True}, "url", '"url" is true or false, not text'),
        (
            {"text": "They met.", "author": [1]},
            "author",
            '"author" is a list with a number in it; each item must be a name, as text',
        ),
        (
            {"text": "They met.", "authors": ["Ann Lee", None]},
            "authors",
            '"authors" is a list with null in it; each item must be a name, as text',
        ),
        ({"text": "They met.", "authors": {}}, "authors", '"authors" is an object, not text'),
        ({"text": "They met.", "date": True}, "date", '"date" is true or false, not text'),
        ({"text": "They met.", "id": b"x"}, "id", '"id" is bytes, not text'),
    ],
)
def test_a_wrong_type_names_the_key(record: Mapping[str, object], key: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(record)
    assert (caught.value.key, caught.value.reason) == (key, reason)


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07"])
def test_a_record_without_words_is_named(text: str) -> None:
    assert take_record({"text": text, "title": " "}, 3) == Skipped("record 3", '"text" is empty')


def test_an_article_may_be_a_title_alone() -> None:
    assert article_of({"title": "Leaders meet", "text": ""}).heading == "Leaders meet"


def test_each_line_of_jsonl_is_an_article_that_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(FULL), "", json.dumps({"text": "Лидеры встретились."}, ensure_ascii=False)]
    path.write_bytes("\ufeff".encode() + "\r\n".join(lines).encode())
    articles, _ = articles_and_skipped(path)
    assert [article.paragraphs[0].lines for article in articles] == [(1, 1), (3, 3)]
    assert {article.path for article in articles} == {str(path)}


def test_broken_lines_are_named_by_number_and_the_others_go_in(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = ['{"text": "One."}', '{"text": ', "[1]", '{"title": "x"}', "[" * 100_000, '{"text": "Two."}']
    path.write_text("\n".join(lines))
    articles, skipped = articles_and_skipped(path)
    assert [article.text for article in articles] == ["One.", "Two."]
    assert skipped[:3] == [
        Skipped(str(path), "not JSON: expecting value at column 9", 2),
        Skipped(str(path), "not a JSON object", 3),
        Skipped(str(path), '"text" is missing', 4),
    ]
    assert skipped[3].line == 5
    assert str(skipped[1]) == f"{path}:3: not a JSON object"


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * (2 * MAX_LINE_BYTES + 9) + b'"}\n{"text": "Two."}\n')
    articles, skipped = articles_and_skipped(path)
    assert [(article.text, article.paragraphs[0].lines) for article in articles] == [("Two.", (2, 2))]
    assert [(skip.line, skip.reason) for skip in skipped] == [(1, "the line is longer than 16 MB")]


def test_a_line_in_another_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "A café in Bishkek, with the leaders of six states."}'.encode("cp1252"))
    [article] = read(path)
    assert article.text == "A café in Bishkek, with the leaders of six states."


def test_an_empty_jsonl_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(SourceError, match="empty"):
        read(tmp_path / "a.jsonl")


def test_an_error_says_where_it_was() -> None:
    assert str(SourceError("a.txt", "empty")) == "a.txt: empty"
    assert str(RecordError("no", path="a.jsonl", line=3)) == "a.jsonl:3: no"
    assert str(RecordError("no")) == "no"


def test_an_empty_title_beside_a_text_says_that_there_is_none() -> None:
    assert read_record({"title": "", "text": "They met.", "headline": "Summit"}).title in (None, "")
    assert read_record({"text": "They met.", "headline": "Summit"}).title == "Summit"
    assert read_record({"title": "", "body": "They met in Osh.", "headline": "Summit"}).title == "Summit"


class Unlike:
    """A value of some library that does not say whether it is another one, as pandas.NA does."""

    def __eq__(self, _: object) -> bool:
        raise TypeError("ambiguous")

    __hash__ = object.__hash__


def test_values_of_other_libraries_are_refused_by_name_and_not_compared() -> None:
    with pytest.raises(RecordError, match='"place" is Unlike, not text'):
        read_record({"text": "They met.", "place": Unlike()})


def test_of_authors_that_are_empty_the_author_is_taken_among_plain_values() -> None:
    assert read_record({"text": "x", "authors": "", "author": "Ann Lee"}).author == "Ann Lee"
    assert read_record({"text": "x", "authors": "Bo Li", "author": "Ann Lee"}).author == "Bo Li"
    assert read_record({"text": "x", "author": ""}).author == ""
