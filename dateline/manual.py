"""How is a page of the manual shown in a terminal?

The pages are those of `docs/`, installed with the package: nothing is fetched. Piped, a page is printed as it
is written, in Markdown; in a terminal headings stand out, lines are wrapped at words, and tables are set in
columns.

>>> print(*terminal_lines("# Query\\n\\nSee [fields](fields.md).", 40, bold=("", "")), sep="\\n")
Query
<BLANKLINE>
See fields.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["page_names", "page_text", "terminal_lines"]

BOLD: Final = ("\x1b[1m", "\x1b[0m")
_MARKUP: Final = re.compile(r"\[([^\]]+)\]\([^)\s]*\)|``([^`]+)``|`([^`]+)`|\*\*([^*]+)\*\*")
_ITEM: Final = re.compile(r"\s*(?:[-*]|\d+\.)\s+")
_ROW_END: Final = re.compile(r"(?<!\\)\|")
_FIRST_COLUMN: Final = 30  # columns at most, where a table does not fit as it is


def page_names() -> list[str]:
    """The pages there are, sorted; none where they were not installed."""
    folder = _folder()
    return sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".md")) if folder else []


def page_text(name: str) -> str | None:
    """A page as it is written; None where there is none of that name."""
    folder = _folder()
    if folder is None or name not in page_names():
        return None
    with open(os.path.join(folder, f"{name}.md"), encoding="utf-8") as page:
        return page.read()


def _folder() -> str | None:
    """Where the pages lie: in the package, in a checkout beside it."""
    import dateline

    folders = (os.path.join(folder, "docs") for folder in dateline.__path__)
    return next((folder for folder in folders if os.path.isfile(os.path.join(folder, "query.md"))), None)


def terminal_lines(text: str, columns: int, *, bold: tuple[str, str] = BOLD) -> Iterator[str]:
    """The lines of a page for a terminal of `columns`."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    fence = False
    for number, block in enumerate(blocks):
        if number:
            yield ""
        lines = block.split("\n")
        if fence or lines[0].startswith("```"):
            yield from (f"    {line}" for line in lines if not line.startswith("```"))
            fence ^= sum(line.startswith("```") for line in lines) % 2 == 1
        elif lines[0].startswith("    "):
            yield from lines
        elif lines[0].startswith("|"):
            yield from _table(lines, columns, bold)
        else:
            for paragraph in _paragraphs(lines):
                yield from _paragraph(paragraph, columns, bold)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """What is wrapped as one: headings, items of a list, and the lines between them."""
    open_lines: list[str] = []
    for line in lines:
        if open_lines and (_ITEM.match(line) or line.startswith("#") or open_lines[0].startswith("#")):
            yield " ".join(open_lines)
            open_lines = []
        open_lines.append(line.rstrip() if not open_lines else line.strip())
    if open_lines:
        yield " ".join(open_lines)


def _paragraph(text: str, columns: int, bold: tuple[str, str]) -> Iterator[str]:
    if text.startswith("#"):
        yield from (f"{bold[0]}{line}{bold[1]}" for line in _wrapped(_plain(text.lstrip("# ")), columns))
        return
    item = _ITEM.match(text)
    lead = item[0] if item else ""
    for number, line in enumerate(_wrapped(_plain(text[len(lead) :]), columns - len(lead))):
        yield f"{' ' * len(lead) if number else lead}{line}"


def _table(lines: Iterable[str], columns: int, bold: tuple[str, str]) -> Iterator[str]:
    """Rows below each other; the last columns become one text where they are too wide."""
    rows = [[_plain(cell.strip()) for cell in _ROW_END.split(line.strip())[1:-1]] for line in lines]
    head, rows = rows[0], [row for row in rows[1:] if any(cell.strip("-: ") for cell in row)]
    shown = ([head] if any(head) else []) + rows
    widths = [max(map(_width, column)) for column in zip(*shown, strict=False)]
    if sum(widths) + 2 * len(widths) > columns:
        shown = [[row[0], "  ·  ".join(filter(None, row[1:]))] for row in shown]
        widths = [min(_FIRST_COLUMN, columns // 3, widths[0]), 0]
    for row in shown:
        opening, closing = bold if row[0] == head[0] and any(head) else ("", "")
        yield from (f"{opening}{line}{closing}" for line in _row(row, widths, columns))


def _row(cells: list[str], widths: list[int], columns: int) -> Iterator[str]:
    """A row of a table: what does not fit its column stands above, the last cell is wrapped below itself."""
    *first, last = cells
    lead = "".join(
        f"{cell}{' ' * (size - _width(cell))}  " for cell, size in zip(first, widths, strict=False)
    )
    indent = sum(widths[: len(first)]) + 2 * len(first)
    if _width(lead) > indent:
        yield from _wrapped(lead.strip(), columns)
        lead = " " * indent
    for number, line in enumerate(_wrapped(last, columns - indent) or [""]):
        yield f"{' ' * indent if number else lead}{line}".rstrip()


def _plain(text: str) -> str:
    """Text without its marks; those of the query language, in code, stay."""
    return _MARKUP.sub(lambda found: next(filter(None, found.groups())), text).replace("\\|", "|")


def _width(text: str) -> int:
    from dateline.search.highlight.printable import width

    return width(text)


def _wrapped(text: str, columns: int) -> list[str]:
    from dateline.search.highlight.printable import wrap

    return [text[start:end] for start, end in wrap(text, max(20, columns))]
