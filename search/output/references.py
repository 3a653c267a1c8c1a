"""How does a found article become a reference in somebody's bibliography?

RIS for EndNote, Zotero and their like, BibTeX for LaTeX. One reference an article, in the order found. What
an article brings is escaped or put on one line, so that it can't end its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from dateline.search.highlight.printable import printable
from dateline.search.results import ArticleHit

__all__ = ["bibtex", "ris"]

_YEAR_MONTH_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def ris(found: Iterable[ArticleHit]) -> Iterator[str]:
    """One reference an article, for EndNote, Zotero and others (RIS, type NEWS)."""
    for article in found:
        lines = [("TY", "NEWS"), ("ID", article.id), ("TI", article.heading)]
        lines += [("AU", author) for author in _authors(article.author)]
        date = _YEAR_MONTH_DAY.match(article.date or "")
        if date:
            year, month, day = date.groups(default="")
            lines += [("PY", year), ("DA", f"{year}/{month}/{day}/")]
        optional = (
            ("T2", article.source),
            ("CY", article.place),
            ("LA", article.language),
            ("UR", article.url),
            ("L1", None if article.url else article.path),
        )
        lines += [(tag, value) for tag, value in optional if value]
        lines += [("N1", f"{passage.cite}: {passage.text}") for passage in article.passages]
        yield "".join(f"{tag}  - {printable(value).strip()}\n" for tag, value in lines) + "ER  - \n\n"


# BibTeX counts the braces of `\{` too, and a lone one would swallow what follows; hence the names.
_BIBTEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX_TABLE: Final = str.maketrans(_BIBTEX_SPECIAL)
# In a URL only what would end the value or begin a comment must go, and that percent-encoded.
_BIBTEX_URL: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex(found: Iterable[ArticleHit]) -> Iterator[str]:
    """One `@article` (the journal is the source) or, without a source, `@misc` an article, in UTF-8."""
    keys: set[str] = set()
    for article in found:
        date = _YEAR_MONTH_DAY.match(article.date or "")
        year, month, _ = date.groups(default="") if date else ("", "", "")
        title = printable(article.heading).translate(_BIBTEX_TABLE)
        authors = (_bibtex_text(author) for author in _authors(article.author))
        entries = {
            "title": f"{{{title}}}",
            "author": " and ".join(authors),
            "journal": _bibtex_text(article.source),
            "date": date[0] if date else "",
            "year": year,
            "month": month.lstrip("0"),
            "address": _bibtex_text(article.place),
            "langid": _bibtex_text(article.language),
            "url": printable(article.url or "").translate(_BIBTEX_URL),
            "note": _bibtex_text(article.passages[0].cite if article.passages else article.path),
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in entries.items() if value]
        kind = "article" if article.source else "misc"
        yield f"@{kind}{{{_bibtex_key(article, year, keys)},\n{''.join(lines)}}}\n\n"


def _bibtex_text(value: str | None) -> str:
    return printable(value or "").translate(_BIBTEX_TABLE).strip()


def _bibtex_key(article: ArticleHit, year: str, taken: set[str]) -> str:
    """The article's id in the characters every BibTeX takes, with its year; unique in the file."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", article.id).strip("-") or "article"
    stem = f"{stem}-{year}" if year and year not in stem else stem
    key, number = stem, 1
    while key.casefold() in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key.casefold())
    return key


def _authors(value: str | None) -> list[str]:
    """The names in a byline: `A and B`, `A; B`, `Ann Lee, Bo Li`. `Lee, Ann` stays one name."""
    names: list[str] = []
    for part in re.split(r"\s*;\s*|\s+(?:and|&)\s+", printable(value or "").strip()):
        pieces = [piece.strip() for piece in part.split(",")]
        if len(pieces) > 1 and all(" " in piece for piece in pieces):
            names += pieces
        elif part:
            names.append(part)
    return names
