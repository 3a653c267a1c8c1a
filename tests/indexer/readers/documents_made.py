"""Documents made from their parts, as small as their formats allow: for tests of one thing each."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

__all__ = ["docx", "epub", "lines", "odt", "packed", "pdf", "pdf_of"]

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_FONTS: Final = "<</F 3 0 R/B 4 0 R>>"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A document of Word with that in its body; `styles`, `footnotes` … are its other parts."""
    named = {f"word/{name}.xml": f"<w:{name} {_W}>{part}</w:{name}>" for name, part in parts.items()}
    return packed({"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", **named})


def odt(body: str, styles: str = "") -> bytes:
    """A document of LibreOffice with that in its body, and automatic styles."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "draw")
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        }
    )


def epub(chapters: Mapping[str, str], metadata: str = "", guide: str = "", more: str = "") -> bytes:
    """A book of chapters, each a page by its name; `guide` has references, `more` items of the manifest."""
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(chapters)))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="b/book.opf"/></container>',
            "b/book.opf": f"<package><metadata>{metadata}</metadata><manifest>{items}{more}</manifest>"
            f"<spine>{spine}</spine><guide>{guide}</guide></package>",
            **{f"b/{name}": page for name, page in chapters.items()},
        }
    )


def pdf(*pages: str, info: str = "", page: str = "") -> bytes:
    """A PDF of pages, each given by what draws it, in fonts /F and /B (bold); `page` is said of each."""
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>",
    ]
    for number, drawn in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {first + 2 * number + 1} 0 R"
            f"/Resources<</Font{_FONTS}>>{page}>>"
        )
        objects.append(f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}\nendstream")
    return pdf_of(objects, "/Info 5 0 R")


def pdf_of(objects: Sequence[str], trailer: str = "") -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalogue."""
    file = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, one in enumerate(objects, 1):
        starts.append(len(file))
        file += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    return (
        bytes(file)
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(file)}\n%%EOF"
        ).encode()
    )


def lines(x: float, y: float, *said: str, size: float = 10, font: str = "F") -> str:
    """Lines under each other on a page, the first at a place from the bottom left."""
    shown = " T* ".join(f"({line}) Tj" for line in said)
    return f"BT /{font} {size} Tf {1.2 * size} TL {x} {y} Td {shown} ET\n"
