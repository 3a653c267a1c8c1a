"""Signs of other search engines: which are understood, which are refused, and with what to type here.

People who come from Google, Lucene, Nexis, Factiva or ProQuest type what is understood there. Where it can
mean one thing only it is understood here as well (`NEAR5`, `pre/3`, `ANDNOT`; the lexer reads `|`, `&&`, `!x`
and `+x`); otherwise it is refused with the way to say it, and never quietly read as something else. What
stands in pasted text as often is text: 10^6, [sic], C#, US$, /etc/passwd.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from dateline.indexer.format.fields import FIELDS
from dateline.search.query import limits
from dateline.search.query.meant import compared_date, meant_dates
from dateline.search.query.names import FIELD_NAMES, OTHER_NAMES
from dateline.search.query.typed import Typed

__all__ = ["is_suspect", "near_operator", "notes", "refuse_boost", "refuse_foreign"]

# All that a date is called, but for words that mean more elsewhere.
_DATES: Final = {
    name
    for field in FIELDS
    if field.kind == "date"
    for typed in field.typed
    for name in (typed.name, *typed.others)
} - {"since", "from", "until", "to", "day"}

_VALUE: Final = r'"[^"\n]*"|[\w.*-]+'
_FOREIGN: Final = rf"""
      # date:[2013 TO 2014], [a TO b}}
      (?P<range>(?:(?P<range_of>[^\W\d_]\w*):)?[\[{{]\s*(?P<low>[^\s\[\]{{}}]+)\s+TO(?:\s+(?P<high>[^\s\[\]{{}}]+))?
        \s*[\]}}]?)
      # date:>2013, date>=2013, source=Reuters, source != Reuters, date:>1986,<1988
    | (?P<compared>@?(?P<name>[^\W\d_]\w*):?(?P<gap>[ ]?)(?P<sign>!=|<>|[<>]=?|==?)[ ]?
        (?P<than>\([^()]*\)|{_VALUE})
        (?:(?:\s*(?:,|AND|&&)\s*)(?P<and_sign>[<>]=?)(?P<and_than>{_VALUE}))?)
      # /secur.*/
    | (?P<regex>/(?P<expression>(?:[^/\s\\]|\\.)+)/)(?=[\s)]|\Z)
    | (?P<flag>\(\?(?:[a-zA-Z]{{1,6}}\)|[:=!<]))
      # secur$ of Dialog, secur% of SQL, wom#n of ProQuest
    | %?(?P<stem>[^\W\d_]{{3,}})(?P<cut>[$%][0-9]*)(?=[\s)]|\Z)
    | (?P<hash>[^\W\d_]{{2,}}\#[^\W\d_]+)(?=[\s)]|\Z)
      # adj5 of Ovid has no order, that of Factiva has one
    | (?P<adj>[aA][dD][jJ](?P<adj_words>[0-9]{{1,3}}))(?=[\s(]|\Z)
      # NEAR,3 and ONEAR/3; w/5,000
    | (?P<near_sign>(?P<near_name>O?NEAR|ADJ)(?:(?<=ONEAR)/?|[,.:=-])(?P<near_words>[0-9]{{1,4}}))(?=[\s(]|\Z)
    | (?P<thousands>[wn]/(?P<thousand>[0-9]{{1,3}}(?:,[0-9]{{3}})+))(?=[\s(]|\Z)
    | (?P<unit>[wW]/(?P<unit_name>sen|par|seg)[a-z]*)(?=[\s(]|\Z)
    | (?P<around>(?:AROUND|NEAR)\s?\(\s*(?P<around_words>[0-9]{{1,3}})\s*\))
    | (?P<near_list>O?NEAR\s?\(+(?P<listed>[^()]{{1,200}}?)\)?,\s*(?P<list_words>[0-9]{{1,3}})\s*\))
      # headline(x), atleast5(x) of Nexis
    | (?P<called>(?P<call>headline|hlead|title|body|text|lead|byline|publication|source|place)\()
        (?!e?[sd]\))
    | (?P<counted>(?:atleast|atl)(?P<count>[0-9]{{1,4}})\s?\()
      # @title x of Sphinx, _exists_:x of Elasticsearch, allintitle: x of Google
    | (?P<marked>@(?P<mark>[^\W\d_]+)(?:\s|:))(?=\S)
    | (?P<meta>_\w+:)(?=\S)
    | (?P<all_in>allin(?P<all_name>title|text):)\s*(?P<all_words>[^()]+)
    """
# A text without any of these has nothing that the pattern could find.
_SUSPECT: Final = re.compile(r"[\[{<>=/(@$%#_]|(?i:adj)[0-9]|(?i:w/|allin)|NEAR[,.:-]|ADJ[,.:-]|ONEAR")
# `range` and `near_list` want their capitals: "[as opposed to me]" is text.
_CAPITALS: Final = re.compile(r"\sTO\b|\bO?NEAR|\bAROUND")
_META: Final = re.compile(r"[\[\](){}*+?|^$\\]")
_BOOST: Final = re.compile(r"\^[0-9]+(?:\.[0-9]+)?")
_BOOSTED: Final = re.compile(r"""(?:[^\W\d_]{2,}|["”»)*~])\Z""")
_POWERS: Final = re.compile(r"(?<![^\W_])(?:[kcdm]?m|ft|in|mi|yd|mc|ha|sq|cu)\Z")

# NEAR5, near/5, n/5; and in the order typed pre/5.
_NEAR: Final = re.compile("(?:near/?|n/)([0-9]{1,9})|pre/([0-9]{1,9})", re.IGNORECASE)

# What is read as text all the same, and what may have been meant by it.
_NOTES: Final = (
    (
        r"(?<=[)\]}\"”»])([-!])(?=[^\W\d_])(\w+)",
        "{0} is read as the word {2}; to leave it out put a blank before",
    ),
    (r"(?<=\S )[NnWw](\d{1,2})(?= \S)", "{0} is read as a word; near each other is typed NEAR/{1}"),
    (r"(?<=\S )(?i:pre)(\d{1,2})(?= \S)", "{0} is read as a word; near in this order is typed ADJ/{1}"),
    (r"(?<=\S )/(\d{1,2})(?= \S)", "{0} is read as a number; near each other is typed NEAR/{1}"),
    (r"(?<=\S )/([sp])(?= \S)", "{0} is read as a word; in one sentence or paragraph is typed w/{1}"),
    (r"(?<=\S )(?:SAME|XOR|REQUIRE|ANDMAYBE)(?= \S)", "{0} is read as a word, it is no operator here"),
    (r"(?<!\S)~([^\W\d_]{3,})", "{0} is read as the word {1}; a typo is allowed by {1}~"),
    (
        rf"(?<![\w:./=])(?<!\w-)(?!(?:{'|'.join(FIELD_NAMES)}):)([a-z]{{3,20}}):(?!in(?:nen)?\b)(?=[^\W\d_])",
        "{0} names no field, and is read as the word {1}; fields are " + ", ".join(FIELD_NAMES),
    ),
    (r"(?<![\w:.])([12]\d{3}\.\.[12]\d{3})(?!\w)", "{0} is read as words; a range is typed date:{1}"),
)
# A text without any of these gets none of the notes.
_NOTED: Final = re.compile(
    r"[!~/]|[a-z]:[^\W\d_]|[)\]}\"”»]-|\.\.|\b(?:SAME|XOR|REQUIRE|ANDMAYBE|(?i:pre|[nw])[0-9])"
)
# A word with an exclamation mark is the end of a sentence, but beside an operator a word cut short, in Nexis.
_CUT_SHORT: Final = r"(?<!\S)\(?([^\W\d_]{3,})!(?=\)?\s+(?:AND|OR|NOT|w/|NEAR)|\)?\Z)"
_OPERATORS: Final = r"(?<!\S)(?:AND|OR|NOT|NEAR\S*|[wW]/\S+)(?!\S)"


def is_suspect(text: str) -> bool:
    """Whether `refuse_foreign` may find something in a text."""
    return bool(_SUSPECT.search(text))


@cache
def _foreign() -> re.Pattern[str]:
    # Made when it is needed: that takes as long as many a search.
    return re.compile(_FOREIGN, re.VERBOSE | re.IGNORECASE)


def near_operator(operator: str) -> str:
    """The operator as it is typed here; "" if it is none of another engine."""
    found = _NEAR.fullmatch(operator)
    if not found:
        return ""
    return f"NEAR/{found[1]}" if found[1] else f"ADJ/{found[2]}"


def notes(text: str) -> tuple[str, ...]:
    """What is read as text and may have been meant as a sign of another engine."""
    if not _NOTED.search(text):
        return ()
    bare = re.sub('"[^"]*"', '""', text)
    said = []
    for pattern, note in _NOTES:
        if found := re.search(pattern, bare):
            said.append(note.format(found[0], *found.groups()))
    is_query = len(bare.split()) == 1 or re.search(_OPERATORS, bare)
    words = [*re.finditer(_CUT_SHORT, bare)] if is_query else []
    said += [
        f"{word[1]}! is read as the word {word[1]}; any ending is typed {word[1]}*" for word in words[:3]
    ]
    return tuple(said)


def refuse_boost(typed: Typed, at: int) -> None:
    """Refuse the `^2` of `word^2`; 10^6, km^2 and x^2 are text."""
    found = _BOOST.match(typed.text, at)
    before = typed.text[max(0, at - 16) : at]
    if found and _BOOSTED.search(before) and not _POWERS.search(before):
        typed.refuse(
            f"{found.group()!r} asks that one word count more than the others",
            at,
            ("Leave it out", typed.edited(at, found.end())),
            example="Rare words count more by themselves",
        )


def refuse_foreign(typed: Typed, at: int) -> None:
    """Refuse what stands at a place if it is a sign of another engine."""
    found = _foreign().match(typed.text, at)
    if found:
        _Foreign(typed, found).refuse()


class _Foreign:
    """One piece of a query that looks like another engine's."""

    def __init__(self, typed: Typed, found: re.Match[str]) -> None:
        self.typed = typed
        self.found = found

    def refuse(self) -> None:
        """Refuse it, with the way to say it here; return if it is text after all."""
        kinds = (
            name for name, value in self.found.groupdict().items() if value is not None and name in _KINDS
        )
        kind = next(kinds)
        getattr(self, f"_{kind}")()

    def _refuse(self, reason: str, *instead: tuple[str, str], example: str = "") -> None:
        start = self.found.start()
        whole = tuple((words, self.typed.edited(start, self.found.end(), new)) for words, new in instead)
        self.typed.refuse(reason, start, *whole, example=example)

    def _range(self) -> None:
        name, low, high = self.found.group("range_of", "low", "high")
        if not _CAPITALS.search(self.found.group()) and not (name and self._is_date(name)):
            return
        low, high = low.strip('"'), (high or "").strip('"')
        if not name and (not high or ((low + high).isalpha() and (low + high).isupper())):
            return  # [WELCOME TO PARIS]
        span = meant_dates(f"{low or '*'} TO {high or '*'}")
        if (name is None or self._is_date(name)) and span:
            self._refuse("a range is typed with two dots", ("Type", f"date:{span}"))
        only = f"{name}:{low},{high}" if name and high else f"{low} TO {high}"
        self._refuse(
            "there are no ranges of words",
            ("One of the two is asked for so" if name else "Leave the brackets out", only),
            example="A range of dates is typed date:2013..2014",
        )

    def _compared(self) -> None:
        name, sign, than = self.found.group("name", "sign", "than")
        has_colon = self.found.group().lstrip("@")[len(name)] == ":"
        if self.found["gap"] and (has_colon or name not in FIELD_NAMES or not than[0].isalnum()):
            return  # a > b, x = (y)
        if self.found["gap"] and sign[0] in "<>" and not self._is_date(name):
            return  # text > 5
        value = than.strip('"')
        if self._is_date(name) and (has_colon or name.lower() in {*FIELD_NAMES, "year", "published"}):
            field = OTHER_NAMES.get(name.lower(), name.lower())
            said = compared_date(sign, value, field)
            if said and self.found["and_sign"]:
                both = compared_date(self.found["and_sign"], self.found["and_than"].strip('"'))
                said = f"{said} {both}" if both else ""
            if said:
                self._refuse(f"{sign!r} is no sign of the query language", ("Type", said))
        elif name.lower() in FIELD_NAMES and (not has_colon or sign[0] in "<>"):
            unlike = "-" if sign in ("!=", "<>") else ""
            said = f"{unlike}{name.lower()}:{than}"
            self._refuse(f"{sign!r} is no sign of the query language", ("Type", said))
        elif not has_colon and sign == "=" and name.lower() in OTHER_NAMES and len(name) > len("x"):
            self._refuse(
                f"'{name}=' is no field here",
                ("Type", f"{OTHER_NAMES[name.lower()]}:{than}"),
                ("To search the text, quote it", f'"{name}={value}"'),
            )
        elif has_colon and sign[0] in "<>" and value[:1].isdecimal():
            self._refuse(f"unknown field {name!r}", ("To search the text, quote it", f'"{name}:{value}"'))

    def _regex(self) -> None:
        expression = self.found["expression"]
        if not _META.search(expression):
            return  # a path, a pronunciation
        begins = re.match(r"\w*", expression)
        word = begins.group() if begins else ""
        instead = (("Type", f"{word}*"),) if len(word) > 1 else ()
        self._refuse(
            "regular expressions are not understood",
            *instead,
            ("To search the words, quote them", '"' + " ".join(re.findall(r"\w+", expression)) + '"'),
        )

    def _flag(self) -> None:
        kept = "(" if not self.found.group().endswith(")") else ""
        self._refuse("regular expressions are not understood", ("Leave it out", kept))

    def _stem(self) -> None:
        word = self.found["stem"]
        if word == word.lower():
            self._refuse(f"{self.found['cut']!r} stands for no letters here", ("A star does", f"{word}*"))

    def _hash(self) -> None:
        word = self.found["hash"]
        if word == word.lower():
            self._refuse("'#' stands for no letter here", ("A question mark does", word.replace("#", "?")))

    def _adj(self) -> None:
        words = self.found["adj_words"]
        self._refuse(
            f"{self.found['adj']!r} may mean two things",
            ("In this order", f"ADJ/{words}"),
            ("In any order", f"NEAR/{words}"),
        )

    def _near_sign(self) -> None:
        name, words = self.found["near_name"], self.found["near_words"]
        if name == name.upper():
            typed = f"{'NEAR' if name == 'NEAR' else 'ADJ'}/{words}"
            self._refuse("the number follows a slash", ("Type", typed))

    def _thousands(self) -> None:
        words = min(int(self.found["thousand"].replace(",", "")), limits.MAX_DISTANCE)
        self._refuse("a number of words has no comma", ("Type", f"NEAR/{words}"))

    def _unit(self) -> None:
        unit = "w/s" if self.found["unit_name"].lower() == "sen" else "w/p"
        self._refuse(f"{self.found['unit']!r} is no sign of the query language", ("Type", unit))

    def _around(self) -> None:
        if _CAPITALS.search(f" {self.found.group()}"):
            self._refuse("the number follows a slash", ("Type", f"NEAR/{self.found['around_words']}"))

    def _near_list(self) -> None:
        if not _CAPITALS.search(f" {self.found.group()}"):
            return
        words = re.findall(r'"[^"]*"|[^\s,"]+', self.found["listed"])
        operator = f" NEAR/{self.found['list_words']} "
        self._refuse("NEAR stands between the words", ("Type", operator.join(words)))

    def _called(self) -> None:
        name = self.found["call"].lower()
        self._refuse(f"'{name}(' is no field here", ("Type", f"{OTHER_NAMES.get(name, name)}:("))

    def _counted(self) -> None:
        self._refuse("atleast has a colon before its bracket", ("Type", f"atleast{self.found['count']}:("))

    def _marked(self) -> None:
        name = self.found["mark"].lower()
        if name in FIELD_NAMES:
            self._refuse("'@' names no field here", ("Type", f"{name}:"))

    def _meta(self) -> None:
        self._refuse(f"unknown field {self.found['meta'][:-1]!r}", ("Leave it out", ""))

    def _all_in(self) -> None:
        self._refuse(
            f"unknown field {'allin' + self.found['all_name'].lower()!r}",
            ("Type", f"{self.found['all_name'].lower()}:({self.found['all_words'].strip()})"),
        )

    def _is_date(self, name: str) -> bool:
        return name.lower() in _DATES


_KINDS: Final = frozenset(name[1:] for name in vars(_Foreign) if f"?P<{name[1:]}>" in _FOREIGN)
