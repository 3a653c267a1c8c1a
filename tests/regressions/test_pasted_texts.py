"""A pasted article with "did NOT", a quote that is not closed or a colon was refused, or was the one that
could not be found: what is long and has sentences is read as a text, whose signs say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES
from dateline.search.query.prose import is_prose

ENGLISH = (
    'The minister did NOT agree, he said: "The talks (of Monday) go on. And "so it ends, -perhaps- on '
    "Friday; who:knows, AND nobody asked OR answered. The border guards of the province seized heroin in the "
    "village, the ministry said on Tuesday. It gave no names."
)
CHINESE = (
    "外交部发言人说：“会议将于周一在北京举行。”他没有透露更多细节（包括议程）。记者问，发言人NOT回答。" * 2
)
RUSSIAN = (
    "Министр НЕ согласился, сказал он: «Переговоры (понедельника) идут. И «так всё кончится, -может быть- "
    "в пятницу; никто NOT ответил. Пограничники области изъяли героин в селе, сообщило министерство во "
    "вторник. Имён нет, сказали там, и не будет до конца недели, пока не вернётся президент."
)
ARABIC = (
    'قال الوزير: "لم نتفق (يوم الاثنين)، والمحادثات NOT مستمرة. وأضاف أن الحدود مفتوحة، وأن الحرس "ضبط '
    "المخدرات في القرية، حسب الوزارة يوم الثلاثاء. ولم تذكر أسماء، كما قالت الوكالة، حتى نهاية الأسبوع "
    "المقبل بعد عودة الرئيس."
)
TEXTS = {"en": ENGLISH, "zh": CHINESE, "ru": RUSSIAN, "ar": ARABIC}


@pytest.fixture(scope="module", params=ENGINES)
def archive(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    records = [{"id": language, "language": language, "text": text} for language, text in TEXTS.items()]
    records.append({"id": "other", "language": "en", "text": "The ministry said that the minister goes on."})
    build(records, index=folder)
    with Archive.open(folder, engine=request.param) as opened:
        yield opened


@pytest.mark.parametrize("language", TEXTS)
def test_a_pasted_text_finds_itself_whatever_signs_it_has(archive: Archive, language: str) -> None:
    found = archive.search(TEXTS[language])
    assert found[0].id == language
    assert any("read as a text" in warning for warning in found.warnings)


def test_the_answer_says_which_words_were_looked_for(archive: Archive) -> None:
    text = ENGLISH + " " + " ".join(f"Word{number} came." for number in range(200))
    found = archive.search(text)
    assert found[0].id == "en"
    assert found.read_as.startswith("a text of ")
    assert any("most telling: " in warning and "heroin" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "query",
    [
        "border guards NOT drone",
        " OR ".join(f'"word {n}"' for n in range(40)),
        "a, b, c, d. " * 10 + "source:Reuters",
        "one, two, three, four. " * 10 + "secur*",
        "(oil OR gas) AND (Iran OR Iraq) NOT (war, peace, truce. end) " * 6,
    ],
)
def test_a_long_query_stays_a_query(query: str) -> None:
    assert not is_prose(query)
