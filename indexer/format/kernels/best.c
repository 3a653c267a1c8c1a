/* The best rows so far: a heap with the worst at its front. Ties go to the lower document. */
#include <stdlib.h>

#include "ranking.h"

static int is_worse(Row a, Row b) { return a.score < b.score || (a.score == b.score && a.document > b.document); }

static int by_rank(const void *a, const void *b) {
    if (is_worse(*(const Row *)b, *(const Row *)a)) return -1;
    return is_worse(*(const Row *)a, *(const Row *)b);
}

/* Keeps a row if it is among the best; whether it is. A score that is no number, which only damage brings, is not. */
int best_offer(Best *best, double score, Py_ssize_t document) {
    if (score != score) return 0; /* rows would have no order, which qsort may not be given */
    Row row = {score, document}, *rows = best->rows;
    Py_ssize_t at = best->count;
    if (at < best->limit) {
        best->count++;
        for (; at && is_worse(row, rows[(at - 1) / 2]); at = (at - 1) / 2) rows[at] = rows[(at - 1) / 2];
        rows[at] = row;
        return 1;
    }
    if (!best->limit || !is_worse(rows[0], row)) return 0;
    at = 0;
    for (Py_ssize_t child = 1; child < best->count; child = 2 * at + 1) {
        if (child + 1 < best->count && is_worse(rows[child + 1], rows[child])) child++;
        if (!is_worse(rows[child], row)) break;
        rows[at] = rows[child];
        at = child;
    }
    rows[at] = row;
    return 1;
}

void best_sort(Best *best) { qsort(best->rows, (size_t)best->count, sizeof *best->rows, by_rank); }

/* [(document, score), ...], best first. */
PyObject *rows_as_list(const Best *best) {
    PyObject *list = PyList_New(best->count);
    for (Py_ssize_t i = 0; list && i < best->count; i++) {
        PyObject *row = Py_BuildValue("(nd)", best->rows[i].document, best->rows[i].score);
        if (!row || PyList_SetItem(list, i, row)) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}
