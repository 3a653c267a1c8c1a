"""The same path without JavaScript: every page does all it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.press import PAGE
from tests.browser.served import follow, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    with watched(browser, base, java_script_enabled=False) as opened:
        opened.set_default_timeout(10_000)
        yield opened


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search the archive")


def test_search_narrow_down_page_open_match_and_back(page: Page) -> None:
    page.goto("/")
    box(page).fill("border guards")
    with page.expect_navigation():
        box(page).press("Enter")
    follow(page, page.locator("#narrow").get_by_role("link", name="The Valley Courier"))
    narrowed = 'border guards source:"The Valley Courier"'

    assert box(page).input_value() == narrowed
    follow(page, page.get_by_role("link", name="Next →"))
    assert "page=2" in page.url
    follow(page, page.get_by_role("link", name="← Previous"))
    follow(page, page.get_by_role("link", name="newest"))
    answer = page.url
    follow(page, page.locator(".hit h2 a").first)
    follow(page, page.get_by_role("link", name="go to the first"))
    assert page.url.endswith("#m1")
    assert box(page).input_value() == narrowed
    follow(page, page.get_by_role("link", name="← Back to the search"))
    assert page.url == answer


def test_matches_are_linked_one_to_the_next(page: Page) -> None:
    page.goto("/search?q=ferry+goats")
    follow(page, page.get_by_role("link", name=PAGE))
    for number in range(2, 6):
        links = page.get_by_role("link", name=re.compile(r"^Next match"))
        follow(page, links.nth(min(number - 2, links.count() - 1)))
        assert re.search(r"#m\d$", page.url)
    page.locator(".strip a").nth(1).click(force=True)
    page.wait_for_url(re.compile(r"#m\d$"))


def test_what_is_known_of_an_article_is_opened(page: Page) -> None:
    page.goto("/search?q=ferry+goats")
    follow(page, page.get_by_role("link", name=PAGE))
    for summary in page.locator("summary").all():
        summary.click()

    text = page.locator(".behind").inner_text()
    assert "Home" in text or "left out" in text
    assert "@misc" in text or "@article" in text
    follow(page, page.locator(".like a").first)
    follow(page, page.locator("ol.alike a").first)
    assert page.locator(".article h1").count() == 1


def test_a_bar_is_a_link_and_a_wrong_query_is_told(page: Page) -> None:
    page.goto("/search?q=border")
    follow(page, page.get_by_role("link", name=re.compile("^2013")))
    assert box(page).input_value() == "border date:2013"
    box(page).fill("border (")
    follow(page, page.get_by_role("button", name="Search"))
    assert "can’t be read" in page.locator("h1").inner_text()
    assert box(page).input_value() == "border ("
