/* Neighbouring words of a query, while what they add to articles is worked out. */
#ifndef DATELINE_NEIGHBOURS_H
#define DATELINE_NEIGHBOURS_H

#include "ranking.h"

/* Where one word stands in the article that is at, ascending. */
typedef struct {
    int64_t *places;
    Py_ssize_t count, room;
} Places;

/* The weights of a pair of words: in a row, within the window, with one between. */
typedef struct {
    int first, second;
    double ordered, unordered, passed_over;
} Pair;

struct Neighbours {
    const Segment *segment;
    const Formula *formula;
    Walk walks[MOST_LEAVES];
    Places places[MOST_LEAVES];
    Pair *pairs;
    Py_ssize_t pair_count;
    int leaves;
    int64_t window;
    Py_ssize_t candidates, shown; /* of best rows, those that anything is added to, and those wanted then */
};

/* Takes words and their pairs: what `neighbours` is given. -1 with an exception; to be freed in any case. */
int neighbours_from(
    Neighbours *near, const Segment *segment, PyObject *leaves, PyObject *pairs, const Formula *formula, Py_ssize_t window
);
void neighbours_free(Neighbours *near);
/* Begins again with the first article: others are asked for in ascending order. */
void neighbours_again(Neighbours *near);
/* More than what the pairs may add to any article. */
double neighbours_most(const Neighbours *near);
/* What the pairs add to an article. 1: no memory, -1: damaged. */
int neighbours_add(Neighbours *near, Py_ssize_t article, double *total);

#endif
