"""Letter for letter: where a text has what was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.query.written import written_spans


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("They'd know.", "they'd", ["They'd"]),
        ("They\u2019d know.", "they'd", ["They\u2019d"]),
        ("They know.", "they'd", []),
        ("costs $19.95 in May", "costs $19.95 in", ["costs $19.95 in"]),
        ("costs 19.95 in May", "$19.95", []),
        ("prices rose 3.5 percent", "3.5", ["3.5"]),
        ("prices rose 13.5 percent", "3.5", []),
        ("the cyber attack on it", "cyber-attack on", []),
        ("the cyber-attack. On it", "cyber-attack on", []),
        ("Polish and polish", "polish", ["Polish", "polish"]),
        ("Polish and polish", "Polish", ["Polish"]),
        ("Élysée, Elysee, ÉLYSÉE", "elysee", ["Élysée", "Elysee", "ÉLYSÉE"]),
        ("Élysée, Elysee, élysée", "Elysee", ["Élysée", "Elysee"]),
        ("Élysée, Elysee", "élysée", ["Élysée"]),
        ("one\n\ntwo", "one two", []),
        ("2,22\u00a0Euro", "2,22 Euro", ["2,22\u00a0Euro"]),
        ("Istanbul, İstanbul, \u00df", "istanbul", ["Istanbul", "İstanbul"]),
        ("C++ and C", "C++", ["C++"]),
        ("会议在北京", "北京", ["北京"]),
    ],
)
def test_what_is_typed_stands_in_the_text(text: str, typed: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in written_spans(text, typed)] == found


@given(st.text("aeéèäñ ABÉÖ.-ïйё가", max_size=40), st.text("aeéäñ É.-йё", min_size=1, max_size=6))
def test_an_accent_may_be_a_code_point_of_its_own(text: str, typed: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    together = unicodedata.normalize("NFC", text)
    spans = written_spans(apart, typed)
    assert len(spans) == len(written_spans(together, typed))
    assert all(0 <= start <= end <= len(apart) for start, end in spans)
