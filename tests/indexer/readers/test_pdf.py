"""PDFs: in which order a page is read, what is a paragraph, what is no part of the text."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dateline.indexer import build, read
from dateline.indexer.errors import SourceError
from dateline.indexer.readers import pdf as reader
from dateline.indexer.readers.raw import RawDocument, Working
from dateline.search import Archive
from tests.indexer.readers.documents_made import lines, pdf, pdf_of

LEFT = (
    "A ferry began to cross the strait",
    "on Thursday, as the ministry of trans-",
    "port had promised for years.",
)
RIGHT = ("Fishermen of both towns had asked", "for a later start, because of nets.", "Their union agreed.")


def of(data: bytes) -> RawDocument:
    [document] = [item for item in reader.read(BytesIO(data)) if not isinstance(item, Working)]
    assert isinstance(document, RawDocument)
    return document


def said(document: RawDocument) -> list[str]:
    return [paragraph.text.replace("\n", " / ") for paragraph in document.paragraphs]


def test_columns_are_read_one_after_the_other_also_where_the_file_goes_across() -> None:
    across = "".join(
        lines(50, 600 - 12 * row, left) + lines(250, 600 - 12 * row, right)
        for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    )
    document = of(pdf(lines(50, 700, "Ferry and fishermen at odds", size=24) + across))
    assert document.title == "Ferry and fishermen at odds"
    assert said(document) == [" / ".join(LEFT), " / ".join(RIGHT)]


def test_what_runs_across_the_columns_parts_them() -> None:
    document = of(
        pdf(
            lines(50, 600, *LEFT)
            + lines(250, 600, *RIGHT)
            + lines(50, 500, "A headline that runs across both of the columns", size=18)
            + lines(50, 450, "Below on the left there is more.")
            + lines(250, 450, "Below on the right there is more.")
        )
    )
    assert said(document)[2:] == ["Below on the left there is more.", "Below on the right there is more."]
    assert said(document)[:2] == [" / ".join(LEFT), " / ".join(RIGHT)]


def test_a_story_below_another_is_read_after_all_columns_of_that() -> None:
    document = of(
        pdf(
            lines(50, 600, *LEFT)
            + lines(250, 600, *RIGHT)
            + lines(50, 500, "Bridge", size=16)
            + lines(250, 500, "Storm", size=16)
            + lines(50, 470, "It is closed to lorries.")
            + lines(250, 470, "It blew all night."),
            info="/Title(Ferry and fishermen)",
        )
    )
    assert said(document) == [
        " / ".join(LEFT),
        " / ".join(RIGHT),
        "Bridge",
        "It is closed to lorries.",
        "Storm",
        "It blew all night.",
    ]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    first = lines(50, 600, "A ferry began to cross the strait", "on Thursday, as the ministry of trans-")
    second = lines(50, 700, "port had promised for eleven years.", "Nobody had believed it.")
    (tmp_path / "a.pdf").write_bytes(pdf(first, second))
    [article] = read(tmp_path / "a.pdf")
    assert [(part.text, part.lines) for part in article.paragraphs] == [
        (
            "A ferry began to cross the strait on Thursday, as the ministry of transport had promised for "
            "eleven years. Nobody had believed it.",
            (1, 1),
        )
    ]


def test_paragraphs_begin_where_lines_are_indented_or_spaced() -> None:
    indented = lines(50, 600, "One line of the first paragraph,", "another line.") + lines(
        62, 576, "An indented line begins another"
    )
    indented += lines(50, 564, "one, and this is its end, a line", "that is not indented.")
    spaced = lines(50, 500, "After a space there is", "a third.") + lines(50, 470, "And a fourth.")
    assert said(of(pdf(indented + spaced))) == [
        "One line of the first paragraph, / another line.",
        "An indented line begins another / one, and this is its end, a line / that is not indented.",
        "After a space there is / a third.",
        "And a fourth.",
    ]


def test_running_heads_and_page_numbers_are_left_out_and_listed() -> None:
    pages = [
        lines(50, 770, f"Valley Post, 7 March 2019, edition {number}")
        + lines(50, 600, f"The story of page {number} is told here.")
        + lines(300, 20, f"- {number} -")
        for number in (1, 2, 3)
    ]
    document = of(pdf(*pages))
    assert [(part.page, part.text) for part in document.paragraphs] == [
        (number, f"The story of page {number} is told here.") for number in (1, 2, 3)
    ]
    assert [(drop.rule, drop.text, drop.lines) for drop in document.dropped[:2]] == [
        ("running head", "Valley Post, 7 March 2019, edition 1", (1, 1)),
        ("page number", "- 1 -", (1, 1)),
    ]
    assert len(document.dropped) == 6


def test_the_day_of_an_issue_is_that_of_its_running_head(tmp_path: Path) -> None:
    pages = [
        lines(50, 770, "Valley Post, 7 March 2019") + lines(50, 600, f"Story {n} is here.") for n in (1, 2)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(*pages, info="/CreationDate(D:20230101120000Z)"))
    (tmp_path / "b.pdf").write_bytes(
        pdf(lines(50, 600, "They met."), info="/CreationDate(D:20230101120000Z)")
    )
    dated = [read(tmp_path / name)[0] for name in ("a.pdf", "b.pdf")]
    assert [(one.date, one.date_kind) for one in dated] == [("2019-03-07", "exact"), ("2023-01", "partial")]


def test_the_address_a_browser_prints_is_that_of_the_article() -> None:
    printed = lines(50, 600, "The ferry runs.") + lines(30, 20, "https://valley.example/news/ferry")
    assert of(pdf(printed)).url == "https://valley.example/news/ferry"


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ("/Title(Summit in Kabul)", "Summit in Kabul"),
        ("/Title(Microsoft Word - talks_final.doc)", "Talks in Kabul end"),
        ("/Title(talks.indd)", "Talks in Kabul end"),
        ("/Title(Untitled)", "Talks in Kabul end"),
        ("", "Talks in Kabul end"),
    ],
)
def test_the_title_is_the_stated_one_unless_a_program_named_the_file(info: str, title: str) -> None:
    page = lines(50, 700, "Talks in Kabul end", size=22) + lines(
        50, 600, "They met on Monday and said little."
    )
    document = of(pdf(page, info=info))
    assert document.title == title
    assert (document.paragraphs[0].text == "Talks in Kabul end") == (title == "Summit in Kabul")


def test_bold_lines_are_subheads_and_signs_of_lists_begin_items() -> None:
    page = (
        lines(50, 600, "They met on Monday and said little.")
        + lines(50, 588, "No deal", font="B")
        + lines(
            50,
            576,
            "Three things are open after it.",
            "\u2022 Water of the upper river",
            "\u2022 The old bridge",
        )
    )
    assert [(part.kind, part.text) for part in of(pdf(page)).paragraphs] == [
        ("body", "They met on Monday and said little."),
        ("subhead", "No deal"),
        ("body", "Three things are open after it."),
        ("list", "\u2022 Water of the upper river"),
        ("list", "\u2022 The old bridge"),
    ]


@pytest.mark.parametrize(
    ("page", "matrix"),
    [
        ("/Rotate 90", "0 1 -1 0 300 100"),
        ("", "0 1 -1 0 300 100"),
        ("", "0 -1 1 0 300 700"),
        ("/Rotate 180", "1 0 0 1 50 600"),
    ],
)
def test_a_page_on_its_side_is_turned(page: str, matrix: str) -> None:
    drawn = f"BT /F 10 Tf 12 TL {matrix} Tm (A ferry began to cross) Tj T* (the strait on Thursday.) Tj ET"
    assert said(of(pdf(drawn, page=page))) == ["A ferry began to cross / the strait on Thursday."]


def test_what_is_written_across_a_page_is_left_out_and_listed() -> None:
    stamp = "BT /F 10 Tf 0 1 -1 0 30 100 Tm (Copy of the archive) Tj ET"
    document = of(pdf(lines(50, 600, *LEFT) + stamp))
    assert said(document) == [" / ".join(LEFT)]
    assert [(drop.rule, drop.text) for drop in document.dropped] == [
        ("across the page", "Copy of the archive")
    ]


def test_a_table_is_read_row_by_row() -> None:
    rows = (("Departure", "Price"), ("7.30", "12 crowns"), ("18.45", "9 crowns"))
    drawn = "".join(
        lines(50, 600 - 30 * row, left) + lines(300, 600 - 30 * row, right)
        for row, (left, right) in enumerate(rows)
    )
    assert said(of(pdf(drawn))) == ["Departure | Price", "7.30 | 12 crowns", "18.45 | 9 crowns"]


def test_a_pdf_is_cited_by_its_pages(tmp_path: Path) -> None:
    closed = [f"The bridge is closed on day {day}." for day in range(7)]
    (tmp_path / "a.pdf").write_bytes(
        pdf(lines(50, 600, *[f"A ferry runs at {hour}." for hour in range(7)]), lines(50, 600, *closed))
    )
    build([tmp_path / "a.pdf"], index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        [hit] = archive.search("bridge")
        assert hit.cite.endswith("a.pdf:p2")


def test_without_its_extra_a_pdf_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "dateline.indexer.readers.pdf")
    (tmp_path / "a.pdf").write_bytes(pdf(lines(50, 600, "A ferry runs.")))
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "a.pdf")
    assert caught.value.reason == 'to read PDFs: pip install "dateline[pdf]"'


def test_a_pdf_in_an_archive_is_cited_by_its_pages_there(tmp_path: Path) -> None:
    closed = [f"The bridge is closed on day {day}." for day in range(7)]
    ferry = [f"A ferry runs at {hour}." for hour in range(7)]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("2013/a.pdf", pdf(lines(50, 600, *ferry), lines(50, 600, *closed)))
    build([tmp_path / "a.zip"], index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as opened:
        assert opened.search("bridge")[0].cite.endswith("/a.zip!/2013/a.pdf:p2")


def test_what_stands_beside_a_page_number_at_the_edge_is_a_running_head(tmp_path: Path) -> None:
    first = lines(50, 700, "Ferry starts", size=20) + lines(50, 600, *LEFT)
    second = lines(50, 770, "Valley Post") + lines(280, 770, "-2-") + lines(450, 770, "14 June 2021")
    (tmp_path / "a.pdf").write_bytes(pdf(first, second + lines(50, 600, *RIGHT)))
    [article] = read(tmp_path / "a.pdf")
    assert (article.date, article.date_kind) == ("2021-06-14", "exact")
    assert "Valley Post" not in article.text
    assert ("running head", "Valley Post") in [(drop.rule, drop.text) for drop in article.dropped]


def test_when_a_browser_printed_a_single_page_is_no_line_of_it() -> None:
    document = of(
        pdf(
            lines(20, 785, "11/27/26, 10:43 PM", size=8)
            + lines(50, 700, "Ferry starts", size=20)
            + lines(50, 600, *LEFT)
            + lines(20, 12, "https://news.example.org/2021/ferry", size=8)
        )
    )
    assert said(document) == [" / ".join(LEFT)]


def test_a_line_set_even_in_a_narrow_column_is_one_however_wide_its_blanks() -> None:
    def even(y: float, text: str, blank: float) -> str:
        return f"BT /F 10 Tf {blank} Tw 50 {y} Td ({text}) Tj ET\n"

    # The widths of the letters are Helvetica's: each of these lines ends at the same place.
    page = (
        even(600, "The ferry left the old quay at", 0.0)
        + even(588, "noon. The municipality paid", 4.95)
        + even(576, "for the whole municipality", 9.94)
        + even(564, "and nobody was asked.", 0.0)
    )
    [one] = said(of(pdf(page)))
    assert one.endswith("for the whole municipality / and nobody was asked.")


def test_the_number_of_a_note_is_no_part_of_the_word_before_it() -> None:
    page = (
        "BT /F 10 Tf 50 600 Td (The ferry was built in 1936) Tj /F 6 Tf 4 Ts (1) Tj 0 Ts /F 10 Tf "
        "( on 12 km) Tj /F 6 Tf 4 Ts (2) Tj ET\n"
    )
    note = lines(50, 60, "1At the yard, as the register says.", "2 of it are left.", size=8)
    assert said(of(pdf(page + note)))[0] == "The ferry was built in 1936 on 12 km2"
    assert said(of(pdf(page)))[0] == "The ferry was built in 19361 on 12 km2"  # no note has it


def test_a_heading_that_is_the_last_line_of_its_column_goes_on_in_the_next() -> None:
    document = of(
        pdf(
            lines(50, 600, *LEFT) + lines(50, 540, "A line across", size=15) + lines(250, 600, *RIGHT),
            info="/Title(Ferry and fishermen)",
        )
    )
    assert said(document) == [" / ".join(LEFT), "A line across", " / ".join(RIGHT)]


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    drawn = [lines(50, 600, *LEFT), "600 0 0 800 0 0 cm /I Do", ""]
    image = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[5 0 R 7 0 R 9 0 R]/Count 3>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"{image}stream\nx\nendstream",
    ]
    for number, page in enumerate(drawn):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {6 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>>>",
            f"<</Length {len(page)}>>stream\n{page}\nendstream",
        ]
    (tmp_path / "a.pdf").write_bytes(pdf_of(objects))
    report = build([tmp_path / "a.pdf"], index=tmp_path / "index")
    assert report.articles == 1
    assert [one.reason for one in report.skipped] == [
        "page 2 has no text layer: a scan, which text recognition (ocrmypdf) gives one"
    ]
