from __future__ import annotations

import string
import threading
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.analysis.folding import fold_accents, normalise
from dateline.indexer.analysis.languages import SUPPORTED
from dateline.indexer.analysis.tokens import TOKEN, analyzer, token_pattern
from dateline.indexer.whoosh.analyzer import PassageAnalyzer
from tests.places import SEEDS

LANGUAGES = [*SUPPORTED, "xx"]


def terms(text: str, language: str = "en") -> list[str]:
    return [token.term for token in analyzer(language).tokens(text)]


def same(text: str, language: str = "en") -> bool:
    """Whether every word of the text has the one same term."""
    return len(set(terms(text, language))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "organisation organization organisations Organization's Organization’s ORGANISATION",
        "defence defense Defence’s",
        "programme programs program",
        "travelled traveled travelling",
        "US U.S. us U.S.'s",
        "O'Brien O’Brien OBrien O'Brien's",
        "1,200 1200 １２００ ١٢٠٠",
        "Kazakhstan Kazakhstan’s KAZAKHSTAN",
        "café cafe cafe\u0301 CAFÉ cafés",
        "finance ﬁnance fi\u00adnance",
        "nation nation¹",
        "he he'll he'd he's",
        "Shi'ite Shiite Shi’ite",
        "İstanbul Istanbul ISTANBUL",
    ],
)
def test_spellings_of_a_word_meet_in_english(words: str) -> None:
    assert same(words)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Токаев Токаева Токаеву Токаевым"),
        ("ru", "Казахстан Казахстана Казахстане Казахстаном"),
        ("ru", "ёлка елка ёлки"),
        ("ru", "замок за\u0301мок"),
        ("ru", "армения армении"),
        ("ru", "организация организации организациями"),
        ("kk", "Қазақстан Қазақстанның Қазақстанда Қазақстанға Қазақстанмен"),
        ("kk", "мектеп мектептер мектептерде мектебі мектептердің"),
        ("kk", "ел елдің"),
        ("kk", "кеңес кеңесі кеңесінің кеңестер"),
        ("kk", "Америка Америкада Американың"),
        ("kk", "Иран Иранда Иранға Ираннан"),
        ("kk", "шекара шекарасы шекарада шекаралар шекарасында"),
        ("kk", "министр министрдің министрлігі"),
        ("kk", "жыл жылы жылдың"),
        ("kk", "Тоқаев Тоқаевтың Тоқаевқа"),
        ("ky", "Кыргызстан Кыргызстандын Кыргызстанга"),
        ("ky", "өлкө өлкөнүн өлкөлөр өлкөдө"),
        ("ky", "газета газетада газетасы"),
        ("ky", "кызматкер кызматкерлер кызматкердин"),
        ("uz", "majlis majlisi majlisning majlisida"),
        ("uz", "Amerika Amerikada Amerikaning"),
        ("tg", "Тоҷикистон Тоҷикистонро Тоҷикистони"),
        ("tg", "кишвар кишварҳо кишварҳои кишварро"),
        ("tg", "амният амнияти амниятӣ"),
        ("uz", "O'zbekiston O‘zbekistonning Oʻzbekistonda Ўзбекистон Ўзбекистоннинг"),
        ("uz", "maktab maktablar maktablarda maktabning мактаб мактабда"),
        ("de", "Müller Mueller Müllers"),
        ("de", "Straße Strasse"),
        ("de", "Haus Häuser"),
        ("de", "1.200 1200"),
        ("de", "1.200,50 1200,50"),
        ("fr", "élection élections"),
        ("es", "organización organizaciones"),
        ("tr", "Türkiye Türkiye'nin TÜRKİYE Türkiye’de"),
        ("tr", "cumhurbaşkanı cumhurbaşkanının"),
        ("ar", "الأمن أمن"),
        ("ar", "المنظمة مُنَظَّمَة الـمنظمة"),
        ("xx", "perché perche PERCHÉ"),
    ],
)
def test_inflections_of_a_word_meet_in_its_language(language: str, words: str) -> None:
    assert same(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "rise rice"),
        ("en", "he hell"),
        ("en", "international internal intern internet"),
        ("en", "organ organization"),
        ("de", "sich Sicherheit"),
        ("ru", "Армения армия"),
        ("ru", "Судан суд"),
        ("ru", "йод иод"),  # й is no accented и
        ("kk", "қар кар"),
        ("kk", "Иран Ирак"),
        ("uz", "Eron Iroq"),
        ("kk", "өт от"),
        ("uz", "ўн"),
        ("es", "1.200 1,200"),
    ],
)
def test_words_that_are_not_the_same_stay_apart(language: str, words: str) -> None:
    found = terms(words, language)
    assert len(set(found)) == len(found)


