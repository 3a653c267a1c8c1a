"""What did a person type? Text in, syntax tree out, or a QueryError that says what to type instead.

    query   = and { "OR" and }
    and     = not { ["AND"] not }                        AND, typed or not, binds tighter than OR
    not     = { "NOT" } near
    near    = primary { ("NEAR/n" | "ADJ/n" | "w/s" | "w/p") primary }           from left to right
    primary = "(" query ")" | "-" primary | ["="] (phrase | word) | "atleast" n ":" primary
            | ("title:" | "text:" | "lead:") primary { "," primary }
            | ("source:" | "place:" | "author:" | "lang:" | "path:" | "id:") value { "," value }
            | ("after:" | "before:" | "date:") value
    phrase  = quote { word | "(" { word } "OR" { word } ")" } quote

Read by hand, from left to right: the language is small, half of it is what to say when it is spoken wrongly,
and a parsing library would take longer to import than a search takes. Operators are in capitals; all else
is text, and punctuation without a meaning here is passed over, so that a pasted sentence is a query.

>>> [part.text for part in parse("border guards").parts]
['border', 'guards']
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final, NoReturn, cast

from dateline.search.errors import QueryError
from dateline.search.query import limits
from dateline.search.query.dates import DateError, read_dates
from dateline.search.query.lexer import CLOSING, EXAMPLES, KEYWORD_FIELDS, NEAR, QUOTES, TEXT_FIELDS, Lexer
from dateline.search.query.syntax import (
    And,
    AtLeast,
    Dates,
    Field,
    Filter,
    Near,
    Not,
    Or,
    Phrase,
    Syntax,
    Term,
    Together,
    terms_of,
)
from dateline.search.query.typed import shown

__all__ = ["parse"]

_VALUE: Final = re.compile(rf"[^\s,(){QUOTES}]+")
_LETTERS: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile("[0-9]{1,9}")


def parse(text: str, *, today: date | None = None) -> Syntax:
    """The syntax tree of a query. Raises QueryError for what can't be read, nothing else ever."""
    if len(text) > limits.MAX_CHARS:
        raise QueryError(
            f"the query is longer than {limits.MAX_CHARS:,} characters",
            query=text,
            position=limits.MAX_CHARS,
            hint="Search for its main words or a phrase of it",
        )
    return _Parser(text, today).parse()


