"""The file an article was read from, in a browser, without anything of it acting there.

Only files that the index has a record of, each by the id of an article that was read from it. What is text is
shown around the article's lines; a page in a frame that is of no origin, runs no script, sends no form and
loads nothing (`sandbox`); all else can be kept as a file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dateline.indexer.shown.paths import shown_path
from dateline.search.errors import ArticleMissing
from dateline.search.output.webpage import language_tag
from dateline.search.saved_files import FileRefused, unpacked
from dateline.search.web.article_page import gone_page, state_of
from dateline.search.web.errors import Missing, WrongAddress
from dateline.search.web.guard import HEADERS
from dateline.search.web.links import beside_article
from dateline.search.web.replies import Reply, Visit
from dateline.search.web.templates import rendered

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.saved_files import SavedFile
    from dateline.search.web.asked import PageState

__all__ = ["MOST_BYTES", "saved_page"]

MOST_BYTES: Final = 20_000_000  # a browser still shows so much text
_AROUND: Final = 10  # lines shown before and after the article's
_MOST_LINES: Final = 1_500
_MOST_CHARS: Final = 200_000
_LINE_CHARS: Final = 2_000
_SNIFFED: Final = 8_192
_FORMS: Final = ("text", "page", "file")
_PAGES: Final = (".htm", ".html", ".xht", ".xhtml", ".shtml")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_NOTES: Final = {
    "longer": "It has grown since the article was read from it.",
    "other": "It has changed since the article was read from it.",
}
# Of what somebody else wrote: no origin, no script, no form, nothing loaded but what stands in it.
_ALONE: Final = {
    "content-security-policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "unsafe-none",  # a browser shows nothing that is sandboxed under another
    "x-dns-prefetch-control": "off",
    "cache-control": "private, no-store",
}
# The page around it may frame what is of this server; a link in the frame leads nowhere else.
_FRAMING: Final = {"content-security-policy": f"{HEADERS['content-security-policy']}; frame-src 'self'"}


def saved_page(visit: Visit) -> Reply:
    """The page of a saved file; with `as` the file itself: as `text`, a `page` for a frame, a `file`."""
    form = next((value for name, value in visit.arguments if name == "as"), "")
    if form not in ("", *_FORMS):
        raise WrongAddress(f"“as” takes {', '.join(_FORMS)}, not “{form[:40]}”")
    visit = replace(visit, arguments=tuple(pair for pair in visit.arguments if pair[0] != "as"))
    state, _ = state_of(visit)
    try:
        article = visit.archive.get(visit.rest)
        file = visit.archive.saved_file(visit.rest)
    except ArticleMissing:
        return gone_page(visit, state)
    try:
        content = _content(file)
        name, plain = unpacked(article.path or "", content, MOST_BYTES) if form != "file" else ("", b"")
    except FileRefused as error:
        if form:
            raise Missing(f"The saved file can’t be given: {error}") from error
        return _page(visit, state, article, file, f"It can’t be shown: {error}.", status=404)
    if form == "file":
        name = f"saved{_suffix(article.path or '')}"
        kept = {"content-disposition": f'attachment; filename="{name}"', **_ALONE}
        return Reply(content, "application/octet-stream", headers=kept)
    if form == "page" and _is_page(name):
        return Reply(plain, headers={"content-type": _page_type(plain), **_ALONE})
    if form:
        return Reply(_text(plain), "text/plain", headers=_ALONE)
    assert file is not None
    note = _NOTES.get(file.change(content), "")
    if _is_page(name):
        return _page(visit, state, article, file, note, frame="page")
    if not _is_text(plain):
        return _page(visit, state, article, file, f"It is no text: it can be kept as a file. {note}".strip())
    lines, start = _excerpt(_text(plain), article)
    return _page(visit, state, article, file, note, lines=lines, start=start, is_text=True)


def _content(file: SavedFile | None) -> bytes:
    if file is None:
        raise FileRefused("the index has no record of a file of it")
    if file.member:
        raise FileRefused(f"it lies in another file, as {file.member.lstrip('!/')}")
    return file.read(MOST_BYTES)


def _page(
    visit: Visit,
    state: PageState,
    article: Article,
    file: SavedFile | None,
    note: str,
    *,
    frame: str = "",
    lines: list[tuple[int, str, bool]] | None = None,
    start: int = 1,
    is_text: bool = False,
    status: int = 200,
) -> Reply:
    address = beside_article(visit.links, "file", article.id)
    joined = f"{address}{'&' if '?' in address else '?'}as="
    page = rendered(
        "saved.html",
        links=visit.links,
        state=state,
        article=article,
        language=language_tag(article.language),
        path=shown_path(file.path if file else article.path or ""),
        note=note,
        back=visit.links.article(article.id, state),
        frame=f"{joined}{frame}" if frame else "",
        lines=lines or (),
        cut=start > 1,
        as_text=f"{joined}text" if (is_text or frame) and status == 200 else "",
        as_file=f"{joined}file" if status == 200 else "",
    )
    return Reply(page, status=status, headers=_FRAMING)


def _is_page(name: str) -> bool:
    return name.lower().endswith(_PAGES)


def _suffix(path: str) -> str:
    """The ending of a file's name, where it is one that means nothing in a header."""
    suffix = PurePath(path).suffix
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _is_text(content: bytes) -> bool:
    return b"\0" not in content[:_SNIFFED] or content[:2] in (b"\xff\xfe", b"\xfe\xff")


def _page_type(content: bytes) -> str:
    """What a page is sent as: its own declaration counts where it is not in UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


def _text(content: bytes) -> str:
    """The text of a file, whatever it is encoded in; never fails."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # 40 ms to import, and rarely needed

        best = from_bytes(content[: 2**18]).best()
        return content.decode(best.encoding if best else "cp1252", "replace")


def _excerpt(text: str, article: Article) -> tuple[list[tuple[int, str, bool]], int]:
    """The lines around the article, each with its number and whether it is of the article; the first one."""
    spans = [paragraph.lines for paragraph in article.paragraphs if paragraph.lines]
    spans += [article.title_lines] if article.title_lines else []
    own = article.locator is None and bool(spans)
    first = min(low for low, _ in spans) if own else 1
    last = max(high for _, high in spans) if own else 0
    start = max(1, first - _AROUND)
    lines: list[tuple[int, str, bool]] = []
    room = _MOST_CHARS
    for number, line in enumerate(_LINE_END.split(text), 1):
        if number < start:
            continue
        if len(lines) >= _MOST_LINES or room <= 0 or (own and number > last + _AROUND):
            break
        shown = line if len(line) <= _LINE_CHARS else f"{line[:_LINE_CHARS]} …"
        lines.append((number, shown, first <= number <= last))
        room -= len(shown)
    return lines, start
