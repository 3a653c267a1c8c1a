/* A text field of a segment: terms to postings, postings to occurrences, occurrences to positions.
 *
 * Everything about term i lies between postings_start[i] and postings_start[i + 1]; the occurrences of a posting begin
 * at the checkpoint of its block of 64 postings plus the frequencies before it in the block; a position that does not
 * fit its array is kept apart, by its place. */
#include "kernels.h"

#define CHECKPOINT 64
#define LENGTHS_BLOCK 64 /* documents between two sums of lengths: LENGTHS_BLOCK of segment/lengths.py */

PyTypeObject *field_type;

int field_postings(const Field *field, Py_ssize_t term, Py_ssize_t *low, Py_ssize_t *high) {
    const Array *starts = &field->arrays[POSTINGS_START];
    Room room;
    const void *found;
    if (term < 0 || term >= starts->values.length || !(found = array_fetch(starts, term, term + 2, &room))) return -1;
    const uint64_t first = number_in(found, starts->values.width, 0), last = number_in(found, starts->values.width, 1);
    if (first > last || last > (uint64_t)field->arrays[DOCUMENTS].values.length) return -1;
    *low = (Py_ssize_t)first;
    *high = (Py_ssize_t)last;
    return array_check(&field->arrays[DOCUMENTS], *low, *high) ||
                   array_check(&field->arrays[FREQUENCIES], *low, *high)
               ? -1
               : 0;
}

int field_occurrences(const Field *field, Py_ssize_t posting, Py_ssize_t *start) {
    const Array *frequencies = &field->arrays[FREQUENCIES], *checkpoints = &field->arrays[CHECKPOINTS];
    const Array *positions = &field->arrays[POSITIONS];
    Py_ssize_t block = posting / CHECKPOINT;
    if (array_check(checkpoints, block, block + 1) || array_check(frequencies, block * CHECKPOINT, posting + 1))
        return -1;
    uint64_t place = number_at(&checkpoints->values, block), length = (uint64_t)positions->values.length;
    for (Py_ssize_t before = block * CHECKPOINT; before < posting && place <= length; before++)
        place += number_at(&frequencies->values, before);
    uint64_t count = number_at(&frequencies->values, posting);
    if (place > length || count > length - place) return -1;
    *start = (Py_ssize_t)place;
    return array_check(positions, *start, *start + (Py_ssize_t)count);
}

#define SUM(type)                                                                     \
    {                                                                                 \
        const type *data = (const type *)lengths->values.data;                        \
        for (Py_ssize_t document = low; document < high; document++) sum += data[document]; \
        return (int64_t)sum;                                                          \
    }

/* Positions of documents [low, high), no more than a block of them, which are compared; -1: damaged. */
static inline int64_t sum_of(const Array *lengths, Py_ssize_t low, Py_ssize_t high) {
    uint64_t sum = 0;
    if (array_check(lengths, low, high)) return -1;
    switch (lengths->values.width) { /* it is asked for every article that is ranked */
    case 1: SUM(uint8_t)
    case 2: SUM(uint16_t)
    case 4: SUM(uint32_t)
    default:
        for (Py_ssize_t document = low; document < high; document++) {
            const uint64_t length = number_at(&lengths->values, document);
            if (length > LONGEST) return -1;
            sum += length;
        }
        return (int64_t)sum;
    }
}

/* Positions of all documents before one; -1: damaged. */
static int64_t before(const Field *field, Py_ssize_t document) {
    const Array *known = &field->arrays[LENGTHS_BEFORE];
    if (document < 0 || document > field_documents(field)) return -1;
    if (!document) return 0;
    const Py_ssize_t block = (document - 1) / LENGTHS_BLOCK; /* so that the end of the last is told as well */
    if (array_check(known, block, block + 1)) return -1;
    const uint64_t sum = number_at(&known->values, block);
    const int64_t more = sum_of(&field->arrays[DOCUMENT_LENGTHS], block * LENGTHS_BLOCK, document);
    return sum > (uint64_t)LARGEST / 2 || more < 0 ? -1 : (int64_t)sum + more;
}

