"""The measures, their comparison, and the quality run on a collection of three documents."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path

import pytest

from benchmarks.quality.judged import find_judged, read_judged
from benchmarks.quality.measures import MEASURES, average_precision, ndcg, recall, reciprocal_rank
from benchmarks.quality.plain_words import plain_words
from benchmarks.quality.significance import compare
from dateline.search.query.limits import MAX_CHARS, MAX_WORDS


def test_measures_agree_with_values_worked_out_by_hand() -> None:
    ranking, relevance = ["x", "a", "y", "b"], {"a": 1, "b": 1, "c": 1, "x": 0}
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert ndcg(ranking, relevance) == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)
    assert average_precision(ranking, relevance) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert reciprocal_rank(ranking, relevance) == 1 / 2
    assert recall(ranking, relevance) == pytest.approx(2 / 3)


def test_the_gain_of_ndcg_is_the_relevance_itself() -> None:
    assert ndcg(["a", "b"], {"a": 1, "b": 3}) == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))


def test_a_measure_looks_no_deeper_than_its_name_says() -> None:
    ranking = [*map(str, range(10)), "a"]
    values = {measure.name: measure.of(ranking, {"a": 1}) for measure in MEASURES}
    assert values == {"nDCG@10": 0, "MAP": 1 / 11, "MRR@10": 0, "R@100": 1}


def test_a_repeated_document_counts_once() -> None:
    recall_at_100 = MEASURES[3]
    assert recall_at_100.of(["a", "a"], {"a": 1, "b": 1}) == 0.5


def test_a_query_without_a_relevant_document_has_no_measure() -> None:
    with pytest.raises(ValueError, match="undefined"):
        MEASURES[0].of(["a"], {"a": 0})


def test_equal_runs_do_not_differ() -> None:
    compared = compare([0.5, 0.25], [0.5, 0.25])
    assert (compared.difference, compared.p, compared.mark) == (0, 1, "")


def test_p_is_the_share_of_sign_flips_that_go_as_far() -> None:
    # Four queries, all better by as much: 2 of the 16 ways to give signs go as far.
    compared = compare([0.5] * 4, [0.25] * 4)
    assert compared.difference == 0.25
    assert compared.p == pytest.approx(2 / 16, abs=0.01)


def test_many_queries_all_better_are_significant() -> None:
    assert compare([0.5] * 30, [0.4] * 30).mark == "*"


def test_runs_of_other_queries_are_not_compared() -> None:
    with pytest.raises(ValueError, match="can't be compared"):
        compare([0.5], [0.5, 0.5])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"strong" (growth): -rates* ~ =x', "strong growth rates x"),
        ("DOLLAR AND YEN OR NOT", "DOLLAR and YEN or not"),
        ("U.S. 1,200 4.5 O'Brien cyber-attack", "U.S. 1,200 4.5 O'Brien cyber-attack"),
        ("what is theory.the next/last", "what is theory the next last"),
        ("Сколько очков?", "Сколько очков"),
        ("title:x date:2013", "title x date 2013"),
        ("—", ""),
    ],
)
def test_a_query_is_its_words_alone(text: str, words: str) -> None:
    assert plain_words(text).text == words


def test_a_long_query_is_cut_at_a_word_and_says_so() -> None:
    long = MAX_CHARS * 3 // 4
    by_words, by_chars = plain_words("word " * (MAX_WORDS + 1)), plain_words("x" * long + " " + "y" * long)
    assert (by_words.text.count("word"), by_words.cut) == (MAX_WORDS, True)
    assert (len(by_chars.text), by_chars.cut) == (long, True)
    assert not plain_words("word " * MAX_WORDS).cut


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    documents = {
        "a": "Border guards stopped a lorry.",
        "b": "The summit ended.",
        "c": "Guards at the summit.",
    }
    lines = [json.dumps({"id": key, "title": "", "text": text}) for key, text in documents.items()]
    (folder / "docs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "queries.tsv").write_text("1\tborder guards?\n2\t(summit\n3\tnobody asked\n", encoding="utf-8")
    (folder / "qrels.txt").write_text("1 0 a 1\n2 0 b 1\n2 0 c 1\n3 0 a 0\n", encoding="utf-8")
    return folder


def test_a_judged_folder_is_found_by_itself_and_in_its_parent(judged: Path) -> None:
    assert find_judged(judged) == find_judged(judged.parent) == [judged]
    with pytest.raises(FileNotFoundError, match="no judged collection"):
        find_judged(judged.parent / "none")


def test_queries_without_a_relevant_document_are_not_asked(judged: Path) -> None:
    assert read_judged(judged).judgements() == {"1": {"a": 1}, "2": {"b": 1, "c": 1}}


def test_a_broken_line_is_named(judged: Path) -> None:
    (judged / "qrels.txt").write_text("1 0 a 1\n1 0 a\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"qrels\.txt:2: 3 fields where 4"):
        read_judged(judged)


def test_the_quality_run_prints_saves_compares_and_checks(
    judged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(
        "dateline.search.archive", reason="Dateline's search is not here", exc_type=ImportError
    )
    from benchmarks.quality.__main__ import main

    saved, floors = tmp_path / "run.json", tmp_path / "floors.json"
    floors.write_text(json.dumps({"plain": {"tiny": {"nDCG@10": 1.0}}}), encoding="utf-8")
    assert main(["--judged", str(judged), "--save", str(saved)]) == 0
    asked = ["--judged", str(judged), "--against", str(saved), "--check", "--floors", str(floors)]
    assert main(asked) == 0
    printed = capsys.readouterr().out
    assert "| tiny | 2 | 1.0000 (+0.0000, p=1.000) |" in printed
    assert "1 of 1 floors held" in printed
    floors.write_text(json.dumps({"plain": {"tiny": {"MAP": 1.1}}}), encoding="utf-8")
    assert main(asked) == 1
    assert "tiny: MAP 1.0000 is below its floor of 1.1000" in capsys.readouterr().out


def test_a_folder_without_collections_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(
        "dateline.search.archive", reason="Dateline's search is not here", exc_type=ImportError
    )
    from benchmarks.quality.__main__ import main

    assert main(["--judged", str(tmp_path)]) == 2
    assert "no judged collection" in capsys.readouterr().err
