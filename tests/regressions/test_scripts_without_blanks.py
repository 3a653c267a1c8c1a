"""Chinese questions found one right answer in eight, `東京*` less than `東京`, full width no half width, and
a Korean word no other particle: every character was a word of its own, or a run of them was one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive, QueryError
from dateline.search.archive import ENGINES

TEXTS = {
    "ja": "東京都庁で会議が開かれた。ｶﾀｶﾅで書く。",
    "zh": "黑豹队的防守只丢了 308分，在联赛中排名第六。2015年北京奥运会",
    "ko": "서울은 대한민국의 수도이다. AI는 새롭다. 각",
    "th": "นายกรัฐมนตรีเดินทางไปกรุงเทพมหานครเมื่อปี ๒๕๖๗",
    "km": "រដ្ឋាភិបាល\u200bកម្ពុជា",
    "bo": "བོད་ཡིག་དང་།",
    "hi": "भारत के प्रधानमंत्री ने कहा",
    "ta": "தமிழ்நாடு அரசு அறிவித்தது",
    "en": "Police in Beijing said 北京 is big. Cards fell.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scripts")
    build([{"id": code, "language": code, "text": text} for code, text in TEXTS.items()], index=folder)
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
    ("query", "article", "marks"),
    [
        ("東京", "ja", ["東京"]),
        ("東京*", "ja", ["東京"]),
        ("*東京*", "ja", ["東京"]),
        ("京都", "ja", ["京都"]),
        ("庁", "ja", ["庁"]),
        ("東京都庁", "ja", ["東京都庁"]),
        ("「東京都庁」", "ja", ["東京都庁"]),
        ('"東京都庁"', "ja", ["東京都庁"]),
        ("東京都庁~", "ja", ["東京都庁"]),
        ("カタカナ", "ja", ["ｶﾀｶﾅ"]),
        ("=東京", "ja", ["東京"]),
        ("黑豹队 联赛", "zh", ["黑豹队", "联赛"]),
        ("黑豹队 ADJ/1 的", "zh", ["黑豹队", "的"]),
        ("黑豹队 NEAR/2 防守", "zh", ["黑豹队", "防守"]),
        ("２０１５年北京", "zh", ["2015年北京"]),
        ("308分", "zh", ["308分"]),
        ("서울", "ko", ["서울"]),
        ("서울이", "ko", ["서울"]),
        ("수도는", "ko", ["수도"]),
        ("AI가", "ko", ["AI"]),
        ("각", "ko", ["각"]),
        ("กรุงเทพ", "th", ["กรุงเทพ"]),
        ("กรุงเทพ*", "th", ["กรุงเทพ"]),
        ("2567", "th", ["๒๕๖๗"]),
        ("រដ្ឋាភិបាល\u200bកម្ពុជា", "km", ["រដ្ឋាភិបាលកម្ពុជា"]),
        ("កម្ពុជា", "km", ["កម្ពុជា"]),
        ("ཡིག", "bo", ["ཡིག"]),
        ("བོད་ཡིག", "bo", ["བོད་ཡིག"]),
        ("प्रधानमंत्री", "hi", ["प्रधानमंत्री"]),
        ("தமிழ்நாடு", "ta", ["தமிழ்நாடு"]),
        ('"said 北京 is"', "en", ["said 北京 is"]),
    ],
)
def test_a_run_is_found_and_marked_to_the_letter(
    archive: Archive, query: str, article: str, marks: list[str]
) -> None:
    assert marked(archive, query) == {article: marks}


def test_a_letter_is_found_wherever_it_stands(archive: Archive) -> None:
    assert marked(archive, "京") == {"ja": ["京"], "zh": ["京"], "en": ["京"]}


@pytest.mark.parametrize(
    "query", ["東都", "=カタカナ京", '"서울이 대한민국"', "黑豹队 ADJ/1 防守", "북경", "प्रधान"]
)
def test_what_does_not_stand_there_is_not_found(archive: Archive, query: str) -> None:
    assert marked(archive, query) == {}


def test_a_question_finds_what_has_most_of_its_pairs(archive: Archive) -> None:
    found = archive.search("黑豹队的防守丢了多少分？")
    assert [hit.id for hit in found] == ["zh"]
    assert "no article has all of it" in found.warnings[0]
    assert marked(archive, "黑豹队的防守丢了多少分？") == {"zh": ["黑豹队的防守", "丢了"]}


def test_a_quoted_run_stays_whole_where_any_word_will_do(archive: Archive) -> None:
    assert [hit.id for hit in archive.search('"黑豹队输了" 天气', match="any")] == []
    assert [hit.id for hit in archive.search("黑豹队输了 天气", match="any")] == ["zh"]


def test_a_sign_inside_a_run_is_refused_with_what_to_type() -> None:
    from dateline.search.query.reading import read_query

    with pytest.raises(QueryError) as caught:
        read_query("東*庁", languages={"ja": 1})
    assert caught.value.suggestion == "東 ADJ/5 庁"


def test_terms_of_a_long_run_are_cut(folder: Path) -> None:
    with Archive.open(folder) as opened:
        assert not opened.search("京" * 19_000).articles


def test_a_word_broken_by_the_end_of_a_wrapped_line_is_found(tmp_path: Path) -> None:
    lines = [
        "黑豹队的防守只丢了三百分，在联赛中排名第六，同时也以二十四次拦截领先国家橄",
        "榄球联盟，并且四次入选职业碗。职业碗防守截锋卡万以十一分领先于全队，同时也",
        "还有三次迫使掉球和两次重新接球。他的队友马里奥贡献了六次擒杀。",
    ]
    (tmp_path / "a.txt").write_text("黑豹队新闻\n\n" + "\n".join(lines), "utf-8")
    build(tmp_path / "a.txt", index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as opened:
        assert marked(opened, "橄榄球") != {}
        assert "橄榄球" in opened.search("橄榄球").articles[0].passages[0].text
