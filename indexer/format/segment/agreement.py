"""Do the numbers of a segment fit each other?

What its checksums say is right may still be what nobody meant: written by a program with a fault, or crafted.
Every array that points into another is compared with it: runs follow each other and end where that ends,
numbers are below what they count, sums are what they sum up. No text is decoded but the forms of the terms;
reading every article is for who checks deeply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS, TEXT, TITLE
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.article_hints import (
    ARTICLE_BEGINS,
    ARTICLE_HINTS,
    begins_of,
    hints_of,
)
from dateline.indexer.format.segment.filled import filled_of
from dateline.indexer.format.segment.frequent_terms import (
    FREQUENT_ARTICLES,
    FREQUENT_TERMS,
    frequent_terms,
)
from dateline.indexer.format.segment.keyword_field import KeywordField, PluralField
from dateline.indexer.format.segment.lengths import LENGTHS_BEFORE, lengths_before
from dateline.indexer.format.segment.stored_heads import BODIES, HEADS, TEXTS, Records
from dateline.indexer.format.segment.surface_forms import GROUP
from dateline.indexer.format.segment.text_field import CHECKPOINT, FORMS_GROUP, TextField
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile
from dateline.indexer.format.storage.small_numbers import open_compressed

__all__ = ["UNREADABLE", "disagreements"]

# What reading numbers that can't be right may end in.
UNREADABLE: Final = (ValueError, LookupError, TypeError, ArithmeticError, MemoryError, RecursionError)

_PIECE: Final = CHECKPOINT << 13  # postings looked at at a time
_MOST_FILLED: Final = 1 << 26  # positions, a byte each, that are looked at whether any is left out
_ENDS: Final = np.array([(byte & 15 != 15) + (byte >> 4 != 15) for byte in range(256)], np.uint8)


def disagreements(file: ArrayFile, articles: int, passages: int) -> Iterator[str]:
    """What does not fit in a segment of so many articles and passages: a line for each thing found."""
    yield from _tried(_records, file, articles, passages)
    yield from _tried(_text, file, TITLE + ".", articles)
    yield from _tried(_text, file, TEXT + ".", passages)
    for name in (*SINGLE_FIELDS, *PLURAL_FIELDS):
        yield from _tried(_keywords, file, name, articles)
    yield from _tried(_languages, file)
    yield from _tried(_filled, file)
    yield from _tried(_hints, file)
    yield from _tried(_frequent, file)


def _tried(part: Callable[..., Iterator[str]], *given: object) -> Iterator[str]:
    try:
        yield from part(*given)
    except IndexDamaged as error:
        yield error.reason
    except UNREADABLE as error:
        yield f"numbers that can't be right ({type(error).__name__}: {error})"


def _runs(file: ArrayFile, offsets: str, into: str, count: int | None = None) -> Iterator[str]:
    """Whether `count` runs (any number when None) of the array `into` begin where `offsets` says."""
    starts = file.array(offsets)
    length = file.length(into)
    if not len(starts):
        if length or count:
            yield f"array {offsets} is empty, {into} is not" if length else f"array {offsets} is empty"
        return
    if count is not None and len(starts) != count + 1:
        yield f"array {offsets} is of {len(starts) - 1} runs, not {count}"
    if int(starts[0]) or int(starts[-1]) != length or _descends(starts):
        yield f"array {offsets} does not divide the {length} values of {into}"


def _descends(values: AnyArray) -> bool:
    return bool((values[1:] < values[:-1]).any())


def _records(file: ArrayFile, articles: int, passages: int) -> Iterator[str]:
    first, last = file.array("line_first"), file.array("line_last")
    if len(first) != len(last) or bool(((last < first) | ((first == 0) != (last == 0))).any()):
        yield "arrays line_first, line_last: lines that end before they begin"
    for kind, total in ((TEXTS, passages), (HEADS, articles), (BODIES, articles)):
        yield from _groups(file, kind, total)


def _groups(file: ArrayFile, kind: Records, total: int) -> Iterator[str]:
    """Whether a kind of records is of `total`, each run of them in as many frames as it takes."""
    records, frames = (file.memory(kind.prefix + name).tolist() for name in ("run_records", "run_frames"))
    count = 0
    for first, end, frame in zip(records or [0], [*records[1:], total], frames or [0], strict=True):
        if frame != count or end < first:
            yield f"array {kind.prefix}run_frames: frame {frame} begins no run"
        count += -(-(end - first) // kind.group)
    yield from _runs(file, kind.prefix + "offsets", kind.prefix + "blob", count)


def _text(file: ArrayFile, prefix: str, documents: int) -> Iterator[str]:
    field = TextField(file, prefix)
    if field.documents_total != documents:
        yield f"{prefix}lengths is of {field.documents_total} documents, not {documents}"
        return
    runs = [
        *_runs(file, prefix + "term_offsets", prefix + "term_blob", field.size),
        *_runs(file, prefix + "postings_start", prefix + "documents", field.size),
        *_runs(file, prefix + "starts_of", prefix + "starts", documents),
        *_runs(file, prefix + "form_offsets", prefix + "form_blob", -(-field.size // FORMS_GROUP)),
        *_runs(file, prefix + "forms_offsets", prefix + "forms_blob"),
        *_runs(file, prefix + "folded_numbers_offsets", prefix + "folded_numbers_blob"),
    ]
    forms = file.length(prefix + "folded_terms")
    runs += _runs(file, prefix + "folded_offsets", prefix + "folded_blob", -(-forms // GROUP))
    if not np.array_equal(lengths_before(field.lengths), file.array(prefix + LENGTHS_BEFORE)):
        runs.append(f"array {prefix}lengths_before is of other lengths")
    if prefix == TEXT + "." and documents:
        for kind in ("sentence", "paragraph"):
            runs += _runs(file, f"{prefix}{kind}_offsets", f"{prefix}{kind}_positions", documents)
        if file.length(prefix + "sentence_starts") != file.length(prefix + "sentence_positions"):
            runs.append(f"array {prefix}sentence_starts is of other sentences")
    yield from runs
    if runs:
        return  # what is counted by them would come out as anything
    terms = field.terms(0, field.size)
    if any(term >= following for term, following in pairwise(terms)):
        yield f"the terms of {prefix} are not sorted"
    if not _are_as_many(file.array(prefix + "starts_of"), file.array(prefix + "starts"), field.lengths):
        yield f"array {prefix}starts is not of as many positions as the documents have"
    if prefix == TEXT + ".":
        yield from _sentences(file, field, prefix)
    yield from _owners(file, field, prefix)
    yield from _postings(file, field, prefix)


def _sentences(file: ArrayFile, field: TextField, prefix: str) -> Iterator[str]:
    """Whether sentences and paragraphs follow each other within their documents."""
    for kind in ("sentence_positions", "sentence_starts", "paragraph_positions"):
        offsets = file.array(prefix + kind.partition("_")[0] + "_offsets")
        values = file.array(prefix + kind)
        begins = np.zeros(len(values) + 1, bool)
        begins[offsets] = True
        if bool(((values[1:] <= values[:-1]) & ~begins[1:-1]).any()):
            yield f"array {prefix}{kind} does not ascend within a document"
        if kind != "sentence_starts":
            most = np.repeat(np.maximum(field.lengths, 1), np.diff(offsets))
            if bool((values >= most).any()):
                yield f"array {prefix}{kind} goes beyond the end of a document"


def _are_as_many(starts_of: AnyArray, starts: AnyArray, lengths: AnyArray) -> bool:
    """Whether each document has as many starts as it is long."""
    for first in range(0, len(lengths), _PIECE >> 4):
        here = starts_of[first : first + (_PIECE >> 4) + 1].astype(np.int64)
        ends = np.zeros(int(here[-1] - here[0]) + 1, np.int64)
        np.cumsum(_ENDS[starts[here[0] : here[-1]]], out=ends[1:])
        found = np.diff(ends[here - here[0]])
        if bool((found != lengths[first : first + len(found)]).any()):
            return False
    return True


def _owners(file: ArrayFile, field: TextField, prefix: str) -> Iterator[str]:
    """Whether the folded forms are as many of each term as it has, each once, and sorted.

    They are not folded anew: another version of Python knows other letters.
    """
    owners = file.array(prefix + "folded_terms").astype(np.int64)
    column = open_compressed(file, prefix + "folded_numbers")
    numbers = np.asarray(column[0 : len(column)] if len(column) else (), np.int64)
    counts = np.array([line.count(b"\0") // 2 + 1 for line in field.form_lines(0, field.size)], np.int64)
    ends = np.cumsum(counts)
    expected = 2 * (np.arange(counts.sum()) - np.repeat(ends - counts, counts))
    expected[ends - 1] += 1
    if len(owners) != len(expected) or len(numbers) != len(expected):
        yield f"arrays {prefix}folded_terms, {prefix}folded_numbers are of other than {len(expected)} forms"
        return
    order = np.lexsort((numbers, owners))
    if bool((owners[order] != np.repeat(np.arange(len(counts)), counts)).any()):
        yield f"array {prefix}folded_terms has other than the forms of its terms"
    elif bool((numbers[order] != expected).any()):
        yield f"array {prefix}folded_numbers has other than the forms of its terms"
    folded = field.folded
    forms = folded.forms(0, len(folded)) if len(folded) else []
    if any(form > following for form, following in pairwise(forms)):
        yield f"the forms of {prefix}folded_blob are not sorted"
    backwards = [form[::-1] for form in forms]
    places = file.array(prefix + "folded_reversed").tolist()
    if len(places) != len(forms) or [backwards[at] for at in places] != sorted(backwards):
        yield f"array {prefix}folded_reversed is of other forms"
    if len(folded) and (folded.firsts != forms[::GROUP] or set(folded.letters) != set("".join(forms))):
        yield f"arrays {prefix}folded_firsts, {prefix}folded_letters are of other forms"


def _postings(file: ArrayFile, field: TextField, prefix: str) -> Iterator[str]:
    """Whether every posting is of a document, and every occurrence within it and in a form of its term."""
    documents, frequencies = file.array(prefix + "documents"), file.array(prefix + "frequencies")
    starts = field.postings_start
    lengths = field.lengths
    lines = [line.decode().split("\0") for line in field.form_lines(0, field.size)]
    forms = np.array([len(line) // 2 for line in lines], np.int64)
    written = np.array([sum(map(int, line[1::2])) for line in lines], np.int64)
    occurrences = np.zeros(field.size, np.int64)
    begins = np.zeros(len(documents), bool)
    begins[starts[:-1][starts[:-1] < len(documents)].astype(np.int64)] = True
    first = field.token_start.astype(np.int64)
    total = int(first[-1]) if len(first) else 0
    filled = np.zeros(total if total <= _MOST_FILLED else 0, bool)  # every position has a word
    found = 0
    for start in range(0, len(documents), _PIECE):
        here = slice(start, min(start + _PIECE, len(documents)))
        counts = frequencies[here]
        sums = found + np.cumsum(counts, dtype=np.int64)
        if int(sums[-1]) > len(field.positions) or not int(counts.min()):
            yield f"array {prefix}frequencies is not of {len(field.positions)} occurrences"
            return
        checkpoints = np.append(found, sums[CHECKPOINT - 1 : -1 : CHECKPOINT])
        if bool((field.checkpoints(start // CHECKPOINT, len(checkpoints)) != checkpoints).any()):
            yield f"array {prefix}checkpoints is not where occurrences begin"
        of = documents[max(start - 1, 0) : here.stop].astype(np.int64)
        ascends = np.diff(of) > 0 if start else np.diff(of, prepend=-1) > 0
        if not bool((ascends | begins[here]).all()):
            yield f"the documents of a term of {prefix} do not ascend"
        places = slice(found, int(sums[-1]))
        at = np.asarray(field.positions[places]).astype(np.int64)
        if bool((at >= np.repeat(lengths[documents[here]], counts)).any()):
            yield f"array {prefix}positions goes beyond the end of a document"
            return
        if len(filled):
            filled[at + np.repeat(first[documents[here]], counts)] = True
        owners: NDArray[np.int64] = (
            np.searchsorted(starts, np.arange(here.start, here.stop), side="right") - 1
        )
        if bool((field.forms[places] >= np.repeat(forms[owners], counts)).any()):
            yield f"array {prefix}forms names forms that their term has not"
        occurrences += np.bincount(owners, counts, field.size).astype(np.int64)
        found = int(sums[-1])
    if not bool(filled.all()):
        yield f"array {prefix}positions leaves out words of the documents"
    if bool((occurrences != written).any()):
        yield f"the forms of {prefix} are not counted as often as their terms occur"
    if found != len(field.positions):
        yield f"array {prefix}frequencies is not of {len(field.positions)} occurrences"


def _keywords(file: ArrayFile, name: str, articles: int) -> Iterator[str]:
    prefix = f"keyword.{name}."
    yield from _runs(file, prefix + "offsets", prefix + "blob")
    plural = name in PLURAL_FIELDS
    field: KeywordField | PluralField = PluralField(file, prefix) if plural else KeywordField(file, prefix)
    if any(value >= following for value, following in pairwise(field.values)):
        yield f"the values of {prefix} are not sorted"
    codes = file.array(prefix + "codes")
    if not bool(np.bincount(codes, minlength=len(field.values) + 1)[1:].all()):
        yield f"array {prefix}codes names not all values"
    if isinstance(field, KeywordField):
        if len(field) != articles:
            yield f"array {prefix}codes is of {len(field)} articles, not {articles}"
    elif len(codes):
        yield from _runs(file, prefix + "mentions", prefix + "codes", articles)
        if not int(codes.min()):
            yield f"array {prefix}codes has mentions of no value"


def _hints(file: ArrayFile) -> Iterator[str]:
    for name, made_of in ((ARTICLE_HINTS, hints_of), (ARTICLE_BEGINS, begins_of)):
        if not np.array_equal(made_of(file.array("first_passage")), file.array(name)):
            yield f"array {name} tells of other articles than first_passage"


def _frequent(file: ArrayFile) -> Iterator[str]:
    for name, values in zip((FREQUENT_TERMS, FREQUENT_ARTICLES), frequent_terms(file.array), strict=True):
        if not np.array_equal(values, file.array(name)):
            yield f"array {name} is of other terms or articles"


def _filled(file: ArrayFile) -> Iterator[str]:
    if file.facts.get("filled") != list(filled_of(file.array)):
        yield "the directory says of what is filled otherwise than the articles are"


def _languages(file: ArrayFile) -> Iterator[str]:
    field = KeywordField(file, "keyword.language.")
    counts = np.bincount(field.codes, minlength=len(field.values) + 1).tolist()
    found = {code: count for code, count in zip(["", *field.values], counts, strict=True) if count}
    if found != {code: count for code, count in file.facts["languages"].items() if count}:
        yield "the directory counts other languages than the articles have"
