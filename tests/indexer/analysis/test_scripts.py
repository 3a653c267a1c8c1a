from __future__ import annotations

import pytest

from dateline.indexer.analysis.scripts import has_unspaced, letter_term, without_particle
from dateline.indexer.analysis.tokens import TOKEN, analyzer


def parts(text: str) -> list[str]:
    """The single letters of a text."""
    entries = [entry for surface in TOKEN.findall(text) for entry in analyzer("xx").entries(surface)]
    return [entry.form for entry in {entry.position: entry for entry in entries}.values()]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("서울은", "서울"),
        ("서울이", "서울"),
        ("서울로", "서울"),  # after ㄹ as after a vowel
        ("학교는", "학교"),
        ("학교은", "학교은"),  # 은 follows a consonant
        ("학교에서는", "학교"),
        ("사람들의", "사람"),
        ("AI는", "AI"),
        ("집에", "집에"),  # one letter is too little to look for
        ("은", "은"),
        ("東京", "東京"),
        ("Seoul", "Seoul"),
        ("", ""),
    ],
)
def test_a_korean_word_loses_its_particle(word: str, stem: str) -> None:
    assert without_particle(word) == stem


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("ｶﾞｰﾄﾞ", ["ｶﾞ", "ｰ", "ﾄﾞ"]),
        ("กรุงเทพ", ["ก", "รุ", "ง", "เ", "ท", "พ"]),
        ("ຂ່າວ", ["ຂ່", "າ", "ວ"]),
        ("ကြီး", ["ကြီး"]),
        ("བོད་ཡིག་", ["བོད", "ཡིག"]),
        ("각각", ["각", "각"]),
        ("各2個", ["各", "2", "個"]),
    ],
)
def test_a_letter_has_what_stands_upon_it(text: str, letters: list[str]) -> None:
    assert parts(text) == letters


def test_full_and_half_width_and_composed_and_decomposed_are_one() -> None:
    assert letter_term("ｶﾞ") == letter_term("ガ") == "ガ"
    assert letter_term("각") == letter_term("\u1100\u1161\u11a8")


@pytest.mark.parametrize(
    "word",
    [
        "हिन्दी",
        "বাংলাদেশ",
        "தமிழ்நாடு",
        "తెలుగు",
        "ಕನ್ನಡ",
        "മലയാളം",
        "ગુજરાતી",
        "ਪੰਜਾਬੀ",
        "ଓଡ଼ିଆ",
        "සිංහල",
        "नेपाल\u200dका",
    ],
)
def test_words_of_india_are_whole(word: str) -> None:
    assert TOKEN.findall(f"({word}, x)") == [word, "x"]
    assert not has_unspaced(word)


def test_digits_of_all_scripts_are_one() -> None:
    years = ["2567", "२५६७", "২৫৬৭", "๒๕๖๗", "໒໕໖໗", "༢༥༦༧", "၂၅၆၇", "២៥៦៧", "２５６７"]
    assert {analyzer("xx").term(year) for year in years} == {"2567"}
