"""Authors printed on a page were dropped unread, "By" and the buttons beside a name were authors, and so was
whoever commented first.
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


def page(folder: Path, line: str = "", *, head: str = "", end: str = "") -> Article:
    (folder / "a.html").write_text(
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Bridge closes for three"
        f" weeks</title>{head}"
        f"</head><body><article><h1>Bridge closes for three"
        f" weeks</h1>{line}{TEXT}</article>{end}</body></html>",
        "utf-8",
    )
    [article] = read(folder / "a.html")
    return article


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Jane Doe</p>",
        '<div class="byline-wrapper"><span class="byline-prefix">By</span> <a href="/jane">Jane Doe</a>'
        ' <time datetime="2019-03-07">7 March</time> Updated 10:00</div>',
        '<div class="author-social"><a>Twitter</a> <a>Facebook</a></div><p class="author">Jane Doe'
        " <a>Follow</a></p>",
        "<p class=author>See full bio</p><p class=author>Jane Doe</p>",
        "<p class=author>Jane Doe Staff Writer</p>",
        "<p class=author>Photo Jane Doe</p>",
        "<p class=byline>By Jane Doe, Senior Correspondent</p>",
        "<p class=byline>By Jane Doe | March 7, 2019</p>",
        "<p>Posted by Jane Doe on March 7, 2019</p>",
        "<p>Ein Artikel von Jane Doe | 07.03.2019 - 12:45</p>",
        "<p>Auteur : Jane Doe</p>",
        "<p>von Jane Doe</p>",
        '<a rel=author href="/jane">Jane Doe</a>',
        "<p class=author>View all posts by Jane Doe</p>",
        "<p class=author>Follow Jane Doe</p>",
        "<p class=author>About Jane Doe</p>",
        "<p class=author>Jane Doe Folgen</p>",
        "<p class=author>Jane Doe (Osh)</p>",
        "<p class=author>Jane Doe jane@valleypost.example</p>",
        "<p>Di Jane Doe</p>",
        "<p>Par Jane Doe | Publié le 7 mars 2019 à 10h00</p>",
        "<p>Por Jane Doe | 7 de marzo de 2019</p>",
        '<span itemprop=author itemscope><meta itemprop=name content="Jane Doe">By</span>',
    ],
)
def test_the_author_is_a_name_and_nothing_beside_it(tmp_path: Path, line: str) -> None:
    article = page(tmp_path, line)
    assert [author.value for author in article.authors] == ["Jane Doe"]
    assert article.author_kind == "exact"


@pytest.mark.parametrize(
    "end",
    [
        "<section class=discussion><p><b class=author>Troll77</b> No bridge, please.</p></section>",
        "<div class=responses><a rel=author href=/u/7>Troll77</a><p>No bridge, please.</p></div>",
        "<div class=user-reviews><span class=author>Troll77</span></div>",
        "<div id=disqus_thread><span class=author>Troll77</span></div>",
    ],
)
def test_nobody_who_answers_is_the_author(tmp_path: Path, end: str) -> None:
    assert page(tmp_path, end=end).authors == ()


def test_a_name_before_the_word_for_published_is_likely_the_author(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>Jane Doe | Published 7 March 2019, 10.00 GMT</p>").author == "Jane Doe"


def test_a_name_beside_a_date_is_likely_the_author(tmp_path: Path) -> None:
    article = page(tmp_path, "<div>Jane Doe</div><div>7 March 2019</div>")
    assert (article.author, article.author_kind) == ("Jane Doe", "inferred")


def test_a_publisher_is_no_author_where_a_byline_names_one(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="Valley Post"><meta name=author content="Valley Post">'
    assert page(tmp_path, "<p class=byline>By Jane Doe</p>", head=head).author == "Jane Doe"
    alone = page(tmp_path, head=head)
    assert (alone.author, alone.author_kind) == ("Valley Post", "inferred")


@pytest.mark.parametrize(
    "end",
    [
        '<div class="comments"><div class="comment"><span class="author">Troll77</span><p>Nobody needs'
        " it.</p></div></div>",
        '<ol class=commentlist><li class="comment byuser"><cite class=fn>Troll Oldman</cite> says</li></ol>',
        "<aside class=related><p class=byline>By Other Person</p></aside>",
        '<div class="more-stories"><a rel=author href="/o">Other Person</a></div>',
    ],
)
def test_nobody_below_the_article_wrote_it(tmp_path: Path, end: str) -> None:
    article = page(tmp_path, end=end)
    assert (article.author, article.author_kind) == (None, "none")


def test_the_title_of_the_story_is_nobody(tmp_path: Path) -> None:
    assert page(tmp_path, "<span class=fn>Bridge closes for three weeks</span>").author is None


@pytest.mark.parametrize(
    "said", ["Share this story", "Email this article", "Leave a comment", "Teilen", "Partager"]
)
def test_a_button_in_an_element_of_the_author_is_nobody(tmp_path: Path, said: str) -> None:
    assert page(tmp_path, f"<div class=author>{said}</div>").author is None
