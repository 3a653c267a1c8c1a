/* Sentences of a text, for who asks for those of several. */
#ifndef DATELINE_SENTENCES_H
#define DATELINE_SENTENCES_H

#include "letters.h"

typedef struct {
    const uint8_t *bytes;
    size_t size;
    PyObject *titles, *numbers, *ambiguous, *abbreviations, *beginners;
    int ordinals;
} Text;

/* Takes the sets of words of indexer/facts/sentences.py from a tuple of them; 0 with an exception. */
int hold_words(PyObject *words, Text *text);
/* Takes the UTF-8 of a text, which lives as long as that: 1, 0 where a lone surrogate has none, -1 with an exception. */
int hold_text(PyObject *given, Text *text);
/* Places in texts, one after the other, in code points; those of marks that are unclear as -1 less the place. */
typedef struct {
    int32_t *places;
    size_t count, room;
    int unclear; /* whether any of them is */
} Starts;

/* Appends one; -1 with an exception. `places` is to be given to PyMem_Free in the end. */
int starts_append(Starts *starts, int32_t place);
/* Appends where the sentences of a text begin but for the first: 1, 0 where nothing can be told, -1 with an exception. */
int find_sentences(const Text *text, Starts *starts);

#endif
