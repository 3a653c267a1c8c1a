"""What reads like a title, and what leans on the words before it."""

from __future__ import annotations

import pytest

from dateline.indexer.facts.titles import continues, ends_sentence, opens_sentence, reads_like_title


@pytest.mark.parametrize(
    "line",
    [
        "Leaders meet in Bishkek",
        "ASTANA HOSTS SUMMIT",
        "“We are ready,” president says",
        "Who will chair the organisation next?",
        "14 documents signed in Astana",
        "President visits the U.S.",
        "Саммит прошёл в Душанбе",
        "首脑会议在比什凯克举行 各国领导人出席",
    ],
)
def test_titles(line: str) -> None:
    assert reads_like_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "Leaders met in Bishkek.",
        "Leaders met. They talked",
        "leaders in lower case",
        "Among them:",
        "- an item of a list",
        "1. an item of a list",
        "Word",
        "2021 2022 2023",
        "word " * 31,
        "Heads of the member states decided " + "to assist " * 15,
    ],
)
def test_no_titles(line: str) -> None:
    assert not reads_like_title(line)


def test_the_end_of_a_sentence_is_seen_behind_quotes() -> None:
    assert ends_sentence("“They met.”")
    assert ends_sentence("(They met.)")
    assert not ends_sentence("they met and")


def test_a_sentence_opens_with_a_capital_a_digit_or_a_quote() -> None:
    assert opens_sentence("Leaders")
    assert opens_sentence("«Мы")
    assert opens_sentence("14 documents")
    assert not opens_sentence("leaders")
    assert not opens_sentence("(CSTO) has")


def test_some_openings_lean_on_what_went_before() -> None:
    assert continues("Meanwhile, the president said so.")
    assert continues("“It was so,” he said.")
    assert not continues("Thessaly voted.")
    assert not continues("The president said so.")
