"""An address pasted into a query was refused or read as patterns: `http://x.org/a?b=c` wanted "two letters
before a wildcard", `…list=PL~x` a word without its typo."""

from __future__ import annotations

import pytest

from dateline.search.query.grammar import parse
from dateline.search.query.reading import read_query
from dateline.search.query.syntax import terms_of


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("http://x.org/a?b=c", '"http://x.org/a?b=c"'),
        ("look at http://x.org/a?b=c, he said", 'look AND at AND "http://x.org/a?b=c" AND he AND said'),
        ("https://x.com/a?s=20", '"https://x.com/a?s=20"'),
        ("https://y.com/x?list=PL~x*", '"https://y.com/x?list=PL~x"'),
        ("watch?v=abc~2", '"watch?v=abc~2"'),
        ("youtube.com/watch?v=PL~x&list=a", '"youtube.com/watch?v=PL~x&list=a"'),
        ("oil -http://x.org/a?b=c", 'oil AND NOT "http://x.org/a?b=c"'),
        ("title:http://x.org/a?b=c", 'title: "http://x.org/a?b=c"'),
        ("www.x.org/a,b;c?d=e!", '"www.x.org/a,b;c?d=e"'),
    ],
)
def test_an_address_is_text(typed: str, as_read: str) -> None:
    said = read_query(typed, languages={"en": 9}).read_as
    assert said.replace(" (English, stemmed)", "") == as_read


@pytest.mark.parametrize(
    "typed",
    [
        "https://en.wikipedia.org/wiki/Foo_(bar)",
        "(https://en.wikipedia.org/wiki/Foo_(bar)).",
        '"http://x.org/a?b=c~1"',
    ],
)
def test_brackets_and_quotes_leave_an_address_whole(typed: str) -> None:
    terms = list(terms_of(parse(typed)))
    assert [term.kind for term in terms] == ["word"] * len(terms)
    assert len(terms) > 4


@pytest.mark.parametrize("typed", ["wom?n", "secur*", "organi?ation"])
def test_patterns_are_no_addresses(typed: str) -> None:
    (term,) = terms_of(parse(typed))
    assert term.kind != "word"
