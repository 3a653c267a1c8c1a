"""Frozen records: what they share with dataclasses, and what they cost when they are defined."""

from __future__ import annotations

import copy
import pickle
import pprint
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, replace

import pytest

from dateline.indexer.format import records
from dateline.indexer.format.records import record


@record
class Place:
    """A town and what it is in."""

    town: str
    country: str | None = None
    names: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anybody knows where it is."""
        return self.country is not None


@dataclass(frozen=True, slots=True)
class SamePlace:
    """The same as a dataclass."""

    town: str
    country: str | None = None
    names: tuple[str, ...] = ()


@record
class Empty:
    """No field."""


BISHKEK = Place("Bishkek", "Kyrgyzstan", names=("Frunze",))
SAME = SamePlace("Bishkek", "Kyrgyzstan", names=("Frunze",))


def test_it_is_made_and_said_like_a_dataclass() -> None:
    assert repr(BISHKEK) == repr(SAME).replace("SamePlace", "Place")
    assert asdict(BISHKEK) == asdict(SAME)
    assert [(one.name, one.default) for one in fields(Place)] == [
        (one.name, one.default) for one in fields(SamePlace)
    ]
    assert BISHKEK.known
    assert not Place("Osh").known


def test_it_is_printed_like_a_dataclass() -> None:
    assert pprint.pformat([BISHKEK], width=30) == f"[{BISHKEK!r}]"


def test_equal_are_those_of_one_class_with_equal_fields() -> None:
    assert Place("Osh") == Place("Osh", None, ())
    assert hash(Place("Osh")) == hash(Place("Osh", None, ()))
    assert Place("Osh") != Place("Osh", "Kyrgyzstan")
    assert BISHKEK != SAME  # type: ignore[comparison-overlap]
    assert Empty() == Empty()
    assert len({Place("Osh"), Place("Osh"), BISHKEK}) == 2


def test_nothing_of_it_can_be_set_deleted_or_added() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(BISHKEK, "town", "Frunze")  # noqa: B010 - as somebody would who is not checked
    with pytest.raises(FrozenInstanceError):
        del BISHKEK.country
    with pytest.raises(AttributeError):
        setattr(BISHKEK, "river", "Alamedin")  # noqa: B010
    assert not hasattr(BISHKEK, "__dict__")


def test_it_is_replaced_copied_pickled_and_matched() -> None:
    for replaced in (replace, records.replace):
        assert replaced(BISHKEK, country=None) == Place("Bishkek", None, ("Frunze",))
        assert replaced(BISHKEK) == BISHKEK
        with pytest.raises(TypeError, match="river"):
            replaced(BISHKEK, river="Ala-Archa")
    for again in (copy.copy(BISHKEK), copy.deepcopy(BISHKEK), pickle.loads(pickle.dumps(BISHKEK))):  # noqa: S301
        assert again == BISHKEK
    if sys.version_info >= (3, 13):
        assert copy.replace(BISHKEK, names=()) == Place("Bishkek", "Kyrgyzstan")
    match BISHKEK:
        case Place(town, country):
            assert (town, country) == ("Bishkek", "Kyrgyzstan")


@pytest.mark.parametrize("given", [(), ("Osh", None, (), "more")])
def test_wrong_arguments_are_a_type_error_that_names_the_class(given: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match=r"Place\.__init__\(\)"):
        Place(*given)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="river"):
        Place("Osh", river="Ak-Buura")  # type: ignore[call-arg]


def test_a_field_without_a_default_behind_one_with_is_refused() -> None:
    with pytest.raises(TypeError, match="without a default follows one with"):

        @record
        class Wrong:
            first: int = 0
            second: str  # type: ignore[misc]


def test_what_a_class_or_its_base_says_of_itself_stays() -> None:
    class Base:
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

        def __repr__(self) -> str:
            return "mine"

    @record
    class Own(Base):
        number: int

    assert (Own(1) == Own(2), hash(Own(2)), repr(Own(3))) == (True, 1, "mine")


def test_defining_one_compiles_nothing() -> None:
    code = """
import builtins, sys
from dateline.indexer.format import records
from dateline.indexer.format.records import record
class One:
    number: int
    name: str = ""
one = record(One)
assert "dataclasses" not in sys.modules
compiled = []
def noted(*args):
    compiled.append(args)
    return executed(*args)
executed, builtins.exec = builtins.exec, noted
two = record(type("Two", (), {"__annotations__": {"number": "int"}}))
assert not compiled
assert two(3) == two(3) and len(compiled) == 1
"""
    subprocess.run([sys.executable, "-c", code], check=True)
