"""Each kind of page there is, by an address of it over the press archive."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from dateline import Archive
from tests.browser.press import LONG, NOTICE, PAGE

__all__ = ["KINDS", "addresses"]

KINDS: Final = (
    "first",
    "search",
    "one passage a row",
    "other language",
    "nothing found",
    "some of it found",
    "wrong query",
    "no such page of it",
    "values",
    "article",
    "article of several parts",
    "article with a wrong query",
    "article that is gone",
    "like",
    "saved page",
    "saved text",
    "no such page",
)


def addresses(index: str) -> dict[str, str]:
    """The address of each kind, from the root on."""
    with Archive.open(index) as archive:
        ids = {article.title: quote(article.id) for article in archive.articles()}
    page, minutes = ids[PAGE], ids[LONG]
    found = (
        "/",
        "/search?q=border+guards&page=2",
        "/search?q=border+guards&by=passage&sort=newest&source=Steppe+Gazette",
        "/search?q=границе",
        "/search?q=%22border+zeppelin%22+AND+gaurds",
        "/search?q=border+zeppelin+gaurds",
        "/search?q=border+(",
        "/search?q=border&page=99",
        "/values?field=place&q=border",
        f"/a/{page}?q=ferry+goats",
        f"/a/{minutes}?q=dredging&part=2",
        f"/a/{page}?q=border+(",
        "/a/none?q=border",
        f"/like/{page}",
        f"/file/{page}",
        f"/file/{ids[NOTICE]}",
        "/none",
    )
    return dict(zip(KINDS, found, strict=True))
