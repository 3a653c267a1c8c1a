"""Plain text in the forms people save it in."""

from __future__ import annotations

from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article
from dateline.indexer.cleaning.text import clean_text

BODY = "The leaders of six states met in the city and discussed the situation in the region at length."


def only(text: str) -> Article:
    [article] = clean_text(dedent(text).lstrip("\n"))
    return article


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def drops(article: Article) -> list[tuple[str, tuple[int, int] | None]]:
    return [(drop.rule, drop.lines) for drop in article.dropped]


def test_a_title_byline_and_date_on_consecutive_lines_are_not_body() -> None:
    article = only(f"""
        ASTANA HOSTS SUMMIT
        By Jane Doe
        16 September 2021

        {BODY}
        """)
    assert (article.title, article.author, article.date) == ("ASTANA HOSTS SUMMIT", "Jane Doe", "2021-09-16")
    assert texts(article) == [BODY]
    assert drops(article) == [("header", (2, 2)), ("header", (3, 3))]


def test_wrapped_lines_within_blank_lines_are_joined() -> None:
    article = only("""
        Leaders meet

        The leaders of six states met in the city and
        discussed the situation in the region. They
        will meet again.

        The next meeting will be held in another city
        of the region next year.
        """)
    assert article.title == "Leaders meet"
    assert [paragraph.lines for paragraph in article.paragraphs] == [(3, 5), (7, 8)]
    assert texts(article)[1] == "The next meeting will be held in another city of the region next year."


def test_wrapped_lines_without_blank_lines_are_parted_where_a_line_leaves_room() -> None:
    article = only("""
        The leaders of six states met in the city on Monday and
        discussed the situation in the region.
        Officials of the ministries had prepared the documents and
        the statement, which was signed by all of them without
        delay.
        Observers from four other states were present at some of
        the meetings, which took three days, officials said.
        """)
    assert [paragraph.lines for paragraph in article.paragraphs] == [(1, 2), (3, 5), (6, 7)]


def test_an_indented_line_begins_a_paragraph() -> None:
    text = (
        "    The leaders of six states met in the city on Monday. They\n"
        "discussed the situation in the whole of the region and more.\n"
        "    Officials of the ministries had prepared the documents, as\n"
        "they always do.\n"
    )
    [article] = clean_text(text)
    assert [paragraph.lines for paragraph in article.paragraphs] == [(1, 2), (3, 4)]


def test_items_of_a_list_stay_apart() -> None:
    article = only("""
        The leaders of six states agreed on a number of points for
        the year that begins in January:
        - the budget of the organisation
        - the exercises
        """)
    assert texts(article)[1:] == ["- the budget of the organisation", "- the exercises"]


def test_long_lines_are_paragraphs_without_blank_lines_between() -> None:
    article = only(f"{BODY} {BODY}\n{BODY} {BODY} Thus.\n")
    assert [paragraph.lines for paragraph in article.paragraphs] == [(1, 1), (2, 2)]


def test_a_short_line_between_blank_lines_is_a_subhead() -> None:
    article = only(f"""
        Leaders meet in the city

        {BODY}

        Background

        {BODY} Again.
        """)
    assert [paragraph.kind for paragraph in article.paragraphs] == ["body", "subhead", "body"]


def test_a_title_with_a_date_of_its_own_begins_another_story() -> None:
    first, second = clean_text(
        f"Leaders meet\n\n{BODY}\n\nMinisters meet in Bishkek on May 28, 2013\n\n{BODY} Again.\n"
    )
    assert (first.title, second.title) == ("Leaders meet", "Ministers meet in Bishkek on May 28, 2013")
    assert (second.date, second.date_kind) == ("2013-05-28", "exact_in_text")
    assert first.id != second.id


def test_a_title_followed_by_a_dateline_begins_another_story() -> None:
    first, second = clean_text(f"Leaders meet\n\n{BODY}\n\nMinisters meet\n\nBISHKEK — {BODY}\n")
    assert (first.place, second.place, second.title) == (None, "Bishkek", "Ministers meet")


def test_a_title_after_extra_blank_lines_begins_another_story() -> None:
    assert len(clean_text(f"Leaders meet\n\n{BODY}\n\n{BODY} Again.\n\n\nMinisters meet\n\n{BODY}\n")) == 2


def test_titles_in_capitals_begin_stories_where_the_first_title_is_in_capitals() -> None:
    text = f"LEADERS MEET - OFFICIALS\n\n{BODY}\n\nMINISTERS MEET IN BISHKEK\n\n{BODY} Again.\n"
    assert [article.title for article in clean_text(text)] == [
        "LEADERS MEET - OFFICIALS",
        "MINISTERS MEET IN BISHKEK",
    ]


