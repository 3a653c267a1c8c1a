"""Pages write JSON-LD by hand and by programs: with CDATA or a comment around it, commas and braces too many,
several objects one after another, its type as an address. All of it was thrown away then: no date, no author.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read

STORY = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge closes for three weeks",'
    ' "datePublished": "2019-03-07T10:00:00+01:00", "author": {"@type": "Person", "name": "Jane Doe"},'
    ' "publisher": {"@type": "Organization", "name": "Valley Post"}}'
)
PAGE = """<!doctype html><html lang=en><head><meta charset=utf-8><title>Bridge closes for three weeks</title>
<script type="application/ld+json">{script}</script></head><body><article>
<h1>Bridge closes for three weeks</h1>
<p>The ministry of transport said on Tuesday that the bridge would be closed for three weeks.</p>
<p>Local councillors complained that they had been told only a day before, and that the detour is long.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    "script",
    [
        STORY,
        f"//<![CDATA[\n{STORY}\n//]]>",
        f"/*<![CDATA[*/ {STORY} /*]]>*/",
        f"<!-- {STORY} -->",
        STORY[:-1] + ',"keywords":["a","b",],}',
        '{"@type":"WebSite","name":"x"}\n' + STORY,
        STORY + "}",
        STORY + ";",
        STORY[:-1],
        f"[{STORY}",
        "// the story\n" + STORY + "\n/* the end */",
        STORY.replace('"NewsArticle"', '"http://schema.org/NewsArticle"'),
        STORY.replace('"NewsArticle"', '["Thing", "schema:ReportageNewsArticle"]'),
        STORY.replace("for three weeks", "for\tthree\nweeks"),
        STORY.replace("Jane Doe", "Jane\\' Doe").replace("\\' ", " \\'").replace(" \\'", " "),
        STORY.replace('"', "&quot;"),
        STORY.replace('"https://schema.org",', '"https://schema.org" "x": "said "no" to",'),
        '{"@graph": [' + STORY + "]}",
        STORY.replace('"NewsArticle"', '"newsarticle"'),
        STORY.replace(', "author"', ',\u00a0"author"'),
        STORY.replace(', "author"', ' "author"'),
        STORY.replace('"headline"', '"description": "The "old" bridge", "headline"'),
    ],
)
def test_what_is_wrong_in_json_ld_costs_no_fields(tmp_path: Path, script: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("{script}", script), "utf-8")
    [article] = read(tmp_path / "a.html")
    assert (article.date, article.date_kind, article.author) == ("2019-03-07", "exact", "Jane Doe")
    assert article.title == "Bridge closes for three weeks"


def test_json_ld_that_is_damaged_beyond_repair_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("{script}", '{"@type": "NewsArticle", [[[{{{'), "utf-8")
    [article] = read(tmp_path / "a.html")
    assert (article.title, article.date, article.author) == ("Bridge closes for three weeks", None, None)
