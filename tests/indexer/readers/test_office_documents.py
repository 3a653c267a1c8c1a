"""Documents of Word, LibreOffice and RTF: what of them is text, and what it is."""

from __future__ import annotations

from io import BytesIO

import pytest

from dateline.indexer.readers import docx as word
from dateline.indexer.readers import odt as libre
from dateline.indexer.readers import rtf
from dateline.indexer.readers.raw import RawDocument
from tests.indexer.readers.documents_made import docx, odt

BOX = "<w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent>"
STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>'
    '<w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def said(document: RawDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def kinds(document: RawDocument) -> list[tuple[str, str]]:
    return [(paragraph.kind, paragraph.text) for paragraph in document.paragraphs]


def of_word(body: str, **parts: str) -> RawDocument:
    [document] = word.read(BytesIO(docx(body, **parts)))
    return document


def of_libre(body: str, styles: str = "") -> RawDocument:
    [document] = libre.read(BytesIO(odt(body, styles)))
    return document


def of_rtf(text: str | bytes) -> RawDocument:
    data = text if isinstance(text, bytes) else text.encode("latin-1")
    [document] = rtf.read(BytesIO(b"{\\rtf1\\ansi " + data + b"}"))
    return document


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"{run('They ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del>{run('met.')}", "They met."),
        (f"{run('They ')}<w:ins>{run('soon ')}</w:ins>{run('met.')}", "They soon met."),
        (f"{run('They ')}<w:moveFrom>{run('here ')}</w:moveFrom>{run('met.')}", "They met."),
        (f"{run('They ')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>{run('met.')}", "They met."),
        (
            f'{run("They ")}<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>all </w:t></w:r>{run("met.")}',
            "They all met.",
        ),
        (
            f'{run("They ")}<w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>x</w:t></w:r>{run("met.")}',
            "They met.",
        ),
        ('<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>' + run("They met."), "They met."),
        ("<w:r><w:t>They</w:t><w:br/><w:t>met.</w:t></w:r>", "They\nmet."),
        ('<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>' + run("They met."), "They met."),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click')}</w:sdtContent></w:sdt>"
            + run("They met."),
            "They met.",
        ),
    ],
)
def test_word_is_read_as_who_accepts_all_changes_sees_it(inside: str, text: str) -> None:
    assert said(of_word(f"<w:p>{inside}</w:p>", styles=STYLES)) == [text]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('They met ')}</w:p>"
    assert said(of_word(f"{first}<w:p>{run('in Kabul.')}</w:p>")) == ["They met in Kabul."]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    both = (
        f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    document = of_word(f"<w:p>{run('They ')}<w:r>{both}</w:r>{run('met.')}</w:p>")
    assert said(document) == ["They met.", "A box."]


def test_styles_tell_headings_in_every_language_of_the_program() -> None:
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(style)}</w:p>'
        for style in ("V1", "Titel", "berschrift1", "Mine", "Round", "Unknown")
    )
    document = of_word(paragraphs, styles=STYLES)
    assert document.title == "Titel"
    assert kinds(document) == [
        ("subhead", "berschrift1"),
        ("subhead", "Mine"),
        ("body", "Round"),
        ("body", "Unknown"),
    ]
    assert [(drop.rule, drop.text) for drop in document.dropped] == [("table of contents", "V1")]


def test_a_row_is_a_paragraph_unless_its_table_is_a_frame_for_text() -> None:
    def cell(*texts: str) -> str:
        return "<w:tc>" + "".join(f"<w:p>{run(text)}</w:p>" for text in texts) + "</w:tc>"

    table = f"<w:tr>{cell('7.30')}{cell('12 crowns')}</w:tr><w:tr>{cell('One.', 'Two.')}{cell('3')}</w:tr>"
    assert kinds(of_word(f"<w:tbl>{table}</w:tbl>")) == [
        ("table", "7.30 | 12 crowns"),
        ("body", "One."),
        ("body", "Two."),
        ("body", "3"),
    ]


def test_notes_come_after_the_text_and_headers_not_at_all() -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p>{run(text)}</w:p></w:footnote>'
        for number, text in ((0, "---"), (2, "A note."))
    )
    cited = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = of_word(
        f"<w:p>{run('They met.')}{cited}</w:p><w:p>{run('No deal.')}</w:p>",
        footnotes=notes,
        header1=f"<w:p>{run('HEADER')}</w:p>",
    )
    assert said(document) == ["They met.", "No deal.", "A note."]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("They<text:s text:c='3'/>met.", "They   met."),
        ("They <text:span text:style-name='H'>never </text:span>met.", "They met."),
        ("They <text:hidden-text>never </text:hidden-text>met.", "They met."),
        ("They <office:annotation><text:p>No!</text:p></office:annotation>met.", "They met."),
        ("They<text:line-break/>met.", "They\nmet."),
        ("They <text:change-start/>soon <text:change-end/>met.", "They soon met."),
        ("They met<text:note><text:note-citation>1</text:note-citation></text:note>.", "They met."),
    ],
)
def test_libreoffice_is_read_as_who_accepts_all_changes_sees_it(inside: str, text: str) -> None:
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    deleted = "<text:tracked-changes><text:p>never </text:p></text:tracked-changes>"
    assert said(of_libre(f"{deleted}<text:p>{inside}</text:p>", hidden)) == [text]


