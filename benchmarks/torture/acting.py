"""What in an output would act on whoever opens it?

One judge an output, each a function from what was printed to what is wrong with it, one finding a line;
nothing where nothing acts. They are written without the code they judge: by what a terminal, a browser, a
spreadsheet, BibTeX, a reference manager or a reader of JSON does with the text.

>>> terminal("fine\\n"), terminal("ring\\x07\\n")
([], ["U+0007 in 'ring\\\\x07'"])
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from bs4 import BeautifulSoup, Comment, Declaration, FeatureNotFound, ProcessingInstruction
from bs4.element import PageElement, Tag

from benchmarks.torture.hostile_words import FORGED

__all__ = [
    "bibtex",
    "json_lines",
    "letters",
    "markdown",
    "ris",
    "same_letters",
    "table",
    "terminal",
    "webpage",
]

_SGR: Final = re.compile(r"\x1b\[(?:0|1|2|1;31)m")
# Formats that are seen, or join what is seen (Arabic numbers, Egyptian quadrats); all others act or hide.
_SEEN: Final = "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]"
_ALONE: Final = "\u00ad\u034f\u180b-\u180f\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FORMATS: Final = "".join(
    re.escape(chr(code))
    for code in (*range(0xD800), *range(0xE000, 0x110000))
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}
    and not re.match(f"{_SEEN}|[{_ALONE}\n\t]", chr(code))
)
_ACTS: Final = re.compile(
    f"[{_FORMATS}\ud800-\udfff\u2065\ufff0-\ufff8\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]|[{_ALONE}]{{3}}"
)
_FORGED: Final = re.compile(rf"^{FORGED}", re.MULTILINE)
_FORMULA: Final = re.compile(f"[\\s{_ALONE}\u115f\u1160\u3164\uffa0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")

_PAGE: Final[dict[str, dict[str, str]]] = {  # all elements of our page, and their attributes
    **{
        "html": {"lang": "en"},
        "head": {},
        "body": {},
        "title": {},
        "style": {},
        "br": {},
        "ol": {},
        "mark": {},
    },
    **{"h1": {}, "h2": {"dir": "auto"}, "blockquote": {}, "cite": {}, "a": {"href": "https?://.*"}},
    **{"p": {"class": "about|facts", "dir": "auto"}, "li": {"lang": "[A-Za-z0-9-]+"}},
    "meta": {
        "charset": "utf-8",
        "http-equiv": "Content-Security-Policy",
        "name": "viewport",
        "content": "default-src 'none'; style-src 'unsafe-inline'|width=device-width, initial-scale=1",
    },
}
_ONCE: Final = {"html": 1, "head": 1, "body": 1, "title": 1, "style": 1, "h1": 1, "meta": 3, "br": 1}

_RIS_TAGS: Final = frozenset(["TY", "ID", "TI", "AU", "PY", "DA", "T2", "CY", "LA", "UR", "L1", "N1", "ER"])
_RIS_MANY: Final = frozenset({"AU", "N1"})
_BIBTEX_FIELDS: Final = frozenset(
    ["title", "author", "journal", "date", "year", "month", "address", "langid", "url", "note"],
)
_BIBTEX_WORDS: Final = frozenset(
    ["textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum"]
)
_BIBTEX_ENTRY: Final = re.compile(r"@(article|misc)\{([A-Za-z0-9-]+),\n")
_BIBTEX_FIELD: Final = re.compile(r"  ([a-z]+) = \{")
# In markdown outside of marks: what is not escaped and means something.
_MARKDOWN: Final = re.compile(r"[`*_{}\[\]<>|~&$\\]")
_MARKDOWN_BEGIN: Final = re.compile(r" {4}|\s*(?:[#+=-]|\d{1,9}[.)])")


def letters(text: object) -> str:
    """The letters and figures of a text: what a reader must find again, whatever was taken out."""
    return "".join(filter(str.isalnum, text)) if isinstance(text, str) else ""


def terminal(text: str, *, color: bool = False, lines: bool = False) -> list[str]:
    """What a terminal would obey, hide or turn; lines that somebody else began.

    `color`: our own colours are none of it, where each line ends what it began. `lines`: the lines are
    those of a text or are wrapped, so that any word may begin one.
    """
    found = []
    if color:
        found += [
            f"colours go on after {_short(line)}"
            for line in text.split("\n")
            if (codes := _SGR.findall(line)) and codes[-1] != "\x1b[0m"
        ]
        text = _SGR.sub("", text)
    if not lines and "\t" in text:
        found.append(f"a tab in {_around(text, text.index(chr(9)))}")
    for match in _ACTS.finditer(text):
        named = " ".join(f"U+{ord(letter):04X}" for letter in match[0])
        found.append(f"{named} in {_around(text, match.start())}")
    if not lines:
        found += [f"a forged line: {_around(text, match.start())}" for match in _FORGED.finditer(text)]
    return found


def json_lines(text: str) -> tuple[list[Any], list[str]]:
    """The values of JSON lines, and what is wrong with them: no JSON, no Unicode, or seen raw."""
    values, found = [], terminal(text)
    for line in text.splitlines():
        try:
            values.append(json.loads(line, parse_constant=_no_constant))
        except ValueError as error:  # noqa: PERF203 - each line for itself
            found.append(f"no JSON: {error}: {_short(line)}")
    for value in values:
        found += [f"half a pair in {_short(said)}" for said in _strings(value) if _HALF.search(said)]
    return values, found


_HALF: Final = re.compile("[\ud800-\udfff]")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def table(text: str, columns: int) -> tuple[list[list[str]], list[str]]:
    """The whole rows of a CSV table but its header, and what is wrong: formulae, rows of another length."""
    found = terminal(text, lines=True)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [], [*found, f"no table: {error}"]
    for row in rows:
        if len(row) != columns:
            found.append(f"{len(row)} cells where {columns} are: {_short(row)}")
        found += [f"a formula: {_short(cell)}" for cell in row if _FORMULA.match(cell)]
        found += [f"a cell of two lines: {_short(cell)}" for cell in row if len(cell.splitlines()) > 1]
    return [row for row in rows[1:] if len(row) == columns], found


def webpage(text: str, articles: int | None = None) -> list[str]:
    """Elements, attributes, comments of a page that are none of ours, as each parser there is reads it."""
    found = terminal(text, lines=True)
    for parser in ("html.parser", "lxml", "html5lib"):
        with suppress(FeatureNotFound):  # html5lib is no dependency
            found += [f"{said} ({parser})" for said in _page(BeautifulSoup(text, parser), articles)]
    return found


def _page(page: BeautifulSoup, articles: int | None) -> Iterator[str]:
    counts: dict[str, int] = {}
    for element in page.descendants:
        if isinstance(element, Tag):
            counts[element.name] = counts.get(element.name, 0) + 1
            yield from _element(element)
        elif isinstance(element, Comment | Declaration | ProcessingInstruction):
            yield f"a comment: {_short(element)}"
    expected = _ONCE if articles is None else {**_ONCE, "li": articles, "h2": articles}
    for name, number in expected.items():
        if counts.get(name, 0) != number:
            yield f"{counts.get(name, 0)} <{name}> where {number} are ours"


def _element(element: Tag) -> Iterator[str]:
    allowed = _PAGE.get(element.name)
    if allowed is None:
        yield f"<{element.name}>: {_short(element)}"
        return
    for name, value in element.attrs.items():
        said = " ".join(value) if isinstance(value, list) else value
        if name not in allowed or not re.fullmatch(allowed[name], said):
            yield f"{name}={said!r} of <{element.name}>"
    if element.name == "style":
        for part in element.children:
            if isinstance(part, PageElement) and "</" in str(part):
                yield f"a tag in the style: {_short(part)}"


def ris(text: str, articles: int | None = None) -> list[str]:
    """Lines that are no tag of ours, tags a reference has twice, references that are none."""
    found = terminal(text)
    ended, seen = 0, set[str]()
    for line in text.splitlines():
        tag = line[:2]
        if not line:
            continue
        if tag not in _RIS_TAGS or line[2:6] != "  - ":
            found.append(f"no line of ours: {_short(line)}")
        elif (tag == "TY") == bool(seen) or (tag in seen and tag not in _RIS_MANY):
            found.append(f"{tag} where it can't be: {_short(line)}")
        seen.add(tag)
        if tag == "TY" and line != "TY  - NEWS":
            found.append(f"another type: {_short(line)}")
        if tag == "ER":
            ended, seen = ended + 1, set()
    return found if articles in (None, ended) else [*found, f"{ended} references of {articles} articles"]


def bibtex(text: str, articles: int | None = None) -> list[str]:
    """Entries and fields that are none of ours, braces that do not match, commands of TeX."""
    found, keys, at = terminal(text), set[str](), 0
    while at < len(text):
        entry = _BIBTEX_ENTRY.match(text, at)
        if entry is None:
            return [*found, f"no entry of ours: {_around(text, at)}"]
        if entry[2].casefold() in keys:
            found.append(f"the key {entry[2]} twice")
        keys.add(entry[2].casefold())
        at, names = entry.end(), set[str]()
        while field := _BIBTEX_FIELD.match(text, at):
            end = _closed(text, field.end())
            value = text[field.end() : end]
            if field[1] not in _BIBTEX_FIELDS or field[1] in names or text[end + 1 : end + 3] != ",\n":
                found.append(f"the field {field[1]}: {_around(text, at)}")
            names.add(field[1])
            found += _tex(field[1], value)
            at = end + 3
        if text[at : at + 3] != "}\n\n":
            return [*found, f"the entry {entry[2]} goes on: {_around(text, at)}"]
        at += 3
    return found if articles in (None, len(keys)) else [*found, f"{len(keys)} entries of {articles} articles"]


def _closed(text: str, at: int) -> int:
    """Where the value that begins at `at` ends, as BibTeX counts braces: escaped ones too."""
    depth = 1
    for match in re.compile("[{}]").finditer(text, at):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(text)


def _tex(name: str, value: str) -> Iterator[str]:
    if name == "url":
        if wrong := re.search(r"""[\s{}\\^"<>|`]""", value):
            yield f"{wrong[0]!r} in an address: {_short(value)}"
        return
    bare = re.sub(r"\\[$&#%_]", "", value)
    for command in re.finditer(r"\\([A-Za-z]*)", bare):
        if command[1] not in _BIBTEX_WORDS:
            yield f"the command {command[0]}: {_around(bare, command.start())}"
    if wrong := re.search(r"[$&#%_~^]", bare):
        yield f"{wrong[0]!r} not escaped: {_around(bare, wrong.start())}"


def markdown(text: str) -> list[str]:
    """What of a snippet would become anything but text and bold."""
    found = terminal(text)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)
    marked = bare.replace("**", "")
    found += [
        f"{wrong[0]!r} not escaped: {_around(marked, wrong.start())}" for wrong in _MARKDOWN.finditer(marked)
    ]
    if _MARKDOWN_BEGIN.match(text):
        found.append(f"a block begins: {_short(text)}")
    return [*found, f"two lines: {_short(text)}"] if "\n" in text else found


def same_letters(rows: Iterable[tuple[object, object]]) -> list[str]:
    """Where what came out has not the letters of what went in."""
    return [f"{_short(out)} of {_short(given)}" for given, out in rows if letters(given) != letters(out)]


def _around(text: str, at: int) -> str:
    start = max(0, at - 60, text.rfind("\n", 0, at) + 1)
    return ascii(text[start : at + 30].split("\n")[0])


def _short(value: object) -> str:
    said = ascii(value if isinstance(value, str) else str(value))
    return said if len(said) < 160 else f"{said[:157]}..."
