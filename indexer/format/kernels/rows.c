/* Of given articles: what they score, which of their passages are best, and what neighbouring words add. */
#include <stdlib.h>

#include "ranking.h"

/* A leaf that is in any passage at all gives it more than nothing, so that such passages are told by their scores. */
static PyObject *passages_as_tuple(const PassageScores *passages, Best *best) {
    Py_ssize_t having = 0;
    best->count = 0;
    for (Py_ssize_t i = 0; i < passages->count; i++) {
        if (!(passages->scores[i] > 0.0)) continue;
        having++;
        best_offer(best, passages->scores[i] + passages->titles, passages->first + i);
    }
    best_sort(best);
    PyObject *rows = rows_as_list(best);
    return rows ? Py_BuildValue("(Nn)", rows, having) : NULL;
}

/* Scores ascending articles; `told` makes a Python object of each. */
static PyObject *scored(PyObject *self, PyObject *leaves, PyObject *given, PyObject *constants, Best *best) {
    const Segment *segment = (const Segment *)self;
    Walk walks[MOST_LEAVES];
    Formula formula;
    PassageScores passages = {NULL, 0, 0, 0, 0.0};
    Py_ssize_t count;
    int leaf_count = walks_from(segment, leaves, walks);
    if (leaf_count < 0 || formula_from(constants, &formula)) return NULL;
    Py_ssize_t *articles = articles_from(segment, given, &count);
    PyObject *list = articles ? PyList_New(count) : NULL;
    for (Py_ssize_t i = 0; list && i < count; i++) {
        double score;
        PyObject *told = NULL;
        int failed = score_article(segment, &formula, walks, leaf_count, articles[i], &passages, NULL, &score);
        if (failed > 0) PyErr_NoMemory();
        if (failed < 0) damaged("postings that can't be");
        if (!failed) told = best ? passages_as_tuple(&passages, best) : PyFloat_FromDouble(score);
        if (!told || PyList_SetItem(list, i, told)) {
            Py_DECREF(list);
            list = NULL;
        }
    }
    free(passages.scores);
    free(articles);
    return list;
}

/* segment.score_articles(leaves, articles, formula) -> the score of each, but for neighbouring words. */
PyObject *score_articles(PyObject *self, PyObject *args) {
    PyObject *leaves, *articles, *constants;
    if (!PyArg_ParseTuple(args, "OOO", &leaves, &articles, &constants)) return NULL;
    return scored(self, leaves, articles, constants, NULL);
}

/* segment.best_passages_of(leaves, articles, formula, limit) -> for each article its best passages that have any of the
 * leaves in their own text, [(passage, score), ...] best first, and how many have. */
PyObject *best_passages_of(PyObject *self, PyObject *args) {
    PyObject *leaves, *articles, *constants;
    Best best = {NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "OOOn", &leaves, &articles, &constants, &best.limit)) return NULL;
    if (best.limit > ((Segment *)self)->passages) best.limit = ((Segment *)self)->passages;
    if (best.limit < 0) best.limit = 0;
    best.rows = malloc((size_t)best.limit * sizeof *best.rows + 1);
    if (!best.rows) return PyErr_NoMemory();
    PyObject *list = scored(self, leaves, articles, constants, &best);
    free(best.rows);
    return list;
}