def test_libreoffice_tells_titles_by_the_style_another_is_made_of() -> None:
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    contents = "<text:table-of-content><text:p>Talks 1</text:p></text:table-of-content>"
    document = of_libre(
        f'{contents}<text:p text:style-name="P1">Summit</text:p><text:h>Talks</text:h>'
        '<text:p text:style-name="Heading_20_2">Later</text:p>'
        "<text:list><text:list-item><text:p>One.</text:p></text:list-item></text:list>",
        styles,
    )
    assert document.title == "Summit"
    assert kinds(document) == [("subhead", "Talks"), ("subhead", "Later"), ("list", "One.")]
    assert [drop.text for drop in document.dropped] == ["Talks 1"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\u1040?\'f1\u8212- x", "Аñ— x"),
        (r"\uc2\u1040 \'c0\'c1x", "Аx"),
        (r"\ansicpg1251 \'c0\'f1", "Ас"),
        (r"{\fonttbl{\f1\fcharset204 T;}}\'e9 {\f1\'e9}\'e9", "é йé"),
        (r"{\fonttbl\f2\fnil\fcharset128 M;}\f2\'93\'fa\'96{", "日"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"They {\v never }met.", "They met."),
        (r"They \v never \v0 met.", "They met."),
        (r"They {\deleted never }met.", "They met."),
        (r"They {\*\generator never }met.", "They met."),
        (r"They {\pict ffd8}met{\annotation No!}.", "They met."),
        (r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt They}} met.', "They met."),
        (r"{\upr{They?}{\*\ud{They}}} met\~.", "They met\u00a0."),
        (r"\{They\} \\ met\_up", "{They} \\ met-up"),
        ("They\r\n met\\line now", "They met\nnow"),
        ("They {\\pict\\bin4 }}{{}now", "They now"),
    ],
)
def test_rtf_is_read_in_all_its_ways_to_write_a_letter(text: str, read: str) -> None:
    assert said(of_rtf(text))[0].startswith(read)


def test_rtf_into_which_a_program_wrote_utf8_is_read() -> None:
    assert said(of_rtf("Астана \\b они\\b0  met".encode())) == ["Астана они met"]


def test_rtf_tells_title_headings_tables_and_notes() -> None:
    document = of_rtf(
        r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Mine;}{\s3 Title;}}"
        r"{\info{\title x.doc}{\author Ann Lee}}"
        r"\pard\s3 Summit\par\pard\s1 Talks\par\pard\s2 Later\par"
        r"\pard They met{\footnote\pard A note.\par}.\par"
        r"\trowd\pard\intbl 7.30\cell 12 crowns\cell\row\pard End.\par"
    )
    assert (document.title, document.creator) == ("Summit", "Ann Lee")
    assert kinds(document) == [
        ("subhead", "Talks"),
        ("subhead", "Later"),
        ("body", "They met."),
        ("table", "7.30 | 12 crowns"),
        ("body", "End."),
        ("body", "A note."),
    ]


def test_a_table_of_rtf_that_does_not_end_is_ended_by_what_follows() -> None:
    document = of_rtf(r"\trowd\pard\intbl 7.30\cell 12 crowns\cell\pard They met.\par")
    assert kinds(document) == [("table", "7.30 | 12 crowns"), ("body", "They met.")]


def test_a_download_of_a_database_in_a_document_is_its_stories() -> None:
    story = (
        "1 of 2 DOCUMENTS",
        "Valley Post",
        "March 7, 2019",
        "Ferry starts",
        "LENGTH: 9 words",
        "It runs.",
        "2 of 2 DOCUMENTS",
        "Valley Post",
        "March 8, 2019",
        "Bridge closed",
        "LENGTH: 9 words",
        "It cracked.",
    )
    for found in (
        word.read(BytesIO(docx("".join(f"<w:p>{run(line)}</w:p>" for line in story)))),
        libre.read(BytesIO(odt("".join(f"<text:p>{line}</text:p>" for line in story)))),
        rtf.read(BytesIO(b"{\\rtf1 " + "\\par ".join(story).encode() + b"}")),
    ):
        assert [(one.title, one.date) for one in found] == [
            ("Ferry starts", "March 7, 2019"),
            ("Bridge closed", "March 8, 2019"),
        ]
