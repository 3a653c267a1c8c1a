/* Where in the texts of documents words begin that a query asks for, and where sentences do.
 *
 * Distances between the starts of a document's positions lie in half bytes, of which 15 goes on:
 * storage/token_starts.py. */
#include <stdlib.h>

#include "marks.h"
#include "some_forms.h"

#define GO_ON 15

int list_append(List *list, uint64_t number) {
    if (list->count == list->room) {
        Py_ssize_t room = 2 * list->room + 16;
        uint32_t *more = realloc(list->numbers, (size_t)room * sizeof *more);
        if (!more) return 1;
        list->numbers = more;
        list->room = room;
    }
    list->numbers[list->count++] = (uint32_t)number;
    return 0;
}

void lists_free(List *lists, Py_ssize_t count) {
    for (Py_ssize_t row = 0; lists && row < count; row++) free(lists[row].numbers);
    free(lists);
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The positions of a posting, of those forms that a column tells, where it is some. 1: no memory, -1: damaged, -2: with an
 * exception. */
static int add_positions(const Field *field, Py_ssize_t posting, SomeForms *some, PyObject *column, List *positions) {
    Py_ssize_t start;
    if (field_occurrences(field, posting, &start)) return -1;
    const Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
    const int failed = column ? some_forms_read(some, column, start, stop) : 0;
    if (failed) return failed;
    for (; start < stop; start++)
        if ((!column || some_forms_have(some, (uint64_t)start)) && list_append(positions, field_position(field, start)))
            return 1;
    return 0;
}

int code_points_of(const Field *field, Py_ssize_t document, List *positions) {
    const Array *bounds = &field->arrays[STARTS_OF], *starts = &field->arrays[STARTS];
    if (!positions->count) return 0;
    Room room;
    Py_ssize_t size;
    const uint8_t *bytes = array_fetch_item(bounds, starts, document, &size, &room);
    if (!bytes) return -1;
    uint32_t position = 0, code_point = 0;
    Py_ssize_t wanted = 0, kept = 0;
    for (uint64_t half = 0; half < 2 * (uint64_t)size && wanted < positions->count; half++) {
        const uint8_t distance = half & 1 ? bytes[half / 2] >> 4 : bytes[half / 2] & 15;
        code_point += distance;
        if (distance == GO_ON) continue;
        const Py_ssize_t before = wanted;
        while (wanted < positions->count && positions->numbers[wanted] == position) wanted++;
        if (wanted > before) positions->numbers[kept++] = code_point; /* in a place that was looked at */
        position++;
    }
    if (wanted < positions->count) return -1;
    positions->count = kept;
    return 0;
}

PyObject *list_told(const List *list) {
    PyObject *told = PyList_New(list->count);
    for (Py_ssize_t i = 0; told && i < list->count; i++) {
        PyObject *number = PyLong_FromUnsignedLong(list->numbers[i]);
        if (!number || PyList_SetItem(told, i, number)) {
            Py_DECREF(told);
            return NULL;
        }
    }
    return told;
}

Py_ssize_t *documents_from(const Field *field, PyObject *given, Py_ssize_t *count) {
    const Py_ssize_t total = field_documents(field);
    *count = PyList_Size(given);
    if (*count < 0) return NULL;
    Py_ssize_t *documents = malloc((size_t)*count * sizeof *documents + 1);
    if (!documents) return (Py_ssize_t *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        documents[i] = PyLong_AsSsize_t(PyList_GetItem(given, i));
        if (documents[i] < 0 || documents[i] >= total || (i && documents[i] <= documents[i - 1])) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "documents that do not ascend");
            free(documents);
            return NULL;
        }
    }
    return documents;
}

/* Adds to each document's positions those of a term, or of some of its forms. 1: no memory, -1: damaged, -2: with an
 * exception. */
