/* The module: its functions and types, and for which version of the package it was built. */
#include "forms.h"
#include "text.h"

static PyMethodDef functions[] = {
    {"ascends", ascends, METH_O, NULL},
    {"pieces_around", pieces_around, METH_VARARGS, NULL},
    {"marked", marked, METH_VARARGS, NULL},
    {"near_among", near_among, METH_VARARGS, NULL},
    {"invert", invert, METH_VARARGS, NULL},
    {"sentences", sentences, METH_VARARGS, NULL},
    {"count_words", count_words, METH_O, NULL},
    {"slices", slices, METH_VARARGS, NULL},
    {"give_back", give_back, METH_NOARGS, NULL},
    {"file", file, METH_O, NULL},
    {"tidy_paragraphs", tidy_paragraphs, METH_O, NULL},
    {"passages", passages, METH_VARARGS, NULL},
    {"sorted_order", sorted_order, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernels", "Kernels of Dateline in C; what each does: plain.py.", 0, functions, NULL, NULL,
    NULL, NULL,
};

static int add_type(PyObject *module, const char *name, PyTypeObject *type) {
    if (!type) return -1;
    Py_INCREF((PyObject *)type); /* one reference is the module's, one its maker's */
    if (!PyModule_AddObject(module, name, (PyObject *)type)) return 0;
    Py_DECREF((PyObject *)type);
    return -1;
}

PyMODINIT_FUNC PyInit__kernels(void) {
    PyObject *module = PyModule_Create(&definition);
    if (!module) return NULL;
    checksums_prepare();
    if (PyModule_AddStringConstant(module, "VERSION", DATELINE_VERSION) ||
        add_type(module, "Field", make_field_type()) || add_type(module, "Segment", make_segment_type()) ||
        add_type(module, "Leaf", make_leaf_type()) || add_type(module, "ChunkTable", make_chunk_table_type()) ||
        add_type(module, "Blocks", make_blocks_type()) ||
        add_type(module, "Records", make_records_type()) || add_type(module, "Column", make_column_type()) ||
        add_type(module, "Forms", make_forms_type())) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
