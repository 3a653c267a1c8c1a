"""What did a person type? Text in, syntax tree out, or a QueryError that says what to type instead.

    query   = and { ("OR" | "|") and }
    and     = not { ["AND" | "&&"] not }                 AND, typed or not, binds tighter than OR
    not     = { "NOT" } near | "+" near
    near    = primary { ("NEAR/n" | "ADJ/n" | "w/n" | "w/s" | "w/p") primary }           from left to right
    primary = "(" query ")" | ("-" | "!") primary | ["="] (phrase | word) | "atleast" n ":" primary
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
from datetime import date
from typing import Final, NoReturn, cast

from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.format.records import replace
from dateline.search.errors import QueryError
from dateline.search.query import foreign, limits
from dateline.search.query.field_values import FieldValues
from dateline.search.query.lexer import NEAR
from dateline.search.query.mending import Refusal, mended
from dateline.search.query.names import KEYWORD_FIELDS, TEXT_FIELDS
from dateline.search.query.prose import is_prose, prose
from dateline.search.query.refusals import (
    as_phrase,
    refuse_depth,
    refuse_distance,
    refuse_inner_field,
    refuse_long_range,
    refuse_no_operand,
    refuse_not_inside,
    refuse_operand,
    refuse_operator,
    refuse_sign_inside,
    refuse_slop,
    refuse_square_date,
    refuse_too_many,
)
from dateline.search.query.syntax import (
    And,
    AtLeast,
    Field,
    Filter,
    Near,
    Or,
    Phrase,
    Required,
    Syntax,
    Term,
    Together,
    is_operand,
    opposite,
    terms_of,
)
from dateline.search.query.typed import Typed

__all__ = ["parse"]

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
    try:
        if is_prose(text):
            tree = prose(text)
            refuse_too_many(Typed(text), tree)
            return tree
        return _Parser(text, today).parse()
    except Refusal as refusal:
        raise mended(refusal, lambda query: _Parser(query, today).parse()) from None


class _Parser(FieldValues):
    """Recursive descent over what the lexer sees. Each method reads one rule of the grammar above."""

    def __init__(self, text: str, today: date | None) -> None:
        super().__init__(text, today)
        self.depth = self.nearnesses = 0
        self.field = ""  # the text field being read, as typed

    def parse(self) -> Syntax:
        """Read the whole text."""
        self.next(0)
        tree = self._or()
        if self.kind == ")":
            without = self.typed.edited(self.start, self.stop)
            self.typed.refuse(
                "a bracket is closed that was not opened", self.start, ("Leave it out", without)
            )
        if tree is None:
            reason = "no words to search for" if self.text.strip() else "the query is empty"
            self.typed.refuse(reason, 0)
        refuse_too_many(self.typed, tree)
        return tree

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
        """One part, excluded or not, required or not."""
        if self.kind == "+":
            self.next(self.stop)
            self.take_as_word()
            body = self._near()
            # Within brackets, and beside NOT, everything is required as it is.
            return body if self.depth or self.field else Required(body, body.start, body.end)
        if self.kind != "NOT":
            return self._near()
        start, stop = self.start, self.stop
        self._deeper()
        self.next(self.stop)
        if self.kind in ("end", ")", "AND", "OR", "near"):
            self._refuse_operator("after", start, stop)
        body = self._not()
        self.depth -= 1
        return opposite(body, start)

    def _near(self) -> Syntax:
        """Operands with nearness between them, read from left to right."""
        if self.kind == "near":
            self._refuse_operator("before")
        left = self._primary()
        while self.kind == "near":
            start, stop = self.start, self.stop
            operator = self.text[start:stop]
            self.next(stop)
            if self.kind in ("end", ")", "AND", "OR", "NOT", "+", "near"):
                self._refuse_operator("after", start, stop)
            right = self._primary()
            self._check_operands(left, right, start, stop)
            left = self._nearness(left, right, operator, start)
            self.nearnesses += 1
            if self.nearnesses > limits.MAX_NEAR:
                reason = f"more than {limits.MAX_NEAR} times {operator}"
                self.typed.refuse(reason, start, ("Ask in several queries", self.text[:start]))
        return left

    def _nearness(self, left: Syntax, right: Syntax, operator: str, at: int) -> Syntax:
        here = foreign.near_operator(operator) or operator
        name, number, unit = cast("re.Match[str]", NEAR.fullmatch(here)).groups()
        if unit in ("s", "S"):
            return Together(left, right, "sentence", left.start, right.end)
        if unit in ("p", "P"):
            return Together(left, right, "paragraph", left.start, right.end)
        number = unit or number or ("1" if name == "ADJ" and number is None else None)
        if number is None and not here.endswith("/"):
            number = str(limits.DEFAULT_NEAR)
        distance = int(number) if number and _NUMBER.fullmatch(number) else None
        if distance is None or not 1 <= distance <= limits.MAX_DISTANCE:
            refuse_distance(self.typed, at, operator, name or "NEAR", distance)
        return Near(left, right, distance, name == "ADJ", left.start, right.end)

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
                word = words[0]
                if word.exact and not word.text.isalnum():  # its signs are to stand in the text too
                    return Phrase((word,), start, word.end, exact=True, typed=word.text, written=word.text)
                return replace(word, start=start) if word.exact else word
            end = words[-1].end
            typed = self.text[words[0].start : end]
            exact = words[0].exact
            return Phrase(tuple(words), start, end, exact, typed=typed, written=typed if exact else None)
        if self.kind == "-":
            self._deeper()
            self.next(self.stop)
            self.take_as_word()
            body = self._primary()
            self.depth -= 1
            return opposite(body, start)
        if self.kind == "atleast":
            return self._at_least()
        return self._field()

    def _group(self) -> Syntax:
        opening = self.start
        self._deeper()
        self.next(self.stop)
        body = self._or()
        if self.kind != ")":
            closed = ("Close it", f"{self.text})")
            opened = ("Leave it out", self.typed.edited(opening, opening + 1))
            self.typed.refuse("a bracket is not closed", opening, closed, opened)
        if body is None:
            without = self.typed.edited(opening, self.stop)
            self.typed.refuse("nothing between the brackets", opening, ("Leave them out", without))
        closing = self.stop
        self.next(closing)
        self.depth -= 1
        if isinstance(body, Or | Near | Together):
            return replace(body, start=opening, end=closing)
        # What stands in brackets stays together, as what AND joins does.
        return replace(body, explicit=True) if isinstance(body, And) else body

    def _phrase(self) -> Syntax:
        start, exact = self.start, self.kind == "="
        opening = self.stop if exact else start
        inside = opening + 1
        closing = self.closing(opening)
        parts = self.typed.phrase(inside, closing, exact=exact, depth=self.depth)
        if not parts:
            without = self.typed.edited(start, closing + 1, " ")
            self.typed.refuse("no words between the quotes", opening, ("Leave them out", without))
        words = [term for part in parts for term in terms_of(part)]
        if len(words) > limits.MAX_PHRASE:
            at = words[limits.MAX_PHRASE].start
            shorter = self.typed.edited(at, closing)
            reason = f"the phrase has more than {limits.MAX_PHRASE} words"
            self.typed.refuse(reason, at, ("Search for its beginning", shorter))
        if self.character(closing + 1) == "~":
            refuse_slop(self.typed, start, closing + 1)
        self.next(closing + 1)
        written = None
        if exact and all(isinstance(part, Term) for part in parts):
            written = " ".join(self.text[inside:closing].split())
        alone = len(parts) == 1 and not (isinstance(parts[0], Term) and has_unspaced(parts[0].text))
        if alone and written in (None, words[0].text):
            return parts[0]
        return Phrase(tuple(parts), start, closing + 1, exact, written=written)

    def _at_least(self) -> Syntax:
        start, count = self.start, int(self.name.removeprefix("atleast")[:9])
        if not 1 <= count <= limits.MAX_COUNT:
            typed = self.typed.edited(start, self.stop, "atleast3:")
            self.typed.refuse(f"'{self.name}' counts from 1 to {limits.MAX_COUNT:,}", start, ("Type", typed))
        body = self._value_of(self.name, "drone")
        if not is_operand(body, nested=False):
            example = 'As in atleast3:drone, atleast2:"border guards", atleast2:(drone OR UAV)'
            instead = as_phrase(self.typed, body)
            self.typed.refuse("atleast counts words and phrases", start, *instead, example=example)
        return AtLeast(count, body, start, self.read_to)

    def _value_of(self, name: str, example: str) -> Syntax:
        """The operand that follows directly on `name:`."""
        start, stop = self.start, self.stop
        self._deeper()
        self.next(stop)
        if self.kind == "NOT" and self.start == stop:
            refuse_not_inside(self.typed, name, start, stop)
        self.take_as_word()
        if self.start == stop and self.kind == "field":
            one = self.typed.edited(start, stop)
            self.typed.refuse(f"a field inside '{name}:'", stop, ("Name one field", one))
        refuse_sign_inside(self.typed, name, start, stop)
        if self.start != stop or self.kind not in ("word", "quote", "=", "(", "atleast"):
            refuse_no_operand(self.typed, name, start, stop, example)
        body = self._primary()
        self.depth -= 1
        return body

    def _field(self) -> Syntax:
        name, start = self.name, self.start
        if self.field:
            refuse_inner_field(self.typed, name, self.field, start, self.stop)
        if name in TEXT_FIELDS:
            return self._text_field(name)
        refuse_not_inside(self.typed, name, start, self.stop)
        if name not in KEYWORD_FIELDS:
            refuse_square_date(self.typed, self.stop, self.today)
            refuse_long_range(self.typed, self.stop, start, self.today)
        under = f"{self.under}=" if self.under else ""
        values = self.values(name)
        if name in KEYWORD_FIELDS:
            wanted = tuple(f"{under}{value}" for value, _, _ in values)
            return Filter(KEYWORD_FIELDS[name], wanted, start, self.read_to)
        if len(values) > 1 and name != "date":
            first = f"{name}:{values[0][0]}"
            typed = self.typed.edited(
                start, self.read_to, f'{name}:"{values[0][0]}"' if " " in first else first
            )
            self.typed.refuse(f"'{name}:' takes one date", values[1][1], ("Type", typed))
        dates = tuple(self.dates(name, *value, start) for value in values)
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
        if self.kind == "-" and self.start == self.read_to + 1 and self.text[self.read_to] == ",":
            outside = self.typed.edited(self.read_to, self.stop, f" -{name}:")
            self.typed.refuse(f"'-' inside '{name}:'", self.start, ("Put it in front", outside))
        self.field = ""
        body = bodies[0] if len(bodies) == 1 else Or(tuple(bodies), bodies[0].start, self.read_to)
        return Field(TEXT_FIELDS[name], body, start, self.read_to)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            refuse_depth(self.typed, self.start)

    def _check_operands(self, left: Syntax, right: Syntax, start: int, stop: int) -> None:
        """Refuse what has no place in the text, and so nothing can be near it: `[start, stop)` is between."""
        for node in (left, right):
            if not is_operand(node):
                refuse_operand(self.typed, node, left, right, self.text[start:stop], self.read_to)

    def _refuse_operator(self, side: str, start: int | None = None, stop: int | None = None) -> NoReturn:
        """Refuse an operator (the next thing, unless told which) that has nothing on one side."""
        start, stop = (self.start, self.stop) if start is None or stop is None else (start, stop)
        refuse_operator(self.typed, side, start, stop)
