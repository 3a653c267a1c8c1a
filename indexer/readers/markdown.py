"""Markdown: front matter, headings as subheads, the words of links, emphasis without its signs.

>>> from io import BytesIO
>>> text = b"# Talks\\n\\nThey **met** in [Bern](https://x.example).\\n\\n## Next\\n\\n- one\\n- two\\n"
>>> [document] = read(BytesIO(text))
>>> document.title, [(part.text, part.kind) for part in document.paragraphs]
('Talks', [('They met in Bern.', 'body'), ('Next', 'subhead'), ('one', 'list'), ('two', 'list')])
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.article import ParagraphKind
from dateline.indexer.readers.front_matter import front_matter, stated
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import RawDocument, RawParagraph, RawRecord

__all__ = ["read"]

_DEEPEST: Final = 20  # quotes in quotes
_MOST_CHARS: Final = (
    50_000  # of a paragraph that is looked into for emphasis and links: no longer one is text
)
_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMBERED: Final = re.compile(r"[ \t]{0,3}(\d{1,9})[.)][ \t]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE: Final = re.compile(r" {0,3}>[ \t]?(?:\[![A-Za-z-]+\][-+]?[ \t]*)?")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_TABLE_RULE: Final = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_DEFINITION: Final = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*(?:<[^>]*>|\S+)(?:[ \t]+[\"'(].*[\"')])?[ \t]*$")
_INLINE: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (
        re.compile(r"!\[\[[^\]]{0,500}\]\]|!\[[^\]]{0,1000}\](?:\([^)]{0,2000}\)|\[[^\]]{0,500}\])"),
        "",
    ),  # pictures
    (re.compile(r"\[\[(?:[^\]|]{0,500}\|)?([^\]|]{0,500})\]\]"), r"\1"),  # links of a wiki
    (re.compile(r"\[\^[^\]]{1,40}\](?!:)"), ""),  # marks of footnotes
    (
        re.compile(
            r"\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)|\[[^\]]*\])"
        ),
        r"\1",
    ),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"<!--.{0,5000}?-->|</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"(\*\*\*|\*\*|__|~~|==)(?=\S)(.{1,400}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"`{1,3}([^`]+)`{1,3}"), r"\1"),
    (_ESCAPED, r"\1"),
)


def read(stream: BinaryIO) -> Iterator[RawDocument]:
    """The document, with what its front matter states; its first heading is the title where none is."""
    text = decode(stream.read()).replace("\r\n", "\n").replace("\r", "\n")
    found = front_matter(text)
    fields = (stated(found.values) if found else None) or RawRecord(text="")
    skipped = found.lines if found else 0
    paragraphs = list(_paragraphs(text.split("\n"), skipped))
    title = _ESCAPED.sub(r"\1", fields.title) if fields.title else None  # as pandoc states it
    if paragraphs and paragraphs[0].kind == "subhead" and (title is None or _same(paragraphs[0].text, title)):
        title = title or paragraphs[0].text
        del paragraphs[0]
    yield RawDocument(
        tuple(paragraphs),
        title=title,
        date=fields.date,
        source=fields.source,
        author=fields.author,
        language=fields.language,
        url=fields.url,
        meta=fields.meta,
    )


def _goes_on(line: str) -> bool:
    """Whether a line amid a paragraph begins with a number of its text: there a list begins at 1 alone."""
    number = _NUMBERED.match(line)
    return number is not None and int(number[1]) != 1


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, other.casefold()))


def _paragraphs(lines: list[str], skipped: int) -> Iterator[RawParagraph]:
    """The paragraphs, each with the line it begins in."""
    run: list[str] = []
    begun = 0
    fence: str | None = None
    within: ParagraphKind = "body"

    def ended(kind: ParagraphKind | None = None) -> Iterator[RawParagraph]:
        nonlocal within
        text = _plain(" ".join(run))
        kind, within = kind or within, "body"
        run.clear()
        if text:
            yield RawParagraph(text, kind, begun)

    for number, line in enumerate(lines[skipped:], skipped + 1):
        if fence is None:
            quoted = False
            for _ in range(_DEEPEST):
                if (quote := _QUOTE.match(line)) is None:
                    break
                if not run or not line[quote.end() :].strip():
                    yield from ended()
                line, quoted = line[quote.end() :], True
        opened = _FENCE.match(line)
        if opened and (fence is None or line.strip().startswith(fence)):
            yield from ended()
            fence = opened[1] if fence is None else None
            continue
        heading = _HEADING.match(line) if fence is None else None
        if fence is not None:
            if line.strip():
                yield RawParagraph(line.strip(), line=number)
        elif heading is not None:
            yield from ended()
            run, begun = [(heading[2] or "").rstrip("# \t")], number
            yield from ended("subhead")
        elif run and _UNDERLINE.match(line):
            yield from ended("subhead")
        elif not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line) or _DEFINITION.match(line):
            yield from ended()
        elif (item := _ITEM.match(line)) is not None and not (run and within != "list" and _goes_on(line)):
            yield from ended()
            run, begun, within = [line[item.end() :]], number, "list"
        elif line.lstrip().startswith("|"):
            yield from ended()
            run, begun = [" | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))], number
            yield from ended("table")
        else:
            if not run:
                begun, within = number, "quote" if quoted else "body"
            run.append(line.strip())
    yield from ended()


def _plain(text: str) -> str:
    """The words of a paragraph."""
    if len(text) <= _MOST_CHARS:
        for pattern, put in _INLINE:
            text = pattern.sub(put, text)
    return " ".join(html.unescape(text).split())
