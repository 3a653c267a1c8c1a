"""The table by language compares Dateline with plain terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.languages import apart, joined, main, plain_terms


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("de", "Städte der Länder", ["stadt", "der", "land"]),
        ("zh", "黑豹队 NFL", ["黑豹", "豹队", "nfl"]),
        ("vi", "Hà Nội", ["hà", "nội"]),
        ("sw", "Nairobi café", ["nairobi", "cafe"]),
    ],
)
def test_plain_terms_are_folded_stemmed_words_or_pairs(language: str, text: str, terms: list[str]) -> None:
    assert plain_terms(language)(text) == terms


def test_shares_of_pairs() -> None:
    pairs = [("a", "A"), ("a", "b"), ("c", "C"), ("d", "D")]
    assert apart(pairs, str.lower) == 0.25
    assert joined(pairs, str.lower) == 0.75


def test_a_judged_set_stands_beside_plain_terms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "tiny-es"
    folder.mkdir()
    texts = ["Los dólares subieron ayer en la bolsa de Madrid.", "El presidente nació en la ciudad de Cuzco."]
    records = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    (folder / "docs.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    (folder / "queries.tsv").write_text("a\tun dólar\nb\tdonde ha nacido\n", "utf-8")
    (folder / "qrels.txt").write_text("a 0 0 1\nb 0 1 1\n", "utf-8")
    assert main(["--judged", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "| tiny-es | 2 | 1.0000 |" in printed
    assert "| Spanish (es) |" in printed


def test_a_folder_without_collections_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--judged", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
