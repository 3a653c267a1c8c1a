"""Is everything a browser can ask for or a key can do written down, and all that is written down there?"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Final, get_args

import pytest
from starlette.routing import Route

from dateline.search.engine import By, Sort
from dateline.search.query.asked import Match
from dateline.search.web.app import make_app
from dateline.search.web.asked import PageState
from dateline.search.web.guard import HEADERS
from dateline.search.web.static_files import static_files
from tests.places import HOUSE

PAGE: Final = (HOUSE / "docs/web.md").read_text("utf-8")
ADDRESSES: Final = PAGE.partition("## Addresses")[2].partition("| name |")[0]


def script() -> str:
    return next(file.content.decode() for file in static_files() if file.name == "page.js")


def documented_paths() -> set[str]:
    """The paths in the table of addresses, with each of their formats."""
    paths = set()
    for cell in re.findall(r"^\| (`/.*?) \|", ADDRESSES, re.MULTILINE):
        first, *others = re.findall("`([^`]*)`", cell)
        path = first.partition("?")[0]
        paths.add(path)
        paths |= {re.sub(r"(\.\w+)?$", other, path, count=1) for other in others if other.startswith(".")}
    return paths


def served_paths(tmp_path: Path) -> set[str]:
    """The paths of the routes, an article's by ID; what pages are made of is no page."""
    app = make_app([str(tmp_path)])
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    paths = {re.sub(r"/\{rest:everything\}$", "/ID", path) for path in paths}
    return {path for path in paths if not path.startswith("/static/")} - {
        "/a",
        "/a.{ending}",
        "/file",
        "/like",
    }


def test_every_address_is_documented_and_no_other(tmp_path: Path) -> None:
    of_articles = {f"/a/ID.{ending}" for ending in ("json", "ris", "bib")}

    assert documented_paths() == served_paths(tmp_path) | of_articles


def test_everything_a_search_takes_is_documented_and_nothing_else() -> None:
    table = PAGE.partition("| name |")[2].partition("| status |")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`(\w+)", cell)}
    choices = {*get_args(Sort), *get_args(By), *get_args(Match)}

    assert choices <= set(re.findall(r"\w+", table))
    assert named - choices - {"on", "off"} == {field.name for field in fields(PageState)} - {"q"}


@pytest.mark.parametrize(
    "name", [field.name for field in fields(PageState) if field.name in ("page", "n", "passages")]
)
def test_what_is_so_where_nothing_is_said_is_documented(name: str) -> None:
    assert f"`{name}={getattr(PageState(), name)}`" in PAGE


def test_every_key_is_documented_and_told_and_no_other() -> None:
    keys = re.search(r"const KEYS = \[(.*?)\]\];", script(), re.DOTALL)
    assert keys
    told = {key for row in re.findall(r'\["([^"]+)",', keys[1]) for key in row.split("  ")}
    rows = re.findall(r"^\| (`.*?`) \|", PAGE.partition("| key |")[2].partition("\n\n")[0], re.MULTILINE)
    documented = {key for row in rows for key in re.findall("`(.)`", row)}
    handled = set(re.findall(r'event\.key === "(.)"', script()))
    for keys_of in re.findall(r"\{([^{}]*)\}\[event\.key\]", script()):
        handled |= set(re.findall(r"\b(\w): ", keys_of))

    assert documented == told - {"Enter"} == handled


def test_every_picture_is_there_is_small_and_says_what_it_shows() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((images/.*?)\)", PAGE)

    assert {name for _, name in pictures} == {
        f"images/{path.name}" for path in (HOUSE / "docs/images").iterdir()
    }
    assert all(len(text) > 20 for text, _ in pictures)
    assert max((HOUSE / "docs" / name).stat().st_size for _, name in pictures) < 80_000


def test_the_policy_allows_what_is_of_this_host_alone() -> None:
    sources = set(re.findall(r"'[\w-]+'|\S+:\S*|\*", HEADERS["content-security-policy"]))

    assert sources == {"'none'", "'self'"}
