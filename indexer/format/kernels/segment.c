/* A segment as queries are ranked in it: two text fields, and which passages are whose. */
#include <stdlib.h>

#include "ranking.h"

PyTypeObject *segment_type;

/* The first passages double and halve the distance in their own type: this is asked for every posting. */
#define BEHIND(type)                                                                     \
    {                                                                                    \
        const type *first = (const type *)segment->first_passage.data;                   \
        Py_ssize_t step = 1, low = from, high; /* first[low] is not behind the passage */ \
        while (low + step <= count && first[low + step] <= passage) {                    \
            low += step;                                                                 \
            step *= 2;                                                                   \
        }                                                                                \
        high = low + step <= count ? low + step : count + 1;                             \
        while (high - low > 1) {                                                         \
            const Py_ssize_t middle = low + (high - low) / 2;                            \
            if (first[middle] <= passage) low = middle;                                  \
            else high = middle;                                                          \
        }                                                                                \
        return low;                                                                      \
    }

Py_ssize_t article_behind(const Segment *segment, Py_ssize_t from, uint64_t passage) {
    const Py_ssize_t count = segment->articles;
    if (from >= count) return count;
    switch (segment->first_passage.width) {
    case 1: BEHIND(uint8_t)
    case 2: BEHIND(uint16_t)
    case 4: BEHIND(uint32_t)
    default: BEHIND(uint64_t)
    }
}

int formula_from(PyObject *given, Formula *formula) {
    if (!PyArg_ParseTuple(given, "dddddddddn", &formula->k1, &formula->text_rest, &formula->text_scale,
                          &formula->title_rest, &formula->title_scale, &formula->passage_scale, &formula->title,
                          &formula->opening, &formula->best_passage, &formula->opening_words))
        return -1;
    if (formula->opening_words >= 0 && formula->opening_words <= MOST_OPENING) return 0;
    PyErr_Format(PyExc_ValueError, "an opening of %zd words", formula->opening_words);
    return -1;
}

int walks_from(const Segment *segment, PyObject *given, Walk *walks) {
    Py_ssize_t count = PyList_Size(given);
    if (count < 0) return -1;
    if (count > MOST_LEAVES) return PyErr_Format(PyExc_ValueError, "%zd leaves", count), -1;
    memset(walks, 0, (size_t)count * sizeof *walks);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *leaf;
        if (!PyArg_ParseTuple(PyList_GetItem(given, i), "O!dd", leaf_type, &leaf, &walks[i].weight,
                              &walks[i].query_weight))
            return -1;
        walks[i].leaf = (const Leaf *)leaf;
        walks[i].document = -1;
        if (walks[i].leaf->segment != segment)
            return PyErr_SetString(PyExc_ValueError, "a leaf of another segment"), -1;
    }
    return (int)count;
}

Py_ssize_t *articles_from(const Segment *segment, PyObject *given, Py_ssize_t *count) {
    *count = PyList_Size(given);
    if (*count < 0) return NULL;
    Py_ssize_t *articles = malloc((size_t)*count * sizeof *articles + 1), before = -1;
    if (!articles) return (Py_ssize_t *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        articles[i] = PyLong_AsSsize_t(PyList_GetItem(given, i));
        if (articles[i] <= before || articles[i] >= segment->articles) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "articles that do not ascend");
            free(articles);
            return NULL;
        }
        before = articles[i];
    }
    return articles;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Segment *segment = (Segment *)self;
    numbers_release(&segment->first_passage);
    array_release(&segment->hints);
    array_release(&segment->begins);
    Py_XDECREF((PyObject *)segment->text);
    Py_XDECREF((PyObject *)segment->title);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Whether a field has so many documents. */
static int has_documents(const Field *field, Py_ssize_t documents) {
    return field_documents(field) == documents;
}

/* Segment(text, title, first passage, hints, begins). */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *text, *title, *first, *hints, *begins;
    (void)names;
    if (!PyArg_ParseTuple(args, "O!O!OOO", field_type, &text, field_type, &title, &first, &hints, &begins)) return NULL;
    Segment *segment = (Segment *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!segment) return NULL;
    Py_INCREF(text);
    Py_INCREF(title);
    segment->text = (Field *)text;
    segment->title = (Field *)title;
    if (numbers_hold(&segment->first_passage, first) || array_hold(&segment->hints, hints) ||
        array_hold(&segment->begins, begins))
        goto failed;
    segment->articles = segment->first_passage.length - 1;
    if (segment->articles < 0) goto differ;
    const uint64_t passages = number_at(&segment->first_passage, segment->articles);
    if (number_at(&segment->first_passage, 0) || passages > LARGEST / 2) goto differ;
    if (!numbers_ascend(&segment->first_passage)) goto differ; /* all look-ups of passages stand on this */
    segment->passages = (Py_ssize_t)passages;
    if (!has_documents(segment->text, segment->passages) || !has_documents(segment->title, segment->articles))
        goto differ;
    return (PyObject *)segment;
differ:
    damaged("fields that are not of one segment");
failed:
    Py_DECREF(segment);
    return NULL;
}

PyTypeObject *make_segment_type(void) {
    static PyMethodDef methods[] = {
        {"phrase_counts", phrase_counts, METH_VARARGS, "In which passages and titles a phrase is, and how often."},
        {"best_articles", best_articles, METH_VARARGS, "The best articles, best first, and how many match."},
        {"score_articles", score_articles, METH_VARARGS, "The scores of given articles."},
        {"best_passages", best_passages, METH_VARARGS, "The best passages, best first, and how many match."},
        {"count_matching", count_matching, METH_VARARGS, "How many documents match."},
        {"matching", matching, METH_VARARGS, "All documents that match."},
        {"best_passages_of", best_passages_of, METH_VARARGS, "The best passages of given articles."},
        {"passages_having", passages_having, METH_VARARGS, "How many passages of given articles have any leaf."},
        {"neighbours", neighbours, METH_VARARGS, "What neighbouring words add to given articles."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"A segment as queries are ranked in it."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Segment", sizeof(Segment), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return segment_type = (PyTypeObject *)PyType_FromSpec(&spec);
}
