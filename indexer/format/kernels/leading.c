/* The best articles once what neighbouring words add is added to those that lead. */
#include <stdlib.h>

#include "neighbours.h"

#define AT_FIRST 4 /* times as many as are wanted: what these have then tells of most others that they can't get in */

static int by_document(const void *a, const void *b) {
    const Py_ssize_t x = ((const Row *)a)->document, y = ((const Row *)b)->document;
    return x < y ? -1 : x > y;
}

/* Adds to rows, of which none was looked at before. 1: no memory, -1: damaged. */
static int add_to(Neighbours *near, Row *rows, Py_ssize_t count) {
    qsort(rows, (size_t)count, sizeof *rows, by_document);
    neighbours_again(near);
    for (Py_ssize_t i = 0; i < count; i++) {
        double more;
        const int failed = neighbours_add(near, rows[i].document, &more);
        if (failed) return failed;
        rows[i].score += more;
    }
    return 0;
}

int best_with_neighbours(Best *best, Neighbours *near) {
    const Py_ssize_t candidates = near->candidates < best->count ? near->candidates : best->count, shown = near->shown;
    Py_ssize_t first = candidates;
    if (shown <= candidates / AT_FIRST) first = shown * AT_FIRST;
    Best leading = {best->rows, first, first};
    int failed = add_to(near, best->rows, first);
    if (failed) return failed;
    best_sort(&leading);
    /* Others come behind unless what may be added to them takes them to the last one wanted. */
    Py_ssize_t more = first;
    if (first < candidates && shown) {
        const double least = best->rows[shown - 1].score - neighbours_most(near);
        while (more < candidates && best->rows[more].score >= least) more++;
        if ((failed = add_to(near, best->rows + first, more - first))) return failed;
    }
    if (more == candidates || !shown) {
        leading.count = more;
        best_sort(&leading);
    } else { /* those that were not looked at are not wanted */
        best->count = more;
        best_sort(best);
    }
    if (best->count > shown) best->count = shown;
    return 0;
}
