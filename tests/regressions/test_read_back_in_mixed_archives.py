"""In an archive of many languages a Chinese query was said to be read as "(Arabic, stemmed)": what is said is
how the words of the query were read, by the languages of their script.
"""

from __future__ import annotations

import pytest

from dateline.search.query.reading import read_query

MIXED = {"en": 9, "ar": 8, "zh": 7, "ru": 6, "he": 5, "ja": 4, "kk": 1}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("会议", "会议 (Chinese and Japanese, pairs)"),
        ("会議が", "会議が (Japanese, pairs)"),
        ("서울", "서울 (Korean, pairs)"),
        ("กรุงเทพ", "กรุงเทพ (Thai, pairs)"),
        ("Путин summit", "Путин AND summit (English, Russian and Kazakh, stemmed)"),
        ("summit 会议", "summit AND 会议 (English, stemmed; Chinese and Japanese, pairs)"),
        ("القمة", "القمة (Arabic, stemmed)"),
        ('"summit 1987"', '"summit 1987" (English, stemmed)'),
        ("1987", "1987"),
        ("Путин lang:ru", "Путин (Russian, stemmed) AND language: Russian"),
        ("=Kabul", "exactly Kabul"),
    ],
)
def test_it_is_said_how_the_words_of_the_query_were_read(typed: str, said: str) -> None:
    assert read_query(typed, languages=MIXED).read_as == said


def test_a_script_that_nothing_of_the_archive_is_written_in_is_named() -> None:
    assert read_query("会议", languages={"en": 1, "ar": 1}).read_as == "会议 (Chinese, pairs)"
    assert read_query("შაბათი", languages={"en": 1, "ar": 1}).read_as == "შაბათი (Georgian, not stemmed)"
