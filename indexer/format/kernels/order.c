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
