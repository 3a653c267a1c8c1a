/* The terms of a leaf by which its occurrences in openings are told when they are asked for. */
#ifndef DATELINE_OPENINGS_H
#define DATELINE_OPENINGS_H

#include "ranking.h"
#include "some_forms.h"

#define UNTOLD UINT32_MAX /* occurrences in an opening that nobody has asked for */

/* For so many terms; NULL: no memory. */
OpeningTerms *opening_terms_for(Py_ssize_t count);
/* Adds a term by its postings. */
void opening_terms_add(OpeningTerms *terms, Py_ssize_t low, Py_ssize_t end);
/* Takes what was allocated for the forms of all of them. */
void opening_terms_take(OpeningTerms *terms, SomeForms *some);
void opening_terms_free(OpeningTerms *terms);
Py_ssize_t opening_terms_bytes(const OpeningTerms *terms);
/* At how many places of a passage before `end` any of them is. -1: damaged. */
Py_ssize_t opening_count(const OpeningTerms *terms, const Field *field, uint64_t passage, int64_t end);

#endif
