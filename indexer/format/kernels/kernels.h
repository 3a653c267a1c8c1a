/* What the kernels have in common: buffers of numbers, and how a bad one is told.
 *
 * Nothing that is read from a file is trusted: whatever is used as a place in an array is compared with the
 * array's length first, in the kernel that uses it. A kernel that meets a number that can't be says `damaged`,
 * and its caller raises IndexDamaged. No kernel calls Python between `Py_BEGIN_ALLOW_THREADS` and its end. */
#ifndef DATELINE_KERNELS_H
#define DATELINE_KERNELS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* One-dimensional, contiguous unsigned numbers of 1, 2, 4 or 8 bytes, as numpy or a memoryview holds them. */
typedef struct {
    const void *data;
    Py_ssize_t length;
    int width; /* bytes of a number; 0: nothing is held */
    Py_buffer view;
} Numbers;

/* Holds the buffer of `object`; None holds nothing. -1 with an exception. */
int numbers_hold(Numbers *numbers, PyObject *object);
/* The same for a buffer that is written to. */
int numbers_hold_writable(Numbers *numbers, PyObject *object);
/* Lets go of what is held, if anything is. */
void numbers_release(Numbers *numbers);
void numbers_release_all(Numbers *numbers, Py_ssize_t count);

#define LARGEST ((Py_ssize_t)(SIZE_MAX >> 1))

/* What memory is wanted soon. */
#if defined(__GNUC__)
#define PREFETCH(place) __builtin_prefetch(place)
#else
#define PREFETCH(place) ((void)(place))
#endif

/* How many bits of a word are set, and the places of the highest and the lowest of those of one that is not 0. */
#if defined(__GNUC__) || defined(__clang__)
#define BITS(word) __builtin_popcountll(word)
#define HIGHEST(word) (63 - __builtin_clzll(word))
#define LOWEST(word) __builtin_ctzll(word)
#else
static inline int BITS(uint64_t word) {
    int bits = 0;
    for (; word; word &= word - 1) bits++;
    return bits;
}
static inline int HIGHEST(uint64_t word) {
    int bit = 0;
    while (word >>= 1) bit++;
    return bit;
}
static inline int LOWEST(uint64_t word) { return BITS((word & (~word + 1)) - 1); }
#endif

/* The number at a place of what begins at `data`. */
static inline uint64_t number_in(const void *data, int width, Py_ssize_t place) {
    switch (width) {
    case 1: return ((const uint8_t *)data)[place];
    case 2: return ((const uint16_t *)data)[place];
    case 4: return ((const uint32_t *)data)[place];
    default: return ((const uint64_t *)data)[place];
    }
}
static inline uint64_t number_at(const Numbers *numbers, Py_ssize_t place) {
    return number_in(numbers->data, numbers->width, place);
}

/* Of ascending numbers the first place in [low, high) whose number is not below `key`; `high` if all are. Stays
 * between the two whatever the numbers are. */
Py_ssize_t numbers_first_from(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key);
/* The same where it is likely near `low`, which is below `key`. */
Py_ssize_t numbers_gallop_on(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key);
/* The same where it is likely `low`, or near it. */
static inline Py_ssize_t numbers_gallop(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key) {
    return low >= high || number_at(numbers, low) >= key ? low : numbers_gallop_on(numbers, low, high, key);
}

#ifndef BLOCK
#define BLOCK 4096 /* bytes that one checksum is of: BLOCK of storage/entries.py */
#endif
/* What is noted of a block: nothing yet, that it was compared in the map, or only as it was fetched. */
enum { UNSEEN, MAPPED, FETCHED };

/* An array of a file and the checksums of its blocks: what is read of it is compared first, unless it was. */
typedef struct {
    Numbers values, sums, compared;
    int64_t below; /* a number that isn't is damage; -1: any will do */
    struct File *file; /* where the values are mapped, and are better read from it: fetch.c; else NULL */
    int64_t place;     /* where they begin in it */
    PyObject *owner; /* whose buffers these are */
} Array;

/* Holds what a Blocks has; None holds nothing. -1 with an exception. */
int array_hold(Array *array, PyObject *given);
void array_release(Array *array);
/* Compares those of blocks [first, last] that have not been: 0, or -1 without an exception. */
int array_compare(const Array *array, Py_ssize_t first, Py_ssize_t last);
/* Whether a block is as it was written, of which these are the bytes: 0, or -1 without an exception. */
int block_compare(const Array *array, Py_ssize_t block, const uint8_t *bytes);
/* Whether [low, high) lies in the array and is as it was written: 0, or -1 without an exception. */
static inline int array_check(const Array *array, Py_ssize_t low, Py_ssize_t high) {
    if (low < 0 || high > array->values.length || low > high) return -1;
    if (low == high) return 0;
    const Py_ssize_t first = low * array->values.width / BLOCK, last = (high * array->values.width - 1) / BLOCK;
    return first == last && ((const uint8_t *)array->compared.data)[first] == MAPPED ? 0 : array_compare(array, first, last);
}

#define FETCHED_BLOCKS 3 /* at most at once */
typedef struct {
    uint64_t bytes[FETCHED_BLOCKS * BLOCK / 8];
} Room;

const void *array_fetch_blocks(const Array *array, Py_ssize_t low, Py_ssize_t first, Py_ssize_t last, Room *room);
/* The numbers [low, high), compared, for who reads but these. They stay until something else is fetched or `room` is used:
 * the interpreter is needed, and before they were read no object is made that Python collects, for that may run anything.
 * NULL without an exception where they do not lie in the array or are not as they were written. */
