/* Buffers of numbers. */
#include "kernels.h"

static int hold(Numbers *numbers, PyObject *object, int flags) {
    numbers->data = NULL;
    numbers->length = 0;
    numbers->width = 0;
    if (object == Py_None) return 0;
    if (PyObject_GetBuffer(object, &numbers->view, flags)) return -1;
    Py_ssize_t size = numbers->view.itemsize;
    if (size != 1 && size != 2 && size != 4 && size != 8) {
        PyBuffer_Release(&numbers->view);
        PyErr_Format(PyExc_TypeError, "numbers of 1, 2, 4 or 8 bytes, not of %zd", size);
        return -1;
    }
    if (numbers->view.len && (uintptr_t)numbers->view.buf % (uintptr_t)size) { /* of nothing it may be anywhere */
        PyBuffer_Release(&numbers->view);
        PyErr_SetString(PyExc_ValueError, "numbers that do not begin at a multiple of their size");
        return -1;
    }
    numbers->data = numbers->view.buf;
    numbers->width = (int)size;
    numbers->length = numbers->view.len / size;
    return 0;
}

int numbers_hold(Numbers *numbers, PyObject *object) { return hold(numbers, object, PyBUF_ND); }

int numbers_hold_writable(Numbers *numbers, PyObject *object) {
    return hold(numbers, object, PyBUF_ND | PyBUF_WRITABLE);
}

void numbers_release(Numbers *numbers) {
    if (numbers->width) PyBuffer_Release(&numbers->view);
    numbers->width = 0;
}

void numbers_release_all(Numbers *numbers, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) numbers_release(&numbers[i]);
}

#define BISECT(type)                                   \
    {                                                  \
        const type *data = (const type *)numbers->data; \
        while (low < high) {                           \
            Py_ssize_t middle = low + (high - low) / 2; \
            if (data[middle] < key)                    \
                low = middle + 1;                      \
            else                                       \
                high = middle;                         \
        }                                              \
        return low;                                    \
    }

Py_ssize_t numbers_first_from(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key) {
    switch (numbers->width) {
    case 1: BISECT(uint8_t)
    case 2: BISECT(uint16_t)
    case 4: BISECT(uint32_t)
    default: BISECT(uint64_t)
    }
}

Py_ssize_t numbers_gallop_on(const Numbers *numbers, Py_ssize_t low, Py_ssize_t high, uint64_t key) {
    Py_ssize_t step = 1;
    while (step < high - low && number_at(numbers, low + step) < key) {
        low += step;
        step *= 2;
    }
    return numbers_first_from(numbers, low + 1, step < high - low ? low + step : high, key);
}

PyObject *damaged(const char *what) {
    PyErr_SetString(PyExc_ValueError, what);
    return NULL;
}
