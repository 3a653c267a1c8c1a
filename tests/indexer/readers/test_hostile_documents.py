"""Documents that are broken, locked, bombs or none: each is named with its reason, and the rest goes in."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest

from dateline.indexer import build, read
from dateline.indexer.errors import SourceError
from tests.indexer.readers.documents_made import docx, epub, lines, odt, packed, pdf, pdf_of

GOOD: Final = docx("<w:p><w:r><w:t>They met in Kabul.</w:t></w:r></w:p>")
PDF: Final = pdf(lines(50, 600, "They met in Kabul."))
OPEN: Final = "<document><body>"
CATALOGUE: Final = "<</Type/Catalog/Pages 2 0 R>>"
IMAGE: Final = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
)
SCAN: Final = [
    CATALOGUE,
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
    "<</Length 23>>stream\n600 0 0 800 0 0 cm /I Do\nendstream",
    f"{IMAGE}stream\nx\nendstream",
]


def flagged(data: bytes) -> bytes:
    """A ZIP archive whose members say that they are encrypted."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(changed)


def crowded() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "")
    return file.getvalue() + b"PK\x01\x02" * 100_001


def entity(declared: str) -> bytes:
    return packed({"word/document.xml": f"<!DOCTYPE d [{declared}]>{OPEN}<t>&a;</t></body></document>"})


HOSTILE: Final = {
    "cut.docx": (GOOD[:-30], "damaged: file is not a zip file"),
    "only begun.docx": (b"PK\x03\x04", "damaged: file is not a zip file"),
    "no text.docx": (packed({"word/nothing.xml": "<x/>"}), "no document of Word: it has no text part"),
    "not xml.docx": (
        packed({"word/document.xml": "They met."}),
        "damaged: not well-formed XML (syntax error)",
    ),
    "cut xml.docx": (packed({"word/document.xml": OPEN}), "damaged: not well-formed XML (no element found)"),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0" + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0",
        "encrypted, or of an old office program: save it without its password",
    ),
    "encrypted.docx": (flagged(GOOD), "encrypted: save it without its password"),
    "bomb.docx": (docx("<w:p>" + "a" * 40_000_000 + "</w:p>"), "unpacks to more than 100 times its size"),
    "laughs.docx": (
        entity('<!ENTITY b "haha"><!ENTITY a "&b;&b;&b;">'),
        "declares entities, which no document needs: not read",
    ),
    "passwd.docx": (
        entity('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "declares entities, which no document needs: not read",
    ),
    "deep.docx": (
        docx("<w:p>" * 100_000 + "</w:p>" * 100_000),
        "elements lie more than 1,000 deep in each other: no document",
    ),
    "crowded.docx": (crowded(), "100,002 parts in it, the limit is 100,000"),
    "empty.docx": (docx("<w:p/>"), "holds no article text"),
    "locked.odt": (
        packed({"META-INF/manifest.xml": "<encryption-data/>", "content.xml": b"\x8a\x01"}),
        "encrypted: save it without its password",
    ),
    "sheet.odt": (
        packed({"content.xml": "<o><body><spreadsheet/></body></o>"}),
        "no text document: a table, drawing or presentation",
    ),
    "no text.odt": (odt(""), "holds no article text"),
    "empty.epub": (
        packed({"mimetype": "application/epub+zip"}),
        "no book: it does not say what it consists of",
    ),
    "shop.epub": (
        packed({"META-INF/encryption.xml": '<e><EncryptionMethod Algorithm="urn:aes"/></e>'}),
        "encrypted (a book with a copy protection)",
    ),
    "covers.epub": (epub({"a.xhtml": "<img/>"}), "holds no article text"),
    "no rtf.rtf": (b"They met.", "no RTF document: it does not begin as one"),
    "deep.rtf": (b"{\\rtf1 " + b"{" * 100_000, "groups lie more than 1,000 deep in each other: no document"),
    "cut.rtf": (b"{\\rtf1{\\fonttbl{\\f0 Ti", "damaged: it ends before its text"),
    "begun.pdf": (b"%PDF-1.7", "damaged: no PDF that can be opened"),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged: no PDF that can be opened"),
    "circle.pdf": (
        pdf_of([CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
        "damaged: none of its pages can be read",
    ),
    "a billion pages.pdf": (
        pdf_of([CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", "<</Type/Page>>"]),
        "has no text layer",
    ),
    "many pages.pdf": (
        pdf_of(
            [CATALOGUE, f"<</Type/Pages/Kids[{'3 0 R ' * 5001}]/Count 5001>>", "<</Type/Page/Parent 2 0 R>>"]
        ),
        "5,001 pages, the limit is 5,000",
    ),
    "drawn.pdf": (pdf("0 0 10 10 re f"), "has no text layer"),
    "scan.pdf": (pdf_of(SCAN), "has no text layer: a scan, which text recognition (ocrmypdf) gives one"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_named_with_its_reason(tmp_path: Path, name: str) -> None:
    data, reason = HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(tmp_path / name)
    assert caught.value.reason == reason


def test_a_page_with_letters_strewn_about_is_read_line_by_line(tmp_path: Path) -> None:
    strewn = "".join(f"1 0 0 1 {37 * n % 599} {53 * n % 797} Tm (a{n}) Tj " for n in range(4000))
    (tmp_path / "map.pdf").write_bytes(pdf(f"BT /F 4 Tf {strewn}ET"))
    [article] = read(tmp_path / "map.pdf")
    assert len({word for word in article.text.split() if word != "|"}) > 3000


def test_a_chapter_of_tags_that_do_not_end_is_gone_through_once(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(
        epub({"a.xhtml": "<head" * 30_000 + "<a>" * 30_000 + "<p>They met.</p>"})
    )
    [article] = read(tmp_path / "a.epub")
    assert article.text.endswith("They met.")


def test_hostile_documents_cost_nothing_but_themselves(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, (data, _) in HOSTILE.items():
        (folder / name).write_bytes(data)
    (folder / "good.docx").write_bytes(GOOD)
    (folder / "called otherwise.txt").write_bytes(PDF)
    report = build([folder], index=tmp_path / "index")
    assert {Path(skipped.path).name: skipped.reason for skipped in report.skipped} == {
        name: reason for name, (_, reason) in HOSTILE.items()
    }
    assert report.articles == 2


@pytest.mark.parametrize("good", [GOOD, PDF], ids=["docx", "pdf"])
def test_a_document_cut_anywhere_is_read_or_named(tmp_path: Path, good: bytes) -> None:
    for at in range(8, len(good), 97):
        (tmp_path / "a.docx").write_bytes(good[:at])
        try:
            assert all("They met" in article.text for article in read(tmp_path / "a.docx"))
        except SourceError as error:
            assert error.reason.startswith(("damaged", "has no text layer"))