static int find_term(
    const Field *field, PyObject *given, const Py_ssize_t *documents, Py_ssize_t count, List *positions
) {
    const Numbers *postings = &field->arrays[DOCUMENTS].values;
    PyObject *forms = NULL, *column = NULL;
    SomeForms some = {0};
    Py_ssize_t term, low, high;
    int failed = 0;
    if (PyTuple_Check(given)) {
        if (!PyArg_ParseTuple(given, "nO!O", &term, &PyTuple_Type, &forms, &column)) return -2;
    } else {
        term = PyLong_AsSsize_t(given);
        if (term == -1 && PyErr_Occurred()) return -2;
    }
    if (field_postings(field, term, &low, &high)) return -1;
    if (forms) failed = some_forms_take(&some, forms);
    for (Py_ssize_t row = 0; !failed && row < count && low < high; row++) {
        low = numbers_gallop(postings, low, high, (uint64_t)documents[row]);
        if (low < high && number_at(postings, low) == (uint64_t)documents[row])
            failed = add_positions(field, low, &some, column, &positions[row]);
    }
    some_forms_release(&some);
    return failed;
}

List *find_positions(const Field *field, PyObject *terms, const Py_ssize_t *documents, Py_ssize_t count) {
    const Py_ssize_t term_count = PyList_Size(terms);
    List *positions = calloc((size_t)count + 1, sizeof *positions);
    int failed = positions ? 0 : 1;
    for (Py_ssize_t i = 0; !failed && i < term_count; i++)
        failed = find_term(field, PyList_GetItem(terms, i), documents, count, positions);
    for (Py_ssize_t row = 0; !failed && row < count; row++)
        if (positions[row].count > 1)
            qsort(positions[row].numbers, (size_t)positions[row].count, sizeof *positions[row].numbers, ascending);
    if (!failed) return positions;
    if (failed == 1) PyErr_NoMemory();
    if (failed == -1) damaged("places of words that can't be");
    lists_free(positions, count);
    return NULL;
}

/* Where words of these terms begin in each document. NULL with an exception. */
static List *find_starts(const Field *field, PyObject *terms, const Py_ssize_t *documents, Py_ssize_t count) {
    List *positions = find_positions(field, terms, documents, count);
    for (Py_ssize_t row = 0; positions && row < count; row++) {
        if (!code_points_of(field, documents[row], &positions[row])) continue;
        damaged("places of words that can't be");
        lists_free(positions, count);
        return NULL;
    }
    return positions;
}

/* field.word_starts(terms, documents) -> for each document where in its text words of these terms begin, ascending. Terms
 * are as Leaf takes them. */
PyObject *word_starts(PyObject *self, PyObject *args) {
    const Field *field = (const Field *)self;
    PyObject *terms, *given, *told = NULL;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &terms, &PyList_Type, &given)) return NULL;
    Py_ssize_t *documents = documents_from(field, given, &count);
    List *starts = documents ? find_starts(field, terms, documents, count) : NULL;
    if (starts) told = PyList_New(count);
    for (Py_ssize_t row = 0; told && row < count; row++) {
        PyObject *begins = list_told(&starts[row]);
        if (!begins || PyList_SetItem(told, row, begins)) Py_CLEAR(told);
    }
    lists_free(starts, count);
    free(documents);
    return told;
}

/* Where sentences begin in the text of a document, as a tuple; an empty one in a field without sentences. */
static PyObject *sentences_of(const Field *field, Py_ssize_t document) {
    const Array *offsets = &field->arrays[SENTENCE_OFFSETS], *starts = &field->arrays[SENTENCE_STARTS];
    if (!offsets->values.length) return PyTuple_New(0);
    Room room;
    const void *bounds = array_fetch(offsets, document, document + 2, &room);
    if (!bounds) return damaged("sentences of no document");
    const Py_ssize_t first = (Py_ssize_t)number_in(bounds, offsets->values.width, 0);
    const Py_ssize_t end = (Py_ssize_t)number_in(bounds, offsets->values.width, 1);
    if (first < 0 || first > end || end > starts->values.length) return damaged("sentences that are not there");
    PyObject *told = PyTuple_New(end - first); /* which may let others run: what is fetched is fetched behind it */
    const void *found = told ? array_fetch(starts, first, end, &room) : NULL;
    if (told && !found) {
        Py_DECREF(told);
        return damaged("sentences that are not there");
    }
    for (Py_ssize_t i = 0; told && i < end - first; i++) {
        PyObject *start = PyLong_FromUnsignedLongLong(number_in(found, starts->values.width, i));
        if (!start || PyTuple_SetItem(told, i, start)) Py_CLEAR(told);
    }
    return told;
}

