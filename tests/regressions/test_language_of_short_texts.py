"""A line of Czech was Portuguese, Azerbaijani Turkish, Gujarati Serbian, and a record was in the language of
the three words of its first paragraph.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import read

STROM = "Der Strom ist in der Stadt ausgefallen, und die Leute sind nach Hause gegangen, weil es dunkel war. "


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cs", "Ministerstvo dopravy v úterý oznámilo, že most přes řeku bude na tři týdny uzavřen."),
        (
            "az",
            "Nəqliyyat Nazirliyi çərşənbə axşamı bildirib ki, çay üzərindəki körpü üç həftə bağlı olacaq.",
        ),
        ("gu", "પરિવહન મંત્રાલયે મંગળવારે જણાવ્યું હતું કે નદી પરનો પુલ ત્રણ અઠવાડિયા માટે બંધ રહેશે."),
        ("de", f"Foto: DPA\n\n{STROM * 4}"),
        (
            "hr",
            "Ministarstvo prometa priopćilo je u utorak da će most preko rijeke biti zatvoren tri tjedna.",
        ),
        ("sq", "Ministria e Transportit njoftoi të martën se ura mbi lumë do të mbyllet për tri javë."),
        (
            "ms",
            "Kementerian Pengangkutan berkata pada Selasa bahawa jambatan merentasi sungai itu akan ditutup.",
        ),
        ("sw", "Wizara ya uchukuzi ilisema Jumanne kwamba daraja juu ya mto litafungwa kwa wiki tatu."),
        (
            "af",
            "Die ministerie van vervoer het Dinsdag gesê dat die brug oor die rivier vir drie weke gesluit"
            " sal wees.",
        ),
        ("mr", "परिवहन मंत्रालयाने मंगळवारी सांगितले की नदीवरील पूल तीन आठवड्यांसाठी बंद राहील."),
        ("ur", "وزارت ٹرانسپورٹ نے منگل کو کہا کہ دریا پر بنا پل تین ہفتوں کے لیے بند رہے گا۔"),
        ("tt", "Транспорт министрлыгы сишәмбе көнне елга аша күпер өч атнага ябылачагын хәбәр итте."),
    ],
)
def test_twenty_words_tell_a_language(tmp_path: Path, language: str, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": "x", "text": text}), "utf-8")
    [article] = read(tmp_path / "a.jsonl")
    assert article.language == language


def test_what_a_page_claims_decides_where_its_words_leave_a_doubt(tmp_path: Path) -> None:
    page = "<html lang={}><title>{}</title><body><p>{}</p></body></html>"
    danish = "Broen er lukket i tre uger."
    (tmp_path / "a.html").write_text(page.format("nb", "Broen", danish), "utf-8")
    (tmp_path / "b.html").write_text(page.format("da", "Broen", danish), "utf-8")
    (tmp_path / "c.html").write_text(page.format("en", "Strom", STROM * 3), "utf-8")  # a theme's default
    found = [article.language for name in "abc" for article in read(tmp_path / f"{name}.html")]
    assert found == ["no", "da", "de"]
