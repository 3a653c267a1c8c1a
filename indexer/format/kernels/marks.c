/* Where in the texts of documents words begin that a query asks for, and where sentences do.
 *
 * Distances between the starts of a document's positions lie in half bytes, of which 15 goes on:
 * storage/token_starts.py. */
#include <stdlib.h>

#include "text.h"

#define GO_ON 15

/* Numbers that are added to. */
typedef struct {
    uint32_t *numbers;
    Py_ssize_t count, room;
} List;

static int append(List *list, uint64_t number) {
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

static void free_lists(List *lists, Py_ssize_t count) {
    for (Py_ssize_t row = 0; lists && row < count; row++) free(lists[row].numbers);
    free(lists);
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The positions of a posting. 1: no memory, -1: damaged. */
static int add_positions(const Field *field, Py_ssize_t posting, List *positions) {
    Py_ssize_t start;
    if (field_occurrences(field, posting, &start)) return -1;
    const Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
    for (; start < stop; start++)
        if (append(positions, field_position(field, start))) return 1;
    return 0;
}

/* In place of ascending positions of a document the code points at which they begin, each once. -1: damaged. */
static int code_points(const Field *field, Py_ssize_t document, List *positions) {
    const Array *bounds = &field->arrays[STARTS_OF], *starts = &field->arrays[STARTS];
    if (!positions->count) return 0;
    if (array_check(bounds, document, document + 2)) return -1;
    const uint64_t first = number_at(&bounds->values, document), end = number_at(&bounds->values, document + 1);
    if (first > end || end > (uint64_t)starts->values.length || starts->values.width != 1 ||
        array_check(starts, (Py_ssize_t)first, (Py_ssize_t)end))
        return -1;
    const uint8_t *bytes = starts->values.data;
    uint32_t position = 0, code_point = 0;
    Py_ssize_t wanted = 0, kept = 0;
    for (uint64_t half = 2 * first; half < 2 * end && wanted < positions->count; half++) {
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

static PyObject *as_list(const List *list) {
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

/* Takes a list of ascending documents of the field. NULL with an exception. */
static Py_ssize_t *documents_from(const Field *field, PyObject *given, Py_ssize_t *count) {
    const Py_ssize_t total = field->arrays[TOKEN_START].values.length - 1;
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

/* Adds to each document's positions those of a term. 1: no memory, -1: damaged. */
static int find_term(
    const Field *field, Py_ssize_t term, const Py_ssize_t *documents, Py_ssize_t count, List *positions
) {
    const Numbers *postings = &field->arrays[DOCUMENTS].values;
    Py_ssize_t low, high;
    if (field_postings(field, term, &low, &high)) return -1;
    for (Py_ssize_t row = 0; row < count && low < high; row++) {
        low = numbers_gallop(postings, low, high, (uint64_t)documents[row]);
        if (low == high || number_at(postings, low) != (uint64_t)documents[row]) continue;
        const int failed = add_positions(field, low, &positions[row]);
        if (failed) return failed;
    }
    return 0;
}

/* Where words of these terms begin in each document, as many Lists as there are documents, to be freed one by one. NULL
 * with an exception. */
static List *find_starts(const Field *field, PyObject *terms, const Py_ssize_t *documents, Py_ssize_t count) {
    const Py_ssize_t term_count = PyList_Size(terms);
    List *positions = calloc((size_t)count + 1, sizeof *positions);
    int failed = positions ? 0 : 1;
    for (Py_ssize_t i = 0; !failed && i < term_count; i++) {
        const Py_ssize_t term = PyLong_AsSsize_t(PyList_GetItem(terms, i));
        failed = PyErr_Occurred() ? 2 : find_term(field, term, documents, count, positions);
    }
    for (Py_ssize_t row = 0; !failed && row < count; row++) {
        if (positions[row].count > 1)
            qsort(positions[row].numbers, (size_t)positions[row].count, sizeof *positions[row].numbers, ascending);
        failed = code_points(field, documents[row], &positions[row]);
    }
    if (!failed) return positions;
    if (failed == 1) PyErr_NoMemory();
    if (failed == -1) damaged("places of words that can't be");
    free_lists(positions, count);
    return NULL;
}

/* field.word_starts(terms, documents) -> for each document where in its text words of these terms begin, ascending. */
PyObject *word_starts(PyObject *self, PyObject *args) {
    const Field *field = (const Field *)self;
    PyObject *terms, *given, *told = NULL;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &terms, &PyList_Type, &given)) return NULL;
    Py_ssize_t *documents = documents_from(field, given, &count);
    List *starts = documents ? find_starts(field, terms, documents, count) : NULL;
    if (starts) told = PyList_New(count);
    for (Py_ssize_t row = 0; told && row < count; row++) {
        PyObject *begins = as_list(&starts[row]);
        if (!begins || PyList_SetItem(told, row, begins)) Py_CLEAR(told);
    }
    free_lists(starts, count);
    free(documents);
    return told;
}

/* The words that begin at these places of a text, as a tuple of spans; a list of the places where one of them is no word
 * of one part. */
static PyObject *as_spans(const List *starts, PyObject *given) {
    Text text;
    PyObject *told = NULL;
    if (!starts->count) return PyTuple_New(0);
    if (text_take(&text, given)) return NULL;
    Span *spans = PyMem_Malloc((size_t)starts->count * sizeof *spans);
    if (!spans) PyErr_NoMemory();
    int known = spans && text_is_simple(&text);
    for (Py_ssize_t i = 0; known && i < starts->count; i++) {
        spans[i].start = starts->numbers[i];
        spans[i].end = word_end_at(&text, spans[i].start);
        known = spans[i].end >= 0;
    }
    if (known) told = spans_told(spans, starts->count);
    else if (spans) told = as_list(starts);
    PyMem_Free(spans);
    text_free(&text);
    return told;
}

/* Where sentences begin in the text of a document, as a tuple; an empty one in a field without sentences. */
static PyObject *sentences_of(const Field *field, Py_ssize_t document) {
    const Array *offsets = &field->arrays[SENTENCE_OFFSETS], *starts = &field->arrays[SENTENCE_STARTS];
    if (!offsets->values.length) return PyTuple_New(0);
    if (array_check(offsets, document, document + 2)) return damaged("sentences of no document");
    const Py_ssize_t first = (Py_ssize_t)number_at(&offsets->values, document);
    const Py_ssize_t end = (Py_ssize_t)number_at(&offsets->values, document + 1);
    if (array_check(starts, first, end)) return damaged("sentences that are not there");
    PyObject *told = PyTuple_New(end - first);
    for (Py_ssize_t i = first; told && i < end; i++) {
        PyObject *start = PyLong_FromUnsignedLongLong(number_at(&starts->values, i));
        if (!start || PyTuple_SetItem(told, i - first, start)) Py_CLEAR(told);
    }
    return told;
}

/* field.marks(terms, documents, texts) -> for each document, which ascend, the words of these terms in its text, and where
 * its sentences begin. The words are a tuple of spans; a list of where they begin, where any of them is a part of a longer
 * token, or the text has what these kernels don't know. */
PyObject *marks(PyObject *self, PyObject *args) {
    const Field *field = (const Field *)self;
    PyObject *terms, *given, *texts, *told = NULL;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "O!O!O!", &PyList_Type, &terms, &PyList_Type, &given, &PyList_Type, &texts)) return NULL;
    if (PyList_Size(texts) != PyList_Size(given)) return damaged("a text for each document");
    Py_ssize_t *documents = documents_from(field, given, &count);
    List *starts = documents ? find_starts(field, terms, documents, count) : NULL;
    if (starts) told = PyList_New(count);
    for (Py_ssize_t row = 0; told && row < count; row++) {
        PyObject *words = as_spans(&starts[row], PyList_GetItem(texts, row));
        PyObject *sentences = words ? sentences_of(field, documents[row]) : NULL;
        PyObject *both = sentences ? Py_BuildValue("(NN)", words, sentences) : NULL;
        if (!sentences) Py_XDECREF(words);
        if (!both || PyList_SetItem(told, row, both)) Py_CLEAR(told);
    }
    free_lists(starts, count);
    free(documents);
    return told;
}
