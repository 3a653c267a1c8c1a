/* Single numbers and slices of an array of a file, compared with their checksums when they are asked for: what
 * CheckedMemory of storage/checksums.py gives. */
#include "kernels.h"

typedef struct {
    PyObject_HEAD
    Array array;
    PyObject *blocks, *values;
} Memory;

/* Compares what holds the numbers [low, high) where it has not been; its Blocks say what is wrong. -1 with an exception. */
static int check(const Memory *memory, Py_ssize_t low, Py_ssize_t high) {
    const Array *array = &memory->array;
    if (!array_check(array, low, high)) return 0;
    const Py_ssize_t first = low * array->values.width / BLOCK, last = (high * array->values.width - 1) / BLOCK;
    PyObject *told = PyObject_CallMethod(memory->blocks, "compare", "nn", first, last + 1);
    Py_XDECREF(told);
    return told ? 0 : -1;
}

static Py_ssize_t length(PyObject *self) { return ((Memory *)self)->array.values.length; }

static PyObject *item(PyObject *self, Py_ssize_t place) {
    const Memory *memory = (Memory *)self;
    if (place < 0 || place >= memory->array.values.length) {
        PyErr_SetString(PyExc_IndexError, "index out of bounds");
        return NULL;
    }
    if (check(memory, place, place + 1)) return NULL;
    return PyLong_FromUnsignedLongLong(number_at(&memory->array.values, place));
}

static PyObject *subscript(PyObject *self, PyObject *key) {
    const Memory *memory = (Memory *)self;
    const Py_ssize_t count = memory->array.values.length;
    if (PySlice_Check(key)) {
        Py_ssize_t start, stop, step;
        if (PySlice_Unpack(key, &start, &stop, &step)) return NULL;
        const Py_ssize_t picked = PySlice_AdjustIndices(count, &start, &stop, step);
        if (picked) { /* else the last place may be beyond all numbers, by a step as large as there are */
            const Py_ssize_t end = start + (picked - 1) * step;
            if (check(memory, start < end ? start : end, (start < end ? end : start) + 1)) return NULL;
        }
        return PyObject_GetItem(memory->values, key);
    }
    const Py_ssize_t place = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (place == -1 && PyErr_Occurred()) return NULL;
    return item(self, place < 0 ? place + count : place);
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Memory *memory = (Memory *)self;
    array_release(&memory->array);
    Py_XDECREF(memory->blocks);
    Py_XDECREF(memory->values);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* CheckedMemory(blocks): a Blocks of storage/checksums.py. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *blocks;
    (void)names;
    if (!PyArg_ParseTuple(args, "O", &blocks)) return NULL;
    PyObject *given = PyObject_CallMethod(blocks, "for_kernel", NULL);
    if (given && !PyTuple_Check(given)) {
        Py_CLEAR(given);
        PyErr_SetString(PyExc_TypeError, "blocks of no array");
    }
    Memory *memory = given ? (Memory *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0) : NULL;
    if (memory && !array_hold(&memory->array, given)) {
        Py_INCREF(blocks);
        memory->blocks = blocks;
        memory->values = PyTuple_GetItem(given, 0); /* which `array_hold` has seen to be a tuple of four */
        Py_INCREF(memory->values);
    } else {
        Py_XDECREF((PyObject *)memory);
        memory = NULL;
    }
    Py_XDECREF(given);
    return (PyObject *)memory;
}

PyTypeObject *make_memory_type(void) {
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"Single numbers and slices of an array, compared when they are asked for."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_sq_length, (void *)length},
        {Py_sq_item, (void *)item},
        {Py_mp_length, (void *)length},
        {Py_mp_subscript, (void *)subscript},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.CheckedMemory", sizeof(Memory), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
