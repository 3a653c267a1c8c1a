"""An article as it goes into the index and comes out of it again.

Line numbers are 1-based physical lines of the source file, or its pages, first and last inclusive;
`start`/`end` are code points, start inclusive, end exclusive.

>>> article = Article(id="a", title="Summit", paragraphs=(Paragraph("One."), Paragraph("Two.")))
>>> article.text
'One.\\n\\nTwo.'
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from dateline.indexer.format.records import record

__all__ = [
    "AROUND",
    "RUNNING",
    "Article",
    "AuthorKind",
    "DateKind",
    "Dropped",
    "Lines",
    "Locator",
    "Mention",
    "Paragraph",
    "ParagraphKind",
    "Passage",
    "Stamp",
    "heading_of",
    "mentions_of_lines",
]

Lines = tuple[int, int]
_HEADING_CHARS: Final = 100

# exact: stated as the article's date (header, byline, metadata); exact_in_text: a full date read in the
# title or text; partial: no year, or no day; none: nothing that dates it. A year is never invented.
DateKind = Literal["exact", "exact_in_text", "partial", "none"]
AuthorKind = Literal["exact", "inferred", "none"]

# What the lines of an article are, where they are no lines.
Locator = Literal["page"]


# kicker: a headline as printed, where the title is another; standfirst: what stands between title and text
# and says what the story is about; the rest as their names say. All are the article's words and searched
# alike.
ParagraphKind = Literal["body", "subhead", "kicker", "standfirst", "caption", "quote", "list", "table"]
# The kinds whose words run on: what a dateline, a date or a language is read from.
RUNNING: Final = frozenset(("body", "list", "quote", "table"))

# The rules of what lies around an article on its page, or in what no reader sees of it. Cleaning tells it,
# and an index does not keep it: it is most of a page, and the page still has it.
AROUND: Final = frozenset(("aside", "comments", "hidden", "navigation", "other article", "outside"))


@record
class Paragraph:
    """One paragraph as shown: hard-wrapped lines joined, runs of blanks made one, quotes kept."""

    text: str
    lines: Lines | None = None
    kind: ParagraphKind = "body"


@record
class Dropped:
    """Text that was in the file and is not in the article, and the rule that dropped it.

    An index keeps those within the article, not what lies AROUND it.
    """

    text: str
    rule: str
    lines: Lines | None = None


class Stamp(NamedTuple):
    """The state of the source file when it was read: what tells a changed file from an unchanged one.

    `modified_ns` is 0 where the time tells nothing: then `sha256` alone does.
    """

    size: int
    modified_ns: int
    sha256: str


@record
class Mention:
    """One of several values of a field, and the slice `[start, end)` of the text it was read from."""

    value: str
    start: int
    end: int


@record
class Passage:
    """A ranked span of an article: the slice `[start, end)` of `Article.text`."""

    start: int
    end: int
    lines: Lines | None = None


@record
class Article:
    """One cleaned article.

    `date` is ISO text, possibly partial ("2013-05", "2013"); None without a year. `date_text` is what was
    read ("Sept.15"). `place` is the dateline's place. `author` is the byline as written, and `authors` the
    people it names, mentions in it; `author_kind` tells whether it is stated ("exact") or told from where
    names stand ("inferred"). `source_kind` tells whether the source is stated ("exact") or told from the
    text ("inferred"). `title` is None where the source has none; `heading` then gives something to show.
    `meta` is what its file states beside these, a `name=value` a line, and `metas` are these, mentions in it.
    `path` is the source file as given to the indexer, None for records; of a file in a file both, parted by
    `!/`. `locator` is "page" where all `lines` of the article are pages of its file.
    """

    id: str
    paragraphs: tuple[Paragraph, ...] = ()
    title: str | None = None
    date: str | None = None
    date_kind: DateKind = "none"
    date_text: str | None = None
    source: str | None = None
    source_kind: Literal["exact", "inferred", "none"] = "none"
    agency: str | None = None
    place: str | None = None
    author: str | None = None
    authors: tuple[Mention, ...] = ()
    author_kind: AuthorKind = "none"
    language: str | None = None
    url: str | None = None
    meta: str | None = None
    metas: tuple[Mention, ...] = ()
    path: str | None = None
    locator: Locator | None = None
    title_lines: Lines | None = None
    dropped: tuple[Dropped, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, joined by a blank line."""
        return "\n\n".join([paragraph.text for paragraph in self.paragraphs])

    @property
    def heading(self) -> str:
        """The title, else a subhead, else the first words, else the id: to show where a title is wanted."""
        if self.title:
            return self.title
        for paragraph in self.paragraphs:
            if paragraph.kind == "subhead":
                return paragraph.text
        return heading_of(self.paragraphs[0].text) if self.paragraphs else self.id


def mentions_of_lines(text: str | None) -> tuple[Mention, ...]:
    """The lines of a text that are not empty, each a mention in it."""
    mentions: list[Mention] = []
    start = 0
    for line in (text or "").split("\n"):
        if line:
            mentions.append(Mention(line, start, start + len(line)))
        start += len(line) + 1
    return tuple(mentions)


def heading_of(text: str) -> str:
    """The heading that a text without one gets: its first words, not beyond a blank line."""
    first = text.split("\n\n", 1)[0]
    return first if len(first) <= _HEADING_CHARS else first[:_HEADING_CHARS].rsplit(" ", 1)[0] + " …"
