/* A leaf of a query in one segment: where it occurs in title and text, and in how many articles.
 *
 * A leaf of one term is a view on the file. Of several, and of some forms of terms, the postings are added up: adding.c. */
#include <stdlib.h>

#include "openings.h"

PyTypeObject *leaf_type;

static Numbers part_of(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high) {
    Numbers part = *numbers;
    if (low) part.data = (const uint8_t *)numbers->data + low * numbers->width; /* else there may be no data */
    part.length = high - low;
    return part;
}

Numbers own_numbers(const uint32_t *data, Py_ssize_t length) {
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

static int of_terms(
    Leaf *leaf, const Field *field, Postings *postings, PyObject *terms, Py_ssize_t size, int opening_words
) {
    const Py_ssize_t count = PyTuple_Size(terms);
    Py_ssize_t low, high;
    int failed;
    if (count <= 0) return count < 0;
    if (count == 1 && !PyTuple_Check(PyTuple_GetItem(terms, 0))) {
        const Py_ssize_t term = PyLong_AsSsize_t(PyTuple_GetItem(terms, 0));
        if (term == -1 && PyErr_Occurred()) return -2;
        failed = field_postings(field, term, &low, &high);
        if (!failed) {
            postings->documents = part_of(&field->arrays[DOCUMENTS].values, low, high);
            postings->frequencies = part_of(&field->arrays[FREQUENCIES].values, low, high);
            postings->first = low;
        }
    } else {
        failed = add_up(leaf, field, postings, terms, size, opening_words);
    }
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

/* In how many articles the text of a leaf is: a posting is of another one than that before it where one begins between
 * them. Of a leaf that has postings of its own it is kept where those of each article end, and how often that has it. -1:
 * damaged, or no memory. */
static Py_ssize_t count_text(Leaf *leaf) {
    const Segment *segment = leaf->segment;
    const Numbers *text = &leaf->text.documents;
    if (!text->length) return 0;
    const uint64_t *begins = segment_begins(segment);
    if (!begins) return -1;
    uint32_t *ends = NULL, *sums = NULL;
    if (leaf->text.own) {
        ends = leaf->ends = malloc((size_t)text->length * 4);
        sums = leaf->sums = calloc((size_t)text->length, 4);
        if (!ends || !sums) return -1;
    }
    Py_ssize_t count = 0, before = -1;
    for (Py_ssize_t at = 0; at < text->length; at++) {
        const uint64_t passage = number_at(text, at);
        if (passage >= (uint64_t)segment->passages) return -1;
        count += before < 0 || begin_of(begins, (Py_ssize_t)passage, before) > before;
        before = (Py_ssize_t)passage;
        if (!ends) continue;
        ends[count - 1] = (uint32_t)at + 1;
        sums[count - 1] += (uint32_t)number_at(&leaf->text.frequencies, at);
    }
    return leaf->text_articles = count;
}

/* In how many articles it occurs. -1: damaged. */
static Py_ssize_t count_articles(Leaf *leaf) {
    const Segment *segment = leaf->segment;
    const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
    Py_ssize_t count = count_text(leaf);
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
    free(leaf->ends);
    free(leaf->sums);
    opening_terms_free(leaf->terms);
    Py_XDECREF((PyObject *)leaf->segment);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Leaf(segment, text terms, title terms, text, opening, title, opening words, articles): terms are tuples of numbers, or,
 * where some forms of one count, of (number, numbers of forms, the column of the forms of all occurrences); of what is no
 * word, each pair of arrays (documents, frequencies) stands for them, or None. Where openings count, opening words is how
 * long they are, else 0. In how many articles it occurs is counted where `articles` is -1. */
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
    if (of_terms(leaf, in->title, &leaf->title, title_terms, in->articles, 0) ||
        of_terms(leaf, in->text, &leaf->text, text_terms, in->passages, words) ||
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
                         (leaf->openings ? leaf->text.documents.length : 0) + (leaf->ends ? 2 * leaf->text_articles : 0);
    (void)closure;
    return PyLong_FromSsize_t((Py_ssize_t)sizeof *leaf + 4 * numbers + opening_terms_bytes(leaf->terms));
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
