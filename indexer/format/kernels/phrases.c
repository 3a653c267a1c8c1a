/* Where words stand right after each other, in one text: search/arrays/match/positional.py.
 *
 * A paragraph that was cut into passages is one text, a run: its positions are counted through, from its first passage
 * on (search/arrays/match/cut_passages.py). The rarest word is gone through; the others are looked up around it. */
#include <stdlib.h>

#include "kernels.h"

#define MOST_WORDS 64

typedef struct {
    Py_ssize_t low, high, at;      /* the postings of the word, and the first not before the document that is looked at */
    Py_ssize_t known, start, stop; /* the posting whose occurrences are known, and these; -1: of none */
} Postings;

typedef struct {
    const Field *field;
    const Numbers *goes_on; /* of each document whether it goes on in the text of the one before; nothing: none does */
    Postings words[MOST_WORDS];
    int count, rarest;
    int64_t *found;
    Py_ssize_t found_count, room;
} Phrase;

static int goes_on(const Phrase *phrase, Py_ssize_t document) {
    return document < phrase->goes_on->length && number_at(phrase->goes_on, document) != 0;
}

/* Whether a word stands at a position of a document. -1: damaged. */
static int stands_at(const Phrase *phrase, Postings *word, Py_ssize_t document, uint64_t position) {
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
static int stands_away(const Phrase *phrase, Postings *word, Py_ssize_t document, uint64_t position, int away) {
    const Py_ssize_t documents = phrase->field->arrays[TOKEN_START].values.length - 1;
    uint64_t begin, end;
    if (field_bounds(phrase->field, document, &begin, &end)) return -1;
    const uint64_t through = begin + position + (uint64_t)(int64_t)away;
    if (away < 0 && begin + position < (uint64_t)-(int64_t)away) return 0;
    while (through < begin) {
        if (!document || !goes_on(phrase, document)) return 0;
        if (field_bounds(phrase->field, --document, &begin, &end)) return -1;
    }
    while (through >= end) {
        if (document + 1 >= documents || !goes_on(phrase, document + 1)) return 0;
        if (field_bounds(phrase->field, ++document, &begin, &end)) return -1;
    }
    return stands_at(phrase, word, document, through - begin);
}

/* Keeps where a phrase begins whose rarest word is at a position of a document. 1: no memory, -1: damaged. */
static int keep(Phrase *phrase, Py_ssize_t document, uint64_t position) {
    Py_ssize_t first = document;
    while (first && goes_on(phrase, first)) first--;
    if (phrase->found_count == phrase->room) {
        Py_ssize_t room = 2 * phrase->room + 64;
        int64_t *more = realloc(phrase->found, (size_t)room * sizeof *more);
        if (!more) return 1;
        phrase->found = more;
        phrase->room = room;
    }
    uint64_t of_document, of_first, end;
    if (field_bounds(phrase->field, document, &of_document, &end) ||
        field_bounds(phrase->field, first, &of_first, &end))
        return -1;
    const uint64_t begin = of_document - of_first + position - (uint64_t)phrase->rarest;
    phrase->found[phrase->found_count++] = (int64_t)((uint64_t)first << 32 | (begin & 0xFFFFFFFFu));
    return 0;
}

/* Looks at one posting of the rarest word. 1: no memory, -1: damaged. */
static int look_at(Phrase *phrase, Py_ssize_t posting) {
    const Numbers *documents = &phrase->field->arrays[DOCUMENTS].values;
    const Py_ssize_t document = (Py_ssize_t)number_at(documents, posting); /* negative: as large as none is */
    const Py_ssize_t total = phrase->field->arrays[TOKEN_START].values.length - 1;
    if (document < 0 || document >= total) return -1;
    const int alone = !goes_on(phrase, document) && !goes_on(phrase, document + 1);
    for (int i = 0; i < phrase->count; i++) {
        Postings *word = &phrase->words[i];
        word->at = numbers_gallop(documents, word->at, word->high, (uint64_t)document);
        if (alone && (word->at == word->high || number_at(documents, word->at) != (uint64_t)document)) return 0;
    }
    Py_ssize_t start;
    if (field_occurrences(phrase->field, posting, &start)) return -1;
    const Py_ssize_t stop = start + (Py_ssize_t)number_at(&phrase->field->arrays[FREQUENCIES].values, posting);
    for (; start < stop; start++) {
        const uint64_t position = field_position(phrase->field, start);
        int stands = 1;
        for (int i = 0; stands > 0 && i < phrase->count; i++)
            if (i != phrase->rarest) stands = stands_away(phrase, &phrase->words[i], document, position, i - phrase->rarest);
        const int failed = stands > 0 ? keep(phrase, document, position) : stands;
        if (failed) return failed;
    }
    return 0;
}

static int find(Phrase *phrase) {
    const Postings rarest = phrase->words[phrase->rarest];
    int failed = 0;
    for (Py_ssize_t posting = rarest.low; !failed && posting < rarest.high; posting++) failed = look_at(phrase, posting);
    return failed;
}

/* field.phrase(terms, goes on) -> where the words of these terms stand one after the other: run << 32 | position, by the
 * first words, ascending, as int64 in bytes. `goes on` is a number for each document, or None. */
PyObject *phrase(PyObject *self, PyObject *args) {
    PyObject *terms, *given, *told = NULL;
    Phrase looked = {0};
    Numbers going = {0};
    if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &terms, &given)) return NULL;
    const Py_ssize_t count = PyTuple_Size(terms);
    if (count < 1 || count > MOST_WORDS) return PyErr_Format(PyExc_ValueError, "a phrase of %zd words", count);
    looked.field = (const Field *)self;
    looked.goes_on = &going;
    looked.count = (int)count;
    for (int i = 0; i < looked.count; i++) {
        Postings *word = &looked.words[i];
        const Py_ssize_t term = PyLong_AsSsize_t(PyTuple_GetItem(terms, i));
        if (PyErr_Occurred()) return NULL;
        if (field_postings(looked.field, term, &word->low, &word->high)) return damaged("postings of terms that can't be");
        word->at = word->low;
        word->known = -1;
        const Postings *rarest = &looked.words[looked.rarest];
        if (word->high - word->low < rarest->high - rarest->low) looked.rarest = i;
    }
    if (numbers_hold(&going, given)) return NULL;
    int failed;
    Py_BEGIN_ALLOW_THREADS
    failed = find(&looked);
    Py_END_ALLOW_THREADS
    numbers_release(&going);
    if (failed > 0) PyErr_NoMemory();
    if (failed < 0) damaged("places of words that can't be");
    if (!failed)
        told = PyBytes_FromStringAndSize((const char *)looked.found,
                                         looked.found_count * (Py_ssize_t)sizeof *looked.found);
    free(looked.found);
    return told;
}
