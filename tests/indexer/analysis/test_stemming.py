"""A word has one stem in whichever of its forms, and with or without its accents, it is written."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from dateline.indexer.analysis import accents, plurals
from dateline.indexer.analysis.folding import fold_accents, normalise
from dateline.indexer.analysis.languages import LANGUAGE_NAMES, SCRIPTS_OF, SUPPORTED
from dateline.indexer.analysis.stemming import RULES, rules_of
from dateline.indexer.analysis.tokens import analyzer

PARADIGMS = Path(__file__).parent / "paradigms"
# The share of paradigms, or of Russian forms, that may fall apart.
MOST_MISSES = {"de": 0.02, "es": 0.02, "fr": 0.02, "it": 0.02, "pt": 0.02, "ru": 0.01}


@pytest.mark.parametrize("language", sorted(MOST_MISSES))
def test_the_forms_of_a_word_have_one_stem(language: str) -> None:
    paradigms = [line.split() for line in (PARADIGMS / f"{language}.txt").read_text("utf-8").splitlines()]
    assert len(paradigms) >= 200
    term = analyzer(language).term
    # A miss is a form that its dictionary form, the first of the line, does not find.
    if language == "ru":
        forms = [(paradigm[0], form) for paradigm in paradigms for form in paradigm[1:]]
        missed = [pair for pair in forms if term(pair[0]) != term(pair[1])]
        assert len(missed) <= MOST_MISSES[language] * len(forms), missed
    else:
        apart = [paradigm for paradigm in paradigms if len(set(map(term, paradigm))) > 1]
        assert len(apart) <= MOST_MISSES[language] * len(paradigms), apart


def test_words_that_look_alike_do_not_meet() -> None:
    """Pairs that begin alike, without those that Snowball joins for their last vowel (banco, banca)."""
    lines = (PARADIGMS / "apart.txt").read_text("utf-8").splitlines()
    pairs = [(code, *words.split()) for code, _, words in (line.partition(" ") for line in lines)]
    assert len(pairs) >= 500
    joined = [pair for pair in pairs if analyzer(pair[0]).term(pair[1]) == analyzer(pair[0]).term(pair[2])]
    assert len(joined) <= 0.005 * len(pairs), joined


WORDS = {
    "ca": "eleccions elecció Lleó català",
    "cs": "Praha člověk říjen České",
    "da": "Løkke børn Århus",
    "de": "Café Cafés Müller Straße Größe Bürgermeisterin",
    "el": "Αθήνα κυβέρνηση Μητσοτάκης",
    "es": "García Nicolás también organización Bogotá dólares",
    "fi": "Pääministeri Särkkä työväenpuolue",
    "fr": "Élysée égalité sécurité fraternité procès réfugiés fenêtre façade",
    "hu": "kormány miniszterelnök Győr",
    "it": "città perché università",
    "lt": "šalies minutė žodžio Vilnių",
    "pl": "został Łódź żołnierzy mówić",
    "pt": "São organizações José informação",
    "ro": "București funcționează informații români",
    "sr": "Đoković Ђоковић министарство Vučić",
    "sv": "Göteborg människor våren",
    "tr": "Erdoğan Şimşek Güler Iğdır Muğla Niğde Elazığ çocuğu gözlüğünü",
    "uk": "Київ її Харків",
}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_word_without_its_accents_has_the_same_term(language: str) -> None:
    term = analyzer(language).term
    for word in WORDS[language].split():
        assert term(fold_accents(normalise(word))) == term(word), word
        assert term(fold_accents(normalise(word)).upper()) == term(word.upper()), word


def test_vietnamese_tones_tell_words_apart() -> None:
    assert len({analyzer("vi").term(word) for word in ("ma", "má", "mà", "mả", "mã", "mạ")}) == 6


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ar", "القاهرة والقاهرة"),
        ("ar", "الوزير والوزير وزير"),
        ("ar", "إيران وإيران ايران"),
        ("ar", "الحكومة والحكومة فالحكومة بالحكومة للحكومة"),
        ("he", "ממשלה הממשלה והממשלה בממשלה"),
        ("he", "בית הבית ובית"),
        ("el", "κυβέρνηση κυβερνήσεις ΚΥΒΕΡΝΗΣΗ"),
        ("ro", "român româna românii"),
        ("cs", "Praha Praze Prahy Prahu"),
        ("pl", "kobieta kobiety kobietę"),
        ("uk", "Харків Харкова Харкові"),
        ("uk", "Київ Києва Києві"),
        ("uk", "область області"),
        ("bg", "град градът градове"),
        ("sr", "Београд Beograd Beogradu Београду"),
        ("hi", "किताब किताबें किताबों"),
        ("hi", "हिन्दी हिंदी"),
        ("hi", "क़ानून कानून क़ानूनों"),
        ("ne", "सम्बन्ध संबन्ध संबंध"),
        ("ar", "هيئة الهيئة بالهيئة"),
        ("ar", "بيئة البيئة"),
        ("es", "nacer nació nacido"),
        ("es", "existir existía existían existió"),
        ("es", "tener tenía tenían tenemos"),
        ("es", "recibir recibió recibirá recibido"),
        ("fr", "publier publié publiée publiés"),
        ("fr", "suggérer suggère suggéré"),
        ("fr", "étranger étrangère étrangères"),
        ("ro", "universitate universității universități"),
        ("ro", "oraș orașe orașele orașului"),
        ("ro", "protest proteste protestele"),
        ("tr", "dünya dünyadaki dünyada"),
        ("tr", "savaş savaşın savaşında"),
        ("tr", "parti partinin partiler"),
        ("tr", "arkadaş arkadaşın arkadaşlar"),
        ("tr", "ilçe ilçesinde ilçeler"),
        ("ta", "மாநிலம் மாநிலத்தில்"),
        ("hy", "Հայաստան Հայաստանի"),
    ],
)
def test_forms_meet(language: str, forms: str) -> None:
    assert len({analyzer(language).term(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["واشنطن", "والده", "واحد"])
def test_an_arabic_word_that_begins_like_a_prefix_keeps_it(word: str) -> None:
    assert analyzer("ar").term(word).startswith("وا")


def test_short_hebrew_words_keep_their_first_letter() -> None:
    assert analyzer("he").term("לבן") != analyzer("he").term("בן")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("es", "servicio", "servir"),
        ("es", "Cristian", "Cristo"),
        ("it", "Romania", "romano"),
        ("it", "settimana", "settimo"),
        ("it", "fontana", "fonte"),
        ("pt", "Maria", "Mário"),
        ("es", "sitio", "sitar"),
        ("es", "junio", "junta"),
        ("es", "precio", "preso"),
        ("es", "medio", "medir"),
        ("es", "hacia", "hacer"),
        ("tr", "partizan", "par"),
        ("hi", "अम्मा", "अंमा"),
    ],
)
def test_what_only_looks_like_a_form_stays_apart(language: str, first: str, second: str) -> None:
    assert analyzer(language).term(first) != analyzer(language).term(second)


def test_every_language_says_by_which_rules_it_is_read() -> None:
    assert sorted(RULES) == sorted(SUPPORTED)


def test_the_table_of_languages_is_that_of_the_program() -> None:
    page = (Path(__file__).parents[3] / "docs" / "languages.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    told = {
        code.strip("`"): (name, tuple(scripts.split(", ")), rules) for code, name, scripts, rules, _ in rows
    }
    assert told == {code: (LANGUAGE_NAMES[code], SCRIPTS_OF[code], RULES[code]) for code in SUPPORTED}


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("ru", "own rules"),
        ("en-GB", "American spelling, Snowball"),
        ("zh", "pairs of letters"),
        ("sw", "folded alone"),
        ("", "folded alone"),
    ],
)
def test_it_is_said_how_words_of_a_language_are_read(code: str, rules: str) -> None:
    assert rules_of(code) == rules


@pytest.mark.parametrize("language", sorted({*plurals.LAST_LETTERS, *accents.LAST_LETTERS}))
def test_no_rule_of_endings_finds_a_word_that_ends_otherwise(language: str) -> None:
    known = SpellChecker(
        language if language in ("de", "es", "fr", "it", "pt") else "es"
    ).word_frequency.words()
    words = [fold_accents(word) for word in list(known)[::400] if word.isalpha() and "russ" not in word]
    assert len(words) > 50
    for last, rules in (
        (plurals.LAST_LETTERS.get(language, ""), plurals.RULES.get(language, ())),
        (accents.LAST_LETTERS.get(language, ""), accents.ENDINGS.get(language, ())),
    ):
        others = set(string.ascii_lowercase) - set(last)
        ended = [word[:-1] + letter for word in words for letter in sorted(others)]
        for pattern, _ in rules:
            assert [word for word in ended if re.search(pattern, word)] == []
