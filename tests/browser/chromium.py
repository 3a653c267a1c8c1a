"""The system's Chromium, driven by Playwright's core: where is it, and what is said where there is none?

Nothing is downloaded: the browser is that of `CHROMIUM`, or one found by its usual names. Where it or
Playwright is missing these tests are skipped with the reason; where `CI` is set, or `DATELINE_BROWSER` says
`required`, they fail.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium", "executable", "missing"]

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC: Final = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Quiet in a container; what a browser asks its maker for is no part of what a page loads.
_ARGUMENTS: Final = (
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--force-color-profile=srgb",
)


def executable() -> str | None:
    """The path of Chromium on this machine."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        return asked
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (_MAC if sys.platform == "darwin" and os.path.exists(_MAC) else None)


def missing(*modules: str) -> None:
    """Skip the test, or fail it where a browser is required, if Chromium or one of `modules` is missing."""
    reasons = [
        f"{name} is not installed: pip install '.[browser]'" for name in modules if not find_spec(name)
    ]
    if not executable():
        reasons.append("there is no Chromium: install it, or name it by CHROMIUM=PATH")
    if reasons and (os.environ.get("CI") or os.environ.get("DATELINE_BROWSER") == "required"):
        pytest.fail(f"a browser is required here, but {'; '.join(reasons)}", pytrace=False)
    if reasons:
        pytest.skip("; ".join(reasons))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
