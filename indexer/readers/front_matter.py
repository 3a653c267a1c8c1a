"""What does a text say of itself above its first line: front matter between `---` or `+++`, or mail headers?

Obsidian, MarkDownload, trafilatura, Hugo and Jekyll write it. It is read as people write it, which is not
always YAML ("title: Talks: a second day" is none): names, texts quoted or not, lists and folded texts. What
is more (anchors, tags, nested mappings) is passed over.

>>> front_matter("---\\ntitle: Talks: day two\\ntags: [rail, 'sea']\\n---\\nThey met.").values
{'title': 'Talks: day two', 'tags': ['rail', 'sea']}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from dateline.indexer.errors import RecordError
from dateline.indexer.readers.raw import RawParagraph, RawRecord, RawStory
from dateline.indexer.readers.records import read_record

__all__ = ["FrontMatter", "front_matter", "stated", "story_of_text"]

_MOST_LINES: Final = 200
_FENCE: Final = {"---": re.compile(r"(?:---|\.\.\.)\s*$"), "+++": re.compile(r"\+\+\+\s*$")}
_PAIR: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>[\"']?)(?P<key>[^\s:=#\"'\[\]{}-][^:=\"'\[\]{}]{0,80}?)(?P=quote)"
    r"[ \t]*[:=](?:[ \t]+(?P<value>.*)|[ \t]*)$"
)
# What an object between braces is called: {name: Ann Lee, email: lee@post.example}.
_NAMED: Final = re.compile(
    r"[{,]\s*[\"']?(?:name|full_?name|title|label)[\"']?\s*:\s*(\"[^\"]*\"|'[^']*'|[^,{}]+)"
)
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)")
_FOLDED: Final = re.compile(r"[|>][-+0-9]*\s*$")
_COMMENT: Final = re.compile(r"(?<=\s)#\s.*$")
_IN_LIST: Final = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'|([^\s,\[\]][^,\[\]]*)")
# Of a mail that was saved as text: two of these at least, the subject among them.
_MAIL: Final = re.compile(
    r"(?P<name>From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Von|An|Betreff|Datum|Gesendet|De|À|Objet|Envoyé|Para|Asunto|"
    r"Fecha|Enviado|От|Кому|Тема|Дата):[ \t]+(?P<value>.*)"
)
_MAIL_FIELDS: Final = {
    "from": "author", "von": "author", "de": "author", "от": "author", "subject": "title", "betreff": "title",
    "objet": "title", "asunto": "title", "тема": "title", "date": "date", "sent": "date", "datum": "date",
    "gesendet": "date", "envoyé": "date", "fecha": "date", "enviado": "date", "дата": "date",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"\s*<[^<>]*@[^<>]*>|\s*\[mailto:[^\]]*\]")


class FrontMatter(NamedTuple):
    """What stands above a text: its values, and how many lines it is with its fences."""

    values: Mapping[str, object]
    lines: int


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of a text; None where it has none: no fence, no end, or no pair in it."""
    lines = text.split("\n", _MOST_LINES)
    fence = _FENCE.get(lines[0].strip())
    if fence is None:
        return None
    end = next((number for number, line in enumerate(lines[1:_MOST_LINES], 1) if fence.match(line)), None)
    if end is None:
        return None
    values = _values([line.rstrip() for line in lines[1:end]])
    return FrontMatter(values, end + 1) if values else None


def _values(lines: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    key, folded = "", False
    for line in lines:
        pair = _PAIR.match(line)
        item = _ITEM.match(line)
        if pair is not None and not pair["indent"]:
            key, folded = pair["key"].strip(), False
            value = (pair["value"] or "").strip()
            if _FOLDED.match(value):
                values[key], folded = "", True
            else:
                values.setdefault(key, _value(value))
        elif not key or not line.strip() or line.lstrip().startswith("#"):
            continue
        elif folded or (
            pair is None and item is None and isinstance(values.get(key), str) and line[:1] in " \t"
        ):
            values[key] = f"{values.get(key) or ''} {line.strip()}".strip()
        elif (item is not None and values.get(key) in (None, "")) or isinstance(values.get(key), list):
            listed = values[key] if isinstance(values[key], list) else []
            assert isinstance(listed, list)
            said = _value(item[1].strip()) if item else None
            named = _PAIR.match(item[1]) if item else None  # "- name: Ann Lee"
            values[key] = [
                *listed,
                *([_value((named["value"] or "").strip()) if named else said] if said else []),
            ]
        elif pair is not None and pair["value"] and values.get(key) in (None, ""):
            values[key] = _value(pair["value"].strip())  # "author:" and "  name: Ann Lee" below it
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _value(text: str) -> object:
    if text[:1] == "{" and text[-1:] == "}" and text[1:2] != "{":
        named = _NAMED.search(text)
        return _plain_text(named[1].strip()) if named else text
    if text[:2] == "[{" and text[-1:] == "]":
        return [_plain_text(name.strip()) for name in _NAMED.findall(text)] or text
    if text[:1] == "[" and text[-1:] == "]":
        return [
            (first or second or third).strip()
            for first, second, third in _IN_LIST.findall(text[1:-1])
            if (first or second or third).strip()
        ]
    return _plain_text(text)


def _plain_text(text: str) -> str | None:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    plain = _COMMENT.sub("", text).rstrip()
    return None if plain in ("null", "~", "{}") else _unlinked(plain)


def _unlinked(text: str) -> str:
    """The name of `[[Ann Lee]]`, as Obsidian links."""
    return text[2:-2].rpartition("|")[2] if text[:2] == "[[" and text[-2:] == "]]" else text


def stated(values: Mapping[str, object]) -> RawRecord | None:
    """The fields that a text states of itself; None where there is none that can be read."""
    unlinked = {
        key: _unlinked(value) if isinstance(value, str) else [_unlinked(str(one)) for one in value]
        if isinstance(value, list) else value
        for key, value in values.items()
    }  # fmt: skip
    try:
        return read_record({**unlinked, "text": "-"})
    except RecordError:
        return None


def story_of_text(text: str) -> RawStory | None:
    """The text below its front matter or mail headers, with what they state; None where there are none."""
    text = text.replace("\r\n", "\n")
    found = front_matter(text) or _mail(text)
    if found is None or (fields := stated(found.values)) is None:
        return None
    lines = text.split("\n")
    struck = tuple(
        RawParagraph(line.strip(), line=number)
        for number, line in enumerate(lines[: found.lines], 1)
        if line.strip() and line.strip() not in _FENCE
    )
    return RawStory(
        text="\n".join(lines[found.lines :]),
        line=found.lines + 1,
        title=fields.title,
        date=fields.date,
        source=fields.source,
        place=fields.place,
        author=fields.author,
        language=fields.language,
        url=fields.url,
        meta=fields.meta,
        struck=struck,
    )


def _mail(text: str) -> FrontMatter | None:
    """The headers of a mail that was saved as text."""
    values: dict[str, object] = {}
    met: set[str] = set()
    count = 0
    lines = text.split("\n", _MOST_LINES)
    for line in lines:
        found = _MAIL.match(line)
        if found is not None:
            name = found["name"].lower()
            met.add(name)
            if (field := _MAIL_FIELDS.get(name)) is not None:
                values[field] = _ADDRESS.sub("", found["value"]).strip(" \"'") or found["value"]
        elif line[:1] not in (" ", "\t") or not met:
            break
        count += 1
    if len(met) < 2 or "title" not in values or count == len(lines) or lines[count].strip():
        return None
    return FrontMatter(values, count)
