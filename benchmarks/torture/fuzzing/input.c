/* What is cut from the bytes of a fuzzer: see input.h. */
#define _GNU_SOURCE /* memfd_create */
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernels.h"

/* A buffer whose memory ends where it does, and is its own. */
typedef struct {
    PyObject_HEAD
    void *memory, *data;
    Py_ssize_t length;
    int width;
} Exact;

static PyTypeObject *exact_type;

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    free(((Exact *)self)->memory);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static const char *format_of(int width) {
    return width == 1 ? "B" : width == 2 ? "H" : width == 4 ? "I" : width == 8 ? "Q" : "16s";
}

static int get_buffer(PyObject *self, Py_buffer *view, int flags) {
    Exact *exact = (Exact *)self;
    memset(view, 0, sizeof *view);
    view->buf = exact->data;
    view->obj = Py_NewRef(self);
    view->len = exact->length * exact->width;
    view->itemsize = exact->width;
    view->ndim = 1;
    view->shape = flags & PyBUF_ND ? &exact->length : NULL;
    view->format = flags & PyBUF_FORMAT ? (char *)format_of(exact->width) : NULL;
    return 0;
}

int input_prepare(void) {
    static PyType_Slot slots[] = {
        {Py_tp_dealloc, (void *)dealloc}, {Py_bf_getbuffer, (void *)get_buffer}, {0, NULL}};
    static PyType_Spec spec = {"fuzzing.Exact", sizeof(Exact), 0, Py_TPFLAGS_DEFAULT, slots};
    exact_type = (PyTypeObject *)PyType_FromSpec(&spec);
    return exact_type ? 0 : -1;
}

/* An array of zeros, so many bytes behind a multiple of eight. */
static Exact *blank(Py_ssize_t length, int width, int behind) {
    Exact *exact = (Exact *)PyType_GenericAlloc(exact_type, 0);
    if (!exact) return NULL;
    size_t size = (size_t)length * (size_t)width;
    exact->memory = calloc(size ? size + (size_t)behind : 8, 1);
    if (!exact->memory) abort();
    exact->data = (uint8_t *)exact->memory + (size ? behind : 8); /* of no numbers none may be read */
    exact->length = length;
    exact->width = width;
    return exact;
}

PyObject *array_of(const void *given, Py_ssize_t length, int width) {
    Exact *exact = blank(length, width, 0);
    if (exact && length) memcpy(exact->data, given, (size_t)length * (size_t)width);
    return (PyObject *)exact;
}

Input input_of(const uint8_t *bytes, size_t size, size_t headers) {
    return (Input){bytes, size, headers, size, MOST_BYTES};
}

uint8_t next_byte(Input *input) {
    return input->end > input->headers * HEADER ? input->bytes[--input->end] : 0;
}

static uint64_t next_bytes(Input *input, int count) {
    uint64_t number = 0;
    for (int i = 0; i < count; i++) number |= (uint64_t)next_byte(input) << 8 * i;
    return number;
}

Py_ssize_t next_place(Input *input, Py_ssize_t count) {
    const uint8_t kind = next_byte(input);
    switch (kind) {
    case 255: return -1;
    case 254: return count;
    case 253: return PY_SSIZE_T_MAX;
    case 252: return PY_SSIZE_T_MIN;
    case 251: return PY_SSIZE_T_MAX - 1;
    case 250: return count - 1;
    case 249: return (Py_ssize_t)next_bytes(input, 8);
    case 248: return (Py_ssize_t)next_bytes(input, 2);
    default: return count > 0 ? kind % count : kind;
    }
}

double next_double(Input *input) {
    static const double CONSTANTS[] = {0.0, 1.0, 1.2, 0.25, 0.01, 0.5, 0.1, 3.0, 0.3, 2.2, -1.0, 1e300, -1e300, 1e-310};
    const uint8_t kind = next_byte(input);
    double number = 0.0;
    if (kind < 224) return CONSTANTS[kind % (sizeof CONSTANTS / sizeof *CONSTANTS)];
    const uint64_t bits = next_bytes(input, 8);
    memcpy(&number, &bits, 8);
    return number;
}

typedef struct {
    int kind, width;
    size_t place;
    Py_ssize_t length;
} Header;

