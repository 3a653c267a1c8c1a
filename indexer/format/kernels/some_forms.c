/* Some forms of a term. */
#include <stdlib.h>

#include "some_forms.h"

#define MOST_FORMS ((Py_ssize_t)1 << 24)

int some_forms_take(SomeForms *some, PyObject *numbers) {
    const Py_ssize_t given = PyTuple_Size(numbers);
    if (given < 0) return -2;
    for (Py_ssize_t i = 0; i < given; i++) {
        const Py_ssize_t form = PyLong_AsSsize_t(PyTuple_GetItem(numbers, i));
        if (form == -1 && PyErr_Occurred()) return -2;
        if (form < 0 || form >= MOST_FORMS) return -1;
        if ((uint64_t)form >= some->count) some->count = ((uint64_t)form / 64 + 1) * 64;
    }
    some->forms = calloc((size_t)some->count / 64 + 1, 8);
    if (!some->forms) return 1;
    for (Py_ssize_t i = 0; i < given; i++) {
        const size_t form = PyLong_AsSize_t(PyTuple_GetItem(numbers, i));
        some->forms[form >> 6] |= 1ull << (form & 63);
    }
    return 0;
}

int some_forms_read(SomeForms *some, PyObject *column, Py_ssize_t first, Py_ssize_t last) {
    PyObject *from = PyLong_FromSsize_t(first), *to = PyLong_FromSsize_t(last);
    PyObject *slice = from && to ? PySlice_New(from, to, NULL) : NULL;
    PyObject *written = slice ? PyObject_GetItem(column, slice) : NULL;
    Py_XDECREF(from);
    Py_XDECREF(to);
    Py_XDECREF(slice);
    numbers_release(&some->written);
    const int held = written ? numbers_hold(&some->written, written) : -1;
    Py_XDECREF(written);
    if (held) return -2;
    if (!some->written.width || some->written.length != last - first) return -1;
    some->first = (uint64_t)first;
    return 0;
}

void some_forms_release(SomeForms *some) {
    numbers_release(&some->written);
    free(some->forms);
    some->forms = NULL;
}
