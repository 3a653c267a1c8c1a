/* Phrases in a document, and what is marked of them: from the first word to the end of the last. */
#include <stdlib.h>

#include "marks.h"

static int add(Stretches *stretches, uint64_t first, uint64_t last) {
    return list_append(&stretches->firsts, first) || list_append(&stretches->lasts, last);
}

/* Adds the phrases that have their word `which` in a document. 1: no memory, -1: damaged. */
static int by_word(Phrase *phrase, Py_ssize_t document, int which, int64_t length, Stretches *stretches) {
    const Field *field = phrase->field;
    const PhraseWord *word = &phrase->words[which];
    const Numbers *documents = &field->arrays[DOCUMENTS].values;
    Py_ssize_t start;
    if (word->at == word->high || number_at(documents, word->at) != (uint64_t)document) return 0;
    if (field_occurrences(field, word->at, &start)) return -1;
    const Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, word->at);
    for (; start < stop; start++) {
        const uint64_t position = field_position(field, start);
        if (position >= (uint64_t)length) return -1;
        const int stands = phrase_stands(phrase, document, which, position);
        if (stands < 0) return -1;
        if (!stands) continue;
        /* What of it lies in documents beside this one is marked there. */
        const int64_t first = (int64_t)position - which, last = first + phrase->count - 1;
        if (add(stretches, first < 0 ? 0 : (uint64_t)first, (uint64_t)(last < length ? last : length - 1))) return 1;
    }
    return 0;
}

int find_stretches(Phrase *phrases, Py_ssize_t count, Py_ssize_t document, Stretches *stretches) {
    for (Py_ssize_t i = 0; i < count; i++) {
        Phrase *phrase = &phrases[i];
        int alone, failed = phrase_to(phrase, document, &alone);
        const int64_t length = field_length(phrase->field, document);
        if (failed < 0 || length < 0 || phrase->is_damaged) return -1;
        if (!failed) continue;
        /* In a run by itself it is there with all of its words; else one of them is in this document. */
        const int from = alone ? phrase->rarest : 0, to = alone ? phrase->rarest + 1 : phrase->count;
        for (int which = from; which < to; which++)
            if ((failed = by_word(phrase, document, which, length, stretches))) return failed;
    }
    return 0;
}

static int in_order(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

int stretches_sort(Stretches *stretches) {
    uint32_t *firsts = stretches->firsts.numbers, *lasts = stretches->lasts.numbers;
    const Py_ssize_t count = stretches->firsts.count;
    Py_ssize_t kept = 0;
    if (count < 2) return 0;
    uint64_t *both = malloc((size_t)count * sizeof *both);
    if (!both) return 1;
    for (Py_ssize_t i = 0; i < count; i++) both[i] = (uint64_t)firsts[i] << 32 | lasts[i];
    qsort(both, (size_t)count, sizeof *both, in_order);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (i && both[i] == both[i - 1]) continue;
        firsts[kept] = (uint32_t)(both[i] >> 32);
        lasts[kept++] = (uint32_t)both[i];
    }
    free(both);
    stretches->firsts.count = stretches->lasts.count = kept;
    return 0;
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The place of a number that is among ascending ones. */
static Py_ssize_t place_of(const List *list, uint32_t number) {
    Py_ssize_t low = 0, high = list->count;
    while (high - low > 1) {
        const Py_ssize_t middle = low + (high - low) / 2;
        if (list->numbers[middle] <= number) low = middle;
        else high = middle;
    }
    return low;
}

int stretches_code_points(const Field *field, Py_ssize_t document, Stretches *stretches) {
    List positions = {NULL, 0, 0}, points = {NULL, 0, 0};
    const Py_ssize_t count = stretches->firsts.count;
    Py_ssize_t kept = 0;
    int failed = 0;
    if (!count) return 0;
    for (Py_ssize_t i = 0; !failed && i < count; i++)
        failed = list_append(&positions, stretches->firsts.numbers[i]) ||
                 list_append(&positions, stretches->lasts.numbers[i]);
    if (failed) goto done;
    qsort(positions.numbers, (size_t)positions.count, sizeof *positions.numbers, ascending);
    for (Py_ssize_t i = 0; !failed && i < positions.count; i++) {
        if (i && positions.numbers[i] == positions.numbers[kept - 1]) continue;
        positions.numbers[kept++] = positions.numbers[i];
        failed = list_append(&points, positions.numbers[i]);
    }
    positions.count = kept;
    if (!failed) failed = code_points_of(field, document, &points);
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        stretches->firsts.numbers[i] = points.numbers[place_of(&positions, stretches->firsts.numbers[i])];
        stretches->lasts.numbers[i] = points.numbers[place_of(&positions, stretches->lasts.numbers[i])];
    }
done:
    free(positions.numbers);
    free(points.numbers);
    return failed;
}

static PyObject *begins_and_lasts(const Stretches *stretches) {
    const uint32_t *firsts = stretches->firsts.numbers, *lasts = stretches->lasts.numbers;
    const size_t size = (size_t)stretches->firsts.count * sizeof *firsts;
    PyObject *begins = list_told(&stretches->firsts);
    if (!memcmp(firsts, lasts, size)) return Py_BuildValue("[NO]", begins, Py_None);
    return Py_BuildValue("[NN]", begins, list_told(&stretches->lasts));
}

PyObject *stretches_told(const Stretches *stretches, PyObject *given) {
    const Py_ssize_t count = stretches->firsts.count;
    Py_ssize_t kept = 0;
    Text text;
    PyObject *told = NULL;
    if (!count) return PyTuple_New(0);
    if (text_take(&text, given)) return NULL;
    Span *spans = PyMem_Malloc((size_t)count * sizeof *spans);
    if (!spans) PyErr_NoMemory();
    int known = spans && text_is_simple(&text);
    for (Py_ssize_t i = 0; known && i < count; i++) {
        const Py_ssize_t start = stretches->firsts.numbers[i], end = word_end_at(&text, stretches->lasts.numbers[i]);
        if (end < 0) {
            known = 0;
        } else if (kept && start < spans[kept - 1].end) {
            if (end > spans[kept - 1].end) spans[kept - 1].end = end;
        } else {
            spans[kept].start = start;
            spans[kept++].end = end;
        }
    }
    if (known) told = spans_told(spans, kept);
    else if (spans) told = begins_and_lasts(stretches);
    PyMem_Free(spans);
    text_free(&text);
    return told;
}
