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

/* Marks the passages that a leaf is in, and by their first the articles whose title has it: how many of these have no
 * passage. */
static Py_ssize_t mark_passages(const Segment *segment, const Leaf *leaf, uint64_t *bits, uint64_t *bare) {
    const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
    Py_ssize_t count = 0;
    for (Py_ssize_t at = 0; at < text->length; at++) {
        const uint64_t passage = number_at(text, at);
        if (passage < (uint64_t)segment->passages) mark(bits, (Py_ssize_t)passage);
    }
    for (Py_ssize_t at = 0; at < title->length; at++) {
        const uint64_t article = number_at(title, at);
        if (article >= (uint64_t)segment->articles) break;
        const Py_ssize_t first = first_passage(segment, (Py_ssize_t)article);
        if (first < first_passage(segment, (Py_ssize_t)article + 1)) {
            mark(bits, first);
        } else if (!(bare[article >> 6] >> (article & 63) & 1)) {
            mark(bare, (Py_ssize_t)article);
            count++;
        }
    }
    return count;
}

/* In how many articles any of the leaves is, of which each posting is but marked, and told by where articles begin whose it
 * is. -1: that is not known, -2: no memory. */
static Py_ssize_t count_articles_of_any(const Asked *asked) {
    const Segment *segment = asked->segment;
    const uint64_t *begins = segment_begins(segment);
    const Py_ssize_t words = segment->passages / 64 + 1;
    if (!begins) return -1;
    uint64_t *bits = calloc((size_t)(words + segment->articles / 64 + 1), sizeof *bits);
    if (!bits) return -2;
    Py_ssize_t count = 0;
    for (int k = 0; k < asked->leaves; k++)
        if (asked->walks[k].groups) count += mark_passages(segment, asked->walks[k].leaf, bits, bits + words);
    int is_open = 0; /* whether the article that is at has been counted */
    for (Py_ssize_t word = 0; word < (segment->passages + 63) / 64; word++) {
        const uint64_t begin = begins[word];
        uint64_t left = bits[word], seen = 0;
        while (left) {
            const uint64_t lowest = left & (~left + 1), upto = lowest | (lowest - 1);
            if (!is_open || begin & upto & ~seen) count++;
            is_open = 1;
            seen = upto;
            left &= left - 1;
        }
        if (begin & ~seen) is_open = 0;
    }
    free(bits);
    return count;
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
static uint64_t *all_bits(Asked *asked, Py_ssize_t *words) {
    *words = asked->documents / 64 + 1;
    uint64_t *bits = calloc((size_t)*words, sizeof *bits);
    if (!bits) return (uint64_t *)PyErr_NoMemory();
    Py_BEGIN_ALLOW_THREADS
    mark_all(asked, bits);
    Py_END_ALLOW_THREADS
    return bits;
}

static int asked_for(Asked *asked, PyObject *self, PyObject *args) {
    PyObject *leaves, *groups, *allowed;
    int by_passage;
    return PyArg_ParseTuple(args, "OOOp", &leaves, &groups, &allowed, &by_passage)
               ? asked_from(asked, self, leaves, groups, allowed, by_passage)
               : -1;
}

/* segment.matching(leaves, groups, allowed, by passage) -> the documents that match, ascending, as uint32 in bytes. */
PyObject *matching(PyObject *self, PyObject *args) {
    Asked asked;
    Py_ssize_t words, count = 0;
    if (asked_for(&asked, self, args)) return NULL;
    uint64_t *bits = all_bits(&asked, &words);
    numbers_release(&asked.allowed);
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
    Asked asked;
    Py_ssize_t words, count = -1;
    if (asked_for(&asked, self, args)) return NULL;
    if (asked.groups == 1 && !asked.by_passage && !asked.allowed.width) {
        Py_BEGIN_ALLOW_THREADS
        count = count_articles_of_any(&asked);
        Py_END_ALLOW_THREADS
    }
    if (count == -1) {
        uint64_t *bits = all_bits(&asked, &words);
        count = bits ? 0 : -2;
        for (Py_ssize_t word = 0; bits && word < words; word++) count += BITS(bits[word]);
        free(bits);
    }
    numbers_release(&asked.allowed);
    if (count >= 0) return PyLong_FromSsize_t(count);
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}
