"""Axe-core finds nothing: WCAG 2.2 AA and what axe holds for good practice, on every kind of page.

Each kind is looked at in light on a wide window and in dark on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser.chromium import missing
from tests.browser.kinds import KINDS, addresses
from tests.browser.press import PAGE
from tests.browser.served import PHONE, WIDE, follow, serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Not looked at unless they are named.
ALSO: Final = ("target-size", "focus-order-semantics")
MODES: Final = {"light, wide": (WIDE, "light"), "dark, phone": (PHONE, "dark")}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, as the package for Playwright has it with it."""
    missing("playwright", "axe_playwright_python")
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module", params=MODES)
def page(request: pytest.FixtureRequest, browser: Browser, base: str, axe: str) -> Iterator[Page]:
    size, scheme = MODES[request.param]
    with watched(browser, base, size, color_scheme=scheme) as opened:
        yield opened


@pytest.fixture(scope="module")
def of_kind(index: str) -> dict[str, str]:
    return addresses(index)


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds: rule, element, and what is wrong with it."""
    page.evaluate(axe)
    options: dict[str, Any] = {
        "runOnly": list(TAGS),
        "rules": {rule: {"enabled": True} for rule in ALSO},
        "resultTypes": ["violations"],
        "preload": False,  # axe would ask for styles again, which our policy forbids
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_axe_finds_what_is_wrong(page: Page, axe: str) -> None:
    page.goto("/")
    page.evaluate("""() => {
      document.querySelector(".box input").removeAttribute("aria-label");
      document.querySelector("main").insertAdjacentHTML("beforeend", "<a href='/'></a><h6>Deep</h6>");
    }""")

    found = {fault.partition(":")[0] for fault in violations(page, axe)}
    assert {"label", "link-name", "heading-order"} <= found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_on_a_page(page: Page, axe: str, of_kind: dict[str, str], kind: str) -> None:
    page.goto(of_kind[kind])

    assert violations(page, axe) == []


def test_nothing_is_found_where_all_of_an_article_is_opened(
    page: Page, axe: str, of_kind: dict[str, str]
) -> None:
    page.goto(of_kind["article"])
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    page.keyboard.press("n")
    page.locator(".like").scroll_into_view_if_needed()
    page.locator("ol.alike").wait_for()

    assert violations(page, axe) == []


def test_nothing_is_found_while_words_are_offered_or_keys_told(page: Page, axe: str) -> None:
    page.goto("/search?q=snow")
    page.keyboard.press("/")
    page.keyboard.type("bord")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    offered = violations(page, axe)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    assert page.get_by_role("dialog").is_visible()
    assert (offered, violations(page, axe)) == ([], [])


def test_nothing_is_found_where_a_token_is_asked_for(browser: Browser, index: str, axe: str) -> None:
    with (
        serving(index, "--token", "a-token-of-some-length") as base,
        watched(browser, base) as page,
    ):
        page.goto("/search?q=border")
        assert violations(page, axe) == []
        page.get_by_label("Token").fill("a-token-of-some-length")
        follow(page, page.get_by_role("button", name="Enter"))
        page.goto("/search?q=border")
        assert re.match(r"\d+ articles", page.locator("h1").inner_text())


def test_nothing_is_found_on_pages_as_files(browser: Browser, index: str, axe: str, tmp_path: Path) -> None:
    from dateline import Archive
    from dateline.search.web.exported import export_pages

    folder = tmp_path / "pages"
    with Archive.open(index) as archive:
        export_pages(archive, folder, ["ferry goats", "zeppelin"])
    with watched(browser, folder.as_uri()) as page:
        page.goto(f"{folder.as_uri()}/index.html")
        found = violations(page, axe)
        follow(page, page.get_by_role("link", name="ferry goats"))
        found += violations(page, axe)
        follow(page, page.get_by_role("link", name=PAGE))
        assert page.locator(".article mark").count() == 7
        assert page.evaluate("getComputedStyle(document.querySelector('.text')).maxWidth") != "none"
        found += violations(page, axe)
    assert found == []
