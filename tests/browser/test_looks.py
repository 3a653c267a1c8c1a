"""A phone, a dark room, paper, and whoever is made ill by what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.kinds import KINDS, addresses
from tests.browser.served import PHONE, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOO_WIDE = """[...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1) && !element.closest(".strip, .heard, .skip");
}).map((element) => element.outerHTML.slice(0, 120))"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; " +
    "word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"


def shown(page: Page, selector: str) -> bool:
    return any(element.is_visible() for element in page.locator(selector).all())


@pytest.mark.parametrize("width", [PHONE[0], 320])
def test_no_page_is_wider_than_a_phone(browser: Browser, base: str, index: str, width: int) -> None:
    with watched(browser, base, (width, 800), is_mobile=True, has_touch=True) as page:
        for kind, address in addresses(index).items():
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
            assert (kind, page.evaluate("document.documentElement.scrollWidth")) == (kind, width)
            assert (kind, page.evaluate(TOO_WIDE)) == (kind, [])


def test_nothing_is_cut_where_letters_and_lines_stand_wider(browser: Browser, base: str, index: str) -> None:
    """WCAG 1.4.12, on a window of a phone's width."""
    with watched(browser, base, PHONE) as page:
        for kind in ("first", "search", "nothing found", "values", "article"):
            page.goto(addresses(index)[kind])
            page.evaluate(SPACED)
            assert (kind, page.evaluate(TOO_WIDE)) == (kind, [])
            assert (kind, page.evaluate("document.documentElement.scrollWidth")) == (kind, PHONE[0])


def test_on_a_phone_the_fields_stand_below_and_a_link_leads_there(browser: Browser, base: str) -> None:
    with watched(browser, base, PHONE, is_mobile=True, has_touch=True) as page:
        page.goto("/search?q=border+guards")
        first, side = page.locator(".hit").first.bounding_box(), page.locator("#narrow").bounding_box()
        assert first and side and first["y"] < 600 < side["y"]
        page.get_by_role("link", name="Narrow down").tap()
        page.wait_for_url("**#narrow")
        with page.expect_navigation(url=lambda address: "Steppe" in address):
            page.get_by_role("link", name="Steppe Gazette").tap()


def test_in_a_dark_room_every_page_is_dark(browser: Browser, base: str, index: str) -> None:
    with watched(browser, base, color_scheme="dark") as page:
        for kind in ("first", "search", "nothing found", "article", "saved text", "no such page"):
            page.goto(addresses(index)[kind])
            assert (kind, max(page.evaluate(BACKGROUND)) < 60) == (kind, True)


def test_on_paper_there_is_the_text_and_nothing_to_click(page: Page, index: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    of_kind = addresses(index)
    page.goto(of_kind["search"])
    assert page.evaluate(BACKGROUND) == [255, 255, 255]
    assert not shown(page, ".box, .side, .choices, .pages, .formats")
    assert shown(page, ".passage") and shown(page, ".hits cite")
    page.goto(of_kind["article"])
    page.keyboard.press("n")
    assert not shown(page, ".box, .strip, .stepper, .anchor, .next-match, .back")
    assert shown(page, ".text mark") and shown(page, ".behind cite")
    assert page.evaluate("getComputedStyle(document.querySelector('.text mark')).color") == "rgb(0, 0, 0)"


def test_nothing_glides_where_motion_is_unwanted(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/search?q=border+guards")
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(behaviour) == "smooth"


def test_every_page_is_told_apart_and_has_one_heading(page: Page, index: str) -> None:
    titles = {}
    for kind, address in addresses(index).items():
        page.goto(address)
        titles[page.title()] = kind
        assert (kind, page.locator("h1").count(), page.locator("main#main").count()) == (kind, 1, 1)
    assert all(title.endswith("Dateline") for title in titles)
    assert len(titles) >= len(KINDS) - 3  # an article's is the same with another query