def test_extra_blank_lines_within_a_titled_story_part_nothing() -> None:
    assert len(clean_text(f"Leaders meet\n\n{BODY}\n\n\n{BODY} Again.\n\n\nMeanwhile, they left.\n")) == 1


def test_the_untitled_leads_of_a_collection_are_told_apart() -> None:
    leads = f"{BODY}\n\n\nThe ministers met too, and agreed.\n\n\nMeanwhile, others left.\n\n\n"
    articles = clean_text(f"{leads}Experts meet in Minsk on 3 June 2023\n\n{BODY} Again.\n")
    assert [len(article.paragraphs) for article in articles] == [1, 2, 1]


def test_a_caption_printed_twice_is_dropped_and_a_repeated_paragraph_kept_once() -> None:
    article = only(f"""
        Leaders meet in the city

        President greets his guests at the airport

        President greets his guests at the airport

        {BODY}

        And so it ended, observers said later.

        {BODY}
        """)
    assert texts(article) == [BODY, "And so it ended, observers said later."]
    assert drops(article) == [("caption", (3, 3)), ("repeat", (5, 5)), ("repeat", (11, 11))]


def test_a_text_of_one_line_over_and_over_keeps_it_once() -> None:
    assert texts(only("They met in the city, he said.\n\n" * 5)) == ["They met in the city, he said."]


def test_a_rule_between_parts_is_dropped() -> None:
    assert drops(only(f"{BODY}\n\n* * *\n\nMeanwhile, they left.\n")) == [("separator", (3, 3))]


def test_a_source_named_at_the_foot_is_the_source() -> None:
    article = only(f"Leaders meet\n\n{BODY}\n\nSource: Kazinform\n")
    assert (article.source, article.source_kind, drops(article)) == (
        "Kazinform",
        "exact",
        [("header", (5, 5))],
    )


def test_a_promotion_that_names_nobody_gives_no_source() -> None:
    article = only(f"Leaders meet\n\n{BODY}\n\nFollow us on Facebook!\n")
    assert (article.source, article.source_kind) == (None, "none")


def test_a_russian_article_is_read_by_the_same_rules() -> None:
    article = only("""
        Саммит прошёл в Душанбе

        ДУШАНБЕ, 16 сентября. /ТАСС/. Лидеры стран провели встречу в столице Таджикистана.

        Подписывайтесь на наш Telegram-канал!
        """)
    assert (article.title, article.place, article.agency) == ("Саммит прошёл в Душанбе", "Душанбе", "ТАСС")
    assert (article.language, article.date_kind, article.date_text) == ("ru", "partial", "16 сентября")


def test_line_numbers_count_every_kind_of_line_end() -> None:
    [article] = clean_text(f"Leaders meet\r\n\r\n{BODY}\r\rMeanwhile, they left.\n")
    assert [paragraph.lines for paragraph in article.paragraphs] == [(3, 3), (5, 5)]


def test_control_characters_never_get_in() -> None:
    assert texts(only("They \x1b[31mmet\x07 in\u00a0 Bish\u00adkek.\ufeff\n")) == ["They met in Bishkek."]


def test_a_lone_line_is_an_article_without_a_title() -> None:
    article = only("Leaders meet in Bishkek\n")
    assert (article.title, texts(article)) == (None, ["Leaders meet in Bishkek"])


def test_no_words_no_article() -> None:
    assert clean_text("") == clean_text(" \n\n\x00\n") == ()


def test_the_id_is_the_same_each_time_and_another_in_another_file() -> None:
    one, again = clean_text(BODY, path="a.txt"), clean_text(BODY + " More.", path="a.txt")
    assert one[0].id == again[0].id != clean_text(BODY, path="b.txt")[0].id


@given(st.text(st.sampled_from("Aab .\n\t“”-–,12\r|:"), max_size=400))
def test_every_word_of_a_text_is_title_paragraph_or_dropped(text: str) -> None:
    kept: list[str] = []
    for article in clean_text(text):
        spans = [(paragraph.lines, paragraph.text) for paragraph in article.paragraphs]
        spans += [(drop.lines, drop.text) for drop in article.dropped]
        if article.title_lines and article.title_lines not in [lines for lines, _ in spans]:
            spans.append((article.title_lines, article.title or ""))
        kept += [
            word for _, span in sorted(spans, key=lambda pair: pair[0] or (0, 0)) for word in span.split()
        ]
    # Words that a wrapped line breaks are whole again: their letters stay, in their order.
    assert "".join(kept).replace("-", "") == "".join(text.split()).replace("-", "")
