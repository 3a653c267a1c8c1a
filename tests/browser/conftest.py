"""The archive, the server and the browser of these tests.

The browser lives as long as a module: Playwright keeps an event loop running in the thread, and other tests
begin their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from dateline import Archive, build
from dateline.search.saved import SavedSearch, SavedSearches
from tests.browser.chromium import chromium, missing
from tests.browser.press import write_press
from tests.browser.served import serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the press archive, with a saved search beside it."""
    missing("playwright")
    folder = tmp_path_factory.mktemp("browser")
    write_press(folder / "press")
    build([str(folder / "press")], index=str(folder / "index"))
    with Archive.open(folder / "index") as archive:
        SavedSearches(folder / "index").add(
            SavedSearch("Guards", "border guards", seen="", ran=archive.as_of)
        )
    return str(folder / "index")


@pytest.fixture(scope="session")
def base(index: str) -> Iterator[str]:
    """The address of a server of that index."""
    with serving(index) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    missing("playwright")
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A wide window."""
    with watched(browser, base) as opened:
        opened.set_default_timeout(10_000)
        yield opened
