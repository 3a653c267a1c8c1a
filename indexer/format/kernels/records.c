/* Records that share frames, read by number: GroupReader of storage/grouped_frames.py, which says how they lie.
 *
 * What decompresses a frame is Python's. Whatever can't be is a ValueError, and the reader that asks again says why. */
#include <stdlib.h>

#include "kernels.h"

#define KEPT 64              /* frames whose content is kept: who asks again, or for the next page, likely wants the same */
#define KEPT_BYTES (1 << 15) /* of each of these at most */
#define LARGE 0x80 /* the fifth byte of a frame of so much content that it is looked at first: compression.py */

typedef struct {
    PyObject_HEAD
    Array blob, offsets;
    Numbers run_records, run_frames;
    Py_ssize_t size, total;
    int separator;
    PyObject *decompressor_of, *check_size, *decompress; /* the last is a name */
    PyObject *only; /* the decompressor of all frames, where all have the same; else NULL */
    struct {
        Py_ssize_t frame;
        PyObject *content; /* NULL for none */
    } kept[KEPT + 1]; /* by the frame's number; the last is the one read last that is too long for these */
} Records;

/* Where a record is: its frame, its place in that, and how many the frame has. -1 with an exception. */
static int find_record(const Records *self, Py_ssize_t record, Py_ssize_t *frame, Py_ssize_t *place, Py_ssize_t *count) {
    if (record < 0 || record >= self->total) return PyErr_SetString(PyExc_IndexError, "no such record"), -1;
    uint64_t begin = 0, first = 0, end = (uint64_t)self->total;
    const Py_ssize_t runs = self->run_records.length;
    if (runs) {
        const Py_ssize_t next = numbers_first_from(&self->run_records, 0, runs, (uint64_t)record + 1);
        if (!next) return damaged("runs that begin behind their records"), -1;
        begin = number_at(&self->run_records, next - 1);
        first = number_at(&self->run_frames, next - 1);
        if (next < runs) end = number_at(&self->run_records, next);
    }
    if (begin > (uint64_t)record || end <= (uint64_t)record || first > (uint64_t)LARGEST / 2)
        return damaged("runs that can't be"), -1;
    const uint64_t within = ((uint64_t)record - begin) / (uint64_t)self->size;
    const uint64_t left = end - begin - within * (uint64_t)self->size;
    *frame = (Py_ssize_t)(first + within);
    *place = (Py_ssize_t)(((uint64_t)record - begin) % (uint64_t)self->size);
    *count = left < (uint64_t)self->size ? (Py_ssize_t)left : self->size;
    return 0;
}

/* The frame as it is stored. NULL with an exception. */
static PyObject *frame_at(const Records *self, Py_ssize_t frame) {
    Room room;
    Py_ssize_t size;
    const uint8_t *bytes = array_fetch_item(&self->offsets, &self->blob, frame, &size, &room);
    if (!bytes || size < 5) return damaged("a frame that can't be");
    PyObject *stored = PyBytes_FromStringAndSize((const char *)bytes, size);
    if (stored && bytes[4] >= LARGE) {
        PyObject *told = PyObject_CallFunctionObjArgs(self->check_size, stored, NULL);
        if (!told) Py_CLEAR(stored);
        Py_XDECREF(told);
    }
    return stored;
}

/* What is in a frame, kept for the next record of it. NULL with an exception; a new reference. */
static PyObject *content_of(Records *self, Py_ssize_t frame) {
    for (int i = 0; i < 2; i++) {
        const Py_ssize_t slot = i ? KEPT : frame % KEPT;
        if (self->kept[slot].content && self->kept[slot].frame == frame) return Py_NewRef(self->kept[slot].content);
    }
    PyObject *stored = frame_at(self, frame), *content = NULL;
    if (!stored) return NULL;
    PyObject *by = self->only ? Py_NewRef(self->only) : PyObject_CallFunction(self->decompressor_of, "n", frame);
    PyObject *decompress = by ? PyObject_GetAttr(by, self->decompress) : NULL;
    if (decompress) content = PyObject_CallFunctionObjArgs(decompress, stored, NULL);
    Py_XDECREF(decompress);
    Py_XDECREF(by);
    Py_DECREF(stored);
    if (content && !PyBytes_Check(content)) {
        Py_CLEAR(content);
        PyErr_SetString(PyExc_TypeError, "no bytes");
    }
    if (!content) return NULL;
    const Py_ssize_t slot = PyBytes_Size(content) <= KEPT_BYTES ? frame % KEPT : KEPT;
    PyObject *before = self->kept[slot].content;
    self->kept[slot].content = Py_NewRef(content);
    self->kept[slot].frame = frame;
    Py_XDECREF(before);
    return content;
}