static Header header_at(Input *input, size_t header) {
    const uint8_t *at = input->bytes + header * HEADER;
    Header found = {at[0], WIDTHS[at[0] & 7], at[1] | (size_t)at[2] << 8, at[3] | (Py_ssize_t)at[4] << 8};
    if (found.width) {
        const Py_ssize_t room = (Py_ssize_t)(input->left / (size_t)found.width);
        if (found.length > room) found.length = room;
        input->left -= (size_t)(found.length * found.width);
    }
    return found;
}

/* Fills with the bytes of the arrays from a place on; behind the last comes the first. */
static void fill(const Input *input, size_t place, uint8_t *data, size_t size) {
    const uint8_t *bytes = input->bytes + input->headers * HEADER;
    const size_t there = input->size - input->headers * HEADER;
    if (!there) return;
    for (place %= there; size; place = 0) {
        const size_t part = size < there - place ? size : there - place;
        memcpy(data, bytes + place, part);
        data += part;
        size -= part;
    }
}

static Exact *values_of(const Input *input, const Header *header) {
    Exact *values = blank(header->length, header->width, (header->kind & 7) == MISPLACED);
    if (!values || !header->length) return values;
    uint8_t *data = values->data;
    if (!(header->kind & ADDED_UP)) {
        fill(input, header->place, data, (size_t)header->length * (size_t)header->width);
        return values;
    }
    uint8_t *distances = calloc((size_t)header->length, 1);
    if (!distances) abort();
    fill(input, header->place, distances, (size_t)header->length);
    uint64_t sum = 0;
    for (Py_ssize_t i = 0; i < header->length; i++) {
        sum += distances[i];
        /* the lowest bytes are first */
        memcpy(data + i * header->width, &sum, header->width < 8 ? (size_t)header->width : 8);
    }
    free(distances);
    return values;
}

PyObject *array_at(Input *input, size_t number) {
    const Header header = header_at(input, number);
    return header.width ? (PyObject *)values_of(input, &header) : Py_NewRef(Py_None);
}

/* A descriptor of a file that has these bytes. */
static int file_of(const void *bytes, size_t size) {
    const int file = memfd_create("fuzzing", MFD_CLOEXEC);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size) abort();
    return file;
}

PyObject *checked_array_at(Input *input, size_t number) {
    const Header header = header_at(input, number);
    if (!header.width) return Py_NewRef(Py_None);
    Exact *values = values_of(input, &header);
    if (!values) return NULL;
    const Py_ssize_t size = header.length * header.width, blocks = (size + BLOCK - 1) / BLOCK;
    const Py_ssize_t told = blocks + (header.kind & LENGTHS_DIFFER ? 1 : 0);
    const int by = (header.kind & COMPARED_BY) / 8;
    Exact *sums = blank(told, header.kind & NARROW_SUMS ? 2 : 4, 0), *compared = blank(blocks, 1, 0);
    if (!sums || !compared) abort();
    for (Py_ssize_t block = 0; block < blocks; block++) {
        const Py_ssize_t start = block * BLOCK, end = start + BLOCK < size ? start + BLOCK : size;
        if (!by) ((uint8_t *)compared->data)[block] = 1;
        if ((by == 1 || by == 3) && !(header.kind & NARROW_SUMS))
            ((uint32_t *)sums->data)[block] = crc32_of((uint8_t *)values->data + start, (size_t)(end - start));
    }
    const int file = by == 1 && blocks ? file_of(values->data, (size_t)size) : -1;
    return Py_BuildValue("(NNNni)", values, sums, compared, by == 3 ? (Py_ssize_t)(header.place & 0xFF) : -1, file);
}

PyObject *text_at(Input *input, size_t number) {
    const Header header = header_at(input, number);
    Header bytes = header;
    bytes.width = 1;
    if (bytes.length > MOST_TEXT) bytes.length = MOST_TEXT;
    bytes.kind &= ~ADDED_UP;
    Exact *values = values_of(input, &bytes);
    if (!values) return NULL;
    /* As texts are: of code points of any size, some of them no characters. */
    PyObject *text = PyUnicode_Decode(values->data, values->length, "utf-8", "surrogatepass");
    if (!text) {
        PyErr_Clear();
        text = PyUnicode_DecodeLatin1(values->data, values->length, NULL);
    }
    Py_DECREF(values);
    return text;
}
