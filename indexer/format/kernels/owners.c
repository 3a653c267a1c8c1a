/* Whose are the forms of a range, and which of each term? All of a term's, or some: what a pattern stands for. */
#include <stdlib.h>

#include "forms.h"

/* A term that has forms in the range. */
typedef struct {
    uint64_t term;
    uint64_t size; /* forms of it; 0: the last of them is not in the range */
    uint64_t here; /* in the range; 0: no term is in this slot */
    int counts, dropped; /* it counts whatever forms it has here; it is none of the most frequent */
} Owner;

typedef struct {
    Owner *slots;
    uint64_t mask;
    Py_ssize_t count;
} Owners;

/* The slot of a term, or the free one that would be. There are twice as many as terms. */
static Owner *slot_of(const Owners *owners, uint64_t term) {
    uint64_t slot = term * 0x9E3779B97F4A7C15ull >> 32;
    while (owners->slots[slot & owners->mask].here && owners->slots[slot & owners->mask].term != term) slot++;
    return &owners->slots[slot & owners->mask];
}

static Owner *add_owner(Owners *owners, uint64_t term) {
    Owner *owner = slot_of(owners, term);
    owners->count += !owner->here;
    owner->term = term;
    owner->here++;
    return owner;
}

static int is_whole(const Owner *owner) { return owner->counts || owner->here == owner->size; }

/* Drops all but the terms that are in most documents, ties by number. They keep their slots, for others to be found.
 * -1 with an exception. */
static int keep_most(Owners *owners, const Field *field, Py_ssize_t most) {
    const Array *starts = &field->arrays[POSTINGS_START];
    Best best = {malloc((size_t)most * sizeof(Row) + 1), 0, most};
    if (!best.rows) return PyErr_NoMemory(), -1;
    for (uint64_t slot = 0; slot <= owners->mask; slot++) {
        const Owner *owner = &owners->slots[slot];
        if (!owner->here) continue;
        const Py_ssize_t term = (Py_ssize_t)owner->term;
        if (owner->term >= (uint64_t)starts->values.length || array_check(starts, term, term + 2)) {
            free(best.rows);
            return damaged("forms of terms that are not there"), -1;
        }
        const uint64_t documents = number_at(&starts->values, term + 1) - number_at(&starts->values, term);
        best_offer(&best, (double)documents, term);
    }
    for (uint64_t slot = 0; slot <= owners->mask; slot++) owners->slots[slot].dropped = 1;
    for (Py_ssize_t i = 0; i < best.count; i++) slot_of(owners, (uint64_t)best.rows[i].document)->dropped = 0;
    free(best.rows);
    return 0;
}

static int is_kept(const Owner *owner) { return owner->here && !owner->dropped; }

static int by_number(const void *a, const void *b) {
    const uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return first < second ? -1 : first > second;
}

/* The terms that count whole, ascending. */
static PyObject *whole_terms(const Owners *owners) {
    uint64_t *terms = malloc((size_t)owners->count * 8 + 8);
    Py_ssize_t count = 0;
    if (!terms) return PyErr_NoMemory();
    for (uint64_t slot = 0; slot <= owners->mask; slot++)
        if (is_kept(&owners->slots[slot]) && is_whole(&owners->slots[slot])) terms[count++] = owners->slots[slot].term;
    qsort(terms, (size_t)count, 8, by_number);
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        PyObject *number = PyLong_FromUnsignedLongLong(terms[i]);
        if (!number || PyList_SetItem(list, i, number)) Py_CLEAR(list);
    }
    free(terms);
    return list;
}

/* Adds a form to those of its term. */
static int add_form(PyObject *partly, uint64_t term, uint64_t form) {
    PyObject *key = PyLong_FromUnsignedLongLong(term), *number = PyLong_FromUnsignedLongLong(form);
    PyObject *forms = key ? PyDict_GetItemWithError(partly, key) : NULL, *made = NULL;
    int failed = !key || !number || PyErr_Occurred();
    if (!failed && !forms) {
        forms = made = PyList_New(0);
        failed = !made || PyDict_SetItem(partly, key, made);
    }
    failed = failed || PyList_Append(forms, number);
    Py_XDECREF(key);
    Py_XDECREF(number);
    Py_XDECREF(made);
    return failed ? -1 : 0;
}

/* forms.owners(low, high, numbers, stems, field, most) -> of forms [low, high), which `numbers` are of, the terms all of
 * whose forms these are, and `stems`, ascending; of each other term which forms; and whether there were more than `most`
 * terms: the most frequent of the field stay then, ties by number. -1 is as many as there are. */
PyObject *forms_owners(PyObject *self, PyObject *args) {
    const Forms *forms = (const Forms *)self;
    PyObject *given, *stems, *field, *whole = NULL, *partly = NULL, *told = NULL;
    Py_ssize_t low, high, most;
    Numbers numbers = {0};
    Owners owners = {NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "nnOO!O!n", &low, &high, &given, &PyTuple_Type, &stems, field_type, &field, &most))
        return NULL;
    if (numbers_hold(&numbers, given)) return NULL;
    const Numbers *terms = &forms->terms.values;
    const Py_ssize_t more = PyTuple_Size(stems);
    if (low > high || array_check(&forms->terms, low, high) || numbers.length != high - low) {
        damaged("owners of forms that are not there");
        goto done;
    }
    owners.mask = 15;
    while ((Py_ssize_t)(owners.mask / 2) < high - low + more) owners.mask = 2 * owners.mask + 1;
    owners.slots = calloc((size_t)owners.mask + 1, sizeof *owners.slots);
    if (!owners.slots) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < high - low; i++) {
        const uint64_t number = number_at(&numbers, i);
        Owner *owner = add_owner(&owners, number_at(terms, low + i));
        if (number & 1) owner->size = (number >> 1) + 1;
    }
    for (Py_ssize_t i = 0; i < more; i++) {
        const Py_ssize_t stem = PyLong_AsSsize_t(PyTuple_GetItem(stems, i));
        if (stem == -1 && PyErr_Occurred()) goto done;
        add_owner(&owners, (uint64_t)stem)->counts = 1;
    }
    const int cut = most >= 0 && owners.count > most;
    if (cut && keep_most(&owners, (const Field *)field, most)) goto done;
    whole = whole_terms(&owners);
    partly = whole ? PyDict_New() : NULL;
    for (Py_ssize_t i = 0; partly && i < high - low; i++) {
        const Owner *owner = slot_of(&owners, number_at(terms, low + i));
        if (is_kept(owner) && !is_whole(owner) && add_form(partly, owner->term, number_at(&numbers, i) >> 1))
            Py_CLEAR(partly);
    }
    if (partly) told = Py_BuildValue("(OOO)", whole, partly, cut ? Py_True : Py_False);
done:
    Py_XDECREF(whole);
    Py_XDECREF(partly);
    free(owners.slots);
    numbers_release(&numbers);
    return told;
}
