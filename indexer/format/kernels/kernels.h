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

static inline uint64_t number_at(const Numbers *numbers, Py_ssize_t place) {
    switch (numbers->width) {
    case 1: return ((const uint8_t *)numbers->data)[place];
    case 2: return ((const uint16_t *)numbers->data)[place];
    case 4: return ((const uint32_t *)numbers->data)[place];
    default: return ((const uint64_t *)numbers->data)[place];
    }
}

/* Of ascending numbers the first place in [low, high) whose number is not below `key`; `high` if all are. Stays
 * between the two whatever the numbers are. */
Py_ssize_t numbers_first_from(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key);
/* The same where it is likely near `low`. */
Py_ssize_t numbers_gallop(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key);

/* Raises ValueError, which callers turn into IndexDamaged; returns NULL. */
PyObject *damaged(const char *what);

/* What a kernel needs before it is first called. */
void checksums_prepare(void);

/* The kernels, each documented where it is defined. */
PyObject *ascends(PyObject *module, PyObject *values);
PyObject *compare_blocks(PyObject *module, PyObject *args);

#endif
