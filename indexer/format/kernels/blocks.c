/* An array of a file, whose blocks are compared with their checksums as they are read: Blocks of storage/checksums.py.
 *
 * Kernels hold it by its `Array`; who looks single numbers up asks it as a memoryview is asked. */
#include "kernels.h"

#define FEW_BLOCKS 4 /* to compare so few the interpreter is not let go */

typedef struct {
    PyObject_HEAD
    Array array;
    PyObject *compared; /* a bytearray */
    PyObject *raw;      /* what the values lie in, from byte `start` on */
    Py_ssize_t start;
    PyObject *name, *damage, *below, *file;
    PyObject *values; /* a memoryview, made when it is asked for */
} Blocks;

PyTypeObject *blocks_type;

int array_hold(Array *array, PyObject *given) {
    if (given == Py_None) return 0;
    if (!PyObject_TypeCheck(given, blocks_type)) return PyErr_SetString(PyExc_TypeError, "no array of a file"), -1;
    *array = ((Blocks *)given)->array;
    array->owner = Py_NewRef(given);
    return 0;
}

void array_release(Array *array) {
    Py_CLEAR(array->owner);
}

static Py_ssize_t count_of(const Blocks *blocks) { return blocks->array.compared.length; }

/* Compares blocks [first, last); `damage` is asked to say what is wrong. -1 with an exception. */
static int compare(const Blocks *self, Py_ssize_t first, Py_ssize_t last) {
    const Array *array = &self->array;
    if (first < 0 || last > count_of(self)) return PyErr_SetString(PyExc_IndexError, "no such blocks"), -1;
    const uint8_t *compared = array->compared.data;
    while (first < last && compared[first] == MAPPED) first++;
    if (first >= last) return 0;
    PyThreadState *state = last - first > FEW_BLOCKS ? PyEval_SaveThread() : NULL;
    while (first < last && !array_compare(array, first, first)) first++;
    if (state) PyEval_RestoreThread(state);
    if (first == last) return 0;
    PyObject *told = PyObject_CallFunction(self->damage, "On", (PyObject *)self, first);
    Py_XDECREF(told);
    if (told) PyErr_SetString(PyExc_ValueError, "a block that is not what was written");
    return -1;
}

/* Compares what holds the numbers [low, high), where it has not been. */
static int check(const Blocks *self, Py_ssize_t low, Py_ssize_t high) {
    const Array *array = &self->array;
    if (!array_check(array, low, high)) return 0;
    return compare(self, low * array->values.width / BLOCK, (high * array->values.width - 1) / BLOCK + 1);
}

static PyObject *get_values(PyObject *of, void *none) {
    Blocks *self = (Blocks *)of;
    (void)none;
    if (!self->values) {
        static const char *const codes[] = {"", "B", "H", "", "I", "", "", "", "Q"};
        const Numbers *values = &self->array.values;
        PyObject *whole = PyMemoryView_FromObject(self->raw), *part = NULL, *cast = NULL;
        PyObject *bytes = whole ? PyObject_CallMethod(whole, "cast", "s", "B") : NULL;
        if (bytes) part = PySequence_GetSlice(bytes, self->start, self->start + values->length * values->width);
        if (part) cast = PyObject_CallMethod(part, "cast", "s", codes[values->width ? values->width : 1]);
        Py_XDECREF(whole);
        Py_XDECREF(bytes);
        Py_XDECREF(part);
        if (!cast) return NULL;
        if (self->values) Py_DECREF(cast); /* another thread was quicker */
        else self->values = cast;
    }
    return Py_NewRef(self->values);
}

static Py_ssize_t length(PyObject *self) { return ((Blocks *)self)->array.values.length; }

static PyObject *item(PyObject *of, Py_ssize_t place) {
    const Blocks *self = (Blocks *)of;
    if (place < 0 || place >= self->array.values.length) {
        PyErr_SetString(PyExc_IndexError, "index out of bounds");
        return NULL;
    }
    if (check(self, place, place + 1)) return NULL;
    return PyLong_FromUnsignedLongLong(number_at(&self->array.values, place));
}

static PyObject *subscript(PyObject *of, PyObject *key) {
    const Blocks *self = (Blocks *)of;
    const Py_ssize_t count = self->array.values.length;
    if (PySlice_Check(key)) {
        Py_ssize_t start, stop, step;
        if (PySlice_Unpack(key, &start, &stop, &step)) return NULL;
        const Py_ssize_t picked = PySlice_AdjustIndices(count, &start, &stop, step);
        if (picked) { /* else the last place may be beyond all numbers, by a step as large as there are */
            const Py_ssize_t end = start + (picked - 1) * step;
            if (check(self, start < end ? start : end, (start < end ? end : start) + 1)) return NULL;
        }
        PyObject *values = get_values(of, NULL);
        PyObject *slice = values ? PyObject_GetItem(values, key) : NULL;
        Py_XDECREF(values);
        return slice;
    }
    const Py_ssize_t place = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (place == -1 && PyErr_Occurred()) return NULL;
    return item(of, place < 0 ? place + count : place);
}

static PyObject *compare_some(PyObject *self, PyObject *args) {
    Py_ssize_t first, last;
    if (!PyArg_ParseTuple(args, "nn", &first, &last) || compare((Blocks *)self, first, last)) return NULL;
    Py_RETURN_NONE;
}

static PyObject *compare_all(PyObject *self, PyObject *none) {
    (void)none;
    if (compare((Blocks *)self, 0, count_of((Blocks *)self))) return NULL;
    Py_RETURN_NONE;
}

