"""A headline in capitals excluded itself: PARIS MEET AGREED NOT TO PUBLISH BANDS was read as AND NOT TO."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.query.capitals import HEADLINE_NOTE, is_headline
from dateline.search.query.grammar import parse
from dateline.search.query.reading import read_query
from dateline.search.query.syntax import Term, required_parts

HEADLINE = "PARIS MEET AGREED NOT TO PUBLISH BANDS"


def test_the_article_is_found_by_its_headline(tmp_path: Path) -> None:
    build(
        [
            {"id": "it", "title": HEADLINE, "text": "Ministers met."},
            {"id": "other", "title": "Other", "text": "Ministers agreed in Paris."},
        ],
        index=tmp_path,
    )
    with Archive.open(tmp_path) as archive:
        found = archive.search(HEADLINE)
        assert [hit.id for hit in found] == ["it"]
        assert HEADLINE_NOTE in found.warnings


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        "U.S. AND JAPAN AGREE TO END TRADE ROW",
        "NOT SINCE 1987 HAS OIL FALLEN SO",
        "COFFEE OR TEA, BRAZIL ASKS AGAIN",
        "FORD <F> INCREASES 2ND QTR OUTPUT PLANS -REPORT",
        "OPEC NOT TO MEET OR SAY (UPDATE)",
    ],
)
def test_a_row_of_words_in_capitals_is_a_headline(headline: str) -> None:
    assert is_headline(headline)
    assert all(isinstance(part, Term) for part in required_parts(parse(headline)))


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("NATO OR EU NOT UN", "NATO OR (EU AND NOT UN)"),
        ("AT&T OR IBM OR BP OR GM OR GE", "AT&T OR IBM OR BP OR GM OR GE"),
        ("WORLD BANK NOT IMF", "WORLD AND BANK AND NOT IMF"),
        ("NATO EU UN -OSCE", "NATO AND EU AND UN AND NOT OSCE"),
        ("NATO AND EU (UN OR OSCE)", "NATO AND EU AND (UN OR OSCE)"),
        ("(WORLD BANK REPORT) NOT IMF DEBT", "WORLD AND BANK AND REPORT AND DEBT AND NOT IMF"),
        ("ministers AGREED NOT TO PUBLISH BANDS", "ministers AND AGREED AND PUBLISH AND BANDS AND NOT TO"),
    ],
)
def test_operators_stay_operators_in_a_query(query: str, read: str) -> None:
    assert read_query(query, languages={"en": 1}).read_as == f"{read} (English, stemmed)"
