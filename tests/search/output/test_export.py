"""How does an answer leave for another program, a spreadsheet, a bibliography, paper?"""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.shown.json_line import json_line
from dateline.search.output import export, references, webpage
from dateline.search.results import ArticleHit, Found, PartCount, PartScore, PassageHit
from dateline.search.tallies import KwicLine

PASSAGE = PassageHit(
    'The "border" guards met.',
    ((5, 11), (13, 19)),
    1.5,
    (37, 38),
    "seeds/a.txt:37",
    (0,),
    (PartScore("b", "text", 1.5),),
)
ARTICLE = ArticleHit(
    id="seeds/a.txt#2",
    title="Guards & {borders}: 50 %",
    heading="Guards & {borders}: 50 %",
    date="2013-05-28",
    date_kind="exact",
    date_text="28 May 2013",
    source="CSTO",
    place="Bishkek",
    author="Ann Lee and Bo Li",
    language="en",
    path="seeds/a.txt",
    url="https://example.org/a_b?c=1&d",
    score=2.25,
    title_spans=((0, 6),),
    passages=(PASSAGE,),
    authors=("Ann Lee", "Bo Li"),
)


def found(*articles: ArticleHit) -> Found:
    return Found(
        articles,
        total=len(articles),
        passage_total=1,
        read_as="border AND guards",
        warnings=("a note",),
        parts=(PartCount("border", 0, ("boarder",)),),
    )


def but(article: ArticleHit = ARTICLE, **changes: Any) -> ArticleHit:
    return dataclasses.replace(article, **changes)


# --- JSON


def test_json_carries_the_names_of_the_records() -> None:
    (text,) = export.json_object(found(ARTICLE), query="border guards")
    answer = json.loads(text)

    assert list(answer) == [
        "v",
        "query",
        "read_as",
        "warnings",
        "relaxed",
        "total",
        "passage_total",
        "articles",
    ]
    assert answer["v"] == 1
    assert list(answer["articles"][0]) == [field.name for field in dataclasses.fields(ArticleHit)]
    assert answer["articles"][0]["passages"] == [
        {
            "text": PASSAGE.text,
            "spans": [[5, 11], [13, 19]],
            "score": 1.5,
            "lines": [37, 38],
            "cite": "seeds/a.txt:37",
            "sentences": [0],
        }
    ]


def test_json_says_why_when_asked() -> None:
    (text,) = export.json_object(found(ARTICLE), query="b", why=True)

    why = json.loads(text)["articles"][0]["passages"][0]["why"]

    assert why == [{"text": "b", "field": "text", "score": 1.5}]


def test_json_of_nothing_counts_the_parts_of_the_query() -> None:
    (text,) = export.json_object(found(), query="border")

    assert json.loads(text)["parts"] == [{"text": "border", "articles": 0, "suggestions": ["boarder"]}]


def test_jsonl_is_an_article_a_line_and_names_the_query_when_told() -> None:
    lines = list(export.jsonl(found(ARTICLE, ARTICLE), query="border"))

    assert [line.count("\n") for line in lines] == [1, 1]
    assert json.loads(lines[0])["query"] == "border"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('\x1b\x9b\u2028\u202e"\\')))
def test_json_round_trips_and_a_terminal_finds_nothing_to_obey_in_it(text: str) -> None:
    line = json_line({"text": text})

    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", line)


# --- CSV


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


def test_csv_has_a_passage_a_row_with_its_first_match_in_context() -> None:
    header, row = rows("".join(export.csv_passages([ARTICLE])))

    assert header == ["left", "match", "right", "cite", "id", "title", "date", "source"]
    assert row[:4] == ['The "', "border", '" guards met.', "seeds/a.txt:37"]
    assert row[4:] == ["seeds/a.txt#2", "Guards & {borders}: 50 %", "2013-05-28", "CSTO"]


def test_csv_of_several_queries_names_the_query_and_has_one_header() -> None:
    first = "".join(export.csv_passages([ARTICLE], query="one"))
    second = "".join(export.csv_passages([ARTICLE], query="two", header=False))

    assert [row[-1] for row in rows(first + second)] == ["query", "one", "two"]


def test_csv_of_nothing_is_its_header() -> None:
    assert len(rows("".join(export.csv_passages([])))) == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " \t=1", "＝1"])
def test_a_spreadsheet_calculates_nothing_of_an_article(text: str) -> None:
    (_, row) = rows("".join(export.csv_passages([but(title=text)])))

    assert row[5].startswith("'")


def test_csv_cells_are_one_line() -> None:
    passage = dataclasses.replace(PASSAGE, text="The \x1b\n\nborder guards.", spans=())

    (_, row) = rows("".join(export.csv_passages([but(passages=(passage,))])))

    assert row[:3] == ["The  border guards.", "", ""]


