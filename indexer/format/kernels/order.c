/* Are numbers in order? */
#include "kernels.h"

/* All are looked at, several at a time, for it is rare that one is below the one before it. */
#define ASCENDS(type)                                               \
    {                                                               \
        const type *data = (const type *)numbers->data;             \
        int falls = 0;                                              \
        for (Py_ssize_t place = 1; place < numbers->length; place++) \
            falls |= data[place] < data[place - 1];                 \
        return !falls;                                              \
    }

int numbers_ascend(const Numbers *numbers) {
    switch (numbers->width) {
    case 1: ASCENDS(uint8_t)
    case 2: ASCENDS(uint16_t)
    case 4: ASCENDS(uint32_t)
    default: ASCENDS(uint64_t)
    }
}

/* ascends(values) -> whether no number is below the one before it. See plain.py. */
PyObject *ascends(PyObject *module, PyObject *values) {
    Numbers numbers = {0};
    (void)module;
    if (numbers_hold(&numbers, values)) return NULL;
    int found = numbers_ascend(&numbers);
    numbers_release(&numbers);
    return PyBool_FromLong(found);
}

/* rises(values, places) -> how many numbers are above the one before, of those at `places` (None: all). See plain.py. */
PyObject *rises(PyObject *module, PyObject *args) {
    PyObject *values, *at = Py_None;
    Numbers held[2] = {{0}, {0}};
    const Numbers *numbers = &held[0], *places = &held[1];
    (void)module;
    if (!PyArg_ParseTuple(args, "O|O", &values, &at)) return NULL;
    if (numbers_hold(&held[0], values) || numbers_hold(&held[1], at)) {
        numbers_release_all(held, 2);
        return NULL;
    }
    Py_ssize_t length = at == Py_None ? numbers->length : places->length, count = 0;
    uint64_t before = UINT64_MAX; /* nothing is above it: the first number is above none */
    for (Py_ssize_t i = 0; i < length; i++) {
        uint64_t place = at == Py_None ? (uint64_t)i : number_at(places, i);
        if (place >= (uint64_t)numbers->length) {
            numbers_release_all(held, 2);
            return damaged("a place beyond the end");
        }
        uint64_t number = number_at(numbers, (Py_ssize_t)place);
        count += number > before;
        before = number;
    }
    numbers_release_all(held, 2);
    return PyLong_FromSsize_t(count);
}
