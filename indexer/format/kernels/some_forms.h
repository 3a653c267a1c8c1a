/* Some forms of a term: of its occurrences only those count that are written so. */
#ifndef DATELINE_SOME_FORMS_H
#define DATELINE_SOME_FORMS_H

#include "kernels.h"

typedef struct {
    uint64_t *forms; /* which of them count, a bit each */
    uint64_t count;  /* of these bits */
    uint64_t first;  /* the first occurrence whose form is known */
    Numbers written; /* the numbers of the forms, from that on */
} SomeForms;

/* Takes a tuple of numbers of forms. 1: no memory, -1: damaged, -2: with an exception. */
int some_forms_take(SomeForms *some, PyObject *numbers);
/* Takes the forms of occurrences [first, last) of a column, which gives slices of numbers; those taken before are let go.
 * -1: damaged, -2: with an exception. */
int some_forms_read(SomeForms *some, PyObject *column, Py_ssize_t first, Py_ssize_t last);
void some_forms_release(SomeForms *some);

/* Whether an occurrence counts whose form was read. */
static inline int some_forms_have(const SomeForms *some, uint64_t occurrence) {
    const uint64_t form = number_at(&some->written, (Py_ssize_t)(occurrence - some->first));
    return form < some->count && some->forms[form >> 6] >> (form & 63) & 1;
}

#endif
