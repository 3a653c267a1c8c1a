"""The pictures of the pages that the documents show.

    python -m tests.browser.screenshots docs/images

Each is of the invented press archive, as PNG of few colours, which Pillow makes of what the browser gives.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.browser.chromium import chromium
from tests.browser.press import PAGE, write_press
from tests.browser.served import PHONE, follow, serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["MOST_BYTES", "SHOTS", "main"]

MOST_BYTES: Final = 80_000
_COLOURS: Final = 48
_WIDE: Final = (1100, 760)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the page it is of, the window, and keys that are pressed before."""

    name: str
    address: str
    size: tuple[int, int] = _WIDE
    scheme: str = "light"
    click: str = ""
    keys: Sequence[str] = field(default=())


SHOTS: Final = (
    Shot("search", "/search?q=border+guards"),
    Shot("article", "/search?q=ferry+goats", click=PAGE, keys=("n", "n")),
    Shot("nothing-found", "/search?q=%22border+zeppelin%22+AND+gaurds+place%3AOsh", size=(1100, 400)),
    Shot("phone", "/search?q=border+guards", size=PHONE),
    Shot("dark", "/search?q=border+guards+place%3AOsh", scheme="dark"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; 1 where one is too large."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures are written")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        write_press(Path(work) / "press")
        # By another process that runs there, so that citations are short.
        indexing = [sys.executable, "-m", "dateline", "index", "press"]
        subprocess.run(indexing, cwd=work, check=True, capture_output=True)
        with serving("index", folder=work) as base, chromium() as browser:
            sizes = {}
            for shot in SHOTS:
                options = {"is_mobile": True, "has_touch": True} if shot.size == PHONE else {}
                with watched(browser, base, shot.size, color_scheme=shot.scheme, **options) as page:
                    picture = _small(_taken(page, shot))
                (folder / f"{shot.name}.png").write_bytes(picture)
                sizes[shot.name] = len(picture)
    for name, size in sizes.items():
        print(f"{name}.png  {size:,} bytes")
    return 1 if max(sizes.values()) > MOST_BYTES else 0


def _taken(page: Page, shot: Shot) -> bytes:
    page.goto(shot.address)
    if shot.click:
        follow(page, page.get_by_role("link", name=shot.click))
    for key in shot.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(600)  # what glides has come to rest
    picture: bytes = page.screenshot()
    return picture


def _small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    from PIL import Image

    image: Any = Image.open(io.BytesIO(picture)).convert("RGB")
    written = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
