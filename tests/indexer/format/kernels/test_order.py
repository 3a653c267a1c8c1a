"""Whether numbers ascend, told by either kernel."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.kernels import compiled, plain

KERNELS = [kernels for kernels in (plain, compiled()) if kernels is not None]


@pytest.mark.parametrize("kernels", KERNELS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.uint64])
@given(numbers=st.lists(st.integers(0, 255), max_size=9))
def test_numbers_ascend_where_none_is_below_the_one_before(
    kernels: ModuleType, dtype: type[np.uint8], numbers: list[int]
) -> None:
    most = int(np.iinfo(dtype).max) // 255  # large ones too, whose top bit is set
    values = np.array([number * most for number in numbers], dtype).data
    assert kernels.ascends(values) is (numbers == sorted(numbers))


@pytest.mark.parametrize("kernels", KERNELS)
def test_where_a_number_falls_does_not_matter(kernels: ModuleType) -> None:
    for place in (1, 500, 999):
        values = np.arange(1000, dtype=np.uint32)
        values[place] = values[place - 1] - 1 if place > 1 else 0
        assert kernels.ascends(values.data) is (place == 1)
