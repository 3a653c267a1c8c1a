/* The folded forms of a field: which begin with some letters. Groups of them are read when they are needed, and kept. */
#include <stdlib.h>

#include "forms.h"

/* Whether a form sorts before a text; with `beyond`, also where it begins with it. Bytes of UTF-8 have the order of code
 * points. */
static int is_before(Bytes form, Bytes text, int beyond) {
    const Py_ssize_t common = form.size < text.size ? form.size : text.size;
    const int order = memcmp(form.bytes, text.bytes, (size_t)common);
    return order ? order < 0 : form.size < text.size || beyond;
}

Py_ssize_t firsts_before(const Forms *forms, Bytes text, int beyond) {
    const uint8_t *all = forms->firsts.data;
    const Py_ssize_t length = forms->firsts.length;
    Py_ssize_t low = 0, high = forms->groups ? length + 1 : 0, count = 0; /* bytes; each line ends with one more */
    while (low < high) {
        Py_ssize_t start = low + (high - low) / 2;
        while (start > low && all[start - 1] != '\n') start--;
        const uint8_t *end = start < length ? memchr(all + start, '\n', (size_t)(length - start)) : NULL;
        const Bytes first = {all + start, end ? end - (all + start) : length - start};
        if (is_before(first, text, beyond)) low = start + first.size + 1;
        else high = start;
    }
    for (Py_ssize_t at = 0; at < low && at < length; at++) count += all[at] == '\n';
    count += low > length;
    return count <= forms->groups ? count : (damaged("more first forms than groups"), -1);
}

#define LARGE 0x80 /* of the fifth byte of a frame: LARGE of storage/compression.py */

/* The text of a group. Of a frame that is no plain one, or is damaged, it is asked for by its number, for what is wrong to be
 * said. NULL with an exception. */
static PyObject *read_group(const Forms *forms, Py_ssize_t number) {
    Room room;
    Py_ssize_t size;
    const uint8_t *bytes = NULL;
    if (forms->decompressor != Py_None) bytes = array_fetch_item(&forms->offsets, &forms->blob, number, &size, &room);
    if (bytes && size > 4 && bytes[4] < LARGE) {
        PyObject *frame = PyBytes_FromStringAndSize((const char *)bytes, size);
        PyObject *text = frame ? PyObject_CallMethod(forms->decompressor, "decompress", "O", frame) : NULL;
        Py_XDECREF(frame);
        if (text) return text;
        PyErr_Clear();
    }
    return PyObject_CallFunction(forms->read, "n", number);
}

/* Reads a group unless it was. */
static const Group *group_at(Forms *forms, Py_ssize_t number) {
    Group *held = &forms->held[number];
    char *text;
    Py_ssize_t size, count = 0, wanted = forms->size - number * FORMS_GROUP;
    if (held->text) return held;
    PyObject *read = read_group(forms, number);
    if (!read) return NULL;
    if (held->text) { /* by another thread meanwhile */
        Py_DECREF(read);
        return held;
    }
    if (wanted > FORMS_GROUP) wanted = FORMS_GROUP;
    uint32_t *starts = malloc((size_t)(wanted + 1) * sizeof *starts);
    if (!starts) PyErr_NoMemory();
    if (!starts || PyBytes_AsStringAndSize(read, &text, &size)) goto failed;
    if (size >= UINT32_MAX) goto differ;
    starts[0] = 0;
    for (Py_ssize_t at = 0;;) {
        const char *end = at < size ? memchr(text + at, '\n', (size_t)(size - at)) : NULL;
        at = end ? end - text + 1 : size + 1;
        if (++count > wanted) goto differ;
        starts[count] = (uint32_t)at;
        if (!end) break;
    }
    if (count != wanted) goto differ;
    held->starts = starts;
    held->text = read;
    return held;
differ:
    PyErr_Format(PyExc_ValueError, "frame %zd: not %zd forms", number, wanted);
failed:
    free(starts);
    Py_DECREF(read);
    return NULL;
}

int form_at(Forms *forms, Py_ssize_t place, Bytes *form) {
    const Group *group = group_at(forms, place / FORMS_GROUP);
    if (!group) return -1;
    const uint32_t *starts = group->starts + place % FORMS_GROUP;
    form->bytes = (const uint8_t *)PyBytes_AsString(group->text) + starts[0];
    form->size = (Py_ssize_t)(starts[1] - starts[0]) - 1;
    return 0;
}

