"""Arrays that no index has: kernels refuse them, or answer. `make sanitize` looks at what they read."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.kernel_parity import make_index
from benchmarks.torture import kernels as torture
from dateline.indexer.format import kernels

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

DOCUMENTS, FREQUENCIES, CHECKPOINTS, POSITIONS, POSTINGS_START, STARTS_OF = 0, 1, 2, 3, 6, 9


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> torture.Bases:
    folder = tmp_path_factory.mktemp("torture")
    make_index(folder, 120)
    return torture.bases_of(folder / "index")


def test_some_trials_are_answered_and_some_refused(bases: torture.Bases) -> None:
    told: Counter[str] = Counter()
    for number in range(300):
        told.update(torture.trial(bases, number))

    assert min(told["answered"], told["refused"]) > 100


def test_a_trial_is_made_anew_by_its_number(bases: torture.Bases) -> None:
    assert torture.trial(bases, 17) == torture.trial(bases, 17)


@pytest.mark.parametrize(
    ("place", "call"),
    [
        (POSTINGS_START, "phrase"),
        (CHECKPOINTS, "phrase"),
        (CHECKPOINTS, "word_starts"),
        (STARTS_OF, "word_starts"),
    ],
)
def test_a_place_outside_its_array_is_refused(bases: torture.Bases, place: int, call: str) -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    arrays = [None if one is None else one.copy() for one in bases[0]]
    starts, harmed = arrays[POSTINGS_START], arrays[place]
    assert starts is not None and harmed is not None
    term = int(np.diff(starts.astype(np.int64)).argmax())
    harmed[:] = np.iinfo(harmed.dtype).max
    field = compiled.Field(tuple(map(torture._given, arrays)))

    with pytest.raises(ValueError, match="can't be"):
        field.phrase((term, term), None) if call == "phrase" else field.word_starts([term], [0, 1, 2, 3, 4])


def test_the_command_says_how_many_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert torture.main(["--trials", "20"]) == 0
    assert capsys.readouterr().out.startswith("20 trials: ")
