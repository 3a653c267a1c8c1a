/* Texts as kernels read them: code point by code point, where every one is a character by itself. */
#ifndef DATELINE_TEXT_H
#define DATELINE_TEXT_H

#include "letters.h"

typedef struct {
    Py_UCS4 *points;
    Py_ssize_t length;
    int is_ascii;
} Text;

typedef struct {
    Py_ssize_t start, end;
} Span;

/* Takes the code points of a str; `text_free` gives them back. -1 with an exception. */
int text_take(Text *text, PyObject *object);
void text_free(Text *text);

/* Whether the text has only what these kernels know: letters of Latin and Cyrillic, digits, and what is set between
 * them. No two of these make one grapheme, and none is unseen or acts on a terminal but blanks and controls. */
int text_is_simple(const Text *text);

/* What `str.isalnum` says, of the characters of such a text. */
int point_is_alnum(Py_UCS4 point);
/* What `str.casefold` makes of it; 0 where that is not known here. */
Py_UCS4 point_folded(Py_UCS4 point);

/* Takes a tuple of pairs of numbers: NULL with an exception, or without one where it is not a tuple of such. */
Span *spans_take(PyObject *object, Py_ssize_t *count);
/* Spans as a tuple of pairs. */
PyObject *spans_told(const Span *spans, Py_ssize_t count);

/* Where a word of one part ends that begins at a place; -1 where none does, or it is a part of a longer token. */
Py_ssize_t word_end_at(const Text *text, Py_ssize_t start);

PyObject *pieces_around(PyObject *module, PyObject *args);
PyObject *marked(PyObject *module, PyObject *args);

#endif
