"""What was suggested after an error could often not be typed: `fire brigades"` suggested `fire brigades""`,
which was refused in turn, `«gas` suggested `«gas"`, `date:"28 May"` a date without its quotes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.search import QueryError
from dateline.search.query.grammar import parse
from dateline.search.query.reading import read_query
from tests.places import DOCS
from tests.search.query.test_grammar import FRAGMENTS
from tests.search.query.test_nasty_queries import BATTERY, our_queries, shared_queries

LANGUAGES = {"en": 9, "ru": 2}
# Sentences of a hint, each with what it tells to type, as the message shows them: "Close it: (a OR b)".
TOLD = re.compile(
    r"(?:\A|\. |\? )(?P<words>[A-Z][a-z' ,=]+?): (?P<typed>.+?)(?=\. [A-Z][a-z]+ ?[a-z' ,=]*?: |\Z)"
)

# One a line.
WRONG = """
fire brigades"
fire brigades""
fire”
fire”"
12" gun"
צה"ל"
"*Ab Montag"
(border
(
oil (
oil)
()() x
((a
a)) b
x AND
OR
AND OR NOT
NOT
x NEAR/0 y
NEAR
w/s "a
title:
title:: x
title:(a source:"b c" d)
title:-(a b
title:lead:-x
source:""
source:(a OR "b c",d)
source:(
date:x y
date:2013-13
date:"28 May"
date:28 May 2013 x
date:05/06/2013
date:2014..2013
after:2013,2014
after:today..yesterday
atleast0:x
atleast9999:(a b)
atleast3:-x
ab*c*d*e*
*x*
=ab*
="a b* c
us~
oil~2.5
"a b"~3
="a b"~
"(a OR b"
"(OR)"
"(a OR ) (b"
(a b) w/s -c
title:a w/s lead:b
-a w/s b c
[a TO b]
date:{2013 TO 2014]
n:[1 TO 5]
date:>=x
/a(b/
(?i)(x
x^2 ab^3
@title (x
_x:y"
atleast3(a
headline(a b
source(a b)
«gas
„a
oil titel:(x y)
lang:klingon x
lang:klingon "x
"""


def typed(query: str) -> list[str]:
    """Everything the error of a query tells to type; nothing if it is read."""
    try:
        read_query(query, languages=LANGUAGES)
    except QueryError as error:
        told = [found["typed"] for found in TOLD.finditer(error.hint)]
        return [*told, error.suggestion] if error.suggestion else told
    return []


def unreadable(query: str) -> list[str]:
    """What is suggested for a query and can't be typed in its turn."""
    return [suggestion for suggestion in typed(query) if not is_read(suggestion)]


def is_read(query: str) -> bool:
    try:
        read_query(query, languages=LANGUAGES)
    except QueryError as error:
        # What only an index can tell is no fault of the query: a letter no text has, a language.
        return bool(re.match("no words to search for|unknown language", error.reason))
    return True


@pytest.mark.parametrize("query", WRONG.strip().splitlines())
def test_what_is_suggested_is_read(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query, languages=LANGUAGES)
    assert caught.value.hint
    assert unreadable(query) == []


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ('fire brigades"', "fire brigades"),
        ('fire brigades""', "fire brigades"),
        ("fire”", "fire"),
        ('צה"ל"', 'צה"ל'),
        ('oil "gas price', 'oil "gas price"'),
        ("oil «gas", "oil «gas»"),
        ("(border", "(border)"),
        ("oil (", "oil"),
        ("((a b) c", "((a b) c)"),
        ("wheat OR", 'wheat "OR"'),
        ("titel:summit x", "title:summit x"),
        ("title: summit", "title:summit"),
        ('x date:"28 May"', 'x date:"28 may 2013"'),
        ('date:2013-02-30 "x', 'date:2013-02-28 "x"'),
        ("title:a NEAR/5 b", "title:(a NEAR/5 b)"),
        ("(a b) w/s c", '"a b" w/s c'),
        ('"a b c"~4', "a NEAR/4 b NEAR/4 c"),
        ("date:[2013 TO 2014] (x", "date:2013..2014 (x)"),
        ("lang:klingon x", "lang:en x"),
        ("((((( ", ""),
        ("🙂", ""),
    ],
)
def test_the_suggestion_is_the_whole_query(query: str, suggestion: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query, languages=LANGUAGES, today=date(2013, 6, 1))
    assert caught.value.suggestion == suggestion


def test_every_refusal_of_the_docs_suggests_what_is_read() -> None:
    page = (DOCS / "query.md").read_text("utf-8")
    queries = re.findall(r"^\| `([^`]+)` \| [^|]+ \|$", page, re.MULTILINE)
    assert len(queries) > 20
    assert [query for query in queries if not typed(query)] == []
    assert [query for query in queries if unreadable(query)] == []


def test_every_nasty_query_suggests_what_is_read() -> None:
    queries = [*our_queries(), *(shared_queries() if BATTERY.exists() else [])]
    assert [query[:80] for query in queries if unreadable(query)] == []


@pytest.mark.parametrize(
    "example",
    [
        '"border guards"', "secur*", "Lukashenka~", "drug NEAR/5 trafficking",
        '"border guards" w/s (Tajik OR Kyrgyz)',
        "atleast3:drone", 'atleast2:"border guards"', "atleast2:(drone OR UAV)", '"(Tajik OR Kyrgyz) border"',
        "title:border", "source:Kazinform", "place:Bishkek", "author:Ivanov", "lang:ru", "path:2013/*",
        "id:7",
        "date:2013..2014", 'date:"28 May 2013"', 'date:"last week"',
    ],
)  # fmt: skip
def test_the_examples_of_the_hints_are_read(example: str) -> None:
    assert read_query(example, languages=LANGUAGES).parts


SIGNS = """| || && !x +x ^2 [ ] [a TO b] {x (?i) /a.b/ ~2 # $ % @title x=y date>2013 צה"ל 12"
    ANDNOT adj5 near5 ’ ” « »"""


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from([*FRAGMENTS, *SIGNS.split()]), max_size=25).map("".join),
        st.text(alphabet='ab ()"“”«»*~|!+-^[]=:/', max_size=30),
    )
)
def test_whatever_is_typed_the_suggestion_is_read(text: str) -> None:
    assert unreadable(text) == []
    for suggestion in typed(text)[-1:]:
        parse(suggestion)
        assert suggestion.isprintable()


def test_a_suggestion_is_never_longer_than_a_query_may_be() -> None:
    cut = "oil gas " * 2_499 + '"oil gas'
    assert len(cut) == 20_000
    with pytest.raises(QueryError) as caught:
        parse(cut)
    assert len(caught.value.suggestion) < 20_000
    assert unreadable(cut) == []
