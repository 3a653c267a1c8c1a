"""How are bytes compressed, and read again by several threads at a time?

As standard Zstandard frames (RFC 8878) that any zstd reads: with magic number and content size, without
checksum (the file has them) and dictionary number. Short texts compress like long ones when compressor and
decompressor start from a dictionary trained on texts like them.

    >>> compressor = Compressor()
    >>> plain().decompress(compressor.compress(b"Border guards met."))
    b'Border guards met.'

Only what reads or writes texts imports this module, when it does: zstandard takes a millisecond to load.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from zstandard import (
    DICT_TYPE_FULLDICT,
    ZstdCompressionDict,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
    frame_content_size,
    train_dictionary,
)

__all__ = ["FAST", "LARGE", "Compressor", "Decompressor", "ZstdError", "check_size", "plain", "train"]

# Measured on passages of newswire (520 bytes), with a dictionary, in bytes and µs to compress one: level 1
# 242, 2.8; 3 215, 3.3; 5 227, 6.0; 6 215, 11.2. To decompress takes 1.1 whatever the level.
_LEVEL: Final = 3
FAST: Final = 1  # for columns of numbers: smaller than 3, in less time

# Measured likewise, passage and its share of a dictionary of 16, 32, 64, 112 kB: 231, 223, 217, 215 bytes.
_DICTIONARY_BYTES: Final = 64 << 10
# What fastCover, the trainer, selects and counts by, in bytes. Left to search for the best it takes four
# times as long (54 ms) and finds one that compresses no better.
_SEGMENT_BYTES: Final = 200
_DMER_BYTES: Final = 8

LARGE: Final = 0x80  # the fifth byte of a frame is at least this when it has 65,792 bytes of content or more
_MOST_EXPANSION: Final = 1 << 15  # a block of four bytes stands for at most 128 KiB


def train(samples: Sequence[bytes]) -> bytes:
    """A dictionary for texts like these, the same for the same; empty when none can be made of them."""
    try:
        trained = train_dictionary(_DICTIONARY_BYTES, list(samples), k=_SEGMENT_BYTES, d=_DMER_BYTES)
    except ZstdError:  # too few of them, or too much alike
        return b""
    return trained.as_bytes()


class Compressor:
    """Compresses to frames, starting from a dictionary (empty for none); for one thread."""

    def __init__(self, dictionary: bytes = b"", *, level: int = _LEVEL) -> None:
        self.dictionary = dictionary
        trained = ZstdCompressionDict(dictionary, dict_type=DICT_TYPE_FULLDICT) if dictionary else None
        if trained is not None:
            trained.precompute_compress(level=level)
        self.compress: Callable[[bytes], bytes] = ZstdCompressor(
            level, dict_data=trained, write_checksum=False, write_content_size=True, write_dict_id=False
        ).compress


class Decompressor(threading.local):
    """Decompresses frames, starting from a dictionary (empty for none); in any thread.

    A ZstdDecompressor must not be used by two threads at once, so each thread makes one (20 µs).
    """

    def __init__(self, dictionary: bytes | memoryview = b"") -> None:
        trained = ZstdCompressionDict(dictionary, dict_type=DICT_TYPE_FULLDICT) if dictionary else None
        self.decompress: Callable[[bytes | memoryview], bytes] = ZstdDecompressor(trained).decompress


@cache
def plain() -> Decompressor:
    """The decompressor without a dictionary."""
    return Decompressor()


def check_size(frame: bytes | memoryview) -> None:
    """ZstdError when a frame claims a size it can't have: decompressing begins with taking the memory."""
    size = frame_content_size(frame)
    if size > len(frame) * _MOST_EXPANSION:
        raise ZstdError(f"{len(frame)} bytes can't stand for {size}")
