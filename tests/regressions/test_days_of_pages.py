"""A stamp in UTC gave the day after, months were known in nine languages, and dates stood unread in meta tags
with names of their own, or in lines that were recognised as a page's date and thrown away.
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
TITLE = "Bridge closes for three weeks"


def page(folder: Path, *, head: str = "", line: str = "", language: str = "en", end: str = "") -> Article:
    (folder / "a.html").write_text(
        f"<!doctype html><html lang={language}><head><meta"
        f" charset=utf-8><title>{TITLE}</title>{head}</head><body>"
        f"<article><h1>{TITLE}</h1>{line}{TEXT}</article>{end}</body></html>",
        "utf-8",
    )
    [article] = read(folder / "a.html")
    return article


def stamp(time: str) -> str:
    return f'<meta property="article:published_time" content="{time}">'


def test_the_day_of_the_address_or_the_line_is_that_of_the_place(tmp_path: Path) -> None:
    late = stamp("2023-11-09T03:12:00+00:00")
    address = '<link rel=canonical href="https://valleypost.example/2023/11/08/bridge/">'
    line = "<p class=meta>November 8, 2023 at 8:12 p.m. MST</p>"
    for head, printed in ((late + address, line), (late + address, ""), (late, line)):
        article = page(tmp_path, head=head, line=printed)
        assert (article.date, article.date_kind) == ("2023-11-08", "exact")


def test_a_stamp_keeps_its_day_where_nothing_else_is_the_same_moment(tmp_path: Path) -> None:
    line = "<p class=meta>November 8, 2023</p>"
    assert page(tmp_path, head=stamp("2023-11-09T15:12:00+00:00"), line=line).date == "2023-11-09"
    assert page(tmp_path, head=stamp("2023-11-09T03:12:00-07:00"), line=line).date == "2023-11-09"
    assert page(tmp_path, head=stamp("2023-11-09T03:12:00+00:00")).date == "2023-11-09"


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("nl", "7 maart 2019"), ("pt", "7 de março de 2019"), ("pl", "7 marca 2019"),
        ("cs", "7. března 2019"), ("uk", "7 березня 2019"), ("da", "7. marts 2019"),
        ("hu", "2019. március 7."), ("el", "7 Μαρτίου 2019"),
        ("fi", "7. maaliskuuta 2019"), ("ro", "7 martie 2019"), ("zh", "2019年3月7日"),
        ("ja", "2019(平成31)年3月7日"), ("ko", "2019년 3월 7일"), ("ar", "7 مارس 2019"),
        ("ar", "٧ مارس ٢٠١٩"), ("it", "7 marzo 2019"), ("sv", "7 mars 2019"),
        ("es", "marzo 7, 2019"), ("th", "7 มีนาคม 2562"), ("vi", "7 tháng 3 năm 2019"),
        ("lt", "2019 m. kovo 7 d."), ("lv", "2019. gada 7. marts"),
        ("hi", "7 मार्च 2019"), ("hr", "7. ožujka 2019."), ("sk", "7. 3. 2019"),
        ("de", "Donnerstag, 07.03.19"), ("es", "7/3/2019 10:00"), ("en-US", "03/07/2019"),
        ("en-GB", "07/03/2019"), ("ms", "7 Mac 2019"), ("bg", "7 март 2019"),
        ("ca", "7 de març de 2019"),
    ],
)  # fmt: skip
def test_days_are_read_in_the_language_of_the_page(tmp_path: Path, language: str, date: str) -> None:
    line = f"<span class=date>{date}</span>"
    article = page(tmp_path, line=line, language=language)
    # The text is English; the page's own language tells what its numbers are.
    assert article.date == "2019-03-07" or "/" in date


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="pdate" content="20190307">',
        '<meta name="article:published:time" content="2019-03-07T10:00:00Z">',
        '<meta property="og:article:published_time" content="2019-03-07T10:00:00Z">',
        '<meta name="dcterms.issued" content="2019-03-07">',
        '<meta name="citation_publication_date" content="2019/03/07">',
        '<meta name="w-published-date" content="2019-03-07T06:03:43.274Z">',
        '<meta itemprop="datePublished" content="2019-03-07">',
        '<meta name="DC.date.issued" content="March 7, 2019">',
    ],
)
def test_meta_tags_of_many_names_tell_the_day(tmp_path: Path, meta: str) -> None:
    article = page(tmp_path, head=meta)
    assert (article.date, article.date_kind) == ("2019-03-07", "exact")


@pytest.mark.parametrize(
    "line",
    [
        "<p>March 7, 2019 10:00 AM</p>",
        "<p>By Jane Doe</p><p>March 7, 2019 10:00 AM</p>",
        "<p>Published: 7 March 2019 | Updated: 9 March 2019</p>",
        "<div class=byline>Updated March 9, 2019. Published March 7, 2019</div>",
        "<time datetime=2019-03-09 class=updated>9 March</time><time datetime=2019-03-07 class=published>7"
        " March</time>",
    ],
)
def test_a_line_that_is_dropped_as_the_date_is_the_date(tmp_path: Path, line: str) -> None:
    article = page(tmp_path, line=line)
    assert (article.date, article.date_kind) == ("2019-03-07", "exact")


def test_the_day_of_a_change_is_no_day_of_publication(tmp_path: Path) -> None:
    changed = '<meta property="article:modified_time" content="2020-01-01T10:00:00Z">'
    article = page(tmp_path, head=changed, line="<p>7 March 2019</p>")
    assert (article.date, article.date_kind) == ("2019-03-07", "exact")
    assert page(tmp_path, head=changed).date is None
    assert page(tmp_path, line="<p>Last updated 7 March 2019</p>").date_kind != "exact"


def test_no_year_is_made_up(tmp_path: Path) -> None:
    for line in ("<p class=date>7 March</p>", "<p class=date>03/07</p>", "<p class=date>Tuesday, 10:00</p>"):
        assert page(tmp_path, line=line).date is None


def test_dates_of_other_stories_are_none_of_this(tmp_path: Path) -> None:
    others = "".join(
        f'<div class="related card"><time datetime="2011-01-0{day}">0{day} Jan 2011</time></div>'
        for day in range(1, 6)
    )
    article = page(tmp_path, line="<p>7 March 2019</p>", end=others)
    assert article.date == "2019-03-07"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("he", "7 במרץ 2019"),
        ("ar", "الخميس 7 آذار 2019"),
        ("th", "7 มี.ค. 2562"),
    ],
)
def test_months_that_are_written_otherwise_than_in_tables_are_read(
    tmp_path: Path, language: str, line: str
) -> None:
    assert page(tmp_path, line=f"<span class=date>{line}</span>", language=language).date == "2019-03-07"


def test_the_months_of_the_levant_and_the_maghreb_are_months(tmp_path: Path) -> None:
    for line, day in (("7 كانون الثاني 2019", "2019-01-07"), ("7 تشرين الأول 2019", "2019-10-07")):
        assert page(tmp_path, line=f"<span class=date>{line}</span>", language="ar").date == day
    assert page(tmp_path, line="<span class=date>7 جويلية 2019</span>", language="ar").date == "2019-07-07"


@pytest.mark.parametrize("name", ["article:published", "ptime"])
def test_more_meta_tags_are_dates(tmp_path: Path, name: str) -> None:
    assert page(tmp_path, head=f'<meta name="{name}" content="20190307100000">').date == "2019-03-07"
