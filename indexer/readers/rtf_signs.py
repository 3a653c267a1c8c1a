"""The words of Rich Text Format that stand for signs, code pages, and what is no text (RTF 1.9.1)."""

from __future__ import annotations

from typing import Final

__all__ = ["CHARSETS", "CODE_PAGES", "READ", "SIGNS", "SKIPPED"]

SIGNS: Final = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
# Of the document, by the word alone.
CODE_PAGES: Final = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# Of a font; what is missing is that of the document.
CHARSETS: Final = {
    2: "symbol",
    77: "mac_roman",
    78: "shift_jis",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
}
# Groups that begin so are no text.
SKIPPED: Final = frozenset(
    [
        "colortbl",
        "pict",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "annotation",
        "atnid",
        "atnauthor",
        "atntime",
        "atnicn",
        "atnref",
        "atndate",
        "atnparent",
        "fldinst",
        "bkmkstart",
        "bkmkend",
        "listtext",
        "pntext",
        "pntxta",
        "pntxtb",
        "tc",
        "tcn",
        "xe",
        "rxe",
        "txe",
        "nonesttables",
        "filetbl",
        "revtbl",
        "datafield",
        "formfield",
        "private",
        "template",
        "background",
        "nonshppict",
        "sp",
        "objdata",
        "objclass",
        "objname",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
    ]
)
# Groups that a program may leave out, and that hold text nevertheless.
READ: Final = frozenset(["shppict", "nesttableprops", "txfieldtext", "shptxt", "ud", "shpinst", "footnote"])
