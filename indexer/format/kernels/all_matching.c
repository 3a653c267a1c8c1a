/* All documents that match, or how many do: a bit for each. */
#include <stdlib.h>

#include "ranking.h"

static void mark(uint64_t *bits, Py_ssize_t document) { bits[document >> 6] |= 1ull << (document & 63); }

/* Marks the documents that a leaf is in. */
static void mark_leaf(const Asked *asked, const Leaf *leaf, uint64_t *bits) {
    const Segment *segment = asked->segment;
    const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
    Py_ssize_t article = 0;
    for (Py_ssize_t at = 0; at < text->length;) {
        const uint64_t passage = number_at(text, at);
        if (asked->by_passage) {
            if (passage < (uint64_t)asked->documents) mark(bits, (Py_ssize_t)passage);
            at++;
            continue;
        }
        article = article_from(segment, article, passage);
        if (article >= segment->articles) break;
        mark(bits, article);
        const uint64_t stop = (uint64_t)first_passage(segment, article + 1);
        do at++;
        while (at < text->length && number_at(text, at) < stop);
    }
    for (Py_ssize_t at = 0; !asked->by_passage && at < title->length; at++)
        if (number_at(title, at) < (uint64_t)asked->documents) mark(bits, (Py_ssize_t)number_at(title, at));
}

static void mark_all(Asked *asked, uint64_t *bits) {
    if (asked->groups == 1) { /* of each leaf by itself: they need not be brought into one order */
        for (int k = 0; k < asked->leaves; k++)
            if (asked->walks[k].groups) mark_leaf(asked, asked->walks[k].leaf, bits);
        for (Py_ssize_t document = 0; asked->allowed.width && document < asked->documents; document++)
            if (!((const uint8_t *)asked->allowed.data)[document]) bits[document >> 6] &= ~(1ull << (document & 63));
        return;
    }
    for (Py_ssize_t document = next_match(asked, 0, 0); document != NONE; document = next_match(asked, document + 1, 0))
        mark(bits, document);
}

/* Marks what matches: as many words of bits as `words` says, to be freed. NULL with an exception. */
static uint64_t *all_bits(PyObject *self, PyObject *args, Py_ssize_t *words) {
    PyObject *leaves, *groups, *allowed;
    Asked asked;
    int by_passage;
    if (!PyArg_ParseTuple(args, "OOOp", &leaves, &groups, &allowed, &by_passage) ||
        asked_from(&asked, self, leaves, groups, allowed, by_passage))
        return NULL;
    *words = asked.documents / 64 + 1;
    uint64_t *bits = calloc((size_t)*words, sizeof *bits);
    if (bits) {
        Py_BEGIN_ALLOW_THREADS
        mark_all(&asked, bits);
        Py_END_ALLOW_THREADS
    }
    numbers_release(&asked.allowed);
    if (!bits) PyErr_NoMemory();
    return bits;
}

/* segment.matching(leaves, groups, allowed, by passage) -> the documents that match, ascending, as uint32 in bytes. */
PyObject *matching(PyObject *self, PyObject *args) {
    Py_ssize_t words, count = 0;
    uint64_t *bits = all_bits(self, args, &words);
    if (!bits) return NULL;
    for (Py_ssize_t word = 0; word < words; word++) count += BITS(bits[word]);
    PyObject *found = PyBytes_FromStringAndSize(NULL, count * 4);
    char *documents = found ? PyBytes_AsString(found) : NULL;
    for (Py_ssize_t word = 0, at = 0; documents && word < words; word++)
        for (uint64_t left = bits[word]; left; left &= left - 1, at++) {
            const uint32_t document = (uint32_t)(word * 64 + BITS((left & (~left + 1)) - 1));
            memcpy(documents + 4 * at, &document, 4);
        }
    free(bits);
    return found;
}

/* segment.count_matching(leaves, groups, allowed, by passage) -> how many match. */
PyObject *count_matching(PyObject *self, PyObject *args) {
    Py_ssize_t words, count = 0;
    uint64_t *bits = all_bits(self, args, &words);
    if (!bits) return NULL;
    for (Py_ssize_t word = 0; word < words; word++) count += BITS(bits[word]);
    free(bits);
    return PyLong_FromSsize_t(count);
}
