"""The page of a search: what a person sees of an answer, and where a click leads."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote_plus

import pytest
from starlette.applications import Starlette

from dateline import Archive, build
from dateline.search.web.app import make_app
from tests.search.tiny import Written, new_article, write_segments
from tests.search.web.asking import ask
from tests.search.web.browsing import Seen, seen

MANY = 45


def articles() -> list[Written]:
    return [
        new_article(
            f"a{number}",
            f"Border guards met in Osh for the {number}th time.",
            "They spoke of the border.",
            "The border was quiet.",
            title=f"Guards meet {number}",
            date=f"20{10 + number % 4}-0{1 + number % 9}-10",
            source="Kazinform" if number % 3 else "The Astana Times",
            place="Osh" if number % 2 else None,
            author="Ann Lee" if number % 5 == 0 else None,
            path=f"/news/{number}.txt",
        )
        for number in range(MANY)
    ] + [new_article("oil", "Oil prices rose.", source="Reuters", date="2013-05-28")]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    folder = tmp_path_factory.mktemp("pages")
    write_segments(folder, articles())
    return make_app([str(folder)])


def page(app: Starlette, address: str, status: int = 200) -> Seen:
    reply = ask(app, address)
    assert reply.status == status
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    found = seen(reply.text)
    assert (found.open, found.unclosed) == ([], [])
    return found


def numbers(found: Seen) -> list[str]:
    return [text for text in found.links if text.startswith("Guards meet")]


def test_the_first_page_says_what_the_archive_holds_and_how_it_is_asked(app: Starlette) -> None:
    found = page(app, "/")

    assert "46 articles from 2010" in found.text
    assert '"(Tajik OR Afghan) border"' in found.text
    assert found.links["Kazinform 30"] == "/search?q=source%3AKazinform"


def test_an_answer_says_how_the_query_was_read_and_how_much_was_found(app: Starlette) -> None:
    found = page(app, "/search?q=border+guards")

    assert "Read as: border AND guards (English, stemmed)" in found.text
    assert "45 articles, 135 passages" in found.text
    assert "1 more passage" in found.text


def test_pages_go_on_and_back_and_have_each_row_once(app: Starlette) -> None:
    first = page(app, "/search?q=border&sort=oldest")
    second = page(app, first.links["Next →"])
    third = page(app, second.links["Next →"])

    assert first.links["Next →"] == "/search?q=border&page=2&sort=oldest"
    assert page(app, second.links["← Previous"]).links == first.links
    assert "Next →" not in third.links
    assert len({*numbers(first), *numbers(second), *numbers(third)}) == MANY
    related = [attributes for tag, attributes in second.elements if tag == "link"]
    assert {"prev", "next", "alternate", "search"} <= {attributes["rel"] for attributes in related}


def test_a_page_after_the_last_one_leads_back(app: Starlette) -> None:
    found = page(app, "/search?q=border&page=9")

    assert "There is no page 9: the last one is 3" in found.text
    assert found.links["← Previous"] == "/search?q=border&page=3"


def test_a_click_on_a_value_adds_it_to_the_query_as_it_is_typed(app: Starlette) -> None:
    found = page(app, "/search?q=border&sort=newest&page=2")

    assert (
        found.links["The Astana Times 15"] == "/search?q=border+source%3A%22The+Astana+Times%22&sort=newest"
    )
    narrowed = page(app, found.links["The Astana Times 15"])
    assert "15 articles" in narrowed.text
    assert '"The Astana Times"' in next(a["value"] for tag, a in narrowed.elements if a.get("name") == "q")


def test_a_click_on_a_value_that_is_asked_for_takes_it_out_and_on_another_widens(app: Starlette) -> None:
    found = page(app, "/search?q=border+source%3AKazinform")

    assert found.links["Kazinform 30"] == "/search?q=border"
    assert (
        found.links["The Astana Times 15"] == "/search?q=border+source%3AKazinform%2C%22The+Astana+Times%22"
    )
    assert "45 articles" in page(app, found.links["The Astana Times 15"]).text


def test_all_values_of_a_field_have_a_page(tmp_path: Path) -> None:
    write_segments(
        tmp_path, [new_article(str(n), "Border guards met.", place=f"Town {n % 20}") for n in range(40)]
    )
    many = make_app([str(tmp_path)])
    found = page(many, "/search?q=border&sort=newest")

    assert found.links["12 more of Place"] == "/values?field=place&q=border&sort=newest"
    every = page(many, found.links["12 more of Place"])
    assert every.links["Town 19 2"] == "/search?q=border+place%3A%22Town+19%22&sort=newest"
    assert every.links["Back to the articles"] == "/search?q=border&sort=newest"
    facets = ask(many, every.links["JSON"]).json["facets"]
    assert (len(facets), facets[0]) == (20, {"value": "Town 0", "articles": 2})
    assert ask(many, every.links["CSV"]).text.startswith("field,value,articles\nplace,Town 0,2\n")
    assert ask(many, "/values.json?field=year").json["facets"] == [{"value": None, "articles": 40}]
    for wrong in (
        "/values",
        "/values?field=text",
        "/values?field=place&field=lang",
        "/values?field=place&q=(",
    ):
        assert ask(many, wrong).status == 400


def test_bars_lead_to_their_days_and_say_their_share_of_the_archive(app: Starlette) -> None:
    found = page(app, "/search?q=border+after%3A2011-02")
    titles = [text for text in found.links if "of" in text and text.startswith("2012-05")]

    (title,) = titles
    assert title == "2012-05: 1 of 1 article (100.0%)"
    assert found.links[title] == "/search?q=border+date%3A2012-05"
    assert found.links["any time"] == "/search?q=border"
    range_address = next(a["data-range"] for _, a in found.elements if "data-range" in a)
    assert range_address == "/search?q=border+date%3A0000..0000"
    assert "articles" in page(app, range_address.replace("0000..0000", "2012-01..2013-01")).text


def test_a_misspelt_word_leads_to_the_one_that_was_meant(app: Starlette) -> None:
    found = page(app, "/search?q=bordr+guards&by=article")

    assert "no article has all of it" in found.text
    assert found.links["border guards"] == "/search?q=border+guards"


def test_where_several_words_may_be_meant_each_can_be_clicked(tmp_path: Path) -> None:
    texts = ["Border guards met.", "The boarder left.", "The bordes were drawn.", "Wheat fell."]
    write_segments(tmp_path, [new_article(str(n), text) for n, text in enumerate(texts)])
    found = page(make_app([str(tmp_path)]), "/search?q=bordr+wheat")
    words = [text for text, address in found.links.items() if address == f"/search?q={text}+wheat"]

    assert {"border", "boarder"} <= {word.lower() for word in words}
    assert f"For bordr: {' or '.join(words)}" in found.text


def test_an_empty_answer_counts_each_part_and_leads_to_the_query_without_it(app: Starlette) -> None:
    found = page(
        app, '/search?q="oil guards" source:Reuters&after=2013'.replace(" ", "+").replace('"', "%22")
    )

    assert "Nothing found" in found.text
    assert "source:Reuters" in found.text
    without = [a["href"] for tag, a in found.elements if tag == "a" and a["href"].startswith("/search?")]
    assert "/search?q=source%3AReuters&after=2013" in without
    assert "/search?q=%22oil+guards%22&after=2013" in without
    assert "/search?q=%22oil+guards%22+source%3AReuters" in without


def test_an_answer_of_some_of_the_query_counts_each_part_and_leads_to_the_query_without_it(
    app: Starlette,
) -> None:
    found = page(app, "/search?q=oil+guards")
    without = [a["href"] for tag, a in found.elements if tag == "a"]

    assert "no article has all of it" in found.text
    assert "oil 1 without it" in found.text
    assert "guards 45 without it" in found.text
    assert {"/search?q=guards", "/search?q=oil"} <= set(without)
    assert "How often each part is found" not in page(app, "/search?q=border+guards").text


@pytest.mark.parametrize(
    ("query", "reason", "instead"),
    [
        ("titel:border", "Unknown field 'titel'.", "/search?q=title%3Aborder"),
        ("border+(guards", "A bracket is not closed.", "/search?q=border+%28guards%29"),
        ("border+%22", "", ""),
        ("a" * 30_000, "The query is longer than 20,000 characters.", ""),
        ("lang:klingon", "Unknown language 'klingon'.", "/search?q=lang%3Aen"),
    ],
)
def test_a_query_that_can_not_be_read_is_kept_and_mended(
    app: Starlette, query: str, reason: str, instead: str
) -> None:
    found = page(app, f"/search?q={query}", status=400)

    assert "The query can’t be read" in found.text
    assert reason in found.text
    assert not instead or instead in found.links.values()


@pytest.mark.parametrize(
    "address",
    [
        "/search?page=0",
        "/search?q=border&sort=best",
        "/search?pages=2",
        "/search?q=a&q=b",
        "/search?q=b&after=soon",
    ],
)
def test_an_address_that_says_what_can_not_be_is_a_page_with_the_reason(app: Starlette, address: str) -> None:
    found = page(app, address, status=400)

    assert len(found.text) > 40


def test_what_narrows_beside_the_query_is_said_and_can_be_taken_away(app: Starlette) -> None:
    found = page(app, "/search?q=border&after=2012&synonyms=off")
    away = {a["aria-label"]: a["href"] for tag, a in found.elements if "Without" in a.get("aria-label", "")}

    assert away["Without after:2012"] == "/search?q=border&synonyms=off"
    assert away["Without without synonyms"] == "/search?q=border&after=2012"
    kept = {a["name"]: a["value"] for tag, a in found.elements if tag == "input" and a["type"] == "hidden"}
    assert kept == {"after": "2012", "synonyms": "off"}


def test_what_came_in_later_is_counted_at_the_side_and_in_the_bars_too(tmp_path: Path) -> None:
    build(
        [{"id": "old", "text": "Oil prices rose.", "source": "Reuters", "date": "2012-03-04"}], index=tmp_path
    )
    with Archive.open(tmp_path) as archive:
        since = archive.as_of
    records = [
        {"id": f"n{year}", "text": "Oil prices fell.", "source": "Kazinform", "date": f"{year}-03-04"}
        for year in (2013, 2014)
    ]
    build(records, index=tmp_path)
    later = f"indexed_after={quote_plus(since)}"
    found = page(make_app([str(tmp_path)]), f"/search?q=oil&{later}")

    assert "2 articles, 2 passages" in found.text
    assert found.links["Kazinform 2"] == f"/search?q=oil+source%3AKazinform&{later}"
    assert "Reuters" not in found.text
    bars = [text for text in found.links if "of 1 article" in text]
    assert [bar[:4] for bar in bars] == ["2013", "2014"]


def test_a_text_that_was_pasted_is_answered_without_an_address_in_each_link(app: Starlette) -> None:
    pasted = "They+met+at+the+border,+he+said.+Nobody+knows+why.+" * 60
    found = page(app, f"/search?q={pasted}")

    assert len(numbers(found)) == 20
    assert sum(pasted[:500] in address for address in found.links.values()) < 16


def test_a_text_that_was_pasted_and_is_not_found_is_answered_in_a_small_page(app: Starlette) -> None:
    pasted = "+".join(f"guarts{number}" for number in range(1_500))
    reply = ask(app, f"/search?q={pasted}")

    assert reply.status == 200
    assert "Nothing found" in reply.text
    assert len(reply.body) < 60_000


def test_nothing_of_a_page_comes_from_elsewhere_or_stands_in_it_as_a_script(app: Starlette) -> None:
    for address in ("/", "/search?q=border", "/search?q=zebra", "/a/a1?q=border", "/search?q=(", "/nowhere"):
        found = seen(ask(app, address).text)
        for tag, attributes in found.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            address_of = attributes.get("src") or attributes.get("href") or attributes.get("action") or "/"
            assert address_of.startswith(("/", "#")) and not address_of.startswith("//")
            assert tag != "style"
        assert [a["src"].partition("-")[0] for tag, a in found.elements if tag == "script"] == [
            "/static/page"
        ]


def test_every_link_of_a_page_leads_to_a_page(app: Starlette) -> None:
    found = seen(ask(app, "/search?q=border+place:Osh").text)
    addresses = {a["href"] for tag, a in found.elements if tag == "a"}

    statuses = {address: ask(app, address).status for address in addresses if address.startswith("/")}
    assert len(statuses) > 40
    assert set(statuses.values()) == {200}


def test_a_page_is_sent_again_only_where_it_is_another(app: Starlette, tmp_path: Path) -> None:
    first = ask(app, "/search?q=border")
    again = ask(app, "/search?q=border", headers={"if-none-match": first.headers["etag"]})
    other = ask(app, "/search?q=guards", headers={"if-none-match": first.headers["etag"]})

    assert (again.status, again.body) == (304, b"")
    assert other.status == 200
    assert first.headers["cache-control"] == "private, no-cache"


def test_a_page_is_small(app: Starlette) -> None:
    assert len(ask(app, "/search?q=border").body) < 60_000


def test_a_page_behind_the_last_is_told_which_the_last_is_however_deep(app: Starlette) -> None:
    assert "There is no page 9,999: the last one is 3." in page(app, "/search?q=border&page=9999").text


def test_rows_too_deep_to_be_ranked_are_not_listed(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.search.web.rows.MOST_ROWS", 40)

    assert "only the first 40 are listed" in page(app, "/search?q=border&page=3", status=400).text


def test_an_answer_to_any_word_says_so_where_it_is_chosen(app: Starlette) -> None:
    text = ask(app, "/search?q=border+oil").text

    assert "<strong>any word</strong>" in text
    assert "<strong>all words</strong>" not in text


def test_what_is_shown_as_an_example_can_be_clicked(app: Starlette) -> None:
    assert 'href="/search?q=secur%2A+%3DOrganisation"' in ask(app, "/").text