/* The phrases of a list of tuples of terms. NULL with an exception. */
static Phrase *phrases_from(const Field *field, PyObject *given, const Array *going, Py_ssize_t *count) {
    *count = PyList_Size(given);
    Phrase *phrases = *count < 0 ? NULL : malloc((size_t)*count * sizeof *phrases + 1);
    if (!phrases) return PyErr_Occurred() ? NULL : (Phrase *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        PyObject *terms = PyList_GetItem(given, i);
        if (PyTuple_Check(terms) && !phrase_from(&phrases[i], field, terms, going)) continue;
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a phrase is a tuple of terms");
        free(phrases);
        return NULL;
    }
    return phrases;
}

/* Words at these positions of a document, and phrases in it, as `stretches_told` has them; the positions are used up. */
static PyObject *words_and_phrases(
    const Field *field, Py_ssize_t document, List *positions, Phrase *phrases, Py_ssize_t count, PyObject *text
) {
    Stretches stretches = {*positions, *positions};
    PyObject *told = NULL;
    int failed = 0;
    if (!count) {
        if (code_points_of(field, document, positions)) return damaged("places of words that can't be");
        stretches.firsts = stretches.lasts = *positions;
        return stretches_told(&stretches, text);
    }
    memset(positions, 0, sizeof *positions);
    memset(&stretches.lasts, 0, sizeof stretches.lasts);
    for (Py_ssize_t i = 0; !failed && i < stretches.firsts.count; i++)
        failed = list_append(&stretches.lasts, stretches.firsts.numbers[i]);
    if (!failed) failed = find_stretches(phrases, count, document, &stretches);
    if (!failed) failed = stretches_sort(&stretches);
    if (!failed) failed = stretches_code_points(field, document, &stretches);
    if (failed > 0) PyErr_NoMemory();
    if (failed < 0) damaged("places of words that can't be");
    if (!failed) told = stretches_told(&stretches, text);
    free(stretches.firsts.numbers);
    free(stretches.lasts.numbers);
    return told;
}

/* field.marks(terms, phrases, goes on, documents, texts) -> for each document, which ascend, the words of these terms in its
 * text and the phrases, each a tuple of terms that stand one after the other, and where its sentences begin. `goes on` has a
 * number for each document, as an Array, or None. What is marked is a tuple of spans; where any of it ends with a part of a
 * longer token, or the text has what these kernels don't know, a list of where the first words of each begin, and the last,
 * None where these are the same. */
PyObject *marks(PyObject *self, PyObject *args) {
    const Field *field = (const Field *)self;
    PyObject *terms, *given_phrases, *given_going, *given, *texts, *told = NULL;
    Py_ssize_t count, phrase_count = 0;
    Array going = {.below = 0};
    if (!PyArg_ParseTuple(args, "O!O!OO!O!", &PyList_Type, &terms, &PyList_Type, &given_phrases, &given_going,
                          &PyList_Type, &given, &PyList_Type, &texts))
        return NULL;
    if (PyList_Size(texts) != PyList_Size(given)) return damaged("a text for each document");
    if (array_hold(&going, given_going)) return NULL;
    Phrase *phrases = phrases_from(field, given_phrases, &going, &phrase_count);
    Py_ssize_t *documents = phrases ? documents_from(field, given, &count) : NULL;
    List *found = documents ? find_positions(field, terms, documents, count) : NULL;
    if (found) told = PyList_New(count);
    for (Py_ssize_t row = 0; told && row < count; row++) {
        PyObject *words =
            words_and_phrases(field, documents[row], &found[row], phrases, phrase_count, PyList_GetItem(texts, row));
        PyObject *sentences = words ? sentences_of(field, documents[row]) : NULL;
        PyObject *both = sentences ? Py_BuildValue("(NN)", words, sentences) : NULL;
        if (!sentences) Py_XDECREF(words);
        if (!both || PyList_SetItem(told, row, both)) Py_CLEAR(told);
    }
    lists_free(found, documents ? count : 0);
    free(documents);
    free(phrases);
    array_release(&going);
    return told;
}
