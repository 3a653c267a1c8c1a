"""Patterns on the written forms of an index."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import pytest

import dateline.search.arrays.match.pattern_cache
from dateline.indexer.analysis.folding import fold
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.text_field import TextField
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.match.patterns import FormDictionary
from dateline.search.query.nodes import Pattern
from tests.search.tiny import new_article, open_evaluator

Kind = Literal["prefix", "wildcard", "fuzzy"]

TEXT = (
    "Security forces secured Élysée; O'Brien organised an organization of the U.S. co-operation. Securities!"
)


@pytest.fixture
def dictionary(tmp_path: Path) -> FormDictionary:
    return FormDictionary(open_evaluator(tmp_path, [new_article("a", TEXT)]).state.views[0].text)


def forms_of(dictionary: FormDictionary, text: str, kind: Kind, stems: Iterable[str] = ()) -> list[str]:
    """The written forms a pattern stands for."""
    found = dictionary.expand(text, kind, stems)
    terms = dictionary._terms
    written = [form for term in found.whole for form, _ in terms.forms_of(term)]
    written += [terms.forms_of(term)[number][0] for term, forms in found.partly.items() for number in forms]
    return sorted(written)


def test_a_prefix_begins_a_written_form_not_a_stem(dictionary: FormDictionary) -> None:
    assert forms_of(dictionary, "securi", "prefix") == ["Securities", "Security"]
    assert forms_of(dictionary, "secure", "prefix") == ["secured"]
    assert forms_of(dictionary, "obr", "prefix") == ["O'Brien"]
    assert forms_of(dictionary, "elys", "prefix") == ["Élysée"]
    assert forms_of(dictionary, "us", "prefix") == ["U.S"]
    assert forms_of(dictionary, "nothing", "prefix") == []


def test_a_wildcard_stands_for_letters(dictionary: FormDictionary) -> None:
    assert forms_of(dictionary, "organi?ation", "wildcard") == ["organization"]
    assert forms_of(dictionary, "or*ed", "wildcard") == ["organised"]
    assert forms_of(dictionary, "or**", "wildcard") == ["organised", "organization"]
    assert forms_of(dictionary, "se.*", "wildcard") == []


def test_a_typo_in_a_form_is_undone(dictionary: FormDictionary) -> None:
    assert forms_of(dictionary, "secutity", "fuzzy") == ["Security"]
    assert forms_of(dictionary, "vorces", "fuzzy") == ["forces"]
    assert forms_of(dictionary, "seucred", "fuzzy") == ["secured"]
    assert forms_of(dictionary, "seucrd", "fuzzy") == []
    assert forms_of(dictionary, "organixation", "fuzzy", ("organix",)) == ["organization"]


def test_the_word_itself_always_counts(dictionary: FormDictionary) -> None:
    assert forms_of(dictionary, "forcing", "fuzzy", ("forc",)) == ["forces"]


class Reference:
    """What patterns stand for by the definition: all forms of a field are folded and looked through."""

    def __init__(self, field: TextField) -> None:
        self.field = field
        self.written = [
            (fold(form), term, number)
            for term in range(field.size)
            for number, (form, _) in enumerate(field.forms_of(term))
        ]
        self.letters = set("".join(form for form, _, _ in self.written))

    def one_typo_away(self, word: str) -> set[str]:
        latin = all(ord(letter) < 0x250 for letter in word)
        letters = [letter for letter in self.letters if (ord(letter) < 0x250) is latin]
        splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        found = {head + tail[1:] for head, tail in splits if tail} | {word}
        found.update(head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1)
        found.update(head + letter + tail for head, tail in splits for letter in letters)
        found.update(head + letter + tail[1:] for head, tail in splits if tail for letter in letters)
        return found - {""}

    def expand(
        self, text: str, kind: Kind, stems: Iterable[str] = ()
    ) -> tuple[list[int], dict[int, list[int]]]:
        near = self.one_typo_away(text)
        expression = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in text)
        accepting: dict[Kind, Callable[[str], object]] = {
            "prefix": lambda form: form.startswith(text),
            "wildcard": re.compile(expression, re.DOTALL).fullmatch,
            "fuzzy": near.__contains__,
        }
        accepts = accepting[kind]
        partly: dict[int, list[int]] = {}
        for form, term, number in sorted(self.written):
            if accepts(form):
                partly.setdefault(term, []).append(number)
        sizes = [len(self.field.forms_of(term)) for term in range(self.field.size)]
        whole = {term for term, numbers in partly.items() if len(numbers) == sizes[term]}
        own = set(stems)
        whole.update(i for i in range(self.field.size) if self.field.term(i).decode() in own)
        return sorted(whole), {t: sorted(numbers) for t, numbers in partly.items() if t not in whole}


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> list[TextField]:
    """Fields of several languages and scripts: of segments with deletions, of a merged one, an empty one."""
    folder = tmp_path_factory.mktemp("patterns")
    chance = random.Random(9)

    def text(alphabet: str, count: int) -> str:
        words = ["".join(chance.choices(alphabet, k=chance.randint(1, 6))) for _ in range(count)]
        return " ".join(chance.choice((word, word.title(), word.upper(), word + "s")) for word in words)

    for number in range(6):
        writer = IndexWriter(folder)
        written = [("en", "abcdé", 600), ("ru", "абвгйё", 300), ("tr", "ıiİşu", 90), ("xx", "a.b'’-c2", 90)]
        for language, alphabet, count in written:
            content = text(alphabet, count)
            article = Article(
                f"{language}{number}", (Paragraph(content),), language=language, title=text("ab", 3)
            )
            writer.add_article(article, [Passage(0, len(content))])
        for gone in ("en0", "ru1", "en3", "xx5"):
            writer.delete_article(gone)
        writer.commit(merge=number == 3)
    untitled = open_evaluator(tmp_path_factory.mktemp("untitled"), [new_article("a", TEXT)]).state.views[0]
    views = Evaluator(IndexReader.open(folder)).state.views
    assert len(views) == 3
    assert len(views[0].text.folded.firsts) > 8  # beginnings are looked up, not only compared
    return [*(field for view in views for field in (view.text, view.title)), untitled.text, untitled.title]


def test_patterns_stand_for_what_they_stand_for_by_definition(fields: list[TextField]) -> None:
    chance = random.Random(2)
    for field in fields:
        reference, dictionary = Reference(field), FormDictionary(field)
        forms = sorted({form for form, _, _ in reference.written}) or ["word"]
        for _ in range(150):
            form = chance.choice(forms)
            at = chance.randrange(len(form))
            sign = chance.choice(("*", "?", "**", "a", "б", ""))
            changed = form[:at] + sign + form[at + chance.choice((0, 1, 1, 2)) :]
            stems = chance.choices(forms, k=chance.randint(0, 2))
            asked: list[tuple[str, Kind]] = [
                (form[: at + 1], "prefix"),
                (f"*{form[at:]}", "wildcard"),
                (f"*{form[at : at + 3]}*", "wildcard"),
                (f"?{form[at:]}", "wildcard"),
                (f"*{form[:1]}?{form[at:]}", "wildcard"),
                (changed, "wildcard"),
                (changed.replace("*", ""), "fuzzy"),
            ]
            for text, kind in asked:
                found = dictionary.expand(text, kind, stems)
                partly = {term: sorted(numbers) for term, numbers in found.partly.items()}
                assert (found.whole, partly) == reference.expand(text, kind, stems), (text, kind, stems)


def test_of_too_many_terms_the_most_frequent_are_kept_and_a_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dateline.search.arrays.match.pattern_cache, "MAX_EXPANSIONS", 2)
    texts = ("aa ab ac", "ab ac ad", "ac")
    evaluator = open_evaluator(tmp_path, *([new_article(text, text)] for text in texts))
    ranked = evaluator.search(Pattern(None, "a", "prefix"))
    assert ranked.total == 3
    for view in evaluator.state.views:
        kept = evaluator.state.patterns.expand(Pattern(None, "a", "prefix"), view, "text").numbers()
        assert {view.text.term(number) for number in kept} <= {b"ab", b"ac"}
    assert ranked.warnings == ["'a' stands for more than 1,000 words; the 1,000 most frequent were searched"]
    assert evaluator.search(Pattern(None, "ab", "prefix")).warnings == []
