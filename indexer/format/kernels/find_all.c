/* The numbers of many terms of a field at once. */
#include "kernels.h"

/* field.find_all(terms) -> the numbers of terms given in bytes, -1 for one that no document has. */
PyObject *find_all(PyObject *self, PyObject *terms) {
    const Field *field = (const Field *)self;
    const Py_ssize_t count = PyList_Size(terms);
    PyObject *found = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        char *term;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyList_GetItem(terms, i), &term, &size)) {
            Py_CLEAR(found);
            break;
        }
        const Py_ssize_t number = field_find(field, term, size);
        PyObject *told = number < -1 ? damaged("terms that can't be") : PyLong_FromSsize_t(number);
        if (!told || PyList_SetItem(found, i, told)) Py_CLEAR(found);
    }
    return found;
}