Py_ssize_t forms_before(Forms *forms, Bytes text, int beyond) {
    const Py_ssize_t group = firsts_before(forms, text, beyond) - 1;
    if (group == -1) return 0;
    if (group < 0) return -1;
    Py_ssize_t low = group * FORMS_GROUP, high = low + FORMS_GROUP;
    if (high > forms->size) high = forms->size;
    while (low < high) {
        const Py_ssize_t middle = low + (high - low) / 2;
        Bytes form;
        if (form_at(forms, middle, &form)) return -1;
        if (is_before(form, text, beyond)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* forms.beginning(prefix) -> the places [low, high) of the forms that begin with it. */
static PyObject *beginning(PyObject *self, PyObject *given) {
    Forms *forms = (Forms *)self;
    PyObject *bytes = PyUnicode_AsUTF8String(given);
    char *text;
    Py_ssize_t size, low = -1, high = -1;
    if (!bytes) return NULL;
    if (!PyBytes_AsStringAndSize(bytes, &text, &size)) {
        const Bytes prefix = {(const uint8_t *)text, size};
        low = forms_before(forms, prefix, 0);
        if (low >= 0) high = forms_before(forms, prefix, 1);
    }
    Py_DECREF(bytes);
    if (high < 0) return NULL;
    return Py_BuildValue("(nn)", low, high < low ? low : high); /* where they are not in order */
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Forms *forms = (Forms *)self;
    for (Py_ssize_t i = 0; forms->held && i < forms->groups; i++) {
        Py_XDECREF(forms->held[i].text);
        free(forms->held[i].starts);
    }
    free(forms->held);
    numbers_release(&forms->firsts);
    numbers_release(&forms->letters);
    array_release(&forms->blob);
    array_release(&forms->offsets);
    array_release(&forms->terms);
    array_release(&forms->reversed);
    Py_XDECREF(forms->read);
    Py_XDECREF(forms->decompressor);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Forms(read, decompressor, blob, offsets, firsts, letters, terms, reversed): `read` gives the forms of a group in bytes;
 * with a decompressor, else None, groups are read from their frames. The rest are the arrays of that name. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *read, *decompressor, *blob, *offsets, *firsts, *letters, *terms, *reversed;
    (void)names;
    if (!PyArg_ParseTuple(args, "OOOOOOOO", &read, &decompressor, &blob, &offsets, &firsts, &letters, &terms, &reversed))
        return NULL;
    Forms *forms = (Forms *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!forms) return NULL;
    Py_INCREF(read);
    Py_INCREF(decompressor);
    forms->read = read;
    forms->decompressor = decompressor;
    if (array_hold(&forms->blob, blob) || array_hold(&forms->offsets, offsets) || numbers_hold(&forms->firsts, firsts) || numbers_hold(&forms->letters, letters) ||
        array_hold(&forms->terms, terms) || array_hold(&forms->reversed, reversed))
        goto failed;
    forms->size = forms->terms.values.length;
    if (forms->reversed.values.length != forms->size || (forms->size && forms->firsts.width != 1)) {
        damaged("arrays of forms that are not of one field");
        goto failed;
    }
    const Py_ssize_t groups = forms->size / FORMS_GROUP + (forms->size % FORMS_GROUP != 0);
    forms->held = calloc((size_t)groups + 1, sizeof *forms->held);
    if (!forms->held) {
        PyErr_NoMemory();
        goto failed;
    }
    forms->groups = groups;
    return (PyObject *)forms;
failed:
    Py_DECREF(forms);
    return NULL;
}

PyTypeObject *make_forms_type(void) {
    static PyMethodDef methods[] = {
        {"beginning", beginning, METH_O, "Which forms begin with a text."},
        {"near", forms_near, METH_VARARGS, "Which forms are at most a typo from a word."},
        {"owners", forms_owners, METH_VARARGS, "Whose forms are in a range, and which these are."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"The folded forms of a field."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Forms", sizeof(Forms), 0, Py_TPFLAGS_DEFAULT,
                               slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}
