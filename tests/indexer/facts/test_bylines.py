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


@pytest.mark.parametrize(
    ("byline", "whole"),
    [
        ("Staff writer", "Staff writer"),
        ("Reuters", "Reuters"),
        ("By Reuters", "Reuters"),
        ("The Economist", "The Economist"),
        ("Редакция", "Редакция"),
        ("By", "By"),
        ("Special to The Times", "Special to The Times"),
        ("Washington Post Staff", "Washington Post Staff"),
        ("N/A", "N/A"),
        ("https://x.example/annlee", "https://x.example/annlee"),
    ],
)
def test_a_byline_that_names_nobody_is_its_own_author(byline: str, whole: str) -> None:
    assert [author.value for author in read_authors(byline)] == [whole]


@pytest.mark.parametrize(
    "name",
    [
        "Les Murray",
        "Le Pen, Marine",
        "Le Thi Hoa",
        "La Toya Jackson",
        "Von der Leyen, Ursula",
        "Tom Press",
        "John Times",
        "E. Staff",
        "Bob Service",
        "Mary Ann Writer",
        "Di Wu",
        "Da Wei",
        "Da Ming Chen",
        "Di Maio, Luigi",
        "Da Silva, Luiz",
        "Von Trier, Lars",
        "Text Smith",
        "Par Lagerkvist",
        "Die Antwoord",
        "Nina",
        "Maria Petra",
        "Philip of Greece",
        "William (Bill) Smith",
        "Carlos E Santos",
        "安·李",
        "Maria Silva e Souza",
        "Chou En Lai",
        "Author Smith",
        "Ramón y Cajal, Santiago",
        "García Márquez, G.",
    ],
)
def test_whoever_may_be_a_person_is_one_with_all_of_the_name(name: str) -> None:
    assert [author.value for author in read_authors(name)] == [name]
    assert [author.value for author in read_authors(f"By {name}; Bo Li")] == [name, "Bo Li"]


@pytest.mark.parametrize(
    "byline",
    [
        "By ANN LEE The Associated Press",
        "ANN LEE AP Business Writer",
        "Ann Lee BBC News",
        "Ann Lee Reuters",
        "Ann Lee, Kabul",
        "Ann Lee - Kabul",
        "Ann Lee | Kabul | Reuters",
        "Ann Lee, New York",
        "Ann Lee, Washington, D.C.",
        "Ann Lee, CEO of Acme",
        "Ann Lee, Finance Minister",
        "Ann Lee, security correspondent",
        "Ann Lee, Kabul bureau",
        "Ann Lee, BBC Persian",
        "Ann Lee, Globe Staff",
        "Ann Lee, MA, PhD",
        "Ann Lee, who covers the war",
        "Ann Lee et al.",
        "Ann Lee and others",
        "Ann Lee, Ann Lee",
        "Ann Lee, ANN LEE",
        "Text: Ann Lee",
        "Foto: Ann Lee",
        "Von Ann Lee",
        "Reporter: Ann Lee",
        "Ann Lee, University of Oxford",
        "Ann Lee, https://x.example/annlee",
    ],
)
def test_a_role_a_place_or_an_employer_beside_a_name_is_no_second_person(byline: str) -> None:
    assert [author.value.title() for author in read_authors(byline)] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("김철수, 이영희", ["김철수", "이영희"]),
        ("김철수 기자", ["김철수"]),
        ("Ann Lee, Edith Head", ["Ann Lee", "Edith Head"]),
        ("Ann Lee, head of news, Bo Fellow", ["Ann Lee", "Bo Fellow"]),
        ("Ann Lee, Bob Service", ["Ann Lee", "Bob Service"]),
        ("Иван Петров, Душанбе", ["Иван Петров"]),
        ("Фото: Иван Петров", ["Иван Петров"]),
        ("Text: Ann Lee, Foto: Bo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee\nBo Li", ["Ann Lee", "Bo Li"]),
        ("Ann Lee, photos by Bo Li", ["Ann Lee", "Bo Li"]),
        ("Di Mario Rossi e Luca Bianchi", ["Mario Rossi", "Luca Bianchi"]),
        ("Lee, Ann Marie, Li, Bo", ["Lee, Ann Marie", "Li, Bo"]),
        ("Ann Lee (Reuters) and Bo Li (Kabul)", ["Ann Lee", "Bo Li"]),
        ("Nina and Bo Li, NINA", ["Nina", "Bo Li"]),
        ("ANN LEE AND BO LI, ASSOCIATED PRESS", ["ANN LEE", "BO LI"]),
    ],
)
def test_each_of_several_people_is_found(byline: str, names: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == names


@pytest.mark.parametrize("between", [", ", "; ", " / ", "\n"])
def test_sixty_people_are_sixty(between: str) -> None:
    names = [f"Anna{chr(97 + number // 26)} Lee{chr(97 + number % 26)}" for number in range(60)]
    assert [author.value for author in read_authors(between.join(names))] == names


@given(st.text() | st.lists(st.sampled_from(["Ann", "Lee", "Reuters", ",", " ", "By ", "("])).map("".join))
def test_every_byline_with_a_letter_has_an_author(byline: str) -> None:
    assert bool(read_authors(byline)) == any(sign.isalnum() for sign in byline)


def test_a_mention_says_where_in_the_byline_it_stands() -> None:
    assert read_authors("By Ann Lee and Bo Li") == (Mention("Ann Lee", 3, 10), Mention("Bo Li", 15, 20))


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["Ann", "Lee", ",", " and ", " ", ";", "By ", "Von ", "(", ")", "a@b", "Reuters", " jr"]
        )
    ).map("".join)
)
def test_mentions_are_slices_of_the_byline_in_order(byline: str) -> None:
    end = 0
    for author in read_authors(byline):
        assert author.start >= end
        assert author.value == byline[author.start : author.end] == author.value.strip() != ""
        end = author.end


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        ", ",
        "Ann Lee, ",
        "(",
        "by ",
        "senior ",
        "a y ",
        "-",
        " ",
        "; ",
        "x@",
        "Ann (",
        "Ann Lee y ",
    ],
)
def test_no_byline_takes_long(piece: str) -> None:
    started = time.process_time()
    for count in (9_990 // len(piece), 20_000):
        read_authors(piece * count)
    assert time.process_time() - started < 5  # minutes, were it quadratic


def test_a_text_is_taken_as_a_whole() -> None:
    text = "Ann Lee met Bo Li. " * 1000
    assert [author.value for author in read_authors(text)] == [text.strip()]


def test_listed_people_are_taken_as_they_are() -> None:
    assert list_authors(["Lee, Ann", "Reuters"]) == (
        "Lee, Ann, Reuters",
        (Mention("Lee, Ann", 0, 8), Mention("Reuters", 10, 17)),
    )
    assert list_authors([]) == (None, ())


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (["Reuters Staff"], ["Reuters Staff"]),
        (["García Márquez, Gabriel", "Bo Li"], ["García Márquez, Gabriel", "Bo Li"]),
        (["By Ann Lee and Bo Li"], ["Ann Lee", "Bo Li"]),
        (["By Ann Lee", "Bo Li"], ["Ann Lee", "Bo Li"]),
        (["Ann Lee", "Ann Lee"], ["Ann Lee"]),
    ],
)
def test_a_listed_byline_is_read(listed: list[str], names: list[str]) -> None:
    byline, authors = list_authors(listed)
    assert byline is not None
    assert [author.value for author in authors] == names
    assert [byline[author.start : author.end] for author in authors] == names