class _Parser(Lexer):
    """Recursive descent over what the lexer sees. Each method reads one rule of the grammar above."""

    def __init__(self, text: str, today: date | None) -> None:
        super().__init__(text)
        self.today = today
        self.depth = 0
        self.field = ""  # the text field being read, as typed

    def parse(self) -> Syntax:
        """Read the whole text."""
        self.next(0)
        tree = self._or()
        if self.kind == ")":
            without = self.text[: self.start] + self.text[self.stop :]
            self.typed.refuse(
                "a bracket is closed that was not opened", self.start, f"Leave it out: {shown(without)}"
            )
        if tree is None:
            reason = "no words to search for" if self.text.strip() else "the query is empty"
            self.typed.refuse(reason, 0, 'Type words or a phrase: "border guards"')
        self._count_words(tree)
        return tree

    def _count_words(self, tree: Syntax) -> None:
        count = 0
        for term in terms_of(tree):
            count += len(_LETTERS.findall(term.text))  # the parts of a compound count each
            if count > limits.MAX_WORDS:
                reason = f"the query has more than {limits.MAX_WORDS} words"
                self.typed.refuse(reason, term.start, "Search for the main ones, or for a phrase of it")

    def _or(self) -> Syntax | None:
        """Parts with OR between them; None where nothing is said."""
        first = self._and()
        if self.kind != "OR":
            return first
        parts = [first or self._refuse_operator("before")]
        while self.kind == "OR":
            operator = self.start, self.stop
            self.next(self.stop)
            parts.append(self._and() or self._refuse_operator("after", *operator))
        return Or(tuple(parts), parts[0].start, parts[-1].end)

    def _and(self) -> Syntax | None:
        """Parts that are all required. Those with AND between them stay together, see `syntax.And`."""
        runs: list[list[Syntax]] = []
        while self.kind not in ("end", ")", "OR"):
            if self.kind != "AND":
                runs.append([self._not()])
                continue
            if not runs:
                self._refuse_operator("before")
            operator = self.start, self.stop
            self.next(self.stop)
            if self.kind in ("end", ")", "AND", "OR"):
                self._refuse_operator("after", *operator)
            runs[-1].append(self._not())
        parts = tuple(
            run[0] if len(run) == 1 else And(tuple(run), run[0].start, run[-1].end, explicit=True)
            for run in runs
        )
        if len(parts) < 2:
            return parts[0] if parts else None
        return And(parts, parts[0].start, parts[-1].end)

    def _not(self) -> Syntax:
        """One part, excluded or not."""
        if self.kind != "NOT":
            return self._near()
        start = self.start
        self._deeper()
        self.next(self.stop)
        if self.kind in ("end", ")", "AND", "OR", "near"):
            self._refuse_operator("after", start, start + len("NOT"))
        body = self._not()
        self.depth -= 1
        return _opposite(body, start)

    def _near(self) -> Syntax:
        """Operands with nearness between them, read from left to right."""
        if self.kind == "near":
            self._refuse_operator("before")
        left = self._primary()
        while self.kind == "near":
            start, stop = self.start, self.stop
            operator = self.text[start:stop]
            self._check_operand(left, operator)
            self.next(stop)
            if self.kind in ("end", ")", "AND", "OR", "NOT", "near"):
                self._refuse_operator("after", start, stop)
            right = self._primary()
            self._check_operand(right, operator)
            left = self._nearness(left, right, operator, start)
        return left

    def _nearness(self, left: Syntax, right: Syntax, operator: str, at: int) -> Syntax:
        name, number, unit = cast("re.Match[str]", NEAR.fullmatch(operator)).groups()
        if unit in ("s", "S"):
            return Together(left, right, "sentence", left.start, right.end)
        if unit in ("p", "P"):
            return Together(left, right, "paragraph", left.start, right.end)
        number = unit or number or ("1" if name == "ADJ" and number is None else None)
        if number is None and not operator.endswith("/"):
            number = str(limits.DEFAULT_NEAR)
        if not number or not _NUMBER.fullmatch(number) or not 1 <= int(number) <= limits.MAX_DISTANCE:
            self.typed.refuse(
                f"{shown(operator)!r} wants a number of words from 1 to {limits.MAX_DISTANCE:,}",
                at,
                f'Type {name or "NEAR"}/5. To search the text, quote it: "{shown(operator)}"',
            )
        return Near(left, right, int(number), name == "ADJ", left.start, right.end)

    def _primary(self) -> Syntax:
        """One operand. The caller has seen that one follows."""
        start = self.start
        if self.kind == "(":
            return self._group()
        if self.kind in ("quote", "="):
            return self._phrase()
        if self.kind == "word":
            words = self.words
            self.next(self.stop)
            if len(words) == 1:
                return replace(words[0], start=start) if words[0].exact else words[0]
            end = words[-1].end
            return Phrase(tuple(words), start, end, words[0].exact, typed=self.text[words[0].start : end])
        if self.kind == "-":
            self._deeper()
            self.next(self.stop)
            self._take_as_word()
            body = self._primary()
            self.depth -= 1
            return _opposite(body, start)
        if self.kind == "atleast":
            return self._at_least()
        return self._field()

    def _group(self) -> Syntax:
        opening = self.start
        self._deeper()
        self.next(self.stop)
        body = self._or()
        if self.kind != ")":
            self.typed.refuse("a bracket is not closed", opening, f"Close it: {shown(self.text)})")
        if body is None:
            self.typed.refuse(
                "nothing between the brackets", opening, "Leave them out, or put words between them"
            )
        self.next(self.stop)
        self.depth -= 1
        return body

    def _phrase(self) -> Syntax:
        start, exact = self.start, self.kind == "="
        opening = self.stop if exact else start
        inside = opening + 1
        closing = self._closing(opening)
        parts = self.typed.phrase(inside, closing, exact=exact, depth=self.depth)
        if not parts:
            self.typed.refuse("no words between the quotes", opening, 'Put words there: "border guards"')
        after = self.character(closing + 1)
        if after == "~":
            words = shown(self.text[inside:closing])
            self.typed.refuse(
                "a phrase takes no '~'",
                closing + 1,
                f'Near each other is typed: border NEAR/5 guards, not "{words}"~',
            )
        self.next(closing + 1)
        if len(parts) == 1:
            return parts[0]
        return Phrase(tuple(parts), start, closing + 1, exact)

    def _closing(self, opening: int) -> int:
        """Where the quote that opens there closes."""
        sign = self.text[opening]
        # A straight quote that has no second one may have been closed by a program that curls quotes.
        for closers in (CLOSING[sign], QUOTES if sign == '"' else ""):
            for place in range(opening + 1, len(self.text)):
                if self.text[place] in closers:
                    return place
        return self.typed.refuse("a quote is not closed", opening, f'Close it: {shown(self.text)}"')

    def _at_least(self) -> Syntax:
        start, count = self.start, int(self.name.removeprefix("atleast")[:9])
        if not 1 <= count <= limits.MAX_COUNT:
            self.typed.refuse(
                f"'{self.name}' counts from 1 to {limits.MAX_COUNT:,}", start, "Type atleast3:drone"
            )
        body = self._value_of(self.name, "drone")
        if not _is_operand(body, nested=False):
            hint = 'As in atleast3:drone, atleast2:"border guards", atleast2:(drone OR UAV)'
            self.typed.refuse("atleast counts words and phrases", start, hint)
        return AtLeast(count, body, start, self.read_to)

    def _value_of(self, name: str, example: str) -> Syntax:
        """The operand that follows directly on `name:`."""
        start, stop = self.start, self.stop
        self._deeper()
        self.next(stop)
        self._take_as_word()
        if self.start == stop and self.kind == "field":
            self.typed.refuse(f"a field inside '{name}:'", stop, f"Name one field: {name}:{example}")
        if self.start != stop or self.kind not in ("word", "quote", "=", "(", "atleast"):
            self.typed.refuse(f"no value after '{name}:'", start, f"Type {name}:{example}")
        if self.kind == "word" and self.text[stop] == "-":
            without = shown(self.text[stop + 1 : self.stop])
            self.typed.refuse(f"'-' inside '{name}:'", stop, f"Put it in front: -{name}:{without}")
        body = self._primary()
        self.depth -= 1
        return body

    def _field(self) -> Syntax:
        name, start = self.name, self.start
        if self.field:
            reason = f"the field '{name}:' inside '{self.field}:'"
            self.typed.refuse(reason, start, f"Put it outside, as in {self.field}:border {name}:…")
        if name in TEXT_FIELDS:
            return self._text_field(name)
        values = self._values(name)
        if name in KEYWORD_FIELDS:
            return Filter(KEYWORD_FIELDS[name], tuple(value for value, _ in values), start, self.read_to)
        if len(values) > 1 and name != "date":
            self.typed.refuse(f"'{name}:' takes one date", values[1][1], f"Type {name}:{shown(values[0][0])}")
        dates = tuple(self._dates(name, value, place, start) for value, place in values)
        return dates[0] if len(dates) == 1 else Or(dates, start, self.read_to)

    def _text_field(self, name: str) -> Syntax:
        start, self.field = self.start, name
        bodies = [self._value_of(name, "border")]
        # The lexer has passed over the comma of a list; one with a blank after it belongs to the sentence.
        while (
            self.start == self.read_to + 1
            and self.text[self.read_to] == ","
            and self.kind in ("word", "quote", "=")
        ):
            bodies.append(self._primary())
        self.field = ""
        body = bodies[0] if len(bodies) == 1 else Or(tuple(bodies), bodies[0].start, self.read_to)
        return Field(TEXT_FIELDS[name], body, start, self.read_to)

    def _values(self, name: str) -> list[tuple[str, int]]:
        """The values after `name:`, each with its place; those after a comma with no blank belong to them."""
        text, at = self.text, self.stop
        values: list[tuple[str, int]] = []
        while True:
            place = at
            found = _VALUE.match(text, at)
            if self.character(at) in QUOTES:
                closing = self._closing(at)
                value, at = text[at + 1 : closing], closing + 1
            elif found:
                value, at = found.group().rstrip("!?;"), found.end()
            else:
                value = ""
            if not any(sign.isalnum() for sign in value):
                hint = f"Type {name}:{EXAMPLES[name]}; several by a comma without a blank, blanks in quotes"
                self.typed.refuse(f"no value after '{name}:'", place, hint)
            values.append((value, place))
            if self.character(at) != "," or self.character(at + 1).isspace():
                self.next(at)
                return values
            at += 1

    def _dates(self, name: str, value: str, place: int, start: int) -> Dates:
        wanted = value if value.endswith("..") else value.rstrip(".")
        if name != "date" and ".." in wanted:
            self.typed.refuse(f"'{name}:' takes one date", place, f"Type date:{shown(value)}")
        try:
            first, last = read_dates(wanted, today=self.today)
        except DateError as error:
            self.typed.refuse(error.reason, place, self._quoted_date(name, place) or error.hint)
        if name == "after":
            last = None
        elif name == "before":
            first = None
        return Dates(first, last, start, self.read_to)

    def _quoted_date(self, name: str, place: int) -> str | None:
        """The hint for a date of several words without quotes, None if that is not what is wrong."""
        words = self.text[place : place + 40].split()
        for count in (4, 3, 2):
            try:
                read_dates(" ".join(words[:count]), today=self.today)
            except DateError:
                continue
            return f'Quote it: {name}:"{" ".join(words[:count])}"'
        return None

    def _take_as_word(self) -> None:
        """Straight after a sign, capitals are no operator: `title:AND`, `-NOT`."""
        if self.kind in ("AND", "OR", "NOT", "near"):
            self.kind, self.words = "word", self.typed.words(self.start, self.stop)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            reason = f"brackets and exclusions more than {limits.MAX_DEPTH} deep"
            self.typed.refuse(reason, self.start, "Take some away")

    def _check_operand(self, node: Syntax, operator: str) -> None:
        """Refuse what has no place in the text, and so nothing can be near it."""
        if _is_operand(node):
            return
        hint = 'As in drug NEAR/5 trafficking, "border guards" w/s (Tajik OR Kyrgyz)'
        if isinstance(node, Field):
            hint = f"Put the field in front of both: {node.name}:(drug {operator} trafficking)"
        elif isinstance(node, Not):
            hint = f"Exclude the whole: -(drug {operator} trafficking)"
        self.typed.refuse(f"{shown(operator)} stands between words, phrases or (a OR b)", node.start, hint)

    def _refuse_operator(self, side: str, start: int | None = None, stop: int | None = None) -> NoReturn:
        """Refuse an operator (the next thing, unless told which) that has nothing on one side."""
        start, stop = (self.start, self.stop) if start is None else (start, stop)
        name = shown(self.text[start:stop])
        self.typed.refuse(
            f"{name} has nothing {side} it", start, f'To search for the word, quote it: "{name}"'
        )


def _opposite(node: Syntax, start: int) -> Syntax:
    """Everything but the node: twice makes nothing of it."""
    return node.body if isinstance(node, Not) else Not(node, start, node.end)


def _is_operand(node: Syntax, *, nested: bool = True) -> bool:
    """Whether the node stands at places of the text. Nearness may hold nearness, alternatives may not."""
    if isinstance(node, Or):
        return all(_is_operand(part, nested=False) for part in node.parts)
    return isinstance(node, Term | Phrase) or (nested and isinstance(node, Near | Together))
