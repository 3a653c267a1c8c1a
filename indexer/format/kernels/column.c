/* The values of a keyword field, one an article or none: KeywordField of segment/keyword_field.py. */
#include "kernels.h"

typedef struct {
    PyObject_HEAD
    Array codes, offsets, blob;
    PyObject *of[3]; /* what says what is wrong with each */
} Column;

/* Says which of the arrays from one on is damaged, if any is; NULL. */
static void *tell(const Column *self, int from, int to) {
    for (int i = from; i < to; i++) {
        PyObject *told = PyObject_CallMethod(self->of[i], "compare_all", NULL);
        if (!told) return NULL;
        Py_DECREF(told);
    }
    return damaged("a value that can't be");
}

/* A value, compared. NULL with an exception. */
static const char *find_value(const Column *self, Py_ssize_t place, Py_ssize_t *size, Room *room) {
    const uint8_t *bytes = array_fetch_item(&self->offsets, &self->blob, place, size, room);
    return bytes ? (const char *)bytes : tell(self, 1, 3);
}

/* column.place(value) -> how many values sort before one that is given in UTF-8. */
static PyObject *place(PyObject *of, PyObject *given) {
    const Column *self = (const Column *)of;
    char *wanted;
    Py_ssize_t wanted_size, low = 0, high = self->offsets.values.length - 1;
    Room room;
    if (PyBytes_AsStringAndSize(given, &wanted, &wanted_size)) return NULL;
    while (low < high) {
        const Py_ssize_t middle = low + (high - low) / 2;
        Py_ssize_t size = 0;
        const char *bytes = find_value(self, middle, &size, &room);
        if (!bytes) return NULL;
        const int order = memcmp(bytes, wanted, (size_t)(size < wanted_size ? size : wanted_size));
        if (order < 0 || (!order && size < wanted_size)) low = middle + 1;
        else high = middle;
    }
    return PyLong_FromSsize_t(low);
}

/* column.value(article) -> its value; None where it has none. */
static PyObject *value(PyObject *of, PyObject *given) {
    const Column *self = (const Column *)of;
    const Py_ssize_t article = PyNumber_AsSsize_t(given, PyExc_IndexError);
    if (article == -1 && PyErr_Occurred()) return NULL;
    if (article < 0 || article >= self->codes.values.length) {
        PyErr_SetString(PyExc_IndexError, "no such article");
        return NULL;
    }
    Room room;
    const void *codes = array_fetch(&self->codes, article, article + 1, &room);
    if (!codes) return tell(self, 0, 1);
    const uint64_t code = number_in(codes, self->codes.values.width, 0);
    if (!code) Py_RETURN_NONE;
    if (code > (uint64_t)LARGEST) return damaged("a value that is not there");
    Py_ssize_t size = 0;
    const char *bytes = find_value(self, (Py_ssize_t)code - 1, &size, &room);
    return bytes ? PyUnicode_DecodeUTF8(bytes, size, NULL) : NULL;
}

static void dealloc(PyObject *of) {
    PyTypeObject *type = Py_TYPE(of);
    Column *self = (Column *)of;
    array_release(&self->codes);
    array_release(&self->offsets);
    array_release(&self->blob);
    for (int i = 0; i < 3; i++) Py_XDECREF(self->of[i]);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(of);
    Py_DECREF(type);
}

/* Column(codes, offsets, blob): each a Blocks, with the code of each article, and where which value lies. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *of[3];
    (void)names;
    if (!PyArg_ParseTuple(args, "OOO", &of[0], &of[1], &of[2])) return NULL;
    Column *self = (Column *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self) return NULL;
    if (array_hold(&self->codes, of[0]) || array_hold(&self->offsets, of[1]) || array_hold(&self->blob, of[2])) goto failed;
    for (int i = 0; i < 3; i++) self->of[i] = Py_NewRef(of[i]);
    if (self->blob.values.width == 1 && self->codes.values.width && self->offsets.values.width) return (PyObject *)self;
    damaged("values that are no text");
failed:
    Py_DECREF(self);
    return NULL;
}

PyTypeObject *make_column_type(void) {
    static PyMethodDef methods[] = {
        {"value", value, METH_O, "The value of an article."},
        {"place", place, METH_O, "How many values sort before one."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"The values of a keyword field, one an article or none."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Column", sizeof(Column), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
