"""`dateline serve` as another process, and pages of it that are watched while a test has them.

What no page may do is held for each page a test opens: ask another host, write an error to the console,
throw, break its own policy of contents, open a dialog of the browser's.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

__all__ = ["PHONE", "WIDE", "follow", "serving", "watched"]

WIDE: Final = (1280, 900)
PHONE: Final = (390, 844)
_TELL: Final = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} line ${event.lineNumber}`))"""


@contextmanager
def serving(index: str, *arguments: str, folder: str | None = None) -> Iterator[str]:
    """The address of a server that runs in `folder`, without the last slash. It may say nothing on stderr."""
    command = [sys.executable, "-m", "dateline", "serve", "--index", index, "--port", "0", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    try:
        assert server.stdout
        yield server.stdout.readline().strip().partition("?")[0].rstrip("/")
    finally:
        server.terminate()
        said = server.communicate(timeout=20)[1]
    assert not said, said


@contextmanager
def watched(
    browser: Browser, base: str, size: tuple[int, int] = WIDE, *, is_frame_heard: bool = True, **options: Any
) -> Iterator[Page]:
    """A page of a new window of `size`, its addresses below `base`; AssertionError for what it may not do.

    Not `is_frame_heard`: what is refused to somebody else's page in a frame, as Chromium writes to the
    console, is no fault.
    """
    context = browser.new_context(
        base_url=base, viewport={"width": size[0], "height": size[1]}, locale="en-GB", **options
    )
    faults: list[str] = []
    _watch(context, base, faults)
    if is_frame_heard:
        _hear(context, faults)
    try:
        page = context.new_page()
        yield page
        page.close()
    finally:
        context.close()
    assert not faults, "\n".join(faults)


def follow(page: Page, link: Locator) -> None:
    """Click on what leads to another page, and wait until it is there."""
    with page.expect_navigation():
        link.click()


def _watch(context: BrowserContext, base: str, faults: list[str]) -> None:
    def is_elsewhere(address: str) -> bool:
        return not address.startswith((f"{base}/", "data:image/svg", "about:", "blob:"))

    def refuse(route: Any) -> None:
        faults.append(f"asked for {route.request.url}")
        route.abort()

    def dialog(opened: Any) -> None:
        faults.append(f"dialog: {opened.message}")
        opened.dismiss()

    context.route(is_elsewhere, refuse)
    context.on("weberror", lambda error: faults.append(f"threw: {error.error}"))
    context.on("dialog", dialog)


def _hear(context: BrowserContext, faults: list[str]) -> None:
    def heard(message: Any) -> None:
        # A page with the status of its fault is what was asked for, and Chromium says so.
        of_page = message.text.startswith("Failed to load resource") and (
            message.page is not None and message.location["url"] == message.page.url
        )
        if message.type in ("error", "warning") and not of_page:
            faults.append(f"{message.type}: {message.text} {message.location}")

    context.on("console", heard)
    context.add_init_script(_TELL)