int field_bounds(const Field *field, Py_ssize_t document, uint64_t *begin, uint64_t *end) {
    const int64_t length = field_length(field, document), first = length < 0 ? -1 : before(field, document);
    *begin = (uint64_t)first;
    *end = (uint64_t)(first + length);
    return first < 0 ? -1 : 0;
}

int64_t field_between(const Field *field, Py_ssize_t low, Py_ssize_t high) {
    const Array *lengths = &field->arrays[DOCUMENT_LENGTHS];
    const Numbers *values = &lengths->values;
    if (values->width == 1 && high - low <= 8 && low <= values->length - 8 && high > low) { /* as of most articles */
        if (array_check(lengths, low, high)) return -1;
        uint64_t word;
        memcpy(&word, (const uint8_t *)values->data + low, 8); /* the lowest byte is first */
        word &= UINT64_MAX >> (64 - 8 * (high - low));
        word = (word & 0x00ff00ff00ff00ff) + (word >> 8 & 0x00ff00ff00ff00ff);
        return (int64_t)((word * 0x0001000100010001) >> 48);
    }
    if (high - low <= LENGTHS_BLOCK) return sum_of(lengths, low, high);
    const int64_t begin = before(field, low), end = before(field, high);
    return begin < 0 || end < begin ? -1 : end - begin;
}

uint64_t field_position(const Field *field, Py_ssize_t occurrence) {
    const Numbers *places = &field->arrays[OVERFLOW_AT].values;
    if (places->length) {
        Py_ssize_t place = numbers_first_from(places, 0, places->length, (uint64_t)occurrence);
        if (place < places->length && number_at(places, place) == (uint64_t)occurrence)
            return number_at(&field->arrays[OVERFLOW].values, place);
    }
    return number_at(&field->arrays[POSITIONS].values, occurrence);
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    for (int i = 0; i < FIELD_ARRAYS; i++) array_release(&((Field *)self)->arrays[i]);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* Field(arrays): a tuple of the arrays, each as `array_hold` takes it, in the order of the enumeration. */
static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *names) {
    PyObject *given;
    (void)names;
    if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &given)) return NULL;
    if (PyTuple_Size(given) != FIELD_ARRAYS)
        return PyErr_Format(PyExc_TypeError, "%d arrays, not %zd", FIELD_ARRAYS, PyTuple_Size(given));
    Field *field = (Field *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!field) return NULL;
    for (int i = 0; i < FIELD_ARRAYS; i++)
        if (array_hold(&field->arrays[i], PyTuple_GetItem(given, i))) goto failed;
    const Array *a = field->arrays;
    /* Those that are looked up for each posting have been compared whole. */
    if (a[DOCUMENTS].values.length != a[FREQUENCIES].values.length ||
        a[OVERFLOW_AT].values.length != a[OVERFLOW].values.length ||
        array_check(&a[OVERFLOW_AT], 0, a[OVERFLOW_AT].values.length) ||
        array_check(&a[OVERFLOW], 0, a[OVERFLOW].values.length)) {
        damaged("arrays of a field that are not of one");
        goto failed;
    }
    return (PyObject *)field;
failed:
    Py_DECREF(field);
    return NULL;
}

PyTypeObject *make_field_type(void) {
    static PyMethodDef methods[] = {
        {"word_starts", word_starts, METH_VARARGS, "Where words begin in documents."},
        {"marks", marks, METH_VARARGS, "Words in the texts of documents, and where sentences begin."},
        {"find", find_term_number, METH_O, "The number of a term."},
        {"find_all", find_all, METH_O, "The numbers of terms."},
        {"near", near, METH_VARARGS, "Terms that are near a word."},
        {"phrase", phrase, METH_VARARGS, "Where words stand one after the other."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"A text field of a segment."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.Field", sizeof(Field), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return field_type = (PyTypeObject *)PyType_FromSpec(&spec);
}
