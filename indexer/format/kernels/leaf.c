/* A leaf of a query in one segment: where it occurs in title and text, and in how many articles.
 *
 * A leaf of one term is a view on the file. Of several the postings are added up: a bit for each document tells which
 * there are and, by counting those before it, where each has its place. */
#include <stdlib.h>

#include "ranking.h"

PyTypeObject *leaf_type;

static Numbers part_of(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high) {
    Numbers part = *numbers;
    if (low) part.data = (const uint8_t *)numbers->data + low * numbers->width; /* else there may be no data */
    part.length = high - low;
    return part;
}

static Numbers own_numbers(const uint32_t *data, Py_ssize_t length) {
    Numbers numbers;
    memset(&numbers, 0, sizeof numbers);
    numbers.data = data;
    numbers.length = length;
    numbers.width = 4;
    return numbers;
}

Py_ssize_t occurrences_before(const Field *field, Py_ssize_t posting, int64_t end) {
    Py_ssize_t start, found = 0;
    if (field_occurrences(field, posting, &start)) return -1;
    Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
    for (; start < stop; start++) found += (int64_t)field_position(field, start) < end;
    return found;
}

/* The places of a posting in the opening of its article, a bit each. -1: damaged. */
static int opening_places(const Segment *segment, Py_ssize_t posting, int64_t end, uint64_t *places) {
    const Field *field = segment->text;
    Py_ssize_t start;
    if (field_occurrences(field, posting, &start)) return -1;
    Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
    for (; start < stop; start++) {
        int64_t position = (int64_t)field_position(field, start);
        if (position >= 0 && position < end && position < MOST_OPENING) *places |= 1ull << position;
    }
    return 0;
}

/* Adds the postings of several terms of a field up. 1: no memory, -1: damaged. */
static int add_up(
    Leaf *leaf, const Field *field, Postings *postings, const Py_ssize_t *terms, Py_ssize_t count, Py_ssize_t size,
    int opening_words
) {
    const Segment *segment = leaf->segment;
    const Numbers *documents = &field->arrays[DOCUMENTS].values, *frequencies = &field->arrays[FREQUENCIES].values;
    Py_ssize_t words = size / 64 + 1, total = 0, low, high;
    uint64_t *there = calloc((size_t)words, 8), *places = NULL;
    uint32_t *before = malloc((size_t)words * 4);
    int failed = 1;
    if (!there || !before) goto done;
    failed = -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (field_postings(field, terms[i], &low, &high)) goto done;
        for (; low < high; low++) {
            uint64_t document = number_at(documents, low);
            if (document >= (uint64_t)size) goto done;
            there[document >> 6] |= 1ull << (document & 63);
        }
    }
    for (Py_ssize_t word = 0; word < words; word++) {
        before[word] = (uint32_t)total;
        total += BITS(there[word]);
    }
    failed = 1;
    postings->own = calloc((size_t)total * 2 + 1, 4);
    if (opening_words) places = calloc((size_t)total + 1, 8);
    if (!postings->own || (opening_words && !places)) goto done;
    uint32_t *numbers = postings->own, *counts = numbers + total;
    failed = -1;
    for (Py_ssize_t word = 0, at = 0; word < words; word++)
        for (uint64_t left = there[word]; left; left &= left - 1)
            numbers[at++] = (uint32_t)(word * 64 + BITS((left & (~left + 1)) - 1));
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_ssize_t article = 0;
        if (field_postings(field, terms[i], &low, &high)) goto done;
        for (; low < high; low++) {
            Py_ssize_t document = (Py_ssize_t)number_at(documents, low);
            uint64_t lower = (1ull << (document & 63)) - 1;
            Py_ssize_t row = before[document >> 6] + BITS(there[document >> 6] & lower);
            counts[row] += (uint32_t)number_at(frequencies, low);
            if (!opening_words) continue;
            if (document < first_passage(segment, article)) article = 0; /* not ascending: damaged, yet no harm */
            article = article_from(segment, article, (uint64_t)document);
            if (article >= segment->articles) goto done;
            const Array *starts = &field->arrays[TOKEN_START];
            const Py_ssize_t first = first_passage(segment, article);
            if (array_check(starts, first, first + 1) || array_check(starts, document, document + 1)) goto done;
            int64_t gone = (int64_t)(number_at(&starts->values, document) - number_at(&starts->values, first));
            if (gone < 0) goto done; /* positions of passages do not ascend */
            if (gone < opening_words && opening_places(segment, low, opening_words - gone, &places[row])) goto done;
        }
    }
    if (opening_words) {
        failed = 1;
        leaf->openings = malloc((size_t)total * 4 + 4);
        if (!leaf->openings) goto done;
        for (Py_ssize_t row = 0; row < total; row++) leaf->openings[row] = (uint32_t)BITS(places[row]);
    }
    postings->documents = own_numbers(numbers, total);
    postings->frequencies = own_numbers(counts, total);
    failed = 0;
