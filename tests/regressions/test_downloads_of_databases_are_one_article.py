"""Texts that LexisNexis and Factiva gave for download became one article, or several with the wrong bounds.

The heads of its stories stood in the text, and "1 of 2 DOCUMENTS" was a title. Each story is an article, with
the title, date, author and source its head states.
"""

from __future__ import annotations

from pathlib import Path

from dateline.indexer import build, read
from dateline.search import Archive

BRIDGE = "The bridge over the river would be closed for three weeks, the ministry said on Tuesday."
FERRY = "The mayor promised a ferry for cyclists, which is to run every twenty minutes at night."

LEXISNEXIS = f"""1 of 2 DOCUMENTS


                          Valley Post (London)

                            March 7, 2019 Thursday

Bridge closes for three weeks

BYLINE: Jane Doe

SECTION: NEWS; Pg. 4

LENGTH: 412 words


{BRIDGE}

LOAD-DATE: March 8, 2019

LANGUAGE: ENGLISH

Copyright 2019 Valley Post Ltd.
All Rights Reserved




2 of 2 DOCUMENTS


                          Valley Post (London)

                            March 9, 2019 Saturday

Ferry starts on Monday

BYLINE: John Roe

LENGTH: 100 words


{FERRY}
"""

FACTIVA = f"""Bridge closes for three weeks
By Jane Doe
412 words
7 March 2019
Valley Post
VALP
English
Copyright 2019 Valley Post

{BRIDGE}

Document VALP000020190307ef370001

Ferry starts on Monday
By John Roe
100 words
9 March 2019
Valley Post
VALP
English
Copyright 2019 Valley Post

{FERRY}

Document VALP000020190309ef370002
"""


def told(path: Path) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(one.title, one.date, one.author, one.text) for one in read(path)]


STORIES = [
    ("Bridge closes for three weeks", "2019-03-07", "Jane Doe", BRIDGE),
    ("Ferry starts on Monday", "2019-03-09", "John Roe", FERRY),
]


def test_each_story_of_lexisnexis_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "nexis.txt"
    path.write_text(LEXISNEXIS, "utf-8")
    assert told(path) == STORIES
    assert {article.source for article in read(path)} == {"Valley Post (London)"}


def test_each_story_of_factiva_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "factiva.txt"
    path.write_text(FACTIVA, "utf-8")
    assert told(path) == STORIES
    assert {article.source for article in read(path)} == {"Valley Post"}


def test_a_text_that_only_mentions_documents_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Leaks continue\n\n{BRIDGE} It was the\n\n2 of 3 documents\n\n{FERRY}\n", "utf-8")
    assert len(read(path)) == 1


def test_the_stories_are_cited_by_their_lines_and_found_by_what_their_heads_state(tmp_path: Path) -> None:
    (tmp_path / "nexis.txt").write_text(LEXISNEXIS, "utf-8")
    build([tmp_path / "nexis.txt"], index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        [hit] = archive.search("bridge meta.section:news author:doe")
        assert (hit.title, hit.passages[0].lines) == ("Bridge closes for three weeks", (17, 17))
