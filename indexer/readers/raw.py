"""What a reader finds in a file, before anything is cleaned.

A raw article is what the kind of file says of itself and no more: which of its words are the article, and
what they tell of its date and place, is the business of cleaning. `part` names its place in a file that holds
several ("3", "2013/may.txt"): it makes the ids of their articles, and is empty where the file is the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from dateline.indexer.article import Dropped, ParagraphKind
from dateline.indexer.format.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.indexer.errors import Cause

__all__ = [
    "Broken",
    "Item",
    "Meta",
    "Raw",
    "RawDocument",
    "RawMember",
    "RawPage",
    "RawParagraph",
    "RawRecord",
    "RawStory",
    "RawText",
    "RawUnread",
    "Working",
]

# Names and values that a file states beside the fields there are: ("section", "News").
Meta = tuple[tuple[str, str], ...]


@record
class RawText:
    """Plain text, which may hold several stories."""

    text: str
    part: str = ""


@record
class RawPage:
    """A web page, as its source.

    `url` is where it was saved from, as who saved it wrote it down: the page's own word goes before it.
    """

    html: str
    part: str = ""
    url: str | None = None


@record
class RawRecord:
    """An article whose fields are stated, each as it was written. `line` is that of the file.

    `author` is a byline, or the names of a list. With `markup` the text is HTML, all of it the article's.
    `standfirst` is what is stated to stand before the text, which may be its beginning; `left` are the
    names and values that have no place in the article.
    """

    text: str
    title: str | None = None
    id: str | None = None
    date: str | None = None
    source: str | None = None
    place: str | None = None
    author: str | tuple[str, ...] | None = None
    language: str | None = None
    url: str | None = None
    line: int | None = None
    part: str = ""
    markup: bool = False
    meta: Meta = ()
    standfirst: str | None = None
    left: Meta = ()


@record
class RawParagraph:
    """A paragraph that its file tells from the others; `line` is the one of the file it begins in.

    Of a file of pages `page` is that it begins on, from 1, of each of its paragraphs; then no line is said.
    """

    text: str
    kind: ParagraphKind = "body"
    line: int | None = None
    page: int | None = None


@record
class RawDocument:
    """An article in paragraphs, with what its file states of it: an office document, the text of a PDF.

    `creator` and `created` are whom and when the program that wrote the file noted, which may be its author
    and its day. `dropped` is what the file has around the article. With `wrapped` paragraphs keep the ends of
    their lines, at which words may be broken.
    """

    paragraphs: tuple[RawParagraph, ...]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | tuple[str, ...] | None = None
    language: str | None = None
    url: str | None = None
    part: str = ""
    meta: Meta = ()
    place: str | None = None
    creator: str | None = None
    created: str | None = None
    dropped: tuple[Dropped, ...] = ()
    wrapped: bool = False


@record
class RawStory:
    """A text of which the lines about it are known: a story of a database's download, one with front matter.

    `text` is the body, as lines, the first of which is `line` of the file. `struck` are the lines about it,
    with their numbers; what they state is in the fields. `title_line` is where the title stands.
    """

    text: str
    line: int = 1
    title: str | None = None
    title_line: int | None = None
    date: str | None = None
    source: str | None = None
    place: str | None = None
    author: str | tuple[str, ...] | None = None
    language: str | None = None
    url: str | None = None
    part: str = ""
    meta: Meta = ()
    struck: tuple[RawParagraph, ...] = ()


@record
class RawMember:
    """A file in a file: a member of an archive, an attachment. It is read as any file, then or never.

    `name` is what it is cited by after `!/`, unique in its file and tidy (`member_names`); empty where it is
    the file itself, unpacked. It is recognised by its first bytes and by `called`, where that is another
    name. `packed` is how many bytes it takes in its file, where somebody knows; a bomb is told by it.
    """

    name: str
    stream: BinaryIO
    called: str = ""
    packed: int | None = None


@record
class Broken:
    """A part of a file that is no article, and why; the others are not concerned.

    `member` is its name where it is a member that can't be opened, `cause` as in Skipped.
    """

    reason: str
    line: int | None = None
    member: str = ""
    cause: Cause = "trouble"


Raw = RawText | RawPage | RawRecord | RawDocument | RawStory


class RawUnread(NamedTuple):
    """A part that its reader has found and not read: `read` does so, and once, before the next is sought.

    So what is wrong with it costs it alone. `size` are the bytes it may take, where somebody knows.
    """

    part: str
    read: Callable[[], Raw | Broken]
    size: int = 0


class Working(NamedTuple):
    """Nothing yet: a reader that takes long over one article says now and then that it goes on.

    `size` are the bytes, or letters, that it goes through until its next word.
    """

    size: int = 0


Item = Raw | RawMember | RawUnread | Broken | Working
