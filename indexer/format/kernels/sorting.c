/* In which order do texts sort? By a merge sort, which is stable and takes no longer whatever they are. */
#include "kernels.h"

/* A text, and its first bytes as a number that sorts as they do: most are told apart by these. */
typedef struct {
    uint64_t head;
    const uint8_t *bytes;
    uint32_t size, place;
} Item;

static uint64_t head_of(const uint8_t *bytes, size_t size) {
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++) head = head << 8 | (i < size ? bytes[i] : 0);
    return head;
}

/* Whether one sorts behind another. UTF-8 sorts as code points do. */
static inline int is_behind(const Item *one, const Item *other) {
    if (one->head != other->head) return one->head > other->head;
    const int order = memcmp(one->bytes, other->bytes, one->size < other->size ? one->size : other->size);
    return order ? order > 0 : one->size > other->size;
}

/* Merges [start, middle) and [middle, end), each sorted. */
static void merge(const Item *from, Item *to, size_t start, size_t middle, size_t end) {
    if (middle == end || !is_behind(&from[middle - 1], &from[middle])) {
        memcpy(to + start, from + start, (end - start) * sizeof *to);
        return;
    }
    for (size_t left = start, right = middle, place = start; place < end; place++)
        to[place] = right == end || (left < middle && !is_behind(&from[left], &from[right])) ? from[left++] : from[right++];
}

/* Sorts the items, between them and as much room; where they are in the end. */
static const Item *sort(Item *items, Item *room, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            const size_t middle = start + width < count ? start + width : count;
            merge(items, room, start, middle, middle + width < count ? middle + width : count);
        }
        Item *sorted = room;
        room = items;
        items = sorted;
    }
    return items;
}

/* Takes the texts; -1 with an exception. They are the list's, which nobody changes meanwhile. */
static int items_from(PyObject *texts, Item *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Py_ssize_t size;
        const uint8_t *bytes = (const uint8_t *)PyUnicode_AsUTF8AndSize(PyList_GetItem(texts, (Py_ssize_t)i), &size);
        if (!bytes) return -1;
        if (size > UINT32_MAX) {
            PyErr_SetString(PyExc_OverflowError, "a text of more than 4,294,967,295 bytes");
            return -1;
        }
        items[i] = (Item){head_of(bytes, (size_t)size), bytes, (uint32_t)size, (uint32_t)i};
    }
    return 0;
}

/* sorted_order(texts) -> the places of texts in the order they sort in, four bytes each. See plain.py. */
PyObject *sorted_order(PyObject *module, PyObject *texts) {
    PyObject *answer = NULL;
    (void)module;
    if (!PyList_Check(texts)) {
        PyErr_SetString(PyExc_TypeError, "a list of texts");
        return NULL;
    }
    const size_t count = (size_t)PyList_Size(texts);
    if (count > UINT32_MAX || count > SIZE_MAX / (2 * sizeof(Item)) - 1) return PyErr_NoMemory();
    Item *items = PyMem_Malloc((2 * count + 1) * sizeof *items);
    if (!items) return PyErr_NoMemory();
    if (!items_from(texts, items, count)) {
        const Item *sorted = sort(items, items + count, count);
        answer = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(uint32_t)));
        char *places = answer ? PyBytes_AsString(answer) : NULL;
        for (size_t i = 0; answer && i < count; i++) memcpy(places + i * sizeof(uint32_t), &sorted[i].place, sizeof(uint32_t));
    }
    PyMem_Free(items);
    return answer;
}
