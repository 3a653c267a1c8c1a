"""Our analysis inside a Whoosh schema."""

from __future__ import annotations

import pytest

from dateline.indexer.whoosh.analyzer import PassageAnalyzer


def terms(text: str, *, mode: str = "", removestops: bool = True, tokenize: bool = True) -> list[str]:
    tokens = PassageAnalyzer("en")(text, mode=mode, removestops=removestops, tokenize=tokenize)
    return [token.text for token in tokens]


def test_a_compound_is_indexed_joined_and_in_parts_and_asked_for_and_highlighted_in_parts() -> None:
    assert terms("Drug-trafficking ring", mode="index") == ["drugtraffick", "drug", "traffick", "ring"]
    assert terms("Drug-trafficking ring", mode="query") == ["drug", "traffick", "ring"]
    assert terms("Drug-trafficking ring", mode="index", removestops=False) == ["drug", "traffick", "ring"]


@pytest.mark.parametrize(
    ("pattern", "term"),
    [
        ("B?rd*r", "b?rd*r"), ("Guards", "guard"), ("guard?", "guard?"), ("Café*", "cafe*"), ("", ""),
        ("dr.g", "dr.g"), ("t.n", "t.n"), ("B.*", "b.*"), ("bord(er|ing)$", "bord(er|ing)$"),
        (r"\W.\S\D", r"\W.\S\D"), ("(?P<Any>É)", "(?P<any>e)"), ("[a-c]d'?", "[a-c]d?"),
        ("U.S.", "us"), ("N.A.T.O", "nato"), ("1.5", "1.5"), ("O'Ne", "one"),
        ("drug-traff", "drugtraff"), ("Drug-trafficking", "drugtraffick"), ("drug-", "drug"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_to_be_cut_is_one_folded_term(pattern: str, term: str) -> None:
    assert terms(pattern, tokenize=False) == [term]
