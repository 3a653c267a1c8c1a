"""Promotions of publishers, told from news about subscribing."""

from __future__ import annotations

import pytest

from dateline.indexer.facts.promotions import read_promotion


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Get The Daily Globe stories sent directly to you! Sign up via the website.", "The Daily Globe"),
        ("Follow us on Telegram and Facebook", None),
        ("Follow The Daily Globe on Facebook", "The Daily Globe"),
        ("Subscribe to The Daily Globe newsletter for more.", "The Daily Globe"),
        ("Sign up for our newsletter", None),
        ("Read also: Leaders meet in Bishkek", None),
        ("© 2021 The Daily Globe. All rights reserved.", "The Daily Globe"),
        ("Stay informed: our Telegram channel has it all.", None),
        ("Подписывайтесь на наш Telegram-канал!", None),
        ("Folgen Sie uns auf Facebook", None),
        ("Suivez-nous sur Facebook", None),
        ("Bizi takip edin", None),
    ],
)
def test_a_promotion_is_told_and_may_name_its_publisher(text: str, source: str | None) -> None:
    promotion = read_promotion(text)
    assert promotion is not None
    assert promotion.source == source


@pytest.mark.parametrize(
    "text",
    [
        "Readers can sign up for the course, the ministry said.",
        "“Follow us on this road,” he told our channel and the newsletter.",
        "Support for the government fell.",
        "Sign up for the army, the minister urged.",
        "Facebook and Telegram were blocked.",
        "Get " + "very " * 80 + "long newsletter",
    ],
)
def test_a_storys_own_words_are_no_promotion(text: str) -> None:
    assert read_promotion(text) is None
