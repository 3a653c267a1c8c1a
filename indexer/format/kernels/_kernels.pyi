from typing import Any

VERSION: str

def compare_blocks(values: Any, sums: Any, compared: bytearray, first: int, last: int, below: int) -> int: ...
