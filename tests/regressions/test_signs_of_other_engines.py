"""`!word`, `a | b`, `[a TO b]`, `word^2`, `/regex/` and other signs of other engines were quietly read as
something else: `cocoa !coffee` asked for coffee. Now each is understood, or refused with the way to say it;
and what is pasted from a page stays text."""

from __future__ import annotations

import pytest

from dateline.search import QueryError
from dateline.search.query.nodes import Word
from dateline.search.query.reading import Match, read_query

LANGUAGES = {"en": 9}


def read(query: str, match: Match = "all") -> str:
    said = read_query(query, languages=LANGUAGES, match=match).read_as
    return said.replace(" (English, stemmed)", "").replace(" (not stemmed)", "")


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("cocoa | coffee", "cocoa OR coffee"),
        ("cocoa|coffee", "cocoa OR coffee"),
        ("cocoa || coffee", "cocoa OR coffee"),
        ("cocoa||coffee", "cocoa OR coffee"),
        ("cocoa | | coffee |", "cocoa OR coffee"),
        ("(cocoa | coffee) Ghana", "(cocoa OR coffee) AND Ghana"),
        ('"dear cocoa"|"dear tea"', '"dear cocoa" OR "dear tea"'),
        ("source:a | source:b", "source: a OR source: b"),
        ("title:(cocoa | coffee)", "title: (cocoa OR coffee)"),
        ("cocoa && coffee", "cocoa AND coffee"),
        ("cocoa&&coffee", "cocoa AND coffee"),
        ("cocoa !coffee", "cocoa AND NOT coffee"),
        ('!"dear cocoa" tea', 'tea AND NOT "dear cocoa"'),
        ("tea !(cocoa | coffee)", "tea AND NOT (cocoa OR coffee)"),
        ("tea !title:cocoa !source:x", "tea AND NOT title: cocoa AND NOT source: x"),
        ("(!cocoa tea)", "tea AND NOT cocoa"),
        ("cocoa && !coffee", "cocoa AND NOT coffee"),
        ("+cocoa +coffee", "cocoa AND coffee"),
        ('+"dear cocoa" -tea', '"dear cocoa" AND NOT tea'),
        ("title:(+cocoa -tea)", "title: (cocoa AND NOT tea)"),
        ("+cocoa OR tea", "cocoa OR tea"),
        ("NOT +cocoa tea", "tea AND NOT cocoa"),
        ("tea -(cocoa coffee)", "tea AND NOT (cocoa AND coffee)"),
        ("tea ANDNOT coffee", "tea AND NOT coffee"),
        ("tea AND NOT coffee", "tea AND NOT coffee"),
        ("tea AND/OR coffee", "tea OR coffee"),
        ("tea near/5 coffee", "tea within 5 words of coffee"),
        ("tea NEAR5 coffee", "tea within 5 words of coffee"),
        ("tea near5 coffee", "tea within 5 words of coffee"),
        ("tea n/5 coffee", "tea within 5 words of coffee"),
        ("tea pre/5 coffee", "tea followed within 5 words by coffee"),
        ("wom?n", "wom?n"),
    ],
)
def test_what_can_mean_one_thing_only_is_understood(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[a TO b]", "a TO b"),
        ("oil {a TO b}", "oil a TO b"),
        ("title:[a TO b]", "title:a,b"),
        ("date:[2013 TO 2014] oil", "date:2013..2014 oil"),
        ("date:[20130501 TO 20130531]", "date:2013-05-01..2013-05-31"),
        ("date:[2013-05 TO *]", "date:2013-05.."),
        ("date:{* TO 2013-05-28T10:00:00Z}", "date:..2013-05-28"),
        ("year:[2013 TO 2014]", "date:2013..2014"),
        ("date:>2013", "after:2014"),
        ("date:>=2013", "after:2013"),
        ("date:<2013-01-01", "before:2012-12-31"),
        ("date:<=2013-05", "before:2013-05"),
        ("date>2013-12", "after:2014-01"),
        ("date=2013 oil", "date:2013 oil"),
        ('source="Astana Times" oil', 'source:"Astana Times" oil'),
        ("la=en oil", "lang:en oil"),
        ("oil^2 gas", "oil gas"),
        ('"oil gas"^1.5', '"oil gas"'),
        ("(oil OR gas)^4 x", "(oil OR gas) x"),
        ("secur*^2", "secur*"),
        ("/secur.*/", "secur*"),
        ("/[mb]oat/ x", '"mb oat" x'),
        ("title:/secur(e|ity)/", "title:secur*"),
        ("(?i)oil", "oil"),
        ("oil~2", "oil~"),
        ("oil~0.8 gas", "oil~ gas"),
        ('"oil gas"~5', "oil NEAR/5 gas"),
        ("secur$ law", "secur* law"),
        ("secur$3", "secur*"),
        ("%secur%", "secur*"),
        ("wom#n", "wom?n"),
        ("oil adj5 gas", "oil ADJ/5 gas"),
        ("oil w/sent gas", "oil w/s gas"),
        ("oil w/para gas", "oil w/p gas"),
        ("oil AROUND(5) gas", "oil NEAR/5 gas"),
        ("NEAR(oil gas, 5)", "oil NEAR/5 gas"),
        ('NEAR((oil, "gas price"), 3)', 'oil NEAR/3 "gas price"'),
        ("allintitle: oil gas", "title:(oil gas)"),
        ("allintitle:oil gas", "title:(oil gas)"),
        ("intitle:oil gas", "title:oil gas"),
        ("site:reuters.com oil", "source:reuters.com oil"),
        ("headline(oil gas)", "title:(oil gas)"),
        ("atleast5(oil)", "atleast5:(oil)"),
        ("@title oil", "title:oil"),
        ("_exists_:title", "title"),
        ("source:(Reuters OR Kazinform)", "source:Reuters,Kazinform"),
    ],
)
def test_what_means_another_thing_is_refused_with_the_way_to_say_it(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, languages=LANGUAGES)
    assert caught.value.suggestion == meant
    assert f": {meant}" in caught.value.hint
    assert read_query(meant, languages=LANGUAGES).parts


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("Stop! he said", "Stop AND he AND said"),
        ("Stop ! il dit", "Stop AND il AND dit"),
        ("Yahoo! Inc.", "Yahoo AND Inc"),
        ("| Reuters |", "Reuters"),
        ("Stop! he said | Reuters", "(Stop AND he AND said) OR Reuters"),
        ("http://a.b/c|d", '"http://a.b/c" AND d'),
        ("C++", "C++"),
        ("A+ rating", "A AND rating"),
        ("+7 495 250-00-00", "7 AND 495 AND 250-00-00"),
        ("50+ people", "50 AND people"),
        ("x + y", "x AND y"),
        ("$5 and US$ 7", "5 AND and AND US AND 7"),
        ("AT&T", "AT&T"),
        ("he said [sic] so [WELCOME TO PARIS]", "he AND said AND sic AND so AND WELCOME AND TO AND PARIS"),
        ("follows:[3]", "follows AND 3"),
        ("7/24 and/or km/h", '"7/24" AND "and/or" AND "km/h"'),
        ("#metoo C# 50% 100%", "metoo AND C# AND 50 AND 100"),
        ("10^6 km^2 x^2", "10 AND 6 AND km AND 2 AND x AND 2"),
        ("/etc/passwd /news/", '"etc/passwd" AND news'),
        ("@reuters says", "reuters AND says"),
        ("the border near Kabul, not adjacent", "the AND border AND near AND Kabul AND not AND adjacent"),
        ("title(s) of around (20) men", "title AND s AND of AND around AND 20 AND men"),
        ("a > b >= 50", "a AND b AND 50"),
        ("R & D", "R AND D"),
        ("–oil — gas", "oil AND gas"),
    ],
)
def test_what_is_pasted_stays_text(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("secur! w/5 law", "any ending is typed secur*"),
        ("secur!", "any ending is typed secur*"),
        ("oil N5 gas", "typed NEAR/5"),
        ("oil /5 gas", "typed NEAR/5"),
        ("oil /s gas", "typed w/s"),
        ("oil SAME gas", "SAME is read as a word"),
        ("oil XOR gas", "XOR is read as a word"),
        ("~secure law", "typo is allowed by secure~"),
        ("oil 2013..2014", "typed date:2013..2014"),
    ],
)
def test_what_may_be_either_is_read_as_text_and_said(typed: str, note: str) -> None:
    (warning,) = read_query(typed, languages=LANGUAGES).warnings
    assert note in warning


@pytest.mark.parametrize(
    "typed", ["Stop! he said", "Lives in London N5", "dead or alive!", "border guards", "w/o N5"]
)
def test_sentences_get_no_notes(typed: str) -> None:
    assert read_query(typed, languages=LANGUAGES).warnings == ()


def test_a_plus_is_required_where_any_of_the_words_will_do() -> None:
    assert read("+cocoa coffee tea", "any") == "(cocoa OR coffee OR tea) AND cocoa"
    assert read("+cocoa +tea", "any") == "(cocoa OR tea) AND cocoa AND tea"
    required, optional = read_query("+cocoa tea", languages=LANGUAGES, match="any").query.children()
    assert required == Word(None, "cocoa", ("cocoa",))
    assert list(optional.children()) == [required, Word(None, "tea", ("tea",))]


def test_words_that_are_all_required_are_not_relaxed() -> None:
    assert read_query("+cocoa +tea", languages=LANGUAGES).any_query is None
    assert read_query("+cocoa tea", languages=LANGUAGES).any_query is not None
