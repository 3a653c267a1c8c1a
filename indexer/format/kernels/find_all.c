/* The numbers of all terms of a query, in both fields, at once. */
#include "ranking.h"

/* The number of a term in a field as Python has it. NULL with an exception. */
static PyObject *number_of(const Field *field, const char *term, Py_ssize_t size) {
    const Py_ssize_t number = field_find(field, term, size);
    return number < -1 ? damaged("terms that can't be") : PyLong_FromSsize_t(number);
}

/* segment.find_all(terms) -> the numbers of terms given in bytes, of the text and of the title; -1 for one that none has. */
PyObject *find_all(PyObject *self, PyObject *terms) {
    const Segment *segment = (const Segment *)self;
    const Py_ssize_t count = PyList_Size(terms);
    if (count < 0) return NULL;
    PyObject *in_text = PyList_New(count), *in_title = PyList_New(count);
    int failed = !in_text || !in_title;
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        char *term;
        Py_ssize_t size;
        PyObject *number;
        failed = PyBytes_AsStringAndSize(PyList_GetItem(terms, i), &term, &size) ||
                 !(number = number_of(segment->text, term, size)) || PyList_SetItem(in_text, i, number) ||
                 !(number = number_of(segment->title, term, size)) || PyList_SetItem(in_title, i, number);
    }
    if (!failed) return Py_BuildValue("(NN)", in_text, in_title);
    Py_XDECREF(in_text);
    Py_XDECREF(in_title);
    return NULL;
}
