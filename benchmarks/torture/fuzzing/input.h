/* What is cut from the bytes of a fuzzer: arrays, whose memory ends where they do, and the numbers of a program.
 *
 * An input is 35 headers of 5 bytes (kind, place, length), the bytes of the arrays, and the program, which is read from
 * the end on: a change of one array moves no other, and a byte more or less no number of the program. Headers are those
 * of the arrays of a text field, of a title field, of the first passages, of their hints and beginnings, and two more. seeds.py writes the
 * same. */
#ifndef DATELINE_FUZZING_INPUT_H
#define DATELINE_FUZZING_INPUT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define HEADER 5
#define MORE_ARRAYS 2
#define HEADERS 35 /* target.c holds it to the arrays of a field */
#define MOST_TEXT 2000 /* bytes of a text */
#define MOST_BYTES (1 << 16) /* of all arrays: what is left of a longer one is not there */

/* The kind of an array: its width is WIDTHS[kind & 7], of which 0 is no array, and 16 none that kernels know; one that is
 * MISPLACED does not begin at a multiple of its width. Of the bits: */
static const int WIDTHS[8] = {0, 1, 2, 4, 8, 16, 8, 4};
enum {
    MISPLACED = 6,
    COMPARED_BY = 8 | 16, /* 0: it has been compared; else not, and its checksums are right, wrong, or right with a bound */
    LENGTHS_DIFFER = 32,  /* not as many checksums as blocks */
    NARROW_SUMS = 64,     /* checksums of two bytes */
    ADDED_UP = 128        /* its bytes are the distances of ascending numbers */
};

typedef struct {
    const uint8_t *bytes;
    size_t size, headers, end; /* the program begins before `end` and goes on towards the headers */
    size_t left;               /* bytes that arrays may still have */
} Input;

/* Makes the type of the arrays. -1 with an exception. */
int input_prepare(void);
Input input_of(const uint8_t *bytes, size_t size, size_t headers);

/* The next byte of the program; 0 behind its end. */
uint8_t next_byte(Input *input);
/* A number below `count`, or now and then one that is not: negative, the count, as large as there are. */
Py_ssize_t next_place(Input *input, Py_ssize_t count);
/* A constant of a formula, or any number: not finite, or none. */
double next_double(Input *input);

/* The array of a header as buffer, or None. NULL with an exception. */
PyObject *array_at(Input *input, size_t header);
/* The same with its checksums: (values, sums, compared, below, the descriptor of a file that has them or -1), or None. */
PyObject *checked_array_at(Input *input, size_t header);
/* The bytes of a header as text, or NULL with an exception. */
PyObject *text_at(Input *input, size_t header);
/* `given` numbers of `width` bytes as buffer. */
PyObject *array_of(const void *given, Py_ssize_t length, int width);

#endif
