"""Where may a text be cut?"""

from __future__ import annotations

import pytest

from dateline.search.highlight.graphemes import boundary_at_or_after, boundary_at_or_before, is_boundary


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "\r\n",
        "👩\u200d👧",
        "👍🏽",
        "\ud83d\ude00",
        "🇰🇬",
        "क्ष",
        "\u1112\u1161\u11ab",
        "한\u11a8",
        "\u06001",
        "❤\ufe0f",
        "กำ",
    ],
)
def test_a_character_as_people_see_it_is_never_cut(cluster: str) -> None:
    text = f"a{cluster}b"

    cuts = [position for position in range(len(text) + 1) if is_boundary(text, position)]

    assert cuts == [0, 1, len(text) - 1, len(text)]


def test_two_flags_are_cut_between_them() -> None:
    assert [position for position in range(5) if is_boundary("🇰🇬🇰🇿", position)] == [0, 2, 4]


def test_the_nearest_boundaries_lie_on_either_side() -> None:
    assert boundary_at_or_before("ae\u0301b", 2) == 1
    assert boundary_at_or_after("ae\u0301b", 2) == 3
