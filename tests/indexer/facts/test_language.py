from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The presidents of the member states met in Dushanbe to discuss regional security.", "en"),
        ("CSTO Member State Presidents Discuss Regional Security in Dushanbe", "en"),
        ("Президенты государств обсудили вопросы безопасности в регионе.", "ru"),
        ("Президент Токаев провел совещание", "ru"),
        ("Президент Қасым-Жомарт Тоқаев Астанада жиналыс өткізді", "kk"),
        ("Бүгін Астанада Қауіпсіздік кеңесінің отырысы өтті.", "kk"),
        ("Астана қаласы", "kk"),
        ("Кыргызстандын президенти Садыр Жапаров Бишкекте өткөн жыйынга катышты.", "ky"),
        ("Бишкекте жолугушуу болду, бул тууралуу жана башка маселелер менен", "ky"),
        ("Президенти Ҷумҳурии Тоҷикистон Эмомалӣ Раҳмон дар Душанбе", "tg"),
        ("O‘zbekiston prezidenti Shavkat Mirziyoyev Toshkentda", "uz"),
        ("Toshkentda uchrashuv boʻlib oʻtdi", "uz"),
        ("Ўзбекистон Президенти Шавкат Мирзиёев", "uz"),
        ("Der Bundeskanzler hat gestern gesagt, dass es regnet", "de"),
        ("Le président a déclaré que la réunion est finie", "fr"),
        ("El presidente ha dicho que la reunión se acabó", "es"),
        ("Cumhurbaşkanı Erdoğan Ankara'da konuştu", "tr"),
        ("قال الرئيس إن الاجتماع انتهى", "ar"),
        ("رئیس جمهور گفت که این کشور", "fa"),
        ("Президент України підписав закон", "uk"),
        ("Іван пішов", "uk"),
        ("Беларусь і Расія ў саюзе", "be"),
        ("Il presidente ha detto che la riunione è finita", "it"),
        ("Προέδρος της Δημοκρατίας", "el"),
        ("日本の首相は東京で会談した", "ja"),
    ],
)
def test_a_text_is_told_by_its_letters_and_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "123 456", "ok", "— … !", "😀😀😀"])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert detect_language(text) is None


def test_a_russian_text_may_quote_a_kazakh_name() -> None:
    text = "Президент Казахстана Токаев (Тоқаев) провёл в Астане совещание по вопросам безопасности. " * 3
    assert detect_language(text) == "ru"


def test_an_english_text_may_name_los_angeles() -> None:
    assert (
        detect_language("Los Angeles Rams, Los Angeles Lakers and the Los Angeles Clippers of Los Angeles")
        == "en"
    )


def test_english_tables_are_english() -> None:
    assert detect_language("Shr one dlr vs 73 cts Net 12.6 mln vs 15.8 mln Revs 337.3 mln") == "en"


def test_a_long_text_without_ng_is_mongolian() -> None:
    assert detect_language("Монгол Улсын Ерөнхийлөгч өнөөдөр хүлээн авч уулзлаа. " * 12) == "mn"


@given(st.text(max_size=60))
def test_any_text_has_a_code_or_none(text: str) -> None:
    found = detect_language(text)
    assert found is None or (2 <= len(found) <= 3 and found.islower())