static inline const void *array_fetch(const Array *array, Py_ssize_t low, Py_ssize_t high, Room *room) {
    if (low < 0 || high > array->values.length || low > high) return NULL;
    if (low == high) return array; /* there may be no numbers, and none is read */
    const Py_ssize_t width = array->values.width, first = low * width / BLOCK, last = (high * width - 1) / BLOCK;
    return first == last && ((const uint8_t *)array->compared.data)[first] == MAPPED
               ? (const uint8_t *)array->values.data + low * width
               : array_fetch_blocks(array, low, first, last, room);
}

/* Of what lies in `blob` one behind the other, from where `offsets` says each begins: number `number`, and its size. NULL
 * likewise, also where there is none of that number. */
const uint8_t *array_fetch_item(
    const Array *offsets, const Array *blob, Py_ssize_t number, Py_ssize_t *size, Room *room
);

/* The arrays of a text field, by their place in what a Field is made of: docs/index-format.md. */
enum {
    DOCUMENTS, FREQUENCIES, CHECKPOINTS, POSITIONS, OVERFLOW_AT, OVERFLOW, POSTINGS_START, DOCUMENT_LENGTHS, LENGTHS_BEFORE,
    STARTS_OF, STARTS, SENTENCE_OFFSETS, SENTENCE_STARTS, TERM_OFFSETS, TERM_BLOB, FIELD_ARRAYS
};

#define LONGEST ((uint64_t)1 << 48) /* positions of a document, so that what is added up of them stays a number */

typedef struct {
    PyObject_HEAD
    Array arrays[FIELD_ARRAYS];
} Field;

/* The postings [low, high) of a term, compared: 0, or -1 without an exception. Needs the interpreter. */
int field_postings(const Field *field, Py_ssize_t term, Py_ssize_t *low, Py_ssize_t *high);
/* Where the occurrences of a posting begin; they are compared, and lie in the array. 0, or -1. */
int field_occurrences(const Field *field, Py_ssize_t posting, Py_ssize_t *start);
/* The position of an occurrence that was compared. */
uint64_t field_position(const Field *field, Py_ssize_t occurrence);
/* The number of a term, -1 where no document has it; -2: damaged. */
Py_ssize_t field_find(const Field *field, const char *wanted, Py_ssize_t size);
/* How many documents a field has. */
static inline Py_ssize_t field_documents(const Field *field) { return field->arrays[DOCUMENT_LENGTHS].values.length; }
/* Where the positions of a document begin and end among those of the field: 0, or -1 without an exception. */
int field_bounds(const Field *field, Py_ssize_t document, uint64_t *begin, uint64_t *end);
/* How many positions the documents [low, high) have together, or -1. */
int64_t field_between(const Field *field, Py_ssize_t low, Py_ssize_t high);
/* Positions of a document, or -1. */
static inline int64_t field_length(const Field *field, Py_ssize_t document) {
    const Array *lengths = &field->arrays[DOCUMENT_LENGTHS];
    if (array_check(lengths, document, document + 1)) return -1;
    const uint64_t length = number_at(&lengths->values, document);
    return length > LONGEST ? -1 : (int64_t)length;
}

extern PyTypeObject *blocks_type, *field_type, *segment_type, *leaf_type;
PyTypeObject *make_field_type(void);
PyTypeObject *make_segment_type(void);
PyTypeObject *make_leaf_type(void);
PyTypeObject *make_chunk_table_type(void);
PyTypeObject *make_blocks_type(void);
PyTypeObject *make_records_type(void);
PyTypeObject *make_column_type(void);
/* What `kernels.file` gave, NULL for None: 0, or -1 with an exception. */
int file_from(PyObject *given, struct File **file);

/* The code points of a text in UTF-8, as many as there is room for: how many, -1 where it is none. */
Py_ssize_t points_of(const uint8_t *bytes, Py_ssize_t size, Py_UCS4 *points, Py_ssize_t room);
/* Raises ValueError, which callers turn into IndexDamaged; returns NULL. */
PyObject *damaged(const char *what);
/* Whether no number is below the one before it. */
int numbers_ascend(const Numbers *numbers);

/* The CRC-32 of zlib. */
uint32_t crc32_of(const uint8_t *bytes, size_t size);
/* What a kernel needs before it is first called. */
void checksums_prepare(void);

/* The kernels, each documented where it is defined. */
PyObject *ascends(PyObject *module, PyObject *values);
PyObject *invert(PyObject *module, PyObject *args);
PyObject *sentences(PyObject *module, PyObject *args);
PyObject *count_words(PyObject *module, PyObject *text);
PyObject *slices(PyObject *module, PyObject *args);
PyObject *passages(PyObject *module, PyObject *args);
PyObject *tidy_paragraphs(PyObject *module, PyObject *text);
PyObject *sorted_order(PyObject *module, PyObject *texts);
PyObject *give_back(PyObject *module, PyObject *none);
PyObject *file(PyObject *module, PyObject *number);
PyObject *word_starts(PyObject *self, PyObject *args);
PyObject *marks(PyObject *self, PyObject *args);
PyObject *find_term_number(PyObject *self, PyObject *term);
PyObject *find_all(PyObject *self, PyObject *terms);
PyObject *near(PyObject *self, PyObject *args);
PyObject *near_among(PyObject *module, PyObject *args);
PyObject *phrase(PyObject *self, PyObject *args);

#endif
