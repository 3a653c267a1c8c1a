"""What is a part of a query called?"""

from __future__ import annotations

import pytest

from dateline.search.query.nodes import Every
from dateline.search.query.parts import part_text
from dateline.search.query.reading import read_query


@pytest.mark.parametrize(
    "query",
    [
        "border",
        "=Organisation",
        "secur*",
        "organi?ation",
        '"border guard*"',
        "Tokayev w/s border",
        "Tokayev w/p border",
        "border NEAR/5 guards",
        "border ADJ/3 guards",
        "atleast3:drone",
    ],
)
def test_a_part_is_called_as_it_is_typed(query: str) -> None:
    assert part_text(read_query(query, languages={"en": 1}).query) == query


def test_what_has_no_form_of_its_own_is_still_named() -> None:
    assert (
        part_text(read_query("cyber-attack", languages={"en": 1}).query) == '(cyber-attack OR "cyber attack")'
    )
    assert part_text(Every()) == "Every()"
