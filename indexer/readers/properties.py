"""Is what a document says of itself its title and language, or what its program put there?

Programs fill in the properties of a document: "Microsoft Word - report.doc", the name of the template, the
address it was printed from. A title that was never meant is worse than none.

>>> stated_title("Summit in Astana"), stated_title("Microsoft Word - Document1"), stated_title("scan0012.pdf")
('Summit in Astana', None, None)
>>> stated_day("D:20130528101500+06'00'"), stated_day("2013-05-28T10:15:00Z")
('2013-05-28', '2013-05-28')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dateline.indexer.readers.raw import RawDocument

__all__ = ["stated_day", "stated_title", "with_properties"]

_PROGRAM: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|publisher)|writer|pages)\s*[-–:]\s*", re.I
)
_FILE: Final = re.compile(
    r"(?:.*[\\/])?[^\\/]*\.(?:docx?|dotx?|docm|odt|ott|rtf|pdf|html?|mhtml?|txt|indd|qxd|qxp|pmd|p65|tex|dvi|ps|eps|"
    r"pptx?|xlsx?|pages|wpd|jpe?g|png|tiff?|aspx?|php|cfm|fm)",
    re.I,
)
_NAME: Final = re.compile(
    r"\(?(?:anonymous|unspecified|untitled|unbenannt|sans[ -]titre|sin t[ií]tulo|"
    r"senza (?:titolo|nome)|без имени|без названия|ohne titel|naamloos|"
    r"document|dokument|documento|документ|microsoft word(?: document)?|word document|"
    r"normal(?:\.dotm?)?|template|vorlage|blank(?: document)?|new document|neues dokument|presentation|slide|"
    r"title|titel|none|null|n/?a|print|drucken|scan(?:ned)?(?: document| image)?|powerpoint[- ]\w+|default|"
    r"pdf|about:blank|unknown|page|layout|заголовок|index|newsletter)"
    r"\)?[\s_-]*\(?\d*\)?",
    re.I,
)
_LONGEST: Final = 500
_ADDRESS: Final = re.compile(r"(?:https?|file|ftp)://\S*|www\.\S+", re.I)
_NO_WORDS: Final = re.compile(r"[\W\d_]*|[a-z]{0,4}[-_]?\d[\d._ -]*|[\w.-]*\d{4,}[\w.-]*|\S+_\S*", re.I)
_DAY: Final = re.compile(
    r"\s*(?:D:)?(?P<year>(?:19|20)\d\d)-?(?P<month>0[1-9]|1[0-2])-?(?P<day>0[1-9]|[12]\d|3[01])"
)


# Of a format's first day, of a program's template (python-docx).
_NO_DAYS: Final = frozenset(
    ("1899-12-30", "1904-01-01", "1970-01-01", "1980-01-01", "2000-01-01", "2013-12-23")
)


def stated_title(stated: str | None) -> str | None:
    """The title of a document by its properties; None where a program, a template or a file is named."""
    title = " ".join((stated or "").replace("\0", " ").split())
    if len(title) > _LONGEST:
        return None
    title = _PROGRAM.sub("", title, count=1)
    for said in (_FILE, _NAME, _ADDRESS, _NO_WORDS):
        if said.fullmatch(title):
            return None
    return title


def stated_day(stated: str | None) -> str | None:
    """The day of a time as programs write it, `D:20130528…` or ISO; None where it is neither, or nobody's."""
    found = _DAY.match(stated or "")
    day = f"{found['year']}-{found['month']}-{found['day']}" if found else None
    return None if day in _NO_DAYS else day


def with_properties(
    document: RawDocument, said: Mapping[str, str], *, creator: str, created: str
) -> RawDocument:
    """A document with what its properties say; `creator` and `created` are what its kind calls these."""
    return replace(
        document,
        title=document.title or stated_title(said.get("title")),
        creator=said.get(creator),
        created=stated_day(said.get(created)),
        language=said.get("language"),
    )