def test_kwic_lines_are_rows() -> None:
    text = "".join(export.kwic_csv([KwicLine("a", "the ", "border", " post", "a.txt:3", None)]))

    assert rows(text)[1] == ["the ", "border", " post", "a.txt:3", "a", ""]


# --- RIS and BibTeX


def test_ris_is_a_reference_an_article() -> None:
    (text,) = references.ris([ARTICLE])

    assert text.splitlines() == [
        "TY  - NEWS",
        "ID  - seeds/a.txt#2",
        "TI  - Guards & {borders}: 50 %",
        "AU  - Ann Lee",
        "AU  - Bo Li",
        "PY  - 2013",
        "DA  - 2013/05/28/",
        "T2  - CSTO",
        "CY  - Bishkek",
        "LA  - en",
        "UR  - https://example.org/a_b?c=1&d",
        'N1  - seeds/a.txt:37: The "border" guards met.',
        "ER  - ",
        "",
    ]


def test_a_line_break_does_not_end_a_ris_field() -> None:
    (text,) = references.ris([but(heading="Guards\nER  - \nTY  - BOOK", date=None)])

    assert text.count("\nER  - ") == 1
    assert "PY" not in text


def test_bibtex_escapes_what_latex_would_read() -> None:
    (text,) = references.bibtex([ARTICLE])

    assert text.splitlines() == [
        "@article{seeds-a-txt-2-2013,",
        "  title = {{Guards \\& \\textbraceleft{}borders\\textbraceright{}: 50 \\%}},",
        "  author = {Ann Lee and Bo Li},",
        "  journal = {CSTO},",
        "  date = {2013-05-28},",
        "  year = {2013},",
        "  month = {5},",
        "  address = {Bishkek},",
        "  langid = {en},",
        "  url = {https://example.org/a_b?c=1&d},",
        "  note = {seeds/a.txt:37},",
        "}",
        "",
    ]


def test_bibtex_keys_are_unique() -> None:
    entries = list(references.bibtex([but(date=None, source=None), but(date=None, id="seeds/a/txt/2")]))

    assert [entry.splitlines()[0] for entry in entries] == [
        "@misc{seeds-a-txt-2,",
        "@article{seeds-a-txt-2-2,",
    ]


@pytest.mark.parametrize(
    ("byline", "authors", "names"),
    [
        ("By Lee, Ann", ("Lee, Ann",), ["Lee, Ann"]),
        ("Ann Lee, Bo Li", ("Ann Lee", "Bo Li"), ["Ann Lee", "Bo Li"]),
        ("Staff writer", (), ["Staff writer"]),  # names nobody: the byline is better than nothing
        (None, (), []),
    ],
)
def test_each_author_is_a_line_of_ris(byline: str | None, authors: tuple[str, ...], names: list[str]) -> None:
    (text,) = references.ris([but(author=byline, authors=authors)])

    assert re.findall("AU  - (.*)", text) == names


@given(st.text())
def test_no_title_breaks_out_of_its_bibtex_entry(title: str) -> None:
    (text,) = references.bibtex(
        [but(heading=title, author=title, authors=(title, "Bo Li"), source=title or None)]
    )

    depths: list[int] = []
    for char in text.strip():
        depth = (depths[-1] if depths else 0) + (char == "{") - (char == "}")
        depths.append(depth)
    first = text.index("{")
    assert depths[-1] == 0
    assert min(depths[first:-1]) >= 1


# --- HTML


class Outline(HTMLParser):
    """The tags opened, the text marked and all attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "mark":
            self.marked.append(data)
            self.tags.append("")


def outline(answer: Found, query: str = "border") -> Outline:
    parser = Outline()
    parser.feed("".join(webpage.html_page(answer, query=query)))
    return parser


def test_the_page_marks_the_matches_and_links_the_source() -> None:
    page = outline(found(ARTICLE))

    assert page.marked == ["Guards", "border", "guards"]
    assert page.links == ["https://example.org/a_b?c=1&d"]


def test_the_page_stands_alone_and_runs_nothing() -> None:
    attack = but(
        url="javascript:alert(1)",
        heading="<script>x</script>",
        title_spans=(),
        source='"><img src=x>',
        language='en"><b',
    )

    page = outline(found(attack), query="</title><script>")

    assert page.links == []
    assert not {"script", "img", "link", "iframe", "b"} & set(page.tags)


def test_the_page_says_when_nothing_was_found_and_what_was_noted() -> None:
    text = "".join(webpage.html_page(found(), query="border"))

    assert "Nothing found." in text
    assert "Note: a note" in text


def test_the_page_has_a_style_for_paper() -> None:
    assert "@media print" in "".join(webpage.html_page(found(ARTICLE), query="border"))