static PyObject *get_compared(PyObject *self, void *none) {
    (void)none;
    return Py_NewRef(((Blocks *)self)->compared);
}

static PyObject *get_name(PyObject *self, void *none) {
    (void)none;
    return Py_NewRef(((Blocks *)self)->name);
}

static PyObject *get_below(PyObject *self, void *none) {
    (void)none;
    return Py_NewRef(((Blocks *)self)->below);
}

static PyObject *get_nbytes(PyObject *self, void *none) {
    const Numbers *values = &((Blocks *)self)->array.values;
    (void)none;
    return PyLong_FromSsize_t(values->length * values->width);
}

static void dealloc(PyObject *of) {
    PyTypeObject *type = Py_TYPE(of);
    Blocks *self = (Blocks *)of;
    numbers_release(&self->array.values);
    numbers_release(&self->array.sums);
    numbers_release(&self->array.compared);
    Py_XDECREF(self->compared);
    Py_XDECREF(self->raw);
    Py_XDECREF(self->name);
    Py_XDECREF(self->damage);
    Py_XDECREF(self->below);
    Py_XDECREF(self->file);
    Py_XDECREF(self->values);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(of);
    Py_DECREF(type);
}

/* A part of numbers that are held: so many, from a byte on. */
static int narrow_down(Numbers *numbers, Py_ssize_t start, Py_ssize_t length, int width) {
    const Py_ssize_t size = numbers->length * numbers->width;
    if (start < 0 || length < 0 || start > size || length > (size - start) / width) return -1;
    numbers->data = (const uint8_t *)numbers->data + start;
    numbers->length = length;
    numbers->width = width;
    return length && (uintptr_t)numbers->data % (uintptr_t)width ? -1 : 0;
}

/* Where an array lies in its file: Entry of storage/directory.py. */
static int hold_part(Blocks *self, PyObject *entry) {
    const char *code;
    Py_ssize_t length, start, end, first, blocks;
    if (!PyArg_ParseTuple(entry, "snnnnn", &code, &length, &start, &end, &first, &blocks)) return -1;
    const int width = code[0] && code[1] ? code[2] - '0' : 0;
    if (width != 1 && width != 2 && width != 4 && width != 8) return PyErr_SetString(PyExc_ValueError, "no type"), -1;
    if (!narrow_down(&self->array.values, start, length, width) && first >= 0 && first <= LARGEST / 8 &&
        !narrow_down(&self->array.sums, 4 * first, blocks, 4)) {
        self->start = self->array.place = start;
        return 0;
    }
    return PyErr_SetString(PyExc_ValueError, "an array that does not lie in its file"), -1;
}

/* Blocks(damage, name, raw, sums, below, entry, compared, file): see checksums.py. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *damage, *name, *raw, *sums, *below = Py_None, *entry = Py_None, *compared = Py_None, *file = Py_None;
    (void)names;
    if (!PyArg_ParseTuple(args, "OOOO|OOOO", &damage, &name, &raw, &sums, &below, &entry, &compared, &file)) return NULL;
    Blocks *self = (Blocks *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self) return NULL;
    Array *array = &self->array;
    self->damage = Py_NewRef(damage);
    self->name = Py_NewRef(name);
    self->raw = Py_NewRef(raw);
    self->below = Py_NewRef(below);
    self->file = Py_NewRef(file);
    if (file_from(file, &array->file)) goto failed;
    array->below = below == Py_None ? -1 : PyLong_AsLongLong(below);
    if (array->below == -1 && PyErr_Occurred()) goto failed;
    if (numbers_hold(&array->values, raw) || numbers_hold(&array->sums, sums)) goto failed;
    if (entry != Py_None && hold_part(self, entry)) goto failed;
    const Py_ssize_t count = (array->values.length * array->values.width + BLOCK - 1) / BLOCK;
    if (compared == Py_None) {
        self->compared = PyByteArray_FromStringAndSize(NULL, count);
        if (!self->compared) goto failed;
        if (count) memset(PyByteArray_AsString(self->compared), 0, (size_t)count);
    } else self->compared = Py_NewRef(compared);
    if (numbers_hold_writable(&array->compared, self->compared)) goto failed;
    if (array->compared.width == 1 && array->compared.length == count && array->sums.length == count &&
        (!count || array->sums.width == 4))
        return (PyObject *)self;
    PyErr_SetString(PyExc_ValueError, "as many checksums as blocks");
failed:
    Py_DECREF(self);
    return NULL;
}

PyTypeObject *make_blocks_type(void) {
    static PyMethodDef methods[] = {
        {"compare", compare_some, METH_VARARGS, "Compare those of some blocks that have not been."},
        {"compare_all", compare_all, METH_NOARGS, "Compare all that have not been."},
        {NULL, NULL, 0, NULL},
    };
    static PyGetSetDef told[] = {
        {"values", get_values, NULL, "The numbers, uncompared.", NULL},
        {"compared", get_compared, NULL, "Which blocks have been compared.", NULL},
        {"name", get_name, NULL, "The name of the array.", NULL},
        {"below", get_below, NULL, "What all numbers are below; None: any will do.", NULL},
        {"nbytes", get_nbytes, NULL, "How many bytes the numbers take.", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"An array of a file, compared with its checksums as it is read."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {Py_tp_getset, told},
        {Py_sq_length, (void *)length},
        {Py_sq_item, (void *)item},
        {Py_mp_length, (void *)length},
        {Py_mp_subscript, (void *)subscript},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Blocks", sizeof(Blocks), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return blocks_type = (PyTypeObject *)PyType_FromSpec(&spec);
}
