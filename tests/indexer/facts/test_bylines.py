from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Mention
from dateline.indexer.facts.bylines import list_authors, read_authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (None, []),
        ("", []),
        ("Ann Lee", ["Ann Lee"]),
        ("By Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE", ["ANN LEE"]),
        ("Ann Lee, Bo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee and Bo Li", ["Ann Lee", "Bo Li"]),
        ("Stephen Jukes And Philip Shehadi", ["Stephen Jukes", "Philip Shehadi"]),
        ("Ann Lee; Bo Li & Cy Wu", ["Ann Lee", "Bo Li", "Cy Wu"]),
        ("Ann Lee, Bo Li, and Cher", ["Ann Lee", "Bo Li", "Cher"]),
        ("Ann Lee, Bo Li and Cy Wu", ["Ann Lee", "Bo Li", "Cy Wu"]),
        ("Smith, Jones, and Lee", ["Smith", "Jones", "Lee"]),
        ("By Ann Lee and Bo Li in Kabul", ["Ann Lee", "Bo Li"]),
        ("By Ann Lee in Kabul and Bo Li in Moscow", ["Ann Lee", "Bo Li"]),
        ("Ann Lee | Bo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee / Bo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee with Bo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee; additional reporting by Bo Li", ["Ann Lee", "Bo Li"]),
    ],
)
def test_people_are_told_apart(byline: str | None, names: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Lee, Ann", ["Lee, Ann"]),
        ("Lee, Ann Marie", ["Lee, Ann Marie"]),
        ("van Dyke, Bob", ["van Dyke, Bob"]),
        ("Lee, Ann; Li, Bo", ["Lee, Ann", "Li, Bo"]),
        ("Lee, Ann and Li, Bo", ["Lee, Ann", "Li, Bo"]),
        ("Lee, Ann, Reuters", ["Lee, Ann"]),
        ("Martin King, Jr.", ["Martin King, Jr."]),
        ("Martin King, Jr., Ann Lee", ["Martin King, Jr.", "Ann Lee"]),
        ("Pat O’Brien", ["Pat O’Brien"]),
        ("Jean-Luc Picard", ["Jean-Luc Picard"]),
        ("A. Writer", ["A. Writer"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Andy Anderson", ["Andy Anderson"]),
        ("Ian McEwan", ["Ian McEwan"]),
    ],
)
def test_a_name_stays_one(byline: str, names: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Анна Иванова и Пётр Сидоров", ["Анна Иванова", "Пётр Сидоров"]),
        ("Автор: Анна Иванова", ["Анна Иванова"]),
        ("Von Anna Klein und Jörg Groß", ["Anna Klein", "Jörg Groß"]),
        ("Par Anne Dupont et Luc Martin", ["Anne Dupont", "Luc Martin"]),
        ("Por Ana Pérez y Luis Gómez", ["Ana Pérez", "Luis Gómez"]),
        ("Айгүл Серік және Болат Ахмет", ["Айгүл Серік", "Болат Ахмет"]),
        ("Ayşe Yılmaz ve Ali Demir", ["Ayşe Yılmaz", "Ali Demir"]),
        ("李明、王芳", ["李明", "王芳"]),
    ],
)
def test_people_are_told_apart_in_other_languages(byline: str, names: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Staff writer", []),
        ("Reuters", []),
        ("Associated Press", []),
        ("The Economist", []),
        ("Редакция", []),
        ("By", []),
        ("Special to The Times", []),
        ("Ann Lee, Reuters", ["Ann Lee"]),
        ("Ann Lee, Staff Writer", ["Ann Lee"]),
        ("Ann Lee, Special to The Times", ["Ann Lee"]),
        ("Ann Lee Special to The Times", ["Ann Lee"]),
        ("Ann Lee for The Times", ["Ann Lee"]),
        ("Ann Lee of The Associated Press", ["Ann Lee"]),
        ("Ann Lee, Associated Press Writer", ["Ann Lee"]),
        ("Staff writer Ann Lee", ["Ann Lee"]),
        ("Ann Lee and agencies", ["Ann Lee"]),
        ("Ann Lee, senior foreign correspondent, and Bo Li, editor-in-chief", ["Ann Lee", "Bo Li"]),
        ("Ann Lee (Reuters)", ["Ann Lee"]),
        ("Ann Lee ann@lee.example", ["Ann Lee"]),
        ("Ann Lee – Reuters", ["Ann Lee"]),
        ("Ann Lee, our correspondent in Kabul", ["Ann Lee"]),
        ("Корреспондент Анна Иванова", ["Анна Иванова"]),
        ("Ann Lee, BBC News, Kabul", ["Ann Lee"]),
        ("Analysis by Ann Lee", ["Ann Lee"]),
        ("Reporting by Ann Lee; Editing by Bo Li", ["Ann Lee"]),
    ],
)
def test_what_is_no_person_is_left_out(byline: str, names: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == names


def test_a_mention_says_where_in_the_byline_it_stands() -> None:
    assert read_authors("By Ann Lee and Bo Li") == (Mention("Ann Lee", 3, 10), Mention("Bo Li", 15, 20))


@given(
    st.text()
    | st.lists(st.sampled_from(["Ann", "Lee", ",", " and ", " ", ";", "By ", "Reuters", "jr"])).map("".join)
)
def test_mentions_are_slices_of_the_byline_in_order(byline: str) -> None:
    end = 0
    for author in read_authors(byline):
        assert author.start >= end
        assert author.value == byline[author.start : author.end] == author.value.strip() != ""
        end = author.end


@pytest.mark.parametrize(
    "piece", ["a", "a ", ", ", "Ann Lee, ", "(", "by ", "senior ", "a y ", "-", " ", "; "]
)
def test_no_byline_takes_long(piece: str) -> None:
    started = time.process_time()
    for count in (400 // len(piece), 20_000):
        read_authors(piece * count)
    assert time.process_time() - started < 0.2


def test_a_text_is_no_byline() -> None:
    assert read_authors("Ann Lee, " * 100) == ()


def test_listed_people_are_taken_as_they_are() -> None:
    assert list_authors(["Lee, Ann", "Reuters"]) == (
        "Lee, Ann, Reuters",
        (Mention("Lee, Ann", 0, 8), Mention("Reuters", 10, 17)),
    )
    assert list_authors([]) == (None, ())
