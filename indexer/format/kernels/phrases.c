/* Where words stand right after each other, in one text: search/arrays/match/positional.py.
 *
 * A paragraph that was cut into passages is one text, a run: its positions are counted through, from its first passage
 * on (search/arrays/match/cut_passages.py). The rarest word is gone through; the others are looked up around it. */
#include <stdlib.h>

#include "phrases.h"

int phrase_from(Phrase *phrase, const Field *field, PyObject *terms, const Array *going) {
    const Py_ssize_t count = PyTuple_Size(terms);
    memset(phrase, 0, sizeof *phrase);
    if (count < 1 || count > MOST_WORDS) {
        if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "a phrase of %zd words", count);
        return -1;
    }
    phrase->field = field;
    phrase->going = going;
    phrase->count = (int)count;
    for (int i = 0; i < phrase->count; i++) {
        PhraseWord *word = &phrase->words[i];
        const Py_ssize_t term = PyLong_AsSsize_t(PyTuple_GetItem(terms, i));
        if (PyErr_Occurred()) return -1;
        if (field_postings(field, term, &word->low, &word->high)) {
            damaged("postings of terms that can't be");
            return -1;
        }
        word->at = word->low;
        word->known = -1;
        const PhraseWord *rarest = &phrase->words[phrase->rarest];
        if (word->high - word->low < rarest->high - rarest->low) phrase->rarest = i;
    }
    return 0;
}

int phrase_goes_on(Phrase *phrase, Py_ssize_t document) {
    if (document >= phrase->going->values.length) return 0;
    if (array_check(phrase->going, document, document + 1)) {
        phrase->is_damaged = 1;
        return 0;
    }
    return number_at(&phrase->going->values, document) != 0;
}

/* Whether a word stands at a position of a document. -1: damaged. */
static int stands_at(const Phrase *phrase, PhraseWord *word, Py_ssize_t document, uint64_t position) {
    const Numbers *documents = &phrase->field->arrays[DOCUMENTS].values;
    /* Documents near the one that is looked at are asked for, behind it too. */
    Py_ssize_t low = word->at;
    if (low == word->high || number_at(documents, low) > (uint64_t)document) low = word->low;
    low = numbers_gallop(documents, low, word->high, (uint64_t)document);
    if (low == word->high || number_at(documents, low) != (uint64_t)document) return 0;
    if (word->known != low) {
        if (field_occurrences(phrase->field, low, &word->start)) return -1;
        word->stop = word->start + (Py_ssize_t)number_at(&phrase->field->arrays[FREQUENCIES].values, low);
        word->known = low;
    }
    for (Py_ssize_t place = word->start; place < word->stop; place++) {
        const uint64_t here = field_position(phrase->field, place);
        if (here >= position) return here == position;
    }
    return 0;
}

/* Whether a word stands `away` positions from one of a document, in its run. -1: damaged. */
static int stands_away(Phrase *phrase, PhraseWord *word, Py_ssize_t document, uint64_t position, int away) {
    const Py_ssize_t documents = field_documents(phrase->field);
    uint64_t begin, end;
    if (field_bounds(phrase->field, document, &begin, &end)) return -1;
    const uint64_t through = begin + position + (uint64_t)(int64_t)away;
    if (away < 0 && begin + position < (uint64_t)-(int64_t)away) return 0;
    while (through < begin) {
        if (!document || !phrase_goes_on(phrase, document)) return 0;
        if (field_bounds(phrase->field, --document, &begin, &end)) return -1;
    }
    while (through >= end) {
        if (document + 1 >= documents || !phrase_goes_on(phrase, document + 1)) return 0;
        if (field_bounds(phrase->field, ++document, &begin, &end)) return -1;
    }
    return stands_at(phrase, word, document, through - begin);
}

int phrase_to(Phrase *phrase, Py_ssize_t document, int *alone) {
    const Numbers *documents = &phrase->field->arrays[DOCUMENTS].values;
    const Py_ssize_t total = field_documents(phrase->field);
    if (document < 0 || document >= total) return -1;
    *alone = !phrase_goes_on(phrase, document) && !phrase_goes_on(phrase, document + 1);
    for (int i = 0; i < phrase->count; i++) {
        PhraseWord *word = &phrase->words[i];
        word->at = numbers_gallop(documents, word->at, word->high, (uint64_t)document);
        if (*alone && (word->at == word->high || number_at(documents, word->at) != (uint64_t)document)) return 0;
    }
    return 1;
}