/* A record, as text where it is to be. */
static PyObject *read_record(Records *self, Py_ssize_t record, int as_text) {
    Py_ssize_t frame, place, count, size;
    char *bytes;
    if (find_record(self, record, &frame, &place, &count)) return NULL;
    PyObject *content = content_of(self, frame), *found = NULL;
    if (!content) return NULL;
    if (PyBytes_AsStringAndSize(content, &bytes, &size)) goto done;
    const char *at = bytes, *end = bytes + size, *begin = NULL, *stop = NULL;
    Py_ssize_t parts = 0;
    for (;; parts++) {
        const char *next = memchr(at, self->separator, (size_t)(end - at));
        if (parts == place) begin = at, stop = next ? next : end;
        if (!next) break;
        at = next + 1;
    }
    if (parts + 1 != count || !begin) damaged("another number of records than a frame has");
    else if (as_text) found = PyUnicode_DecodeUTF8(begin, stop - begin, NULL);
    else found = PyBytes_FromStringAndSize(begin, stop - begin);
done:
    Py_DECREF(content);
    return found;
}

static PyObject *read_one(PyObject *self, PyObject *given) {
    const Py_ssize_t record = PyNumber_AsSsize_t(given, PyExc_IndexError);
    return record == -1 && PyErr_Occurred() ? NULL : read_record((Records *)self, record, 0);
}

static PyObject *read_text(PyObject *self, PyObject *given) {
    const Py_ssize_t record = PyNumber_AsSsize_t(given, PyExc_IndexError);
    return record == -1 && PyErr_Occurred() ? NULL : read_record((Records *)self, record, 1);
}

/* records.texts(list of numbers) -> their texts, in that order. */
static PyObject *read_texts(PyObject *self, PyObject *given) {
    const Py_ssize_t count = PyList_Size(given);
    PyObject *texts = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; texts && i < count; i++) {
        PyObject *number = PyList_GetItem(given, i); /* another thread may have made the list shorter */
        PyObject *text = number ? read_text(self, number) : NULL;
        if (!text || PyList_SetItem(texts, i, text)) Py_CLEAR(texts);
    }
    return texts;
}

static void dealloc(PyObject *of) {
    PyTypeObject *type = Py_TYPE(of);
    Records *self = (Records *)of;
    array_release(&self->blob);
    array_release(&self->offsets);
    numbers_release(&self->run_records);
    numbers_release(&self->run_frames);
    Py_XDECREF(self->decompressor_of);
    Py_XDECREF(self->check_size);
    Py_XDECREF(self->decompress);
    Py_XDECREF(self->only);
    for (int i = 0; i <= KEPT; i++) Py_XDECREF(self->kept[i].content);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(of);
    Py_DECREF(type);
}

/* Records(blob, offsets, run records, run frames, size, total, separator, only, decompressor_of, check_size). */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *blob, *offsets, *run_records, *run_frames, *only, *decompressor_of, *check_size;
    Py_ssize_t size, total;
    unsigned char separator;
    (void)names;
    if (!PyArg_ParseTuple(args, "OOOOnnbOOO", &blob, &offsets, &run_records, &run_frames, &size, &total, &separator,
                          &only, &decompressor_of, &check_size))
        return NULL;
    Records *self = (Records *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self) return NULL;
    self->size = size;
    self->total = total;
    self->separator = separator;
    self->only = only == Py_None ? NULL : Py_NewRef(only);
    self->decompressor_of = Py_NewRef(decompressor_of);
    self->check_size = Py_NewRef(check_size);
    self->decompress = PyUnicode_InternFromString("decompress");
    if (!self->decompress || array_hold(&self->blob, blob) || array_hold(&self->offsets, offsets) ||
        numbers_hold(&self->run_records, run_records) || numbers_hold(&self->run_frames, run_frames))
        goto failed;
    if (size > 0 && total >= 0 && self->run_records.length == self->run_frames.length &&
        self->blob.values.width == 1 && self->offsets.values.width)
        return (PyObject *)self;
    damaged("records that can't be");
failed:
    Py_DECREF(self);
    return NULL;
}

PyTypeObject *make_records_type(void) {
    static PyMethodDef methods[] = {
        {"read", read_one, METH_O, "A record as bytes."},
        {"text", read_text, METH_O, "A record as text."},
        {"texts", read_texts, METH_O, "Several records as texts."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"Records that share frames, read by number."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Records", sizeof(Records), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
