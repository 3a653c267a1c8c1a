/* How often a leaf of several terms is in the opening of an article, told when it is asked: few articles get so far that it
 * matters, and of few terms it is soon looked up. */
#include <stdlib.h>

#include "openings.h"

struct OpeningTerms {
    Py_ssize_t count;
    SomeForms *some; /* of each term; without forms all of its occurrences count */
    struct {
        Py_ssize_t low, end; /* its postings */
    } terms[];
};

OpeningTerms *opening_terms_for(Py_ssize_t count) {
    OpeningTerms *terms = calloc(1, sizeof *terms + (size_t)count * sizeof terms->terms[0]);
    return terms;
}

void opening_terms_add(OpeningTerms *terms, Py_ssize_t low, Py_ssize_t end) {
    terms->terms[terms->count].low = low;
    terms->terms[terms->count++].end = end;
}

void opening_terms_take(OpeningTerms *terms, SomeForms *some) { terms->some = some; }

void opening_terms_free(OpeningTerms *terms) {
    for (Py_ssize_t i = 0; terms && terms->some && i < terms->count; i++) some_forms_release(&terms->some[i]);
    if (terms) free(terms->some);
    free(terms);
}

Py_ssize_t opening_terms_bytes(const OpeningTerms *terms) {
    Py_ssize_t bytes = 0;
    for (Py_ssize_t i = 0; terms && i < terms->count; i++)
        bytes += (Py_ssize_t)(sizeof terms->terms[0] + sizeof *terms->some) +
                 terms->some[i].written.length * terms->some[i].written.width;
    return bytes;
}

Py_ssize_t opening_count(const OpeningTerms *terms, const Field *field, uint64_t passage, int64_t end) {
    const Numbers *documents = &field->arrays[DOCUMENTS].values;
    uint64_t places = 0;
    for (Py_ssize_t i = 0; i < terms->count; i++) {
        const SomeForms *some = terms->some[i].forms ? &terms->some[i] : NULL;
        const Py_ssize_t posting = numbers_first_from(documents, terms->terms[i].low, terms->terms[i].end, passage);
        Py_ssize_t start;
        if (posting == terms->terms[i].end || number_at(documents, posting) != passage) continue;
        if (field_occurrences(field, posting, &start)) return -1;
        const Py_ssize_t stop = start + (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
        if (some && ((uint64_t)start < some->first || stop - (Py_ssize_t)some->first > some->written.length)) return -1;
        for (; start < stop; start++) {
            const int64_t position = (int64_t)field_position(field, start);
            if (position < 0 || position >= end || position >= MOST_OPENING) continue;
            if (!some || some_forms_have(some, (uint64_t)start)) places |= 1ull << position;
        }
    }
    return BITS(places);
}
