"""The written forms as patterns find them."""

from __future__ import annotations

import gc
import random
import weakref
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.torture.rewriting import rewrite
from dateline.indexer.analysis.folding import fold
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.segment import surface_forms_writer
from dateline.indexer.format.segment.surface_forms import FoldedForms
from dateline.indexer.format.segment.surface_forms_writer import FoldedFormsWriter
from dateline.indexer.format.segment.text_field import TextField
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter
from tests.indexer.format.conftest import Make, Write

FORMS = st.text(st.sampled_from("abéÉß'’.-IİıЁёйΣς\u0301\u0306ʻﬁ"), max_size=8)

Form = tuple[str, int, int, bool]  # folded, term, number, whether it is the last of its term


def every_form(field: TextField) -> list[Form]:
    """Every form, in the order documented."""
    return sorted(
        (fold(form), term, number, number == len(forms) - 1)
        for term, forms in enumerate(map(field.forms_of, range(field.size)))
        for number, (form, _) in enumerate(forms)
    )


def stored(folded: FoldedForms) -> list[Form]:
    """The same as it is stored."""
    forms, owners = folded.forms(0, len(folded)), folded.owners(0, len(folded))
    return [
        (form, term, number >> 1, bool(number & 1)) for form, term, number in zip(forms, *owners, strict=True)
    ]


@pytest.fixture
def field(tmp_path: Path, write: Write, make: Make) -> TextField:
    """A field of some hundred words, most of them in several forms; one word fills more than a group."""
    chance = random.Random(4)
    words = ["".join(chance.choices("abcéйж'", k=chance.randint(1, 4))) for _ in range(400)]
    words += [word.upper() for word in words] + [word.title() for word in words]
    words += ["m" + "".join(chance.choices(".ḿ", k=9)) for _ in range(300)]
    return write(tmp_path, make(1, " ".join(words))).segments[0].text_field("text")


@given(FORMS)
def test_folding_a_folded_form_changes_nothing(form: str) -> None:
    assert fold(fold(form)) == fold(form)


@given(st.lists(FORMS))
def test_forms_folded_together_are_what_they_are_alone(forms: list[str]) -> None:
    assert fold("\n".join(forms)).split("\n") == (list(map(fold, forms)) or [""])


def test_every_form_stands_where_it_is_folded_to_with_its_term_and_number(field: TextField) -> None:
    assert stored(field.folded) == every_form(field)
    assert field.folded.letters == "".join(sorted(set("".join(form for form, *_ in every_form(field)))))


def test_forms_are_found_by_what_they_are_and_how_they_begin(field: TextField) -> None:
    folded = field.folded
    forms = [form for form, *_ in every_form(field)]
    assert len(forms) > 3 * folded.block_size
    for form in {*forms, *(form[:2] for form in forms), "", "aaaaaaaaa", "zzz", "\U0010ffff"}:
        assert folded.forms(*folded.equal(form)) == [other for other in forms if other == form]
        assert folded.beginning(form) == [other for other in forms if other.startswith(form)]


def test_a_field_nobody_filled_has_no_forms(tmp_path: Path, write: Write, make: Make) -> None:
    folded = write(tmp_path, make(1, "x")).segments[0].text_field("title").folded
    assert (len(folded), folded.letters, folded.beginning(""), folded.equal("x")) == (0, "", [], (0, 0))


def test_forms_that_come_in_parts_are_stored_like_those_that_come_at_once(
    field: TextField, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surface_forms_writer, "_RUN", 100)
    with ArrayFileWriter(tmp_path / "parts") as file:
        writer = FoldedFormsWriter()
        for term in range(field.size):
            forms = [form.encode() for form, _ in field.forms_of(term)]
            writer.append(forms, np.array([len(forms)]))
        writer.write(file, "f_")
        file.finish({})
    parts = FoldedForms(ArrayFile(tmp_path / "parts"), "f_")
    assert len(parts) > 5 * 100
    assert stored(parts) == stored(field.folded)
    assert parts.letters == field.folded.letters


@pytest.mark.parametrize("other", [b"border guards\nmet", b"border\nguards\nm\xff\xff"])
def test_damaged_forms_are_named_when_they_are_read(
    tmp_path: Path, write: Write, make: Make, other: bytes
) -> None:
    """Three words are too short to be compressed, and stand in the file as they are."""
    segment = write(tmp_path, make(1, "Border guards met.")).segments[0]
    blob = segment.array("text.folded_blob").tobytes()
    rewrite(segment.path, {"text.folded_blob": blob.replace(b"border\nguards\nmet", other)})
    with pytest.raises(IndexDamaged, match=r"array text\.folded_blob, frame 0: "):
        SegmentReader(segment.path).text_field("text").folded.beginning("g")


def test_forms_that_were_asked_are_let_go_of_with_their_segment(
    tmp_path: Path, write: Write, make: Make
) -> None:
    """What a kernel holds must not hold it: a mapped file would stay for as long as the process."""
    folded = write(tmp_path, make(1, "Border guards met.")).segments[0].text_field("text").folded
    assert folded.prefix("gua") == (1, 2)
    assert list(folded.beginning("gua")) == ["guards"]
    held = weakref.ref(folded)

    del folded
    gc.collect()

    assert held() is None
