/* A phrase while it is looked for: its words, and the runs of passages it may stand in. */
#ifndef DATELINE_PHRASES_H
#define DATELINE_PHRASES_H

#include "kernels.h"

#define MOST_WORDS 64

typedef struct {
    Py_ssize_t low, high, at;      /* the postings of the word, and the first not before the document that is looked at */
    Py_ssize_t known, start, stop; /* the posting whose occurrences are known, and these; -1: of none */
} PhraseWord;

typedef struct {
    const Field *field;
    const Array *going; /* of each document whether it goes on in the text of the one before; nothing: none does */
    PhraseWord words[MOST_WORDS];
    int count, rarest, is_damaged;
} Phrase;

/* Takes the words of a phrase, a tuple of their terms. -1 with an exception. */
int phrase_from(Phrase *phrase, const Field *field, PyObject *terms, const Array *going);
/* Whether a document goes on in the text of the one before; where that can't be told, the phrase is damaged. */
int phrase_goes_on(Phrase *phrase, Py_ssize_t document);
/* Takes the words to a document, which none of a call before was behind: whether the phrase may be in it, and in `alone`
 * whether the document is a run by itself. -1: damaged. */
int phrase_to(Phrase *phrase, Py_ssize_t document, int *alone);
/* Whether the phrase stands where its word `which` is at a position of a document. -1: damaged. */
int phrase_stands(Phrase *phrase, Py_ssize_t document, int which, uint64_t position);

/* Where a phrase begins: run << 32 | position in it, by the first word, ascending. */
typedef struct {
    int64_t *places;
    Py_ssize_t count, room;
} PhrasePlaces;

/* Finds all of them, without the interpreter; `places` is to be freed. -1 with an exception. */
int phrase_find_all(Phrase *phrase, PhrasePlaces *found);

#endif
