"""Found articles as references in somebody's bibliography.

RIS for EndNote, Zotero and their like, BibTeX for LaTeX. One reference an article, in the order found. What
an article brings is escaped or put on one line, so that it can't end its field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import quote

from dateline.indexer.format.fields import FIELDS, Field
from dateline.search.highlight.printable import printable
from dateline.search.results import ArticleHit

__all__ = ["bibtex", "ris"]

_YEAR_MONTH_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def _listed(tag_of: Callable[[Field], str | None], *first: str) -> list[tuple[str, Field]]:
    """The fields that are exported, by their tags: first these, as readers expect, then as in the table."""
    tagged = [(tag, field) for field in FIELDS if (tag := tag_of(field))]
    return sorted(tagged, key=lambda pair: first.index(pair[0]) if pair[0] in first else len(first))


_RIS: Final = _listed(lambda field: field.ris, "ID", "TI", "AU")
_BIBTEX: Final = _listed(lambda field: field.bibtex, "title", "author", "journal")


def _values(article: ArticleHit, field: Field) -> tuple[str, ...]:
    """What the article has of a field; of one with many values each, or what it says of them all."""
    many: tuple[str, ...] = getattr(article, field.plural) if field.plural else ()
    one: str | None = article.heading if field.name == "title" else getattr(article, field.name)
    return many or ((one,) if one else ())


def ris(found: Iterable[ArticleHit]) -> Iterator[str]:
    """One reference an article, for EndNote, Zotero and others (RIS, type NEWS)."""
    for article in found:
        lines = [("TY", "NEWS")]
        for tag, field in _RIS:
            for value in _values(article, field):
                if field.kind != "date":
                    lines.append((tag, value))
                elif date := _YEAR_MONTH_DAY.match(value):
                    year, month, day = date.groups(default="")
                    lines += [("PY", year), (tag, f"{year}/{month}/{day}/")]
        if article.url:  # an address is worth more than a file on somebody's disk
            lines = [(tag, value) for tag, value in lines if tag != "L1"]
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
# In a URL what no URL has must go, percent-encoded: it would end the value, or be read by TeX.
_NOT_OF_URLS: Final = re.compile(r'[\s{}\\^"<>|`]')


def bibtex(found: Iterable[ArticleHit]) -> Iterator[str]:
    """One `@article` (the journal is the source) or, without a source, `@misc` an article, in UTF-8."""
    keys: set[str] = set()
    for article in found:
        date = _YEAR_MONTH_DAY.match(article.date or "")
        year, month, _ = date.groups(default="") if date else ("", "", "")
        entries: dict[str, str] = {}
        for key, field in _BIBTEX:
            values = _values(article, field)
            if field.kind == "date":
                entries |= {key: date[0] if date else "", "year": year, "month": month.lstrip("0")}
            elif key == "url":
                entries[key] = "".join(map(_bibtex_url, values))
            else:
                entries[key] = " and ".join(map(_bibtex_text, values))
        entries["title"] = f"{{{entries['title']}}}"  # capitals as they are
        entries["note"] = _bibtex_text(
            article.passages[0].cite if article.passages else article.cite or article.path
        )
        lines = [f"  {name} = {{{value}}},\n" for name, value in entries.items() if value]
        kind = "article" if article.source else "misc"
        yield f"@{kind}{{{_bibtex_key(article, year, keys)},\n{''.join(lines)}}}\n\n"


def _bibtex_text(value: str | None) -> str:
    return printable(value or "").translate(_BIBTEX_TABLE).strip()


def _bibtex_url(value: str) -> str:
    return _NOT_OF_URLS.sub(lambda found: quote(found[0]), printable(value).strip())


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
