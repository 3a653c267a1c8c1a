/* The module: its functions, and for which version of the package it was built. */
#include "kernels.h"

static PyMethodDef functions[] = {
    {"ascends", ascends, METH_O, NULL},
    {"compare_blocks", compare_blocks, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernels", "Kernels of Dateline in C; what each does: plain.py.", 0, functions, NULL, NULL,
    NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) {
    PyObject *module = PyModule_Create(&definition);
    checksums_prepare();
    if (module && PyModule_AddStringConstant(module, "VERSION", DATELINE_VERSION)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
