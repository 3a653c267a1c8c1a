"""`source:-Reuters` gave the articles of Reuters, `oil |!gas` those with gas: a sign that leaves something
out was passed over inside a filter's value, and where it was glued to a bracket, a quote or an operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.search import Archive, QueryError
from dateline.search.query.reading import read_query

LANGUAGES = {"en": 9}


def read(query: str) -> str:
    return read_query(query, languages=LANGUAGES).read_as.replace(" (English, stemmed)", "")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    build([{"text": "Oil fell.", "source": "Reuters"}, {"text": "Oil rose.", "source": "AP"}], index=folder)
    return folder


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("oil &&!gas", "oil AND NOT gas"),
        ("oil &&-gas", "oil AND NOT gas"),
        ("oil OR!gas", "oil OR NOT gas"),
        ("oil AND!gas", "oil AND NOT gas"),
        ("oil |!gas", "oil OR NOT gas"),
        ("oil|-gas", "oil OR NOT gas"),
        ("oil ||!gas", "oil OR NOT gas"),
        ("oil [-gas]", "oil AND NOT gas"),
        ("oil {!gas}", "oil AND NOT gas"),
        ("oil;!gas", "oil AND NOT gas"),
        ("oil,-gas", "oil AND NOT gas"),
        ("oil|+gas", "oil OR gas"),
    ],
)
def test_a_sign_after_an_operator_or_a_bracket_leaves_out(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("place:!usa", "-place:usa"),
        ("place:-usa oil", "-place:usa oil"),
        ("oil source:-Reuters", "oil -source:Reuters"),
        ("source:-Reuters,AP", "-source:Reuters source:AP"),
        ("source:AP,!Reuters", "source:AP -source:Reuters"),
        ('source:-"The Times" x', '-source:"The Times" x'),
        ("-source:-x", "source:x"),
        ("lang:-en", "-lang:en"),
        ("id:-7", "-id:7"),
        ("path:!2013/*", "-path:2013/*"),
        ("date:-1987", "-date:1987"),
        ("date:!1987 oil", "-date:1987 oil"),
        ("after:-1987-03", "-after:1987-03"),
        ("title:-oil", "-title:oil"),
        ("title:!oil", "-title:oil"),
        ('title:!"oil price" x', '-title:"oil price" x'),
        ("title:-(a OR b)", "-title:(a OR b)"),
        ("title:a,-b", "title:a -title:b"),
        ("title:NOT oil", "-title:oil"),
        ("source:(-x)", "-source:x"),
        ("source:(NOT x)", "-source:x"),
        ('source:(NOT "x y")', '-source:"x y"'),
        ("source:(!x OR y) oil", "(-source:x OR source:y) oil"),
        ("source:(x -y)", "source:x -source:y"),
        ("author:(x AND y)", "author:x AND author:y"),
        ("(oil)!gas", "(oil) -gas"),
        ("(oil)-gas", "(oil) -gas"),
        ("(oil)-(gas)", "(oil) -(gas)"),
        ('"oil"-gas', '"oil" -gas'),
        ('"oil"!"gas"', '"oil" -"gas"'),
        ("oil!(gas)", "oil -(gas)"),
        ("[oil]-gas", "[oil] -gas"),
        ("!!oil", "oil"),
        ("oil -!gas", "oil gas"),
        ("oil !-gas", "oil gas"),
        ("oil +-gas", "oil -gas"),
        ("oil -+gas", "oil -gas"),
        ("oil NOT-gas", "oil NOT gas"),
        ("oil AND-gas", "oil AND -gas"),
        ('oil OR-"gas"', 'oil OR -"gas"'),
    ],
)
def test_a_sign_that_may_be_passed_over_is_refused_with_what_means_the_same(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, languages=LANGUAGES)
    assert caught.value.suggestion == meant


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("oil --gas", "oil AND gas"),
        ("oil -- gas", "oil AND gas"),
        ("+-5 percent", "5 AND percent"),
        ("(1,-5) [-5 C]", "1 AND 5 AND 5 AND C"),
        ("NOT-FOR-PROFIT", "NOT-FOR-PROFIT"),
        ("title:NOT", "title: NOT"),
        ("Yahoo! (YHOO) rose", "Yahoo AND YHOO AND rose"),
        ('source:"-Reuters"', "source: -Reuters"),
        ("pro-(Western)", "pro AND Western"),
    ],
)
def test_what_is_no_sign_stays_text(typed: str, as_read: str) -> None:
    assert read(typed) == as_read


def test_in_a_sentence_a_hyphen_after_a_quote_joins_and_a_note_says_so() -> None:
    reading = read_query(
        'The so called "green"-minded ministers of five countries met in Astana on Monday to talk',
        languages=LANGUAGES,
    )
    assert "NOT" not in reading.read_as
    (note,) = reading.warnings
    assert "-minded" in note


@pytest.mark.parametrize("source", ["-Reuters", "!Reuters", "AP,-Reuters"])
def test_an_option_that_would_leave_out_is_refused(
    index: Path, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["search", "oil", "--source", source, "--index", str(index)])
    assert left.value.code == 2
    assert "-source:Reuters" in capsys.readouterr().err


def test_an_argument_that_would_leave_out_is_refused(index: Path) -> None:
    with Archive.open(index) as archive:
        with pytest.raises(ValueError, match=r"source leaves nothing out: '-Reuters'"):
            archive.search("oil", source=["-Reuters"])
        with pytest.raises(QueryError, match=r"-source:Reuters"):
            archive.search("oil", source="-Reuters")
        assert archive.search("oil", source='"-Reuters"').total == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("source:NOT Reuters", "-source:Reuters"),
        ("oil place:NOT usa", "oil -place:usa"),
        ("-source:NOT AP", "source:AP"),
        ("-title:-oil", "title:oil"),
        ("oil -title:!gas", "oil title:gas"),
        ("-title:NOT oil", "title:oil"),
        ("-atleast2:-oil", "atleast2:oil"),
        ("-=(oil OR gas)", "-(oil OR gas)"),
        ("=(oil OR gas)", "(oil OR gas)"),
        ("(=(oil) gas)", "((oil) gas)"),
        ("date:1987-02-30,1990", "date:1987-02-28,1990"),
        ("date:1987..1986,1990", "date:1986..1987,1990"),
    ],
)
def test_what_is_suggested_keeps_what_was_typed_and_its_sense(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as refused:
        read(typed)
    assert refused.value.suggestion == meant
    read(meant)
