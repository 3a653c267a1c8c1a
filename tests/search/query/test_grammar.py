"""Typed text becomes a syntax tree, or a QueryError that says where and what to type instead."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search import QueryError
from dateline.search.query import limits
from dateline.search.query.grammar import parse
from dateline.search.query.readback import say
from dateline.search.query.syntax import Term, terms_of


def read(text: str) -> str:
    """The tree in words: short, and it shows what holds together."""
    return (
        say(parse(text), languages={"en": 1})
        .replace(" (English, stemmed)", "")
        .replace(" (Russian, stemmed)", "")
    )


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("border guards", "border AND guards"),
        ("border AND guards", "border AND guards"),
        ("border and guards", "border AND and AND guards"),
        ("cocoa OR coffee tea", "cocoa OR (coffee AND tea)"),
        ("cocoa coffee OR tea", "(cocoa AND coffee) OR tea"),
        ("(cocoa OR coffee) tea", "(cocoa OR coffee) AND tea"),
        ("cocoa -coffee", "cocoa AND NOT coffee"),
        ("cocoa NOT coffee", "cocoa AND NOT coffee"),
        ("cocoa AND NOT coffee", "cocoa AND NOT coffee"),
        ("cocoa OR NOT coffee", "cocoa OR NOT coffee"),
        ("NOT NOT cocoa", "cocoa"),
        ("-cocoa", "every article AND NOT cocoa"),
        ('-"dear cocoa" -(tea OR coffee)', 'every article AND NOT "dear cocoa" AND NOT (tea OR coffee)'),
        ("a NEAR/5 b c", "a within 5 words of b AND c"),
        ("a NEAR b", "a within 10 words of b"),
        ("a ADJ b", "a followed within 1 word by b"),
        ("a w/7 b", "a within 7 words of b"),
        ("a W/S b w/p c", "(a in the same sentence as b) in the same paragraph as c"),
        ("NOT a NEAR/2 b", "every article AND NOT a within 2 words of b"),
        ("(a OR b) ADJ/3 c", "(a OR b) followed within 3 words by c"),
        ("(a NEAR/3 b) NEAR/9 c", "(a within 3 words of b) within 9 words of c"),
        ("atleast3:drone", "drone at least 3 times"),
        ("atLeast2:(drone OR UAV)", "(drone OR UAV) at least 2 times"),
        ("title:summit lead:border text:x", "title: summit AND first paragraph: border AND text: x"),
        ("TITLE:summit", "title: summit"),
        ("title:(a b)", "title: (a AND b)"),
        ('title:a,"b c"', 'title: (a OR "b c")'),
        ("title:a, b", "title: a AND b"),
        ("title:atleast2:a", "title: a at least 2 times"),
        ("title:OR", "title: OR"),
        ("-NOT", "every article AND NOT NOT"),
        ("-title:a -source:b", "every article AND NOT title: a AND NOT source: b"),
        ('source:"Astana Times",Kazinform x', 'x AND source: "Astana Times" or Kazinform'),
        ("path:a/b*.txt", "path: a/b*.txt"),
        ("after:2013 x before:2013-06", "x AND published 2013 or later AND published 2013-06 or earlier"),
        ("date:2013,2015", "published in 2013 OR published in 2015"),
        ("date:2013-05-28.", "published on 2013-05-28"),
        ("secur* organi?ation Lukashenka~", "secur* AND organi?ation AND Lukashenka (one typo allowed)"),
        ("cyber-att*", "cyber-att*"),
        ('="Joint Declaration" =US', 'exactly "Joint Declaration" AND exactly US'),
        ('title:="Joint Declaration"', 'title: exactly "Joint Declaration"'),
    ],
)
def test_the_signs_of_the_language(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ('"border guard*"', '"border guard*"'),
        ('"(Tajik OR Kyrgyz) border"', '"(Tajik OR Kyrgyz) border"'),
        ('"(Tajik border OR Kyrgyz) post"', '"(Tajik border OR Kyrgyz) post"'),
        ('"((a OR b) OR c) d"', '"((a OR b) OR c) d"'),
        ('"the (old) border"', '"the old border"'),
        ('"dead OR alive"', '"dead OR alive"'),
        ('"a ) b ( c"', '"a b c"'),
        ('"title:x -y NOT z"', '"title x y NOT z"'),
        ('"who is it?"', '"who is it"'),
        ('"border"', "border"),
        ("“border guards”", '"border guards"'),
        ("„border guards“", '"border guards"'),
        ("»border guards«", '"border guards"'),
        ('«Партия "Нур Отан"»', '"Партия Нур Отан"'),
        ('"border guards”', '"border guards"'),
        ('"border guards"drone', '"border guards" AND drone'),
    ],
)
def test_phrases(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("O'Brien 'oil price'", "O'Brien AND oil AND price"),
        ("U.S. AT&T", "U.S. AND AT&T"),
        ("C++ $2.7 1,200 50% #tag @name", "C++ AND 2.7 AND 1,200 AND 50 AND tag AND name"),
        ("10:30", '"10:30"'),
        ("http://x.org/page?id=5", '"http://x.org/page?id=5"'),
        (r"C:\temp", r'"C:\temp"'),
        ("re: oil", "re AND oil"),
        ("Source: Reuters", "Source AND Reuters"),
        ("oil :) gas", None),
        ("std::vector", '"std::vector"'),
        ("oil - gas -- coal – iron — tin", "oil AND gas AND coal AND iron AND tin"),
        ("well-known", "well-known"),
        ("Kabul,Herat;Kunduz", "Kabul AND Herat AND Kunduz"),
        ("[oil] {gas} <coal> & gas ^2", "oil AND gas AND coal AND gas AND 2"),
        ("What is ISIS?", "What AND is AND ISIS"),
        ("oil!!! gas… 🙂", "oil AND gas"),
        ("  oil\t\n gas\u00a0", "oil AND gas"),
        ("12\u00a0500", "12\u00a0500"),
        ("oil\x00gas", "oil AND gas"),
        ("Near or far", "Near AND or AND far"),
    ],
)
def test_punctuation_never_breaks_a_query(typed: str, as_read: str | None) -> None:
    if as_read is None:
        with pytest.raises(QueryError):
            read(typed)
    else:
        assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "position", "reason", "hint"),
    [
        ("", 0, "the query is empty", "border guards"),
        (" \n", 0, "the query is empty", "border guards"),
        ("🙂 …", 0, "no words to search for", "border guards"),
        (
            "titel:x",
            0,
            "unknown field 'titel'",
            "Did you mean 'title'? Type: title:x. To search the text, quote it: \"titel:x\"",
        ),
        ('oil headline:"a b"', 4, "unknown field 'headline'", "Did you mean 'title'?"),
        ('zzz:"x"', 0, "unknown field 'zzz'", "Fields are title, text, lead"),
        ("Кабул:(война)", 0, "unknown field 'Кабул'", '"Кабул:война"'),
        ("title: x", 6, "no value after 'title:'", "title:x"),
        ("oil source:", 11, "no value after 'source:'", "source:Kazinform"),
        ('source:""', 7, "no value after 'source:'", "source:Kazinform"),
        ("source:(a OR b)", 7, "no value after 'source:'", "by a comma"),
        ("title:!", 0, "no value after 'title:'", "title:border"),
        ("title:-x", 6, "'-' inside 'title:'", "-title:x"),
        ("title:lead:x", 6, "a field inside 'title:'", "Name one field: lead:x"),
        ("title:(a source:b)", 9, "the field 'source:' inside 'title:'", "title:(a ) source:b"),
        ('oil "gas', 4, "a quote is not closed", 'oil "gas"'),
        ("«gas", 0, "a quote is not closed", "«gas»"),
        ('""', 0, "no words between the quotes", "border guards"),
        ('"border guards"~5', 15, "a phrase takes no '~'", "NEAR/5"),
        ('"(a OR b c"', 1, "bracket not closed inside the phrase", "(Tajik OR Kyrgyz)"),
        ('"(a OR ) c"', 4, "OR needs a word on each side", "(Tajik OR Kyrgyz)"),
        ("(oil", 0, "a bracket is not closed", "(oil)"),
        ("oil)", 3, "a bracket is closed that was not opened", "Leave it out: oil"),
        ("oil ()", 4, "nothing between the brackets", "Leave them out"),
        ("AND oil", 0, "AND has nothing before it", '"AND"'),
        ("oil AND", 4, "AND has nothing after it", '"AND"'),
        ("oil AND OR gas", 4, "AND has nothing after it", '"AND"'),
        ("OR oil", 0, "OR has nothing before it", '"OR"'),
        ("oil OR", 4, "OR has nothing after it", '"OR"'),
        ("oil NOT", 4, "NOT has nothing after it", '"NOT"'),
        ("NEAR/5 oil", 0, "NEAR/5 has nothing before it", '"NEAR/5"'),
        ("oil w/s", 4, "w/s has nothing after it", '"w/s"'),
        ("oil NEAR/0 gas", 4, "a number of words from 1 to 1,000", "NEAR/1"),
        ("oil ADJ/x gas", 4, "a number of words from 1 to 1,000", "ADJ/5"),
        ("oil NEAR/ gas", 4, "a number of words from 1 to 1,000", "NEAR/5"),
        ("(a b) NEAR/5 c", 1, "NEAR/5 stands between words", "w/s (Tajik OR Kyrgyz)"),
        ("title:a NEAR/5 b", 0, "NEAR/5 stands between words", "title:(a NEAR/5 b)"),
        ("-a w/s b", 0, "w/s stands between words", "-(a w/s b)"),
        ("atleast0:x", 0, "'atleast0' counts from 1 to 1,000", "atleast3:x"),
        ("atleast3:(a b)", 0, "atleast counts words and phrases", "atleast2:(drone OR UAV)"),
        ("*er", 0, "a wildcard needs 3 letters in a row", "secur*"),
        ("oil *", 4, "a wildcard needs 3 letters in a row", "secur*"),
        ("a*", 0, "a wildcard needs 2 letters", "secur*"),
        ("?er", 0, "a wildcard needs 3 letters in a row", "secur*"),
        ("²³*", 0, "a wildcard needs 2 letters", "secur*"),
        ("a-*", 0, "a wildcard needs 2 letters", "secur*"),
        ("ab*c*d*e*", 0, "more than 3 stars", "ab*c*d*"),
        ("=secur*", 1, "a word is either exact or a pattern", "secur*"),
        ("Lukashenka~2", 10, "another number of typos", "Lukashenka~"),
        ("US~", 0, "too short", "Lukashenka~"),
        ("date:soon", 5, "'soon' is not a date", "2013-05-28"),
        ("oil date:last week", 9, "'last' is not a date", 'date:"last week"'),
        ("after:2013..2014", 6, "'after:' takes one date", "date:2013..2014"),
        ("after:2013,2014", 11, "'after:' takes one date", "after:2013"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_something_to_type(
    typed: str, position: int, reason: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    error = caught.value
    assert (error.query, error.position) == (typed, position)
    assert reason in error.reason
    assert hint in error.hint


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("a" * (limits.MAX_CHARS + 1), "longer than 20,000 characters"),
        ("oil " * (limits.MAX_WORDS + 1), "more than 2,000 words"),
        ("a-" * limits.MAX_WORDS * 2 + "a", "more than 2,000 words"),
        ("oil* " * (limits.MAX_PATTERNS + 1), "more than 64 words with"),
        ("=oil " * (limits.MAX_EXACT + 1), "more than 256 words with a ="),
        ('"' + "oil " * (limits.MAX_PHRASE + 1) + '"', "phrase has more than 256 words"),
        ("oil w/s " * (limits.MAX_NEAR + 1) + "oil", "more than 24 times w/s"),
        ("(" * 21 + "oil" + ")" * 21, "more than 20 deep"),
        ("NOT " * 21 + "oil", "more than 20 deep"),
        ('"' + "(a OR " * 21 + "b" + ")" * 21 + '"', "more than 20 deep"),
    ],
)
def test_limits_are_told(typed: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        parse(typed)


def test_up_to_the_limits_a_query_is_read() -> None:
    assert len(list(terms_of(parse("oil " * limits.MAX_WORDS)))) == limits.MAX_WORDS
    assert list(terms_of(parse("(" * 20 + "oil" + ")" * 20))) == [Term("oil", 20, 23)]
    assert parse("o" * limits.MAX_CHARS)


def test_every_word_knows_where_it_was_typed() -> None:
    text = '  title:border "a guard*" -=Exact Lukashenka~ (x OR 1,200)'
    assert [text[term.start : term.end] for term in terms_of(parse(text))] == [
        "border", "a", "guard*", "=Exact", "Lukashenka~", "x", "1,200",
    ]  # fmt: skip


def test_an_error_message_is_one_printable_line() -> None:
    with pytest.raises(QueryError) as caught:
        parse('oil "gas \x1b[31m\n' + "x" * 500)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 200


PIECES = """AND OR NOT NEAR NEAR/5 NEAR/0 ADJ/2 w/s W/P w/3 ( ) " “ ” « » „ - -- = == title: lead: text: lang:
    source: path: id: after: date: foo: atleast2: atleast: oil border O'Brien U.S. 1,200 3.5 cyber-attack AT&T
    Токаев é 日本 ـ ² 🙂 \x00 \u200b e\u0301 secur* * ? or?n ~ ~2 Luka~ 2013 .. today "last , ; : / & | ^ [ ]
    { } ' ’ . …"""
