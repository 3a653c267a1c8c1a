/* Code points: tests/indexer/format/kernels/test_text.py holds them to what Python says of each. */
#include "text.h"

int text_take(Text *text, PyObject *object) {
    text->length = PyUnicode_GetLength(object);
    text->points = text->length < 0 ? NULL : PyUnicode_AsUCS4Copy(object);
    if (!text->points) return -1;
    Py_UCS4 all = 0;
    for (Py_ssize_t i = 0; i < text->length; i++) all |= text->points[i];
    text->is_ascii = all < 0x80;
    return 0;
}

void text_free(Text *text) {
    PyMem_Free(text->points);
    text->points = NULL;
}

static int is_simple(Py_UCS4 point) {
    if (point < 0x300) return point != '\r' && point != 0xad;
    if (point < 0x530) return point >= 0x400 && (point < 0x482 || point > 0x489);
    return (point >= 0x2010 && point <= 0x2027) || (point >= 0x2030 && point <= 0x205e) ||
           (point >= 0x20a0 && point <= 0x20c0);
}

int text_is_simple(const Text *text) {
    for (Py_ssize_t i = 0; i < text->length; i++)
        if (!is_simple(text->points[i])) return 0;
    return 1;
}

int point_is_alnum(Py_UCS4 point) {
    if (point < 0x80)
        return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
    if (point < 0xc0)
        return point == 0xaa || point == 0xb2 || point == 0xb3 || point == 0xb5 || point == 0xb9 || point == 0xba ||
               (point >= 0xbc && point <= 0xbe);
    if (point < 0x300)
        return point < 0x2c2 ? point != 0xd7 && point != 0xf7
                             : (point >= 0x2c6 && point <= 0x2d1) || (point >= 0x2e0 && point <= 0x2e4) ||
                                   point == 0x2ec || point == 0x2ee;
    return point < 0x530 && point >= 0x400;
}

Py_UCS4 point_folded(Py_UCS4 point) {
    if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
    if (point < 0xc0) return point == 0xb5 ? 0 : point;
    if (point < 0x100) return point == 0xdf ? 0 : point < 0xdf && point != 0xd7 ? point + 32 : point;
    if (point >= 0x400 && point < 0x460) return point < 0x410 ? point + 80 : point < 0x430 ? point + 32 : point;
    return point >= 0x2010 && point <= 0x20c0 ? point : 0;
}

Span *spans_take(PyObject *object, Py_ssize_t *count) {
    if (!PyTuple_Check(object)) return NULL;
    *count = PyTuple_Size(object);
    Span *spans = PyMem_Malloc((size_t)*count * sizeof *spans + 1);
    if (!spans) return (Span *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        PyObject *pair = PyTuple_GetItem(object, i);
        if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2) goto failed;
        spans[i].start = PyLong_AsSsize_t(PyTuple_GetItem(pair, 0));
        spans[i].end = PyErr_Occurred() ? -1 : PyLong_AsSsize_t(PyTuple_GetItem(pair, 1));
        if (PyErr_Occurred()) goto failed;
    }
    return spans;
failed:
    PyMem_Free(spans);
    return NULL;
}

PyObject *spans_told(const Span *spans, Py_ssize_t count) {
    PyObject *told = PyTuple_New(count);
    for (Py_ssize_t i = 0; told && i < count; i++) {
        PyObject *pair = Py_BuildValue("(nn)", spans[i].start, spans[i].end);
        if (!pair || PyTuple_SetItem(told, i, pair)) Py_CLEAR(told);
    }
    return told;
}
