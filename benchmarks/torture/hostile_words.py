"""What would somebody write into an article, a file name, a setting or a query to make a program act?

`Words` makes such texts of a seed: ordinary words of many scripts, and between them what a terminal, a
browser, a spreadsheet, BibTeX, a reference manager, markdown, a shell or our own query language would obey.
The same seed gives the same texts. `FORGED` follows whatever some program takes for the end of a line: no
line of an output may begin with it.

>>> Words(7).text() == Words(7).text(), Words(7).harmless().isprintable()
(True, True)
"""

from __future__ import annotations

import random
import sys
import unicodedata
from typing import Final

from dateline.indexer.article import Article, Mention, Paragraph, Passage

__all__ = ["FORGED", "KEYWORD", "Words", "passages_of"]

FORGED: Final = "F0RGED"
KEYWORD: Final = "harbour"  # every article has it

# fmt: off
_PLAIN: Final = (
    "border", "guards", "Osh", "Tokayev", "café", "U.S.", "1,200", "O'Brien", "AT&T", "well-known",
    "2013-05", "Токаев", "пограничники", "東京都", "한국어", "ภาษาไทย", "می‌خواهم", "حدود", "שלום", "क्षेत्र",
    "nai\u0308ve", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f\u200d\U0001f525",
    "葛\U000e0100城", "x\u00ady",
)
_TERMINAL: Final = (
    "\x1b[2J", "\x1b]0;owned\x07", "\x1b]52;c;aWQ=\x07", "\x1b]8;;http://evil.test\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[31mred\x1b[0m", "\x1bP+q\x1b\\", "\x1bc", "\x1b[5i", "\x1b(0", "\x9b31m", "\x9d0;own\x9c",
    "\x90q\x9c", "\x07", "\x08\x08\x08", "\x00", "\x7f", "\x0e", "\x0f", "\x05", "\x1a", "\x04", "\x84",
    "\x8d", "\x9a",
)
_LINES: Final = (
    "\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029", "\n\n",
)
_TURNING: Final = (
    "\u202e", "\u202d", "\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u061c",
    "\u200e", "\u200f", "\u206a", "\u206f",
)
_HIDING: Final = (
    "\ufff9a\ufffab\ufffb", "".join(chr(0xE0000 + ord(letter)) for letter in "ignore"), "\U000e0001",
    "\u200b\u200c\u200d\u2060" * 3, "\u200b\x01" * 8, "\ufeff", "\u2062\u2063", "\u180e", "\u00ad" * 5,
    "".join(chr(0xE0100 + code) for code in b"hidden"), "\ufe00\ufe01\ufe02\ufe03", "\u034f" * 4,
    "\U0001d173",
)
_HALVES: Final = (
    "\ud800", "\udc80", "\udfff", "\udcff\udcfe", "\udc00\ud800", "\ud83d",
)
_MARKUP: Final = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)",
    "</title><script>", "</style></head><body>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;b&gt;",
    "&#60;b&#62;", "<svg/onload=alert(1)>", "</mark></p></blockquote>", "<base href=//evil>",
    "<a href='javascript:alert(1)'>x</a>", "<?php ?>", "</li></ol>", "\x02<b>\x03", "\x02\x02\x03",
    "<\x00script>", "<scr\x00ipt>", "<\u202escript>", "<plaintext>", "<textarea>",
)
_MARKDOWN: Final = (
    "[x](javascript:alert(1))", "![x](http://evil.test/x.png)", "<http://evil.test>", "```", "~~~", "# x",
    "- x", "1. x", "2) x", "> x", "---", "===", "| a | b |", "**x**", "__x__", "`x`", "~~x~~", "$x$",
    "[a]: //evil", "&amp;", "[x]", "\\", "\\\\", "\\[x](y)", "***", "+ x", "* x", "    x", "<b", "a\n===",
    "a\n---", "[^1]", ":x:",
)
_FORMULAS: Final = (
    "=1+1", '=HYPERLINK("http://evil.test","x")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1",
    "\u00a0=1", "\ufeff=1", "\u200b=1", "\u2060=1", "\u202e=1", "＝1", "＋1", "－1", "＠x", '"=1', "',=1",
    '",=1,"', "\x00=1", "=cmd|' /C calc'!A0", "\x1b=1", "\u061c=1", "\U000e0041=1", "\u3000=1", "\u00ad=1",
    "%0A-1", "\u180e+1", "\u115f=1", "\ufe0f=1", "\u200c\u200d@x", "\u2028-1", "\ufff9=1", "\u034f=1",
)
_BIBTEX: Final = (
    "}, evil = {x", "}}\n@misc{evil,", "\\input{/etc/passwd}", "\\write18{id}", "%", "100%", "$", "#", "~",
    "^^5c", "{", "}", "{{", "}}", "\\", '"', '" # x # "', "@comment{", "@string{x = 1}", "\\}", "\\{",
    " and others", "\\", " and Lee, Ann", "a, b, c, d, e", "\\\\", "\\%", "^", "_x", "\\begin{x}",
    "\\def\\x{}", "\u202e}", "\x00}",
)
_RIS: Final = (
    "\nER  - \nTY  - EVIL", "\r\nTI  - evil", "\u2028ER  - ", "\vAU  - x", "\x1cER  - ", "\x85ER  - ",
    "ER  - ", "\fTY  - JOUR", "\x1dER  - ", "\x1eER  - ", "\rER  - ", "\nL1  - file:///etc/passwd",
    "TY  - NEWS", "\u2029ER  - ",
)
_ASKING: Final = (
    '"unclosed', "title:", "title:(", "(", ")", "((a OR", "NEAR/5", "a NEAR/99999 b", "after:",
    "date:9999-99", "w/s", "*", "?", "a*", "~", "guard~9", "=", "-", "--", "AND", "OR", "NOT", "author:",
    "source:", "foo:bar", "site:", "date:[2013 TO 2014]", "border^4", "{!x}", "/re.*x/", "path:../*",
    "lang:xx", "id:", "url:javascript:x", "[", "]", "title:\x1b[2J", 'source:"\u202e', "after:\x9b",
    "-\u2066x", "\x07*", "bo*r\x00d*", "atleast3:", "lead:(", "«x",
)
_SHELL: Final = (
    "$(id)", "`id`", "; id", "| id", "&& id", "%s%n", "{0.__class__}", "%(x)s", "../../etc/passwd", "~root",
    "-rf", "--index", "C:\\x", "\\u001b[2J", "\\x1b", '{"a": 1}', '"}', "'", "\\", "null", "NaN",
    "file:///etc/passwd", "javascript:alert(1)", "data:text/html,<script>", "//evil.test", "\\\\evil\\share",
)
_KINDS: Final = (
    _TERMINAL, _LINES, _TURNING, _HIDING, _HALVES, _MARKUP, _MARKDOWN, _FORMULAS, _BIBTEX, _RIS, _ASKING,
    _SHELL,
)
# fmt: on
# Every character that is a control, a format, a separator of lines; some of those that are none.
_STRANGE: Final = [
    *(chr(code) for code in range(0xD800) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}),
    *(chr(code) for code in range(0xE000, sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"),
    *(
        "\ufdd0",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
        "\ue000",
        "\u0378",
        "\u2065",
        "\U000e0fff",
        "\ufff0",
        "\u3164",
    ),
]
_MOST_NAME_BYTES: Final = 200


class Words:
    """Texts that would act, the same for the same seed."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        self.random = random.Random(seed)
        self._plain = plain  # nothing that acts: the null control

    def harmless(self, most: int = 4) -> str:
        """Ordinary words, one to `most`."""
        return " ".join(self.random.choice(_PLAIN) for _ in range(self.random.randint(1, most)))

    def piece(self) -> str:
        """One thing that would act somewhere; in the null control a word."""
        if self._plain:
            return self.random.choice(_PLAIN)
        if self.random.random() < 0.15:
            return "".join(self.random.choices(_STRANGE, k=self.random.randint(1, 4)))
        return self.random.choice(self.random.choice(_KINDS))

    def text(self, most: int = 6, *, forged: bool = True) -> str:
        """Words and what would act among them, with a blank between or not; never begun by FORGED."""
        parts: list[str] = []
        for _ in range(self.random.randint(1, most)):
            part = self.piece() if self.random.random() < 0.6 else self.harmless(2)
            begun = any(map(str.isalnum, "".join(parts) + part))
            if forged and begun and not self._plain and self.random.random() < 0.1:
                part += self.random.choice(_LINES) + FORGED
            parts.append(part + self.random.choice(("", " ", " ")))
        return "".join(parts) or self.harmless()

    def line(self, most: int = 6) -> str:
        """A text that may be an argument of a command: no NUL, and only halves that stand for bytes."""
        text = self.text(most).replace("\0", "")
        return "".join(
            "\udc80" if "\ud800" <= letter <= "\udc7f" or "\udd00" <= letter <= "\udfff" else letter
            for letter in text
        )

    def query(self) -> str:
        """Something to ask: what acts, beside words that an index has, or has in another spelling."""
        known = self.random.choice(
            (KEYWORD, "harbuor", "har*", "=Harbour", f'"{KEYWORD}', "gaurds OR", "title:")
        )
        parts = [known, self.line(3)]
        self.random.shuffle(parts)
        return self.random.choice((" ", "", " ")).join(parts)

    def name(self) -> str:
        """A file name: what the system takes, no longer than it takes."""
        name = self.line(4).replace("/", "\u2215").strip(".") or "x"
        data = name.encode("utf-8", "surrogateescape")[:_MOST_NAME_BYTES]
        return data.decode("utf-8", "surrogateescape")

    def article(self, number: int) -> Article:
        """An article with all its fields; its id begins with its number, its text has KEYWORD."""
        chance = self.random.random
        author = self.text(4)
        paragraphs = [Paragraph(f"{self.text(forged=False)} {KEYWORD} {self.text(8, forged=False)}", (1, 2))]
        paragraphs += [
            Paragraph(self.text(8, forged=False), (4, 4)) for _ in range(self.random.randint(0, 2))
        ]
        address = "http://example.test/" if chance() < 0.5 else ""
        return Article(
            id=f"a{number} {self.text(2)}",
            paragraphs=tuple(paragraphs),
            title=f"{self.text()}{self.random.choice(('', ' ' + KEYWORD))}" if chance() < 0.9 else None,
            date=self.random.choice((self.text(2), "2013-05-28", "2013-05", None)),
            date_kind=self.random.choice(("exact", "partial", "none")),
            date_text=self.text(2),
            source=self.text(3) if chance() < 0.8 else None,
            agency=self.text(2),
            place=self.text(2),
            author=author,
            authors=tuple([Mention(self.text(2), 0, len(author)) for _ in range(self.random.randint(0, 2))]),
            language=self.random.choice(("en", "ru", self.text(1))),
            url=address + self.text(3),
            path=f"/news/{number}/{self.name()}" if chance() < 0.7 else None,
        )


def passages_of(article: Article) -> list[Passage]:
    """A passage for each paragraph."""
    passages, start = [], 0
    for paragraph in article.paragraphs:
        end = start + len(paragraph.text)
        passages.append(Passage(start, end, paragraph.lines))
        start = end + 2
    return passages
