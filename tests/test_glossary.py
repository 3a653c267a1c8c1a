"""The glossary is in order and closed: it explains what it names, and has what the other pages define."""

from __future__ import annotations

import re

from tests.places import DOCS, HOUSE

PAGE = (DOCS / "glossary.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+(?:\n  .+)*)", PAGE, re.MULTILINE))


def entry(word: str) -> str | None:
    """The entry a word leads to: its own, or that of its singular; None when there is none."""
    singular = re.sub(r"(’s|'s|s|ed|d)$", "", word)
    return next((name for name in (word, word.lower(), singular, singular.lower()) if name in ENTRIES), None)


def test_every_line_of_the_list_is_an_entry() -> None:
    assert len(ENTRIES) == PAGE.count("\n- ") > 60


def test_the_entries_are_in_alphabetical_order() -> None:
    assert list(ENTRIES) == sorted(ENTRIES, key=str.casefold)


def test_every_word_in_italics_has_an_entry() -> None:
    words = re.findall(r"(?<!\*)\*(\w[^*\n]*)\*(?!\*)", "\n".join(ENTRIES.values()))

    assert [word for word in words if entry(word) is None] == []


def test_no_entry_refers_to_itself_only() -> None:
    empty = [name for name, text in ENTRIES.items() if len(text.split()) < 4]

    assert empty == []


def test_what_the_architecture_defines_is_in_the_glossary() -> None:
    page = (HOUSE / "ARCHITECTURE.md").read_text("utf-8")
    defined = re.findall(r"(?<!\*)\*\*([^*\n:]+)\*\*", page)

    assert {"Article", "Passage", "Term", "form", "position"} <= set(defined)
    assert [word for word in defined if entry(word) is None] == []


def test_the_fields_of_the_index_are_in_the_glossary() -> None:
    from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS

    assert all(name in ENTRIES["keyword field"] for name in KEYWORD_FIELDS)
    assert all(name in ENTRIES["text field"] for name in TEXT_FIELDS)


def test_the_limits_it_states_are_those_of_the_program() -> None:
    from dateline.search.query.limits import MAX_EXPANSIONS
    from dateline.search.ranking.model import DEFAULT

    assert f"at most {MAX_EXPANSIONS:,} *terms*" in " ".join(ENTRIES["pattern"].split())
    assert f"The first {DEFAULT.opening_words} words" in ENTRIES["opening"].capitalize()
