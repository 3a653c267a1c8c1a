/* Slices of a text, as UTF-8. */
#include "letters.h"

size_t bytes_of(const uint8_t *text, size_t size, size_t codes) {
    size_t place = 0;
    while (codes && place < size) {
        uint64_t eight = UINT64_MAX;
        if (codes >= 8 && size - place >= 8) memcpy(&eight, text + place, 8);
        if (!(eight & 0x8080808080808080u)) { /* of ASCII, as most are */
            place += 8;
            codes -= 8;
            continue;
        }
        do place++;
        while (place < size && (text[place] & 0xC0) == 0x80);
        codes--;
    }
    return codes ? SIZE_MAX : place;
}

/* slices(text, offsets) -> the slices of a text, in UTF-8, from the first code point to the second, from the third to
 * the fourth, and so on. None where the offsets do not ascend, or lie beyond the text. */
PyObject *slices(PyObject *module, PyObject *args) {
    PyObject *text, *offsets, *found;
    Py_ssize_t given_size;
    size_t codes = 0, place = 0, start = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyList_Type, &offsets)) return NULL;
    const char *given = PyUnicode_AsUTF8AndSize(text, &given_size);
    if (!given) return NULL;
    const size_t size = (size_t)given_size;
    const int plain = PyUnicode_GetLength(text) == given_size; /* each code point is a byte */
    const Py_ssize_t length = PyList_Size(offsets) / 2 * 2;
    if (!(found = PyList_New(length / 2))) return NULL;
    for (Py_ssize_t i = 0; i < length; i++) {
        const size_t offset = PyLong_AsSize_t(PyList_GetItem(offsets, i));
        if (offset == SIZE_MAX && PyErr_Occurred()) {
            if (!PyErr_ExceptionMatches(PyExc_OverflowError)) goto failed;
            PyErr_Clear();
            goto refused;
        }
        if (offset < codes) goto refused;
        const size_t bytes = plain ? offset - codes : bytes_of((const uint8_t *)given + place, size - place, offset - codes);
        if (bytes > size - place) goto refused;
        codes = offset;
        place += bytes;
        if (i % 2 == 0) {
            start = place;
            continue;
        }
        PyObject *slice = PyBytes_FromStringAndSize(given + start, (Py_ssize_t)(place - start));
        if (!slice || PyList_SetItem(found, i / 2, slice)) goto failed;
    }
    return found;
refused:
    Py_DECREF(found);
    Py_RETURN_NONE;
failed:
    Py_DECREF(found);
    return NULL;
}
