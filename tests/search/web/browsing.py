"""A page as a browser sees it: its links by their text, what stands in it, what runs in it."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["Seen", "seen"]

_EMPTY = {"meta", "link", "input", "br", "rect", "line", "path", "img", "hr"}


class Seen(HTMLParser):
    """The elements of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.links: dict[str, str] = {}
        self.pieces: list[str] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self._link: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in _EMPTY:
            self.open.append(tag)
        if tag == "a":
            self._link = (attributes.get("href", ""), [])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content, as SVG has them."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)
        if tag == "a" and self._link:
            address, text = self._link
            self.links[" ".join("".join(text).split())] = address
            self._link = None

    def handle_data(self, data: str) -> None:
        """Text."""
        self.pieces.append(data)
        if self._link:
            self._link[1].append(data)

    @property
    def text(self) -> str:
        """All that can be read, blanks made one."""
        return " ".join("".join(self.pieces).split())


def seen(page: str) -> Seen:
    """What a browser sees of a page."""
    parser = Seen()
    parser.feed(page)
    parser.close()
    return parser
