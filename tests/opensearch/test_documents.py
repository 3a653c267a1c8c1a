"""What an article is on a server: all that is searched in it, and the article itself, whole."""

from __future__ import annotations

import json

import pytest

from dateline.indexer.analysis.folding import fold
from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.article import Article, Dropped, Mention, Paragraph, Passage
from dateline.indexer.opensearch.documents import document, document_id, stored, value_words
from dateline.indexer.opensearch.schema import mapping
from dateline.indexer.opensearch.slots import FORM, TERM, read
from dateline.indexer.passages import passages_and_sentences

LONG = "The council met the court. " + " and ".join(f"member {number} spoke" for number in range(120)) + "."


def article(text: str = "One met two. Three came.", **fields: object) -> Article:
    paragraphs = tuple([Paragraph(part) for part in text.split("\n\n")])
    return Article(**{"id": "a", "paragraphs": paragraphs, "language": "en", **fields})  # type: ignore[arg-type]


def sent(one: Article) -> dict[str, object]:
    made: dict[str, object] = json.loads(
        json.dumps(document(one, *passages_and_sentences(one), order=7, indexed=5))
    )
    return made


@pytest.mark.parametrize(
    "one",
    [
        article(),
        article(LONG),
        article(f"{LONG}\n\nAnd after."),
        article("", paragraphs=(), title="Only a title"),
        article(title="Two | bars", source="The Times", place="Osh", date="2013-05", date_kind="partial"),
        article(
            author="By Ann Lee and Bo Li",
            authors=(Mention("Ann Lee", 3, 10), Mention("Bo Li", 15, 20)),
            author_kind="exact",
            meta="section=World\ndesk=Energy",
            metas=(Mention("section=World", 0, 13), Mention("desk=Energy", 14, 25)),
            path="//3/export.zip//a/b.html",
            url="http://news.example/1",
        ),
        article(
            paragraphs=(
                Paragraph("A subhead", (3, 3), "subhead"),
                Paragraph("Said one.\n\nSaid two.", (4, 6), "quote"),
            ),
            title_lines=(1, 1),
            dropped=(Dropped("Advertisement", "advertisement", (5, 5)),),
            locator="page",
        ),
        article("习近平主席访问了中国人民大学。会谈持续了两天。", language="zh"),
        article("Токаев провёл встречу в Астане.", language="ru", date_text="28 мая"),
        article("no language is known", language=None),
    ],
)
def test_an_article_comes_back_whole(one: Article) -> None:
    back = stored(sent(one))

    passages, sentences = passages_and_sentences(one)
    assert back.article == one
    assert list(back.passages) == list(passages)
    assert [list(starts) for starts in back.sentences] == list(map(list, sentences))
    assert (back.order, back.indexed) == (7, 5)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The U.S.-led coalition met O'Brien at 1,200 p.m. on 28.05.2013; AT&T, C++ and Kund*innen.", "en"),
        ("Die Bürger:innen der naïven Übergrößen am 1.200. Tag", "de"),
        ("L’Élysée d'Estaing aujourd'hui, 12\u202f500 euros", "fr"),
        ("习近平主席访问了中国人民大学。会谈持续了两天。", "zh"),
        ("วันนี้ นายกรัฐมนตรี ไปประชุม", "th"),
        ("Токаев провёл встречу; Ёлка в Астане", "ru"),
        ("İstanbul’da yağmur yağdı ISPARTA", "tr"),
    ],
)
def test_slots_say_what_the_analysis_says(text: str, language: str) -> None:
    slots, starts = read(text, language)
    tokens = analyzer(language).tokens(text)

    assert len(slots) == max(token.position for token in tokens) + 1
    for token in tokens:
        parts = slots[token.position].split("|")
        assert f"{TERM}{token.term}" in parts
        assert f"{FORM}{fold(token.form)}" in parts
        assert starts[token.position] <= token.start
    assert list(starts) == sorted(starts)


def test_a_slot_has_no_blank_and_no_bar_of_its_own() -> None:
    slots, _ = read("12\u202f500 a|b 3\u00a0400", "fr")

    assert not any(character.isspace() for slot in slots for character in slot)
    assert all(part for slot in slots for part in slot.split("|"))


def test_a_paragraph_that_was_cut_is_one_text_and_its_passages_know_what_is_around() -> None:
    made = sent(article(LONG))
    passages = made["p"]
    assert isinstance(passages, list)
    assert len(passages) > 1
    assert len(made["text"]) == 1  # type: ignore[arg-type]
    for passage in passages:
        around = passage["text_around"].split()
        own = [number for number, slot in enumerate(around) if slot.endswith("|<o")]
        assert own == list(range(own[0], own[0] + passage["text_length"]))
        assert "clipped" not in passage
    assert sum(passage["text_length"] for passage in passages) == made["text_length"]


def test_every_field_of_a_document_is_one_of_the_index() -> None:
    made = sent(
        article(
            f"{LONG}\n\nAnd after.", title="T", source="S", place="P", date="2013-05-28", path="//1/a.txt",
            author="Ann Lee", authors=(Mention("Ann Lee", 0, 7),), meta="a=b", metas=(Mention("a=b", 0, 3),),
        )
    )  # fmt: skip
    known = mapping()["properties"]
    assert made.keys() - known.keys() == set()
    for passage in made["p"]:  # type: ignore[attr-defined]
        assert passage.keys() - known["p"]["properties"].keys() == set()


def test_ids_of_any_length_have_short_names_that_differ() -> None:
    ids = ["a", "a" * 5000, "a" * 5001, "ä", "\ud800", ""]

    assert len(set(map(document_id, ids))) == len(ids)
    assert {len(document_id(one)) for one in ids} == {40}


def test_a_value_is_told_by_its_words_and_one_that_is_named_by_its_names() -> None:
    assert value_words("source", "The São  Paulo Times!") == "the sao paulo times"
    assert value_words("meta", "fields.tags=New York") == "@fields.tags|@tags new york"


def test_passages_are_as_they_are_given() -> None:
    one = article("One met two. Three came.")
    given = [Passage(0, 12), Passage(13, 24)]
    back = stored(json.loads(json.dumps(document(one, given, [[0], [0]], order=0, indexed=0))))

    assert list(back.passages) == given
    assert back.article == one


def test_a_paragraph_of_a_whole_book_takes_a_few_times_its_length() -> None:
    book = " ".join(f"Member {number} spoke of it and left the room again." for number in range(3000))
    made = sent(article(book))
    passages = made["p"]
    assert isinstance(passages, list)

    assert sum(len(one["text_around"]) for one in passages) < 7 * len(made["text"][0])  # type: ignore[index]
    assert {tuple(one["clipped"]) for one in passages} == {("p",)}


def test_a_sentence_longer_than_what_is_around_a_passage_is_told_of() -> None:
    passages = sent(article(" ".join(["member"] * 3000)))["p"]

    assert {tuple(passage["clipped"]) for passage in passages} == {("s", "p")}  # type: ignore[attr-defined]