def test_the_commonest_words_are_kept() -> None:
    assert terms("IT and US: to be or not to be") == ["it", "and", "us", "to", "be", "or", "not", "to", "be"]


def test_a_compound_is_its_parts_and_the_joined_word_at_the_first() -> None:
    tokens = analyzer("en").tokens("the Tajik-Afghan border")
    assert [(token.term, token.form, token.position, token.start, token.end) for token in tokens] == [
        ("the", "the", 0, 0, 3),
        ("tajikafghan", "Tajik-Afghan", 1, 4, 16),
        ("tajik", "Tajik", 1, 4, 9),
        ("afghan", "Afghan", 2, 10, 16),
        ("border", "border", 3, 17, 23),
    ]


@pytest.mark.parametrize("dash", "-‐‑–")
def test_a_hyphenated_word_meets_the_word_written_as_one(dash: str) -> None:
    assert set(terms("cyberattacks")) < set(terms(f"cyber{dash}attack"))
    assert (
        terms("cyber attack")
        == [token.term for token in analyzer("en").tokens(f"cyber{dash}attack") if "-" not in token.form][-2:]
    )


def test_an_abbreviation_with_stops_inside_a_compound_keeps_its_letters() -> None:
    assert terms("U.S.-led U.K.–Japan") == ["usl", "us", "led", "ukjapan", "uk", "japan"]


