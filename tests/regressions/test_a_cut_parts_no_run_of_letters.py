"""A word of a Thai paragraph was not found where the paragraph was cut for its length.

In writings without blanks letters are searched as pairs, and a cut amid a run of them loses one. A long
paragraph is cut at the end of a sentence, else beside a sign or blank, and amid letters only where no sign is
for pages.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive

THAI = "กรุงเทพมหานครเป็นเมืองหลวง และมีประชากรมากที่สุดของประเทศไทย เป็นศูนย์กลางการปกครอง การศึกษา การคมนาคม"
CHINESE = "黑豹队的防守只丢了三百分，联盟排名第六，同时以二十四次拦截领跑联盟"


@pytest.mark.parametrize(("sentence", "language", "sign"), [(THAI, "th", " "), (CHINESE, "zh", "，")])
def test_each_stretch_between_signs_is_found_as_often_as_it_stands_there(
    tmp_path: Path, sentence: str, language: str, sign: str
) -> None:
    parts = sentence.split(sign)
    times = 60
    build([{"id": "1", "text": sign.join(parts * times), "language": language}], index=tmp_path)
    with Archive.open(tmp_path) as archive:
        assert archive.stats().passages > 3
        for part in parts:
            assert archive.count(f'"{part}"').spans == times
