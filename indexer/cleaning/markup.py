"""The source of a page made ready for the parser, and parsed.

What holds no words of the article is cut out before parsing: half of a news page is scripts, and parsing is
the slowest part. Line ends stay, so that lines can be counted. Where a page breaks the rules of HTML so that
the parser would lose its text (a `title` never closed, `<svg/>`, a shadow root), the tags are mended here.

>>> prepared("<svg/><p>One.<script>two</script></p><!-- three --><p>Four.</p>")
' <p>One. </p><p>Four.</p>'
"""

from __future__ import annotations

import re
import warnings
from typing import Any, Final

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from lxml import etree

from dateline.indexer.errors import SourceError

__all__ = ["parse", "prepared", "tree"]

# JSON-LD is a script too, but metadata.
_SILENT: Final = re.compile(
    r"<(?P<name>script|style|svg|noscript|template|iframe)(?=[\s/>])|<!--", re.IGNORECASE
)
_CLOSE: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "svg", "noscript", "template", "iframe")
}
_OPEN: Final = {name: re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE) for name in _CLOSE}
_SHOWN: Final = re.compile(r"</head|<(?:article|body|h1|main|p)(?=[\s>])", re.IGNORECASE)
_MOST_ATTRIBUTES: Final = 2000  # characters between the name of silent markup and its bracket
# The parser takes quadratic time for the attributes of one tag; one of a page has 50 at most.
_LONG: Final = 4096
_LONG_TAG: Final = re.compile(rf"<([a-zA-Z][\w-]{{0,40}})\s([^<>]{{{_LONG},}})")
_MANY_ATTRIBUTES: Final = 300

# Text that a browser shows though the parser takes it for raw: a frameset's other text, a shadow root.
_SHADOW_ROOT: Final = re.compile(
    r"<template(?=\s[^<>]{0,300}?\bshadowroot(?:mode)?\s*=)([^<>]{0,1000})>", re.IGNORECASE
)
_TEMPLATE_TAG: Final = re.compile(r"<(/?)template(?=[\s>])", re.IGNORECASE)
_NOFRAMES: Final = re.compile(r"<(/?)noframes(?=[\s>])", re.IGNORECASE)
_FRAMESET: Final = re.compile(r"</?frame(?:set)?(?=[\s>])[^<>]{0,2000}>", re.IGNORECASE)
_NOSCRIPT: Final = re.compile(r"<(/?)no(?:script|embed)(?=[\s>])", re.IGNORECASE)
# An element of raw text that is never closed would take the rest of the page.
_END: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)  # what follows it is read like the rest
_RAW: Final = re.compile(r"<(title|textarea|xmp|plaintext|noembed)(?=[\s>])", re.IGNORECASE)

_RAW_END: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII)
    for name in ("title", "textarea", "xmp", "plaintext", "noembed")
}

# The news page with most tags of 1,440 has 19,252, and a tag takes a kilobyte and 25 µs as a tree and as
# blocks.
_MOST_TAGS: Final = 200_000


def prepared(page: str, *, noscript: bool = False) -> str:
    """The source of a page without silent markup, and mended where its words would be lost.

    Lone surrogates and NULs, which the parser can't take, are replaced. With `noscript`, the text for
    browsers without scripts is read like any other. SourceError when the page has more tags than one of an
    article has.
    """
    clean = page.replace("\0", "")
    try:
        clean.encode("utf-8")
    except UnicodeEncodeError:
        clean = clean.encode("utf-8", "replace").decode("utf-8")
    clean = clean.replace("\r\n", "\n").replace("\r", "\n")
    clean = _opened(clean)
    if noscript:
        clean = _NOSCRIPT.sub(r"<\1div", clean)
    clean = _END.sub(lambda end: "\n" * end[0].count("\n"), _closed(_without_silent(clean)))
    if (tags := clean.count("<")) > _MOST_TAGS:
        raise SourceError(None, f"a page with {tags:,} tags, the limit is {_MOST_TAGS:,}")
    if max(map(len, clean.split("<"))) <= _LONG:
        return clean
    return _LONG_TAG.sub(_with_few_attributes, clean)


def parse(source: str) -> BeautifulSoup:
    """A prepared page as BeautifulSoup has it: for what is looked up by name, and for what is nested deep."""
    with warnings.catch_warnings():
        # XHTML with an XML declaration, or a page without a tag: both are read as what they are called, HTML.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(source, "lxml")


