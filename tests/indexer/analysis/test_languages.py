from __future__ import annotations

import pytest

from dateline.indexer.analysis.languages import (
    SUPPORTED,
    languages_for,
    normalise_language,
    script_language,
    script_of,
)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("uz-Cyrl-UZ", "uz"),
        ("ru_RU.UTF-8", "ru"),
        ("kaz", "kk"),
        ("ger", "de"),
        (" Russian ", "ru"),
        ("it", "it"),
        ("nb-NO", "no"),
        ("Greek", "el"),
        ("iw", "he"),
        ("sw", "xx"),
        ("klingon", "xx"),
        ("", "xx"),
        (None, "xx"),
    ],
)
def test_a_language_is_known_by_code_tag_or_name(code: str | None, language: str) -> None:
    assert normalise_language(code) == language


def test_every_supported_language_normalises_to_itself() -> None:
    assert [normalise_language(code) for code in SUPPORTED] == list(SUPPORTED)


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Astana", "latin"),
        ("Élysée", "latin"),
        ("Астана", "cyrillic"),
        ("Қазақстан", "cyrillic"),
        ("الأمن", "arabic"),
        ("IT-компания", "latin"),
        ("2024-жыл", "cyrillic"),
        ("1,200", "other"),
        ("東京", "other"),
        ("Αθήνα", "greek"),
        ("הבית", "hebrew"),
        ("सरकार", "devanagari"),
        ("বাংলা", "bengali"),
        ("தமிழ்", "tamil"),
        ("Հայաստան", "armenian"),
        ("საქართველო", "georgian"),
        ("", "other"),
    ],
)
def test_the_script_of_a_word_is_that_of_its_first_letter(word: str, script: str) -> None:
    assert script_of(word) == script


def test_a_query_word_is_looked_up_in_the_languages_of_its_script() -> None:
    present = {"ru", "en", "kk", "uz", "ar"}
    assert languages_for("border", present) == ("en", "uz")
    assert languages_for("граница", present) == ("kk", "ru", "uz")
    assert languages_for("الأمن", present) == ("ar",)


def test_a_word_of_no_known_script_is_looked_up_in_every_language() -> None:
    assert languages_for("2014", ["ru", "en"]) == ("en", "ru")


def test_articles_of_unsupported_languages_count_for_every_word() -> None:
    assert languages_for("граница", ["ru", "sw", ""]) == ("ru", "xx")
    assert languages_for("border", ["xx", "en"]) == ("en", "xx")


def test_a_latin_word_in_an_index_of_russian_articles_is_read_as_english() -> None:
    assert languages_for("NATO", ["ru"]) == ("en",)
    assert script_language("sanctions", "ru") == "en"
    assert script_language("Известия", "en") == "ru"


def test_an_empty_index_still_has_a_reading_of_the_word() -> None:
    assert languages_for("border", []) == ("xx",)
