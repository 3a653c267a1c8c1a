"""A word could not be typed as it stands in the text: `Kund*innen` was a pattern, `Bürger:innen` an unknown
field, `dell'Unione` one word that `Unione` did not find, `C++` the letter C, `Ph.D.` two words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES

TEXTS = {
    "it": "La presidenza dell'Unione europea. Un'altra scossa.",
    "en": "Giscard D’Estaing met Côte d'Ivoire's envoy in L'Aquila. Dr O'Brien, Ph.D., writes C++ for .NET.",
    "fr": "C’est la présidence de l'université, d'une seule voix.",
    "de": "Die Ökostromkund*innen und Minister:innen; Lehrer_innen, Schüler/-innen. M*A*S*H lief.",
    "de2": "Ministerinnen und Lehrer kamen zur re:publica in C3:D4.",
    "he": 'דובר צה"ל אמר',
    "ru": "Жанна д’Арк",
    "att": "Shares of AT&T fell. A net gain. They like C#.",
    "and": "AT and T shares fell. PhD students of cyber-attacks, 1,250 F-16s. title:x or a*b.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signs")
    languages = {"de2": "de", "att": "en", "and": "en"}
    build(
        [{"id": id_, "language": languages.get(id_, id_), "text": text} for id_, text in TEXTS.items()],
        index=folder,
    )
    return folder


@pytest.fixture(scope="module", params=ENGINES)
def archive(folder: Path, request: pytest.FixtureRequest) -> Iterator[Archive]:
    with Archive.open(folder, engine=request.param) as opened:
        yield opened


def marked(archive: Archive, query: str) -> dict[str, list[str]]:
    """What is marked in each article found."""
    return {
        hit.id: [passage.text[start:end] for passage in hit.passages for start, end in passage.spans]
        for hit in archive.search(query)
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Unione", {"it": ["Unione"]}),
        ("dell'Unione", {"it": ["dell'Unione"]}),
        ("l’Unione", {"it": ["Unione"]}),
        ("altra", {"it": ["altra"]}),
        ("Estaing", {"en": ["Estaing"]}),
        ("DEstaing", {"en": ["D’Estaing"]}),
        ("=D'Estaing", {"en": ["D’Estaing"]}),
        ('"Côte d\'Ivoire"', {"en": ["Côte d'Ivoire"]}),
        ("Ivoire", {"en": ["Ivoire"]}),
        ("Aquila", {"en": ["Aquila"]}),
        ("L'Aquila", {"en": ["L'Aquila"]}),
        ("O'Brien", {"en": ["O'Brien"]}),
        ("université", {"fr": ["université"]}),
        ("=l'université", {"fr": ["l'université"]}),
        ("=c'est", {"fr": ["C’est"]}),
        ('="de l’université"', {"fr": ["de l'université"]}),
        ("Арк", {"ru": ["Арк"]}),
        ("Ökostromkund*innen", {"de": ["Ökostromkund*innen"]}),
        ('"Ökostromkund*innen und"', {"de": ["Ökostromkund*innen und"]}),
        ("=Ökostromkund*innen", {"de": ["Ökostromkund*innen"]}),
        ("Ökostromkundinnen", {"de": ["Ökostromkund*innen"]}),
        ("Ökostromkunden", {"de": ["Ökostromkund"]}),
        ("Ökostromkundinn*", {"de": ["Ökostromkund*innen"]}),
        ("Kund\\*innen", {}),
        ("Ministerinnen", {"de": ["Minister:innen"], "de2": ["Ministerinnen"]}),
        ("=Minister:innen", {"de": ["Minister:innen"]}),
        ("Lehrer_innen", {"de": ["Lehrer_innen"], "de2": ["Lehrer"]}),
        ("Schüler/innen", {"de": ["Schüler/-innen"]}),
        ("re:publica", {"de2": ["re:publica"]}),
        ("C3:D4", {"de2": ["C3:D4"]}),
        ('"M*A*S*H"', {"de": ["M*A*S*H"]}),
        ("M*A*S*H", {"de": ["M*A*S*H"]}),
        ("C++", {"en": ["C++"]}),
        ("C#", {"att": ["C#"]}),
        (".NET", {"en": ["NET"]}),
        ("net", {"en": ["NET"], "att": ["net"]}),
        ("PhD", {"en": ["Ph.D"], "and": ["PhD"]}),
        ("Ph.D.", {"en": ["Ph.D"], "and": ["PhD"]}),
        ("AT&T", {"att": ["AT&T"], "and": ["AT and T"]}),
        ("AT and T", {"att": ["AT&T"], "and": ["AT and T"]}),
        ('"of AT and T"', {"att": ["of AT&T"]}),
        ('צה"ל', {"he": ['צה"ל']}),
        ("צה״ל", {"he": ['צה"ל']}),
        ('"דובר צה״ל"', {"he": ['דובר צה"ל']}),
        ("title\\:x", {"and": ["title:x"]}),
        ("a\\*b", {"and": ["a*b"]}),
        ("\\OR a\\*b", {"and": ["or", "a*b"]}),
        ('"title \\"x"', {"and": ["title:x"]}),
        ("cyberatt*", {"and": ["cyber-attacks"]}),
        ("cyber-a*", {"and": ["cyber-attacks"]}),
        ("125*", {"and": ["1,250"]}),
        ("1,25*", {"and": ["1,250"]}),
        ("f16*", {"and": ["F-16s"]}),
    ],
)
def test_a_word_is_found_as_it_stands(archive: Archive, query: str, found: dict[str, list[str]]) -> None:
    assert marked(archive, query) == found


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('="3.5 percent"', 1),
        ('="a 4.7 inch"', 1),
        ("=they'd", 1),
        ('="You\'re told"', 1),
        ("=c'est", 1),
        ('="2,22 Euro"', 1),
    ],
)
def test_exactly_finds_what_stands_there_in_an_archive_of_many_languages(
    tmp_path: Path, query: str, count: int
) -> None:
    texts = {
        "en": "You're told that prices rose 3.5 percent and a 4.7 inch screen is dear. They'd know.",
        "fr": "C’est la présidence de l’université.",
        "de": "Das kostet 2,22 Euro statt mehr.",
        "ru": "Цены выросли в мае.",
    }
    build([{"id": code, "language": code, "text": text} for code, text in texts.items()], index=tmp_path)
    with Archive.open(tmp_path) as opened:
        assert opened.count(query).articles == count


def test_a_name_that_is_no_field_is_read_as_a_word_and_that_is_said(folder: Path) -> None:
    with Archive.open(folder) as opened:
        assert opened.search("topic:oil").warnings[-1].startswith("topic: names no field")
        for query in ("re:publica", "Bürger:innen", "lang:de Minister:innen", "title:oil", '"topic:oil"'):
            assert not any("names no field" in said for said in opened.search(query).warnings)
