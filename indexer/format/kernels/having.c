/* In how many passages of articles is any of the leaves? */
#include <stdlib.h>

#include "ranking.h"

/* Marks the passages [first, end) that a leaf is in; the walk goes on behind them. */
static void mark_passages(Walk *walk, Py_ssize_t first, Py_ssize_t end, uint8_t *marks) {
    const Numbers *text = &walk->leaf->text.documents;
    walk->text_at = numbers_gallop(text, walk->text_at, text->length, (uint64_t)first);
    for (; walk->text_at < text->length; walk->text_at++) {
        uint64_t passage = number_at(text, walk->text_at);
        if (passage >= (uint64_t)end) return;
        if (passage >= (uint64_t)first) marks[passage - (uint64_t)first] = 1; /* else they do not ascend */
    }
}

/* segment.passages_having(leaves, articles) -> how many passages of ascending articles have any leaf in their own text
 * that ranks, that is, one with a query weight. */
PyObject *passages_having(PyObject *self, PyObject *args) {
    const Segment *segment = (const Segment *)self;
    PyObject *leaves, *given;
    Walk walks[MOST_LEAVES];
    Numbers articles = {0};
    uint8_t *marks = NULL;
    Py_ssize_t room = 0, having = 0;
    uint64_t least = 0;
    if (!PyArg_ParseTuple(args, "OO", &leaves, &given)) return NULL;
    int count = walks_from(segment, leaves, walks);
    if (count < 0 || numbers_hold(&articles, given)) return NULL;
    for (Py_ssize_t i = 0; i < articles.length; i++) {
        uint64_t article = number_at(&articles, i);
        if (article < least || article >= (uint64_t)segment->articles) {
            PyErr_SetString(PyExc_ValueError, "articles that do not ascend");
            goto failed;
        }
        least = article + 1;
        Py_ssize_t first = first_passage(segment, (Py_ssize_t)article);
        Py_ssize_t passages = first_passage(segment, (Py_ssize_t)article + 1) - first;
        if (passages > room) {
            uint8_t *more = realloc(marks, (size_t)passages);
            if (!more) {
                PyErr_NoMemory();
                goto failed;
            }
            marks = more;
            room = passages;
        }
        if (!passages) continue;
        memset(marks, 0, (size_t)passages);
        for (int k = 0; k < count; k++)
            if (walks[k].query_weight > 0.0) mark_passages(&walks[k], first, first + passages, marks);
        for (Py_ssize_t j = 0; j < passages; j++) having += marks[j];
    }
    free(marks);
    numbers_release(&articles);
    return PyLong_FromSsize_t(having);
failed:
    free(marks);
    numbers_release(&articles);
    return NULL;
}
