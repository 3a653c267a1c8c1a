/* Words and phrases of a query in the texts of documents, while they are looked for. */
#ifndef DATELINE_MARKS_H
#define DATELINE_MARKS_H

#include "phrases.h"
#include "text.h"

/* Numbers that are added to. */
typedef struct {
    uint32_t *numbers;
    Py_ssize_t count, room;
} List;

/* 1: no memory. */
int list_append(List *list, uint64_t number);
void lists_free(List *lists, Py_ssize_t count);
PyObject *list_told(const List *list);

/* Takes a list of ascending documents of the field. NULL with an exception. */
Py_ssize_t *documents_from(const Field *field, PyObject *given, Py_ssize_t *count);
/* The positions of these terms in each document, ascending, as many Lists as there are documents, to be freed by
 * `lists_free`. NULL with an exception. */
List *find_positions(const Field *field, PyObject *terms, const Py_ssize_t *documents, Py_ssize_t count);
/* In place of ascending positions of a document the code points at which they begin, each once. -1: damaged. */
int code_points_of(const Field *field, Py_ssize_t document, List *positions);

/* Words of phrases in one document: first and last positions of each stretch, by the first, then the last. */
typedef struct {
    List firsts, lasts;
} Stretches;

/* Adds the phrases that stand in a document, or lie in it in part. 1: no memory, -1: damaged. */
int find_stretches(Phrase *phrases, Py_ssize_t count, Py_ssize_t document, Stretches *stretches);
/* Puts stretches in their order, each once. 1: no memory. */
int stretches_sort(Stretches *stretches);
/* In place of their positions the code points at which they begin. 1: no memory, -1: damaged. */
int stretches_code_points(const Field *field, Py_ssize_t document, Stretches *stretches);
/* The stretches in a text as a tuple of spans, which take in those they overlap; a list of where their first words begin,
 * and their last (None where these are the first ones), where one ends with no word of one part. NULL with an exception. */
PyObject *stretches_told(const Stretches *stretches, PyObject *text);

#endif
