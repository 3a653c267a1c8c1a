"""What is kept, in bounded memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from dateline.search.arrays.match.cache import Cache


def test_the_first_put_in_go_first_and_the_last_stays() -> None:
    cache: Cache[str, str] = Cache(5, len)
    for key, value in (("a", "aa"), ("b", "bb"), ("c", "cc"), ("d", "d" * 9)):
        cache.put(key, value)
        assert cache.get(key) == value
    assert [cache.get(key) for key in "abc"] == [None] * 3


def test_a_value_put_in_again_takes_its_place_and_counts_once() -> None:
    cache: Cache[str, str] = Cache(4, len)
    for value in ("aaa", "a", "aa"):
        cache.put("a", value)
    cache.put("b", "bb")
    assert (cache.get("a"), cache.get("b")) == ("aa", "bb")


def test_values_of_no_size_are_bounded_too() -> None:
    cache: Cache[int, str] = Cache(2, len)
    for number in range(3):
        cache.put(number, "")
    assert [cache.get(number) for number in range(3)] == [None, "", ""]


def test_threads_may_share_it() -> None:
    cache: Cache[int, int] = Cache(3)

    def use(first: int) -> None:
        for number in range(first, first + 3000):
            cache.put(number % 17, number)
            assert (cache.get(number % 17) or 0) >= 0

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(use, first) for first in range(4)]:
            done.result()
    for key in range(3):  # two that dropped at the same time may have left one less
        cache.put(key, key)
    assert sum(cache.get(key) is not None for key in range(17)) == 3