def test_ampersands_join_like_hyphens() -> None:
    assert terms("AT&T") == ["att", "at", "t"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$2.7 million", ["2.7", "million"]),
        ("3.5%", ["3.5"]),
        ("1,234,567.89", ["1234567.89"]),
        ("12\u00a0500", ["12500"]),
        ("2013\u00a0200", ["2013", "200"]),
        ("1941-1945", ["1941", "1945"]),
        ("28.05.2013", ["28.05.2013", "28", "05", "2013"]),
        ("1,2,3", ["1,2,3", "1", "2", "3"]),
        ("F-16", ["f16", "f", "16"]),
        ("Sept.15", ["sept", "15"]),
        ("the 1990's", ["the", "1990"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://www.gov.kz/press_room?id=12", ["http", "www", "gov", "kz", "press", "room", "id", "12"]),
        ("john.smith@site.com", ["john", "smith", "site", "com"]),
        ("snake_case", ["snake", "case"]),
        ("😀 👨‍👩‍👧 ❤️ ok", ["ok"]),
        ("word--word a — b", ["word", "word", "a", "b"]),
        ("J.K.Rowling", ["jk", "rowl"]),
        ("e.g. p.m.", ["eg", "pm"]),
        ("don't", ["dont"]),
        ("'quoted' ‘quoted’", ["quot", "quot"]),
        ("東京2020年", ["東京", "東", "京", "2020", "年"]),
        ("ภาษา", ["ภา", "ภ", "าษ", "า", "ษา", "ษ", "า"]),
        ("हिन्दी", ["हिंद"]),  # read by the rules of Hindi in any article
        ("한국", ["한국", "한", "국"]),
        ("IT-компания", ["itкомпания", "it", "комп"]),
        ("ـــ", []),
        ("", []),
    ],
)
def test_unusual_text(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_decimal_number_of_the_other_notation_is_found_too() -> None:
    assert terms("3,5", "ru") == ["3.5"]
    assert "3.5" in terms("3.5", "ru")


def test_french_articles_stand_apart_from_their_word() -> None:
    assert terms("l'organisation d’Afghanistan qu'il aujourd'hui O'Brien", "fr") == [
        "lorganis", "l", "organis", "dafghanistan", "d", "afghanistan", "quil", "qu", "il",
        "aujourdhui", "obrien",
    ]  # fmt: skip
    assert terms("l'arc-en-ciel", "fr") == ["l", "arcenciel", "arc", "en", "ciel"]


def test_turkish_keeps_what_stands_before_a_names_apostrophe() -> None:
    forms = [token.form for token in analyzer("tr").tokens("İstanbul'da Ankara'ya Erdoğan'ın Kur'an")]
    assert forms == ["İstanbul", "Ankara", "Erdoğan", "Kur'an"]


@pytest.mark.parametrize("language", ["ru", "kk", "ar", "tg"])
def test_latin_words_in_other_scripts_are_read_as_english(language: str) -> None:
    assert terms("NATO’s sanctions", language) == ["nato", "sanction"]


def test_russian_words_in_english_articles_are_read_as_russian() -> None:
    assert terms("Известия", "en") == terms("Известия", "ru")


def test_a_possessive_is_not_part_of_the_form() -> None:
    (token,) = analyzer("en").tokens("Organization's")
    assert (token.form, token.start, token.end) == ("Organization", 0, 12)


def test_a_word_from_elsewhere_gives_no_control_characters() -> None:
    assert analyzer("en").term("bor\x00der\x1b") == "border"
    assert analyzer("en").entries("") == ()
    assert analyzer("en").positions("") == 0


def test_folding_leaves_the_word_unstemmed() -> None:
    assert analyzer("en").folded("Élections") == "elections"
    assert analyzer("tr").folded("IRAK") == "irak"
    assert analyzer("en").folded("U.S") == "us"


def test_unknown_languages_are_folded_and_not_stemmed() -> None:
    assert analyzer("sw") is analyzer("xx") is analyzer("klingon")
    assert terms("Mashirika déjà", "sw") == ["mashirika", "deja"]
    assert repr(analyzer("en-GB")) == "Analyzer('en')"


def test_very_long_runs_become_terms_of_bounded_length() -> None:
    (token,) = analyzer("en").tokens("A" * 100_000)
    assert len(token.term) <= 64
    assert token.end == len(token.form) == 255  # as in Lucene: what is longer is no word


def test_a_very_long_compound_is_cut_in_bounded_time() -> None:
    begin = time.process_time()
    tokens = analyzer("en").tokens("a-" * 20_000 + "b" + ".1" * 20_000 + "'x" * 20_000)
    assert time.process_time() - begin < 5
    assert max(len(token.term) for token in tokens) <= 64


LETTERS = string.ascii_letters + "éöüßıİğşйёқңөүўғӣçñ" + "0123456789" + " .,'’-–&_\u0301\u00ad\n" + "東ا"


@given(st.text(alphabet=LETTERS, max_size=60), st.sampled_from(LANGUAGES))
def test_tokens_say_where_they_stand(text: str, language: str) -> None:
    check(text, language)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_tokens_of_any_text_say_where_they_stand(text: str, language: str) -> None:
    check(text, language)


def check(text: str, language: str) -> None:
    tokens = analyzer(language).tokens(text)
    assert all(token.form == text[token.start : token.end] for token in tokens)
    assert all(token.term and token.term.isprintable() for token in tokens)
    assert tokens == sorted(tokens, key=lambda token: (token.position, token.start, -token.end))
    starts: dict[int, int] = {}
    for token in tokens:
        assert starts.setdefault(token.position, token.start) == token.start
    assert sorted(starts) == list(range(len(starts)))
    assert list(starts.values()) == sorted(starts.values())


@given(st.text(alphabet=LETTERS, max_size=60), st.sampled_from(LANGUAGES))
def test_cutting_and_looking_up_is_the_same_as_tokens(text: str, language: str) -> None:
    one = analyzer(language)
    position, found = 0, []
    for surface in TOKEN.findall(text):
        found += [(entry.term, entry.form, position + entry.position) for entry in one.entries(surface)]
        position += one.positions(surface)
    assert found == [(token.term, token.form, token.position) for token in one.tokens(text)]


@given(st.text(alphabet="abcéöüñåčžйёабвґїў ", max_size=40), st.sampled_from(LANGUAGES))
def test_decomposed_text_has_the_terms_of_composed_text(text: str, language: str) -> None:
    assert terms(unicodedata.normalize("NFD", text), language) == terms(text, language)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_accents(normalise(text))
    assert fold_accents(normalise(once)) == once


def test_threads_share_an_analyzer() -> None:
    words = [f"organisation{letter * count}s" for letter in string.ascii_lowercase for count in range(1, 40)]
    expected = [analyzer("en")._analyse(word) for word in words]
    found: list[list[object]] = []
    threads = [
        threading.Thread(target=lambda: found.append([analyzer("en")._analyse(word) for word in words]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_the_seeds_have_the_words_they_are_searched_by() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    found = set(terms(text))
    assert {"organiz", "defens", "us", "tajikafghan", "2.7", "kazakhstan", "csto"} <= found


def test_a_whoosh_schema_carries_the_analysis() -> None:
    ours = PassageAnalyzer("en-GB")
    text = "U.S.-led organisation"
    found = [(t.text, t.pos, t.startchar, t.endchar, t.original) for t in ours(
        text, positions=True, chars=True, keeporiginal=True, start_pos=5, start_char=100
    )]  # fmt: skip
    assert found == [
        (token.term, 5 + token.position, 100 + token.start, 100 + token.end, token.form)
        for token in analyzer("en").tokens(text)
    ]
    assert ours == PassageAnalyzer("en") != PassageAnalyzer("ru")
    assert hash(ours) == hash(PassageAnalyzer("en"))
    assert repr(ours) == "PassageAnalyzer('en')"


PLAIN_WORDS = st.text(alphabet=string.ascii_letters + string.digits, min_size=1, max_size=80)
PIECES = st.sampled_from(
    [*"aBé3٣東я", "'", "’", "-", "&", ".", ",", "\u00a0", "\u0301", "\u00ad", " ", "U.S."]
)
TEXTS = st.lists(PIECES | st.characters() | PLAIN_WORDS, max_size=12).map("".join)


@given(st.lists(PLAIN_WORDS), st.sampled_from(LANGUAGES))
def test_many_words_at_once_have_the_terms_of_each(words: list[str], language: str) -> None:
    one = analyzer(language)
    assert one.terms(words) == [one.term(word) for word in words]


@given(TEXTS, st.sampled_from(["", "'s", "’s", "'S"]), st.sampled_from(LANGUAGES))
def test_a_plain_form_and_its_term_are_all_that_the_entries_say(
    text: str, ending: str, language: str
) -> None:
    one = analyzer(language)
    for word in TOKEN.findall(text):
        form = one.plain_form(word + ending)
        if form:
            assert [
                (entry.term, entry.form, entry.position, entry.start) for entry in one.entries(word + ending)
            ] == [(one.term(form), form, 0, 0)]
        assert form or not (word.isascii() and word.isalnum()) or ending


ASCII_SIGNS = st.text(st.sampled_from([*"aBcinPhDScT1930", *" '`-&.,*:_/+#\"\n\x1f@"]), max_size=24)


@given(ASCII_SIGNS)
@example("Ph.D U.S.-led C++ C# Kund*innen Kund/innen 1,200.5 AT&T Burger:innenrat O'Brien's")
def test_ascii_is_cut_as_any_other_text(text: str) -> None:
    assert token_pattern(text).findall(text) == TOKEN.findall(text)


def test_text_that_is_not_ascii_is_cut_by_the_whole_of_the_rules() -> None:
    assert token_pattern("Bürger:innen") is TOKEN
