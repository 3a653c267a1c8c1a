"""Of several stories on a page the longest was read, under the title of another; and comments longer than a
short article were read for it."""

from __future__ import annotations

from tests.regressions.story import OTHER, STORY, TITLE, page, paragraphs, read, rules, texts


def test_the_article_with_the_title_is_read() -> None:
    other = f"<article><h2>Ferry starts on Monday</h2>{paragraphs(STORY[4:])}</article>"
    article = read(page(paragraphs(STORY[:4])).replace("</article>", f"</article>{other}"))
    assert (article.title, texts(article)) == (TITLE, list(STORY[:4]))
    assert rules(article)[STORY[5]] == "other article"


def test_so_is_the_body_next_below_the_title_on_an_endless_page() -> None:
    stories = "".join(
        f"<h1>Another {number}</h1><div class=article-body>{paragraphs(part)}</div>"
        for number, part in enumerate((STORY[4:9], STORY[9:], OTHER))
    )
    own = f"<h1>{TITLE}</h1><div class=article-body>{paragraphs(STORY[:4])}</div>"
    article = read(f"<html><title>{TITLE}</title><body>{own}{stories}</body></html>")
    assert texts(article) == list(STORY[:4])


def test_so_is_the_part_of_an_endless_page_that_has_the_title() -> None:
    parts = ((TITLE, STORY[:4]), ("Another", STORY[4:9]), ("A third", STORY[9:]))
    sections = "".join(
        f"<section class=s><h1>{name}</h1>{paragraphs(part)}</section>" for name, part in parts
    )
    article = read(f"<html><title>{TITLE}</title><body><div>{sections}</div></body></html>")
    assert texts(article) == list(STORY[:4])


def test_headings_of_the_first_level_amid_a_story_do_not_part_it() -> None:
    parts = "".join(f"<h1>Part {number}</h1><p>{text}</p>" for number, text in enumerate(STORY))
    article = read(page(parts))
    assert [text for text in texts(article) if text in STORY] == list(STORY)


def test_a_wrapper_named_for_its_comments_does_not_strike_the_story() -> None:
    markup = f"<p>{OTHER[0]}</p><div class=comments-open><h1>{TITLE}</h1>{paragraphs()}</div>"
    assert set(STORY) <= set(texts(read(f"<html><title>{TITLE}</title><body>{markup}</body></html>")))


def test_a_body_in_two_containers_is_one() -> None:
    body = (
        f"<div class=article-body>{paragraphs(STORY[:7])}</div><aside>Related</aside>"
        f"<div class=article-body>{paragraphs(STORY[7:])}</div>"
    )
    assert texts(read(page(body))) == list(STORY)


def test_one_story_in_two_articles_without_headings_is_one() -> None:
    body = paragraphs(STORY[:7]) + "</article><article>" + paragraphs(STORY[7:])
    assert texts(read(page(body))) == list(STORY)


def test_comments_never_count_however_many() -> None:
    comments = "".join(f"<article class=comment><p>{text}</p></article>" for text in OTHER * 9)
    article = read(page(f"<p>{STORY[0]}</p><div id=comments>{comments}</div>"))
    assert texts(article) == [STORY[0]]


def test_stories_with_numbered_ids_or_headings_of_the_second_level_are_parted_too() -> None:
    parts = ((TITLE, STORY[:4]), ("Another", STORY[4:9]), ("A third", STORY[9:]))
    for tag, level in (("div class=post id=p{}", "h1"), ("section class=news-item", "h2")):
        stories = "".join(
            f"<{tag.format(number)}><{level}>{name}</{level}>{paragraphs(part)}</{tag.split()[0]}>"
            for number, (name, part) in enumerate(parts)
        )
        article = read(f"<html><title>{TITLE}</title><body><div>{stories}</div></body></html>")
        assert texts(article) == list(STORY[:4])


def test_sections_of_one_story_are_not() -> None:
    parts = ((TITLE, STORY[:4]), ("Another", STORY[4:9]), ("A third", STORY[9:]))
    sections = "".join(f"<section><h2>{name}</h2>{paragraphs(part)}</section>" for name, part in parts)
    article = read(f"<html><title>{TITLE}</title><body><div>{sections}</div></body></html>")
    assert [text for text in texts(article) if text in STORY] == list(STORY)
