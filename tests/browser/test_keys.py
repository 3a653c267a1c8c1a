"""What a person does with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.served import follow
from tests.browser.test_searching import asked, box, titles

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUSED = "document.activeElement.textContent.trim()"


def test_slash_takes_what_is_typed_and_letters_are_letters_there(page: Page) -> None:
    page.goto("/search?q=border")
    page.keyboard.press("/")
    page.keyboard.type("jkn?/p")

    assert box(page).input_value() == "jkn?/p"
    assert page.locator("dialog").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == titles(page)[0]


def test_j_and_k_go_through_the_articles_and_enter_opens_one(page: Page) -> None:
    page.goto("/search?q=border+guards")
    hits = titles(page)
    seen = []
    for key in "jjjk":
        page.keyboard.press(key)
        seen.append(page.evaluate(FOCUSED))

    assert seen == [hits[0], hits[1], hits[2], hits[1]]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == hits[1]


def test_k_begins_at_the_end_and_j_stays_there(page: Page) -> None:
    page.goto("/search?q=border+guards")
    page.keyboard.press("k")
    last = page.evaluate(FOCUSED)
    page.keyboard.press("j")

    assert last == page.evaluate(FOCUSED) == titles(page)[-1]
    assert page.evaluate("scrollY") > 0


def test_n_and_p_turn_pages(page: Page) -> None:
    page.goto("/search?q=border+guards")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert "page=2" in page.url
    with page.expect_navigation():
        page.keyboard.press("p")
    assert "page=" not in page.url


def test_the_keys_are_told_in_a_dialog_that_keeps_the_focus(page: Page) -> None:
    page.goto("/search?q=border+guards")
    page.keyboard.press("j")
    here = page.evaluate(FOCUSED)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")

    assert dialog.is_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        # What is outside can't be reached: the focus is in the dialog, or at the browser's own tools.
        assert page.evaluate("document.activeElement.matches('dialog, dialog *, body')")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate(FOCUSED) == here
    page.keyboard.press("?")
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


def test_keys_of_one_letter_are_turned_off_and_on(page: Page) -> None:
    """As WCAG 2.1.4 wants it: whoever dictates types letters without meaning keys."""
    page.goto("/search?q=border+guards")
    opener = page.get_by_role("button", name="Keys")
    opener.click()
    page.get_by_role("button", name="Turn these keys off").click()
    page.keyboard.press("Escape")
    page.goto("/search?q=ferry+goats")
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement === document.body")
    follow(page, page.locator(".hit h2 a").first)
    page.keyboard.press("n")
    assert page.locator("mark.now").count() == 0
    opener.click()
    page.get_by_role("button", name="Turn these keys on").click()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.locator("mark.now").count() == 1


@pytest.mark.parametrize("keys", ["Control+j", "Alt+j", "Meta+j", "Control+/"])
def test_keys_with_another_are_the_browsers(page: Page, keys: str) -> None:
    page.goto("/search?q=border+guards")
    page.keyboard.press(keys)

    assert page.evaluate("document.activeElement === document.body")


def test_a_word_is_completed(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("snow bord")
    option = page.get_by_role("option").first
    option.wait_for()

    assert box(page).get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert box(page).get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    assert box(page).input_value() == "snow border "
    assert page.get_by_role("option").count() == 0
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert asked(page).strip() == "snow border"


def test_a_field_and_its_value_are_completed_and_escape_leaves_what_is_typed(page: Page) -> None:
    page.goto("/")
    box(page).focus()
    page.keyboard.type("guards sour")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert box(page).input_value() == "guards source:"
    page.get_by_role("option", name="Steppe Gazette").wait_for()
    page.keyboard.type("Step")
    page.get_by_role("option", name="The Valley Courier").wait_for(state="detached")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    assert box(page).input_value() == 'guards source:"Steppe Gazette" '
    page.keyboard.type("bord")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert box(page).input_value() == 'guards source:"Steppe Gazette" bord'


def test_everything_is_reached_with_tab_and_what_has_the_focus_is_seen(page: Page) -> None:
    page.goto("/search?q=border+guards")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the content"
    assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    outlines = set()
    for _ in range(25):
        outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
        page.keyboard.press("Tab")
    assert "none" not in outlines