done:
    free(there);
    free(before);
    free(places);
    return failed;
}

static int of_terms(
    Leaf *leaf, const Field *field, Postings *postings, PyObject *terms, Py_ssize_t size, int opening_words
) {
    Py_ssize_t count = PyTuple_Size(terms), low, high;
    if (count <= 0) return count < 0;
    Py_ssize_t *numbers = malloc((size_t)count * sizeof *numbers);
    if (!numbers) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) numbers[i] = PyLong_AsSsize_t(PyTuple_GetItem(terms, i));
    int failed = PyErr_Occurred() ? -2 : 0;
    if (!failed && count == 1) {
        failed = field_postings(field, numbers[0], &low, &high);
        if (!failed) {
            postings->documents = part_of(&field->arrays[DOCUMENTS].values, low, high);
            postings->frequencies = part_of(&field->arrays[FREQUENCIES].values, low, high);
            postings->first = low;
        }
    } else if (!failed) {
        failed = add_up(leaf, field, postings, numbers, count, size, opening_words);
    }
    free(numbers);
    if (failed == 1) PyErr_NoMemory();
    if (failed == -1) damaged("postings of terms that can't be");
    return failed;
}

/* Copies (documents, frequencies) that were worked out elsewhere; documents ascend and are below `size`. */
static int of_arrays(Postings *postings, PyObject *given, Py_ssize_t size) {
    PyObject *documents, *frequencies;
    Numbers held[2] = {{0}, {0}};
    int failed = -1;
    if (given == Py_None) return 0;
    if (!PyArg_ParseTuple(given, "OO", &documents, &frequencies)) return -1;
    if (numbers_hold(&held[0], documents) || numbers_hold(&held[1], frequencies)) goto done;
    Py_ssize_t length = held[0].length;
    if (held[1].length != length) {
        damaged("as many frequencies as documents");
        goto done;
    }
    postings->own = malloc((size_t)length * 8 + 4);
    if (!postings->own) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        uint64_t document = number_at(&held[0], i);
        if (document >= (uint64_t)size || (i && document <= postings->own[i - 1])) {
            damaged("documents that do not ascend");
            goto done;
        }
        postings->own[i] = (uint32_t)document;
        postings->own[length + i] = (uint32_t)number_at(&held[1], i);
    }
    postings->documents = own_numbers(postings->own, length);
    postings->frequencies = own_numbers(postings->own + length, length);
    failed = 0;
done:
    numbers_release_all(held, 2);
    return failed;
}

/* The occurrences in openings, given by passage, as one number for each posting of the text. */
static int openings_of(Leaf *leaf, PyObject *given) {
    Postings openings;
    memset(&openings, 0, sizeof openings);
    if (of_arrays(&openings, given, leaf->segment->passages)) {
        free(openings.own);
        return -1;
    }
    Py_ssize_t length = leaf->text.documents.length, at = 0;
    leaf->openings = calloc((size_t)length + 1, 4);
    for (Py_ssize_t i = 0; leaf->openings && i < length; i++) {
        uint64_t document = number_at(&leaf->text.documents, i);
        while (at < openings.documents.length && number_at(&openings.documents, at) < document) at++;
        if (at < openings.documents.length && number_at(&openings.documents, at) == document)
            leaf->openings[i] = (uint32_t)number_at(&openings.frequencies, at);
    }
    free(openings.own);
    return leaf->openings ? 0 : (PyErr_NoMemory(), -1);
}

/* The last passage up to this one with which an article begins, where one does behind `before`; else none behind it. Of a
 * segment whose beginnings have been compared. */
static Py_ssize_t begin_of(const uint64_t *begins, Py_ssize_t passage, Py_ssize_t before) {
    Py_ssize_t word = passage >> 6;
    uint64_t bits = begins[word] & (~0ull >> (63 - (passage & 63)));
    while (!bits && word > before >> 6) bits = begins[--word];
    return bits ? (word << 6) + HIGHEST(bits) : -1;
}

/* In how many articles the text of a leaf is: a posting is of another one than that before it where one begins between
 * them. -1: damaged. */
