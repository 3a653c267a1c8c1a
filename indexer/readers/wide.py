"""Is this text in UTF-16 without a mark that says so?

>>> wide_encoding_of("Мост закрыт, сообщает совет.".encode("utf-16-be"))
'utf-16-be'
"""

from __future__ import annotations

from typing import Final

__all__ = ["wide_encoding_of"]

_LEAST: Final = 4
_MOST_BYTES: Final = 2**16
_LETTERS: Final = 0.6  # of the signs
_BLOCKS: Final = 8  # of 256 signs, that a text without Chinese or Korean has letters of
_MEANT: Final = 0.97  # of the signs are letters, digits, marks of a text or blanks


def wide_encoding_of(data: bytes) -> str | None:
    """The encoding, told by where zero bytes stand and by what the bytes mean in it; None for another."""
    sample = data[:_MOST_BYTES]
    if data.find(0, 0, len(sample) // 2 * 2) < 0:
        return None
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < _LEAST:
        return None
    for name, zeros, letters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > len(zeros) * 0.7 and letters.count(0) == 0:
            return name  # mostly Latin
    likely = ("utf-16-le", "utf-16-be") if odd.count(0) >= even.count(0) else ("utf-16-be", "utf-16-le")
    return next((name for name in likely if _is_text(sample, name)), None)


def _is_text(sample: bytes, encoding: str) -> bool:
    """Whether bytes in an encoding are words: of the letters of some language, with blanks."""
    text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
    letters = sum(sign.isalpha() for sign in text)
    meant = sum(sign.isalnum() or sign.isspace() or sign.isprintable() for sign in text)
    blank = any(sign in " \n\u3000" for sign in text)
    return (
        blank
        and letters > _LETTERS * len(text)
        and meant > _MEANT * len(text)
        and text.count("\ufffd") * 100 < len(text)
        and len({ord(sign) >> 8 for sign in text if sign.isalpha() and not 0x3400 <= ord(sign) < 0xD800})
        <= _BLOCKS
    )
