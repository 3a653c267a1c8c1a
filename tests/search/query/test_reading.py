"""A query becomes a tree for the languages of the index, and is said back in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search import QueryError
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AtLeast,
    DateRange,
    Every,
    KeywordFilter,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Together,
    Word,
)
from dateline.search.query.reading import Match, keyword_filter, read_query, restrict

ENGLISH = {"en": 12}
MIXED = {"en": 12, "ru": 30, "de": 2}

DRUG = Word(None, "drug", ("drug",))
BORDER = Word(None, "border", ("border",))
GUARDS = Word(None, "guards", ("guard",))
KABUL = Word(None, "Kabul", ("kabul",))


def tree(text: str, languages: dict[str, int] = ENGLISH) -> Query:
    return read_query(text, languages=languages).query


def terms(text: str, languages: dict[str, int]) -> tuple[str, ...]:
    word = tree(text, languages)
    assert isinstance(word, Word)
    return word.terms


# Words and terms


def test_a_word_is_its_stem_in_the_language_of_the_index() -> None:
    assert tree("guards") == GUARDS


def test_a_word_has_one_term_for_each_language_of_its_script() -> None:
    assert terms("Verhandlungen", MIXED) == ("verhandl", "verhandlungen")
    assert terms("guards", MIXED) == ("guard",)
    assert tree("Кабул", MIXED) == Word(None, "Кабул", ("кабул",))


def test_lang_narrows_the_languages_a_word_is_analysed_in() -> None:
    assert tree("Verhandlungen lang:de", MIXED) == And(
        (Word(None, "Verhandlungen", ("verhandl",)), KeywordFilter("language", ("de",)))
    )


def test_a_compound_is_the_joined_word_or_its_parts_in_a_row() -> None:
    assert tree("cyber-attacks") == Alternatives(
        (
            Word(None, "cyber-attacks", ("cyberattack",)),
            Sequence(None, (Word(None, "cyber", ("cyber",)), Word(None, "attacks", ("attack",)))),
        )
    )


def test_words_written_together_with_other_punctuation_are_a_phrase() -> None:
    assert tree("10:30") == Sequence(None, (Word(None, "10", ("10",)), Word(None, "30", ("30",))))


def test_a_number_is_read_as_each_language_writes_it() -> None:
    assert set(terms("1,200", MIXED)) == {"1200", "1.200"}


def test_an_exact_word_keeps_how_it_was_typed() -> None:
    assert tree("=Organisation") == Word(None, "Organisation", ("organiz",), exact="Organisation")
    joined = Word(None, "Well-Known", ("wellknown",), exact="Well-Known")
    assert tree("=Well-Known") == Sequence(None, (joined,), written="Well-Known")
    assert tree('="Joint Declaration"') == Sequence(
        None,
        (
            Word(None, "Joint", ("joint",), exact="Joint"),
            Word(None, "Declaration", ("declar",), exact="Declaration"),
        ),
        written="Joint Declaration",
    )


def test_an_exact_compound_is_its_parts_where_a_phrase_goes_on_after_it() -> None:
    joined = Word(None, "Well-Known", ("wellknown",), exact="Well-Known")
    parts = Sequence(
        None, (Word(None, "Well", ("well",), exact="Well"), Word(None, "Known", ("known",), exact="Known"))
    )
    man = Word(None, "man", ("man",), exact="man")
    assert tree('="Well-Known man"') == Sequence(None, (parts, man), written="Well-Known man")
    assert tree('="man Well-Known"') == Sequence(None, (man, joined), written="man Well-Known")


def test_patterns_are_folded_and_not_stemmed_but_for_what_the_word_finds() -> None:
    assert tree("Sécurité*") == Pattern(None, "securite", "prefix", terms=("securit",))
    assert tree("Organi?ation") == Pattern(None, "organi?ation", "wildcard")
    assert tree("Guards~") == Pattern(None, "guards", "fuzzy", terms=("guard",))
    assert tree("O'Br*") == Pattern(None, "obr", "prefix", terms=("obr",))
    assert tree("cyber-att*") == Alternatives(
        (
            Pattern(None, "cyberatt", "prefix", terms=("cyberatt",)),
            Sequence(None, (Word(None, "cyber", ("cyber",)), Pattern(None, "att", "prefix", terms=("att",)))),
        )
    )


def test_what_no_index_can_have_is_left_out_or_refused() -> None:
    assert tree("ـ drug") == DRUG
    with pytest.raises(QueryError, match="no words to search for"):
        tree("ـ")


# Trees


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("border guards", And((BORDER, GUARDS))),
        ("border border", And((BORDER, BORDER))),
        ('"border guards"', Sequence(None, (BORDER, GUARDS))),
        ("border OR guards", Or((BORDER, GUARDS))),
        ("border -Kabul", And((BORDER, Not(KABUL)))),
        ("-Kabul", And((Every(), Not(KABUL)))),
        ("border OR -Kabul", Or((BORDER, And((Every(), Not(KABUL)))))),
        ("drug (border AND guards)", And((DRUG, BORDER, GUARDS))),
        ("border NEAR/5 guards", Near(BORDER, GUARDS, 5)),
        ("(drug OR border) ADJ/2 guards", Near(Alternatives((DRUG, BORDER)), GUARDS, 2, ordered=True)),
        ("border w/s guards", Together(BORDER, GUARDS, "sentence")),
        ("border w/p guards w/s drug", Together(Together(BORDER, GUARDS, "paragraph"), DRUG, "sentence")),
        ("atleast3:drug", AtLeast(3, DRUG)),
        ("title:drug", Word("title", "drug", ("drug",))),
        (
            "lead:(drug OR drug*)",
            Or((Word("lead", "drug", ("drug",)), Pattern("lead", "drug", "prefix", terms=("drug",)))),
        ),
        ("source:A,B", KeywordFilter("source", ("A", "B"))),
        ("lang:Russian", KeywordFilter("language", ("ru",))),
        ("-source:A", And((Every(), Not(KeywordFilter("source", ("A",)))))),
        ("after:2013 before:2014", And((DateRange("2013", None), DateRange(None, "2014")))),
        ("date:2013,2015", Or((DateRange("2013", "2013"), DateRange("2015", "2015")))),
    ],
)
def test_what_a_query_asks(text: str, query: Query) -> None:
    assert tree(text) == query


def test_a_plain_query_and_its_parsed_twin_are_the_same() -> None:
    plain, parsed = (
        read_query("border guards", languages=MIXED),
        read_query("border guards !", languages=MIXED),
    )
    assert (plain.query, plain.any_query) == (parsed.query, parsed.any_query)
    assert plain.parts == parsed.parts
    assert plain.read_as == parsed.read_as


# match="any"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("border guards", Or((BORDER, GUARDS))),
        ("border", BORDER),
        ("border -Kabul", And((BORDER, Not(KABUL)))),
        ("border guards -Kabul", And((Or((BORDER, GUARDS)), Not(KABUL)))),
        ("border guards after:2013", And((Or((BORDER, GUARDS)), DateRange("2013", None)))),
        ("border AND guards drug", Or((And((BORDER, GUARDS)), DRUG))),
        ("(border guards) drug", Or((And((BORDER, GUARDS)), DRUG))),
        ('"border guards" drug', Or((Sequence(None, (BORDER, GUARDS)), DRUG))),
        ("border AND -Kabul guards", And((Or((BORDER, GUARDS)), Not(KABUL)))),
    ],
)
def test_any_makes_the_parts_optional_but_not_filters_and_exclusions(text: str, query: Query) -> None:
    reading = read_query(text, languages=ENGLISH, match="any")
    assert reading.query == query
    assert reading.any_query is None


def test_a_query_that_asks_for_all_says_what_any_would_be() -> None:
    assert read_query("border guards -Kabul", languages=ENGLISH).any_query == And(
        (Or((BORDER, GUARDS)), Not(KABUL))
    )
    for nothing_to_relax in ("border", "border AND guards", "border OR guards", "-Kabul", "source:A border"):
        assert read_query(nothing_to_relax, languages=ENGLISH).any_query is None


def test_parts_are_what_is_required_as_it_was_typed() -> None:
    reading = read_query('"border guards" AND =Exact -Kabul source:"A B"', languages=ENGLISH)
    assert [part.text for part in reading.parts] == ['"border guards"', "=Exact", 'source:"A B"']
    assert reading.parts[2].query == KeywordFilter("source", ("A B",))


# In words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drug trafficking", "drug AND trafficking (English, stemmed)"),
        (
            '"border guards" -Kabul source:BBC after:2013',
            '"border guards" AND NOT Kabul (English, stemmed) AND source: BBC AND published 2013 or later',
        ),
        ("=US", "exactly US"),
        ("secur*", "secur*"),
        ("lang:ru,de", "language: Russian or German"),
        ("-drug", "every article AND NOT drug (English, stemmed)"),
        ("date:2013-05..2013-09", "published 2013-05 to 2013-09"),
    ],
)
def test_the_query_is_said_back(text: str, said: str) -> None:
    assert read_query(text, languages=ENGLISH).read_as == said


def test_the_languages_are_named_in_which_words_were_looked_up() -> None:
    def said(text: str, languages: dict[str, int]) -> str:
        return read_query(text, languages=languages).read_as

    assert said("Кабул", MIXED) == "Кабул (Russian, stemmed)"
    assert said("Kabul Кабул", {"en": 1, "ru": 2}) == "Kabul AND Кабул (Russian and English, stemmed)"
    assert said("Kabul", {"": 3}) == "Kabul (not stemmed)"
    many = dict.fromkeys(("de", "en", "es", "fr", "tr"), 1)
    assert said("Kabul", many) == "Kabul (German, English, Spanish and 2 more languages, stemmed)"


def test_any_is_said_with_or() -> None:
    reading = read_query("border guards -Kabul", languages=ENGLISH)
    assert reading.read_as == "border AND guards AND NOT Kabul (English, stemmed)"
    assert reading.read_as_any == "(border OR guards) AND NOT Kabul (English, stemmed)"
    assert read_query("a b", languages=ENGLISH, match="any").read_as == "a OR b (English, stemmed)"
    assert (
        read_query("a AND b c", languages=ENGLISH, match="any").read_as == "(a AND b) OR c (English, stemmed)"
    )


# Filters beside the query


def test_filters_given_beside_the_query_narrow_it() -> None:
    reading = restrict(
        read_query("border guards", languages=ENGLISH), after="2013", before=date(2014, 5, 1), source="A, B"
    )
    filters: list[Query] = [
        DateRange("2013", None),
        DateRange(None, "2014-05-01"),
        KeywordFilter("source", ("A", "B")),
    ]
    assert reading.query == And((BORDER, GUARDS, *filters))
    assert reading.any_query == And((Or((BORDER, GUARDS)), *filters))
    assert [part.text for part in reading.parts[2:]] == ["after:2013", "before:2014-05-01", "source:A, B"]
    assert reading.read_as == (
        "border AND guards (English, stemmed) AND published 2013 or later "
        "AND published 2014-05-01 or earlier AND source: A or B"
    )


def test_without_filters_the_reading_is_the_same() -> None:
    reading = read_query("border", languages=ENGLISH)
    assert restrict(reading) is reading


def test_an_exclusion_stays_one_beside_a_filter() -> None:
    reading = restrict(read_query("-Kabul", languages=ENGLISH), place="Bishkek")
    assert reading.query == And((Every(), Not(KABUL), KeywordFilter("place", ("Bishkek",))))


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("after", "soon", "not a date"),
        ("after", "..2013", "one date"),
        ("before", "2013..", "one date"),
        ("source", " ", "no value"),
    ],
)
def test_a_filter_that_is_none_is_refused(option: str, value: str, reason: str) -> None:
    given: dict[str, Any] = {option: value}
    with pytest.raises(QueryError, match=reason):
        restrict(read_query("border", languages=ENGLISH), **given)


def test_the_value_of_a_filter_may_hold_a_comma_in_quotes() -> None:
    assert keyword_filter("source", '"Reuters, London",AP ') == KeywordFilter(
        "source", ("Reuters, London", "AP")
    )
    assert keyword_filter("place", "Nur Sultan") == KeywordFilter("place", ("Nur Sultan",))


def test_a_language_nobody_knows_is_refused_with_those_of_the_index() -> None:
    with pytest.raises(QueryError) as caught:
        read_query("drug lang:klingon", languages=MIXED)
    assert str(caught.value) == "unknown language 'klingon' at column 6. The index has de, en, ru"
    assert tree("lang:it", MIXED) == KeywordFilter("language", ("it",))


# Whatever is typed


@given(
    st.text(max_size=60),
    st.dictionaries(st.sampled_from(["en", "ru", "fr", "tr", "ar", "kk", "ja", ""]), st.integers(1, 9)),
    st.sampled_from(["all", "any"]),
)
def test_any_text_is_read_the_same_way_each_time_or_refused(
    text: str, languages: dict[str, int], match: Match
) -> None:
    try:
        reading = read_query(text, languages=languages, match=match)
    except QueryError as error:
        assert -1 <= error.position <= len(text)
        return
    again = read_query(text, languages=languages, match=match)
    assert (again.query, again.read_as) == (reading.query, reading.read_as)
    assert hash(again.query) == hash(reading.query)
    assert all(part.text in text for part in reading.parts)


@given(st.lists(st.from_regex(r"[a-zа-я]{1,12}", fullmatch=True), min_size=1, max_size=20))
def test_bare_words_are_all_required_in_the_order_typed(words: list[str]) -> None:
    reading = read_query(" ".join(words), languages=MIXED)
    assert [part.text for part in reading.parts] == words
    assert all(isinstance(part.query, Word) and part.query.terms for part in reading.parts)


PLAIN = st.sampled_from(["border", "Guards", "US", "мир", "1995", "o", "東京", "and", "é"])


@given(st.lists(PLAIN, max_size=5), st.sampled_from(["all", "any"]))
def test_a_phrase_that_needs_no_parser_is_read_as_the_parser_would(words: list[str], match: Match) -> None:
    phrase = '"' + " ".join(["one", *words]) + '"'
    quickly, parsed = (read_query(text, languages=MIXED, match=match) for text in (phrase, f" {phrase}"))
    assert (quickly.query, quickly.any_query, quickly.parts) == (parsed.query, parsed.any_query, parsed.parts)
    assert quickly.read_as == parsed.read_as
