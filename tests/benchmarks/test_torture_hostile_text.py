"""The torture of benchmarks/torture/hostile_text.py, in small, and that it sees what it is there to see."""

from __future__ import annotations

import sys

import pytest

from benchmarks.torture import hostile_text, unguarded

FEW = 16


@pytest.mark.skipif(sys.platform == "win32", reason="there no file may have such a name")
@pytest.mark.parametrize("area", [area for area in hostile_text.AREAS if area != "processes"])
def test_nothing_that_somebody_wrote_acts(area: str) -> None:
    [result] = hostile_text.torture(FEW, areas=[area])

    assert result.texts >= FEW
    assert result.printed > 0
    assert result.found == ()


@pytest.mark.parametrize("area", ["articles", "records"])
def test_nothing_is_found_in_ordinary_words(area: str) -> None:
    assert [result.found for result in hostile_text.torture(FEW, areas=[area], plain=True)] == [()]


@pytest.mark.parametrize(
    "name",
    [
        "hidden runs taken out",
        "the guard of cells",
        "escapes in HTML",
        "one line in RIS",
        "whole characters in JSON",
        "escapes in BibTeX",
    ],
)
def test_a_protection_that_is_gone_is_missed(name: str) -> None:
    area, taken_out = unguarded.PROTECTIONS[name]
    with taken_out():
        [result] = hostile_text.torture(FEW, areas=[area])

    assert result.found != ()
