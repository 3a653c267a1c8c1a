"""What a person does with a mouse: ask, narrow down, page, open, look at the matches, go back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.browser.press import PAGE
from tests.browser.served import follow

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def asked(page: Page) -> str:
    """The query of the address."""
    address: str = page.url
    return parse_qs(urlsplit(address).query).get("q", [""])[0]


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the archive")


def total(page: Page) -> int:
    found = re.match(r"([\d,]+) article", page.locator("h1").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def titles(page: Page) -> list[str]:
    texts: list[str] = page.locator(".hit h2").all_inner_texts()
    return texts


def test_a_query_is_typed_and_answered(page: Page) -> None:
    page.goto("/")
    box(page).fill("border guards")
    follow(page, page.get_by_role("button", name="Search"))

    assert urlsplit(page.url).path == "/search"
    assert asked(page) == "border guards"
    assert box(page).input_value() == "border guards"
    assert "border AND guards" in page.locator(".about").first.inner_text()
    assert len(titles(page)) == 20
    assert page.locator(".hit mark").count() > 20
    assert page.title().startswith("border guards")


def test_a_value_is_clicked_into_the_query_and_out_of_it(page: Page) -> None:
    page.goto("/search?q=border+guards")
    before = total(page)
    value = page.locator("#narrow").get_by_role("link", name="Steppe Gazette")
    count = int(value.locator(".figure").inner_text())
    follow(page, value)

    assert box(page).input_value() == 'border guards source:"Steppe Gazette"'
    assert total(page) == count < before
    follow(page, page.locator("#narrow").get_by_role("link", name="Steppe Gazette"))
    assert box(page).input_value() == "border guards"
    assert total(page) == before


def test_pages_are_turned(page: Page) -> None:
    page.goto("/search?q=border+guards")
    first = titles(page)
    follow(page, page.get_by_role("link", name="Next →"))
    second = titles(page)

    assert page.locator("ol.hits").get_attribute("start") == "21"
    assert "page=2" in page.url
    follow(page, page.get_by_role("link", name="← Previous"))
    assert titles(page) == first != second


def test_an_article_is_opened_and_its_matches_are_jumped_through(page: Page) -> None:
    page.goto("/search?q=ferry+goats")
    follow(page, page.get_by_role("link", name=PAGE))
    marks = page.locator(".article mark")
    count = marks.count()
    said = page.locator(".stepper [aria-live]")

    assert count == 7
    page.keyboard.press("n")
    assert said.inner_text() == "1 of 7"
    page.keyboard.press("n")
    assert said.inner_text() == "2 of 7"
    assert page.locator("mark.now").count() == 1
    assert page.locator("mark.now").inner_text().lower() == marks.nth(1).inner_text().lower()
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert said.inner_text() == "7 of 7"
    page.get_by_role("button", name="Previous match (p)").click()
    page.wait_for_url(re.compile(f"#{marks.nth(5).get_attribute('id')}$"))
    page.reload()
    assert said.inner_text() == "6 of 7"
    assert page.locator("mark:target").count() == 1


def test_back_finds_every_state_as_it_was(page: Page) -> None:
    states = []

    def here() -> tuple[str, str, list[str]]:
        return page.url, box(page).input_value(), titles(page)

    page.goto("/search?q=border")
    states.append(here())
    follow(page, page.locator("#narrow").get_by_role("link", name="The Valley Courier"))
    states.append(here())
    follow(page, page.get_by_role("link", name="newest"))
    states.append(here())
    follow(page, page.get_by_role("link", name="Next →"))
    states.append(here())
    follow(page, page.locator(".hit h2 a").nth(3))
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("#m2$"))
    address = page.url
    follow(page, page.get_by_role("link", name="← Back to the search"))

    assert here() == states[-1]
    page.go_back()
    assert page.url == address
    for state in reversed(states):
        page.go_back()
        assert here() == state


def test_a_range_is_dragged_over_the_bars(page: Page) -> None:
    page.goto("/search?q=border+guards")
    bars = page.locator(".timeline-bars > *")
    from_, to = bars.nth(1).bounding_box(), bars.nth(3).bounding_box()
    assert from_ and to
    page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] - 4)
    page.mouse.down()
    page.mouse.move(to["x"], to["y"] + to["height"] - 4)
    page.mouse.move(from_["x"] + from_["width"] / 2, from_["y"] + from_["height"] - 4, steps=4)
    assert page.locator(".chosen").count() == 1
    with page.expect_navigation():
        page.mouse.up()

    assert box(page).input_value() == "border guards date:2012..2014"
    assert total(page) > 0


def test_a_bar_leads_to_its_time_and_the_way_back_stands_below(page: Page) -> None:
    page.goto("/search?q=border+guards")
    before = total(page)
    follow(page, page.get_by_role("link", name=re.compile("^2013")))

    assert box(page).input_value() == "border guards date:2013"
    assert total(page) < before
    follow(page, page.get_by_role("link", name="any time"))
    assert box(page).input_value() == "border guards"


def test_of_an_answer_with_nothing_each_part_is_told_and_can_be_dropped(page: Page) -> None:
    page.goto("/search?q=%22border+zeppelin%22+AND+guards")

    assert page.locator("h1").inner_text() == "Nothing found"
    follow(page, page.get_by_role("row", name='"border zeppelin"').get_by_role("link", name="without it"))
    assert box(page).input_value() == "guards"
    assert total(page) > 0


def test_what_was_meant_is_clicked(page: Page) -> None:
    page.goto("/search?q=bordre+gaurds")
    follow(page, page.locator(".meant a, td a:not(:text('without it'))").first)

    assert "border" in box(page).input_value()


def test_like_articles_come_when_they_are_scrolled_to(page: Page) -> None:
    page.goto("/search?q=ferry+goats")
    follow(page, page.get_by_role("link", name=PAGE))
    page.locator(".like").scroll_into_view_if_needed()
    alike = page.locator(".like ol.alike a").first
    alike.wait_for()
    address = page.url
    follow(page, alike)

    assert page.url != address
    assert page.locator(".article h1").count() == 1


def test_the_saved_page_stands_in_a_frame_without_its_menu_acting(page: Page) -> None:
    page.goto("/search?q=ferry+goats")
    follow(page, page.get_by_role("link", name=PAGE))
    follow(page, page.locator(".behind .cite a"))

    frame = page.frame_locator("iframe[sandbox]")
    assert PAGE in frame.locator("h1").inner_text()