def tree(source: str) -> tuple[Any, bool]:
    """A prepared page as lxml has it (None without a tag or word), and whether that is all of it.

    Elements nested deeper than the parser follows (2,048) are left out.
    """
    if not source.strip():
        return None, True
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(source.encode("utf-8"), parser)
    return root, not any("depth" in error.message for error in parser.error_log.filter_from_errors())


def _opened(page: str) -> str:
    """The page with elements opened whose text is shown, though they are named as if it were not."""
    if _SHADOW_ROOT.search(page):
        page = _shadow_roots(page)
    if _NOFRAMES.search(page):
        page = _FRAMESET.sub(lambda tag: "\n" * tag[0].count("\n") or " ", _NOFRAMES.sub(r"<\1div", page))
    return page


def _shadow_roots(page: str) -> str:
    """Templates that declare a shadow root made `div`; the others, which are shown by scripts only, stay."""
    roots: list[bool] = []
    parts: list[str] = []
    done = 0
    for match in _TEMPLATE_TAG.finditer(page):
        if match[1]:
            root = roots.pop() if roots else False
        else:
            root = _SHADOW_ROOT.match(page, match.start()) is not None
            roots.append(root)
        if root:
            parts += page[done : match.start()], f"<{match[1]}div"
            done = match.end()
    return "".join([*parts, page[done:]])


def _without_silent(page: str) -> str:
    """The page without silent markup; in one pass, however often an element is opened and never closed."""
    parts: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for match in _SILENT.finditer(page):
        name = (match["name"] or "comment").lower()
        if match.start() < done:
            continue
        begin = match.end() if name == "comment" else _bracket(page, match.end())
        if begin is None or "ld+json" in page[match.end() : begin].lower():
            continue
        end = begin if name in unclosed else _silent_end(page, name, begin)
        if end is None:
            unclosed.add(name)
            end = begin  # the tag alone: its text is the page's, or that of a program
            if name in ("script", "style") and (shown := _SHOWN.search(page, begin)) is not None:
                end = shown.start()
        # A comment may stand amid a word: frameworks write one between two texts.
        blank = "" if name == "comment" else " "
        parts += page[done : match.start()], "\n" * page.count("\n", match.start(), end) or blank
        done = end
    return "".join([*parts, page[done:]])


def _bracket(page: str, start: int) -> int | None:
    """Where a tag ends whose attributes begin at `start`; found, as a pattern would try each length."""
    found = page.find(">", start, start + _MOST_ATTRIBUTES + 1)
    return found + 1 if found >= 0 else None


def _silent_end(page: str, name: str, start: int) -> int | None:
    """Where silent markup ends whose tag ends at `start`; None when it never does."""
    if name == "comment":
        found = page.find("-->", start)
        return found + 3 if found >= 0 else None
    close = _CLOSE[name].search(page, start)
    if page[start - 2] == "/" and (name == "svg" or _is_alone(page, name, start, close)):
        return start
    while close is not None:
        if (end := _bracket(page, close.end())) is not None:
            return end
        close = _CLOSE[name].search(page, close.end())
    return None


def _is_alone(page: str, name: str, start: int, close: re.Match[str] | None) -> bool:
    """Whether a tag written `<name/>` was meant to be all of its element: no end tag is its own."""
    if close is None:
        return True
    after = _OPEN[name].search(page, start, close.start())
    return after is not None


def _closed(page: str) -> str:
    """The page with the ends of raw text that were forgotten: before the next tag."""
    parts: list[str] = []
    done = 0
    for match in _RAW.finditer(page):
        name = match[1].lower()
        if _RAW_END[name].search(page, match.end()):
            continue
        bracket = page.find(">", match.end())
        after = page.find("<", bracket)
        if bracket < 0 or after < 0:
            break
        if name == "title":
            parts += page[done:after], "</title>"
            done = after
        else:
            parts.append(page[done : match.start()])
            done = bracket + 1
    return "".join([*parts, page[done:]])


def _with_few_attributes(tag: re.Match[str]) -> str:
    return tag[0] if tag[2].count("=") <= _MANY_ATTRIBUTES else f"<{tag[1]}" + "\n" * tag[0].count("\n")