int phrase_stands(Phrase *phrase, Py_ssize_t document, int which, uint64_t position) {
    int stands = 1;
    for (int i = 0; stands > 0 && i < phrase->count; i++)
        if (i != which) stands = stands_away(phrase, &phrase->words[i], document, position, i - which);
    return phrase->is_damaged ? -1 : stands;
}

/* Keeps where a phrase begins whose rarest word is at a position of a document. 1: no memory, -1: damaged. */
static int keep(Phrase *phrase, PhrasePlaces *found, Py_ssize_t document, uint64_t position) {
    Py_ssize_t first = document;
    while (first && phrase_goes_on(phrase, first)) first--;
    if (found->count == found->room) {
        Py_ssize_t room = 2 * found->room + 64;
        int64_t *more = realloc(found->places, (size_t)room * sizeof *more);
        if (!more) return 1;
        found->places = more;
        found->room = room;
    }
    uint64_t of_document, of_first, end;
    if (field_bounds(phrase->field, document, &of_document, &end) ||
        field_bounds(phrase->field, first, &of_first, &end))
        return -1;
    const uint64_t begin = of_document - of_first + position - (uint64_t)phrase->rarest;
    found->places[found->count++] = (int64_t)((uint64_t)first << 32 | (begin & 0xFFFFFFFFu));
    return phrase->is_damaged ? -1 : 0;
}

/* Looks at one posting of the rarest word. 1: no memory, -1: damaged. */
static int look_at(Phrase *phrase, PhrasePlaces *found, Py_ssize_t posting) {
    const Numbers *documents = &phrase->field->arrays[DOCUMENTS].values;
    const Py_ssize_t document = (Py_ssize_t)number_at(documents, posting); /* negative: as large as none is */
    int alone;
    Py_ssize_t start;
    const int may_be = phrase_to(phrase, document, &alone);
    if (may_be <= 0) return may_be;
    if (field_occurrences(phrase->field, posting, &start)) return -1;
    const Py_ssize_t stop = start + (Py_ssize_t)number_at(&phrase->field->arrays[FREQUENCIES].values, posting);
    for (; start < stop; start++) {
        const uint64_t position = field_position(phrase->field, start);
        const int stands = phrase_stands(phrase, document, phrase->rarest, position);
        const int failed = stands > 0 ? keep(phrase, found, document, position) : stands;
        if (failed) return failed;
    }
    return 0;
}

int phrase_find_all(Phrase *phrase, PhrasePlaces *found) {
    const PhraseWord rarest = phrase->words[phrase->rarest];
    int failed = 0;
    memset(found, 0, sizeof *found);
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t posting = rarest.low; !failed && posting < rarest.high; posting++)
        failed = look_at(phrase, found, posting);
    Py_END_ALLOW_THREADS
    if (!failed && !phrase->is_damaged) return 0;
    if (failed > 0) PyErr_NoMemory();
    else damaged("places of words that can't be");
    free(found->places);
    found->places = NULL;
    return -1;
}

/* field.phrase(terms, goes on) -> where the words of these terms stand one after the other: run << 32 | position, by the
 * first words, ascending, as int64 in bytes. `goes on` has a number for each document, as an Array, or None. */
PyObject *phrase(PyObject *self, PyObject *args) {
    PyObject *terms, *given, *told = NULL;
    Phrase looked;
    PhrasePlaces found;
    Array going = {.below = 0};
    if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &terms, &given) || array_hold(&going, given)) return NULL;
    if (!phrase_from(&looked, (const Field *)self, terms, &going) && !phrase_find_all(&looked, &found)) {
        told = PyBytes_FromStringAndSize((const char *)found.places, found.count * (Py_ssize_t)sizeof *found.places);
        free(found.places);
    }
    array_release(&going);
    return told;
}