FRAGMENTS = [*PIECES.split(), *" " * 9]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert error.reason
        assert error.hint
        assert str(error).isprintable()
    else:
        assert tree == parse(text)
        assert say(tree, languages={"en": 1, "ru": 1})


@pytest.mark.parametrize(
    "typed",
    ["(", '"', "-", "a*", "NOT ", '"(', "x w/s ", "a,", "«", "a-", "title:", "?", "~", "a?", "'", "ab~1", "!",
     "|", "a|", "a | ", "&&", "[", "[ ", "[a TO ", "/", "/a ", "(?i)", "oil^2 ", "oil ", "a OR ", "+a ",
     'צה"ל ', '12" ', 'x="', "NEAR(", "allintitle:", "date:[1 TO 2] ", "@title ", "www.a|", "źdźbło ",
     '"oil price" '],
)  # fmt: skip
def test_the_longest_query_of_nothing_but_signs_is_read_at_once(typed: str) -> None:
    text = (typed * limits.MAX_CHARS)[: limits.MAX_CHARS]
    start = time.process_time()
    with contextlib.suppress(QueryError):
        parse(text)
    assert time.process_time() - start < 5  # minutes, were it quadratic
    assert len(text) == limits.MAX_CHARS


def test_a_pasted_article_is_read_at_once() -> None:
    sentence = (
        "The ministry, said the 3rd report of 1,200 pages: \"no comment\" (O'Brien); AT&T's U.S.-led word! "
    )
    text = (sentence * 200)[: limits.MAX_CHARS // 2]
    assert len(list(terms_of(parse(text)))) > 1500
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 0.1
