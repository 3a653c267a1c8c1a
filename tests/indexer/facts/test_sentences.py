from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.sentences import sentence_starts


def cut(marked: str, language: str | None = None) -> str:
    """The sentences of a text in which `|` marks each beginning, as they were cut."""
    text = marked.replace("|", "")
    starts = sentence_starts(text, language)
    return "|".join(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


@pytest.mark.parametrize(
    "marked",
    [
        "One. |Two! |Three? |Four",
        "Mr. Smith met Dr. Jones and Gen. Lee. |They spoke.",
        "He met the U.S. President in the U.S. |The talks went on.",
        "He moved to Washington, D.C. on Monday. |She stayed.",
        "It opens on Sept. 15. |No. 5 is alive. |They met in Sept. |Then they left.",
        "They met in Dushanbe Sept.15 to discuss it. |It rained.",
        "J. K. Rowling wrote it. |George W. Bush read it.",
        "Kazakhstan sent $2.7 million in food. |It rained.",
        "Acme Inc. said it will buy Foo Corp. |The deal is done.",
        "“Enough,” he said. |“Go.” |He left.",
        "“Why?” he asked. |“Because!” she said.",
        "“We need more exercises.” |“Yes.”",
        "«Our country needs it,» said he. |«Yes.» |Tokayev noted that.",
        "Wait... what? |The end... |Or not?",
        "Wait… what? |The end… |Or not?",
        "He spoke (loudly.) |Then he left [at last.] |So did I.",
        "Visit www.gov.kz or mail a.b@site.com. |Thanks.",
        "The vote was 5 to 3. |It passed.",
        "1. The first point. |2 more follow.",
        "the end of it (e.g. Bishkek) came. |He left.",
        "One paragraph\n\n|another paragraph. |And more",
        "A line\nbroken hard. |Another\nline.",
        "В 2013 г. Россия продала, т.е. сбыла, 5 млн. руб. товаров. |Он ушёл.",
        "Он сказал: «Хватит!» — и ушёл. |«Да». |Конец.",
        "28 мая 2013 г. |В Бишкеке прошла встреча. |А. С. Пушкин там не был.",
        "Президент им. Ленина, г. Москва, ул. Мира. |Всё.",
        "هل جاء؟ |نعم. |جاء",
        "これは文。|次の文！|「終わり」",
    ],
)
def test_sentences_begin_at_the_marks(marked: str) -> None:
    assert cut(marked) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Am 3. Oktober kam z. B. Dr. Müller. |Er ging.",
        "Am 12. Mai kam Nr. 7 usw. |Das war d. h. alles.",
    ],
)
def test_german_ordinals_end_no_sentence(marked: str) -> None:
    assert cut(marked, "de") == marked


def test_an_empty_text_begins_once() -> None:
    assert sentence_starts("") == [0]
    assert sentence_starts("   ") == [0]
    assert sentence_starts("Ends. ") == [0]


@given(st.text(alphabet="aB1.!?…\"'”») \n。U", max_size=60), st.sampled_from(["en", "de", "ru", None]))
def test_starts_ascend_from_zero_to_characters_of_the_text(text: str, language: str | None) -> None:
    starts = sentence_starts(text, language)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts[1:])


@pytest.mark.parametrize(
    "text",
    [
        "." * 50_000 + "x",
        "." + " " * 50_000,
        ". " + "(" * 50_000,
        "." + '"' * 50_000 + " " * 50_000 + "a",
        "\n" * 50_000,
        "\n " * 25_000,
        "A. " * 20_000,
        "。" * 50_000,
        "a" * 50_000 + ". B",
    ],
    ids=range(9),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    sentence_starts(text)
    assert time.process_time() - begin < 1
