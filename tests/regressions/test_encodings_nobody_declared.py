"""Turkish came out as Icelandic, Czech with the letters of another code page, Japanese in seven bits as
signs, and what had been encoded as UTF-8 twice as it stood.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read

TEXTS = {
    "tr": "Ulaştırma Bakanlığı salı günü köprünün üç hafta kapatılacağını açıkladı. Şoförler ise çok şaşkın.",
    "cs": "Ministerstvo dopravy v úterý oznámilo, že most přes řeku bude uzavřen, než inženýři vymění"
    " ložiska.",
    "pl": "Ministerstwo poinformowało we wtorek, że most zostanie zamknięty, ponieważ łożyska są już zużyte.",
    "hu": "A minisztérium kedden közölte, hogy a folyó feletti hidat három hétre lezárják, amíg őrzik.",
    "de": "Die Brücke über den Fluss bleibt für drei Wochen geschlossen, heißt es aus dem Ministerium.",
    "fr": "Le ministère a annoncé mardi que le pont sur le fleuve serait fermé à la circulation dès l'été.",
    "es": "El ministerio anunció el martes que el puente permanecerá cerrado; mañana habrá más información.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("tr", "cp1254"), ("cs", "iso8859_2"), ("cs", "cp1250"), ("pl", "iso8859_2"), ("pl", "cp1250"),
        ("hu", "cp1250"), ("de", "cp1252"), ("de", "cp850"), ("de", "mac_roman"), ("fr", "cp1252"),
        ("fr", "cp850"), ("fr", "mac_roman"), ("es", "cp850"), ("es", "mac_roman"), ("es", "cp1252"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_the_encoding_its_language_needs(
    tmp_path: Path, language: str, encoding: str
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXTS[language].encode(encoding))
    [article] = read(tmp_path / "a.txt")
    assert (article.text, article.language) == (TEXTS[language], language)


def test_japanese_in_seven_bits_is_read_whether_declared_or_not(tmp_path: Path) -> None:
    text = "運輸省は火曜日、技術者が支承を交換する間、川にかかる橋を三週間閉鎖すると発表した。"
    head = "<html><head><meta charset='iso-2022-jp'><title>橋、三週間閉鎖</title></head>"
    page = f"{head}<body><p>{text}</p></body></html>"
    for source in (page, page.replace(" charset='iso-2022-jp'", "")):
        (tmp_path / "a.html").write_bytes(source.encode("iso2022_jp"))
        [article] = read(tmp_path / "a.html")
        assert (article.title, article.text, article.language) == ("橋、三週間閉鎖", text, "ja")


@pytest.mark.parametrize(
    "text", [*TEXTS.values(), "Мост закрыт на три недели, сообщило министерство.", "橋を三週間閉鎖する"]
)
def test_what_was_encoded_twice_is_decoded_twice(tmp_path: Path, text: str) -> None:
    try:
        twice = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        twice = text.encode().decode("latin-1")
    (tmp_path / "a.txt").write_text(twice, "utf-8")
    [article] = read(tmp_path / "a.txt")
    assert article.text == text


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO É ASSIM: 10 °C, 5 €, “naïve” cafés, l’été à la plage.",
        "Wer „Ã¤“ statt „ä“ liest, hat ein Zeichen vor sich, das zweimal kodiert wurde, und das ist alles.",
        "Çatalhöyük’te Âdet: İstanbul’da Ğ yok; Ørsted bygger Århus’ nye bro – “så flot”.",
    ],
)
def test_what_is_right_stays(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    [article] = read(tmp_path / "a.txt")
    assert article.text == text
