/* Which passages score best, by BM25 (search/ranking/model.py): impacts are single, their sum is double. */
#include "ranking.h"

/* k1 + 1, k1 (1 - b), k1 b / average length. */
typedef struct {
    double top, rest, scale;
} Saturation;

/* What a leaf gives to a passage in which it is so often. */
static double impact(const Saturation *by, const Walk *walk, float norm) {
    const float frequency = (float)number_at(&walk->leaf->text.frequencies, walk->text_at);
    const float weighted = frequency * (float)(walk->weight * by->top);
    const float given = weighted / (frequency + norm);
    return (double)given * walk->query_weight;
}

/* Impacts add up without rounding, in any order: those of leaves that are known to be there come first, and when the others
 * can't give what is missing they are not looked for. */
static int score_one(Asked *asked, void *given, Py_ssize_t passage, double least, double *score) {
    const Saturation *by = given;
    const int64_t length = field_length(asked->segment->text, passage);
    if (length < 0) return -1;
    const float norm = (float)(by->rest + by->scale * (double)length);
    double rest = 0.0;
    *score = 0.0;
    for (int k = 0; k < asked->leaves; k++) {
        const Walk *walk = &asked->walks[k];
        if (walk->document == passage) *score += impact(by, walk, norm);
        else if (walk->document < passage) rest += walk->bound;
    }
    for (int k = 0; k < asked->leaves; k++) {
        Walk *walk = &asked->walks[k];
        if (walk->document >= passage) continue;
        if (*score + rest < least * SLACK) return 0;
        rest -= walk->bound;
        const Numbers *text = &walk->leaf->text.documents;
        walk->text_at = numbers_gallop(text, walk->text_at, text->length, (uint64_t)passage);
        if (walk->text_at < text->length && number_at(text, walk->text_at) == (uint64_t)passage)
            *score += impact(by, walk, norm);
    }
    return 0;
}

/* segment.best_passages(leaves, groups, allowed, (k1 + 1, k1 (1 - b), k1 b / average), limit) -> as `best_articles`, of
 * passages: what a leaf has in titles does not count. */
PyObject *best_passages(PyObject *self, PyObject *args) {
    PyObject *leaves, *groups, *allowed;
    Py_ssize_t limit;
    Saturation by;
    Asked asked;
    if (!PyArg_ParseTuple(args, "OOO(ddd)n", &leaves, &groups, &allowed, &by.top, &by.rest, &by.scale, &limit) ||
        asked_from(&asked, self, leaves, groups, allowed, 1))
        return NULL;
    for (int k = 0; k < asked.leaves; k++)
        asked.walks[k].bound = asked.walks[k].weight * by.top * asked.walks[k].query_weight * ROUND_UP;
    return told_best(&asked, score_one, &by, NULL, limit, NULL);
}