static Py_ssize_t count_text(const Segment *segment, const Numbers *text) {
    const Array *begins = &segment->begins;
    const Py_ssize_t words = (segment->passages + 63) / 64;
    if (!text->length) return 0;
    if (begins->values.width != 8 || begins->values.length < words || array_check(begins, 0, words)) return -1;
    Py_ssize_t count = 1, before = (Py_ssize_t)number_at(text, 0);
    if (before < 0 || before >= segment->passages) return -1;
    for (Py_ssize_t at = 1; at < text->length; at++) {
        const uint64_t passage = number_at(text, at);
        if (passage >= (uint64_t)segment->passages) return -1;
        count += begin_of(begins->values.data, (Py_ssize_t)passage, before) > before;
        before = (Py_ssize_t)passage;
    }
    return count;
}

/* In how many articles it occurs. -1: damaged. */
static Py_ssize_t count_articles(const Leaf *leaf) {
    const Segment *segment = leaf->segment;
    const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
    Py_ssize_t count = count_text(segment, text);
    if (count < 0) return -1;
    for (Py_ssize_t at = 0, in_text = 0; at < title->length; at++) {
        const uint64_t article = number_at(title, at);
        if (article >= (uint64_t)segment->articles) return -1;
        const uint64_t first = (uint64_t)first_passage(segment, (Py_ssize_t)article);
        in_text = numbers_gallop(text, in_text, text->length, first);
        count += in_text == text->length ||
                 number_at(text, in_text) >= (uint64_t)first_passage(segment, (Py_ssize_t)article + 1);
    }
    return count;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Leaf *leaf = (Leaf *)self;
    free(leaf->text.own);
    free(leaf->title.own);
    free(leaf->openings);
    Py_XDECREF((PyObject *)leaf->segment);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Leaf(segment, text terms, title terms, text, opening, title, opening words, articles): terms are tuples of numbers; of
 * what is no word, each pair of arrays (documents, frequencies) stands for them, or None. Where openings count, opening
 * words is how long they are, else 0. In how many articles it occurs is counted where `articles` is -1. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *segment, *text_terms, *title_terms, *text, *opening, *title;
    int words;
    Py_ssize_t articles;
    (void)names;
    if (!PyArg_ParseTuple(args, "O!O!O!OOOin", segment_type, &segment, &PyTuple_Type, &text_terms, &PyTuple_Type,
                          &title_terms, &text, &opening, &title, &words, &articles))
        return NULL;
    if (words < 0 || words > MOST_OPENING) return PyErr_Format(PyExc_ValueError, "an opening of %d words", words);
    Leaf *leaf = (Leaf *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!leaf) return NULL;
    Py_INCREF(segment);
    leaf->segment = (Segment *)segment;
    leaf->text.first = leaf->title.first = -1;
    leaf->counts_openings = words > 0;
    const Segment *in = leaf->segment;
    if (of_terms(leaf, in->text, &leaf->text, text_terms, in->passages, words) ||
        of_terms(leaf, in->title, &leaf->title, title_terms, in->articles, 0) ||
        (text != Py_None && (leaf->text.own || of_arrays(&leaf->text, text, in->passages))) ||
        (opening != Py_None && (leaf->openings || openings_of(leaf, opening))) ||
        (title != Py_None && (leaf->title.own || of_arrays(&leaf->title, title, in->articles))))
        goto failed;
    leaf->articles = articles < 0 ? count_articles(leaf) : articles;
    if (leaf->articles < 0 || leaf->articles > in->articles) {
        damaged("passages of no article");
        goto failed;
    }
    return (PyObject *)leaf;
failed:
    Py_DECREF(leaf);
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "terms or arrays, not both");
    return NULL;
}

static PyObject *get_articles(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(((Leaf *)self)->articles);
}

static PyObject *get_passages(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(((Leaf *)self)->text.documents.length);
}

static PyObject *get_bytes(PyObject *self, void *closure) {
    const Leaf *leaf = (const Leaf *)self;
    Py_ssize_t numbers = (leaf->text.own ? 2 * leaf->text.documents.length : 0) +
                         (leaf->title.own ? 2 * leaf->title.documents.length : 0) +
                         (leaf->openings ? leaf->text.documents.length : 0);
    (void)closure;
    return PyLong_FromSsize_t((Py_ssize_t)sizeof *leaf + 4 * numbers);
}

PyTypeObject *make_leaf_type(void) {
    static PyGetSetDef members[] = {
        {"articles", get_articles, NULL, "In how many articles it occurs, deleted ones included.", NULL},
        {"passages", get_passages, NULL, "In how many passages it occurs, deleted ones included.", NULL},
        {"nbytes", get_bytes, NULL, "What it takes in memory.", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"Where a leaf of a query occurs in a segment."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_getset, members},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Leaf", sizeof(Leaf), 0, Py_TPFLAGS_DEFAULT,
                               slots};
    return leaf_type = (PyTypeObject *)PyType_FromSpec(&spec);
}
