/* Reading what is wanted of an array from its file, and not through the map of it.
 *
 * The first touch of a mapped page costs some 3 us: the system maps the 16 pages around it. What lies anywhere in a large
 * array, as the text of a passage does, costs .4 us to read. The blocks read last are kept, for what is asked for at once
 * again; what is asked for later is mapped after all. Measured in a first ask of 500,000 passages: 168 pages, now 73. */
#include <stdlib.h>

#include "kernels.h"

#ifdef _WIN32
#define HAS_PREAD 0
#else
#define HAS_PREAD 1
#include <fcntl.h>
#include <unistd.h>
#endif

#ifndef SPARSE
#define SPARSE 131072 /* bytes of an array that is larger than what a few touches map */
#endif
#define SETS 64       /* of blocks that are kept, each by the number of its block in the file */
#define WAYS 4        /* blocks of a set */

typedef struct {
    int64_t place;  /* in the file */
    uint8_t *bytes; /* NULL: none is here yet */
} Kept;

typedef struct File {
    int descriptor;
    Kept kept[SETS][WAYS];
    uint8_t next[SETS]; /* which of a set is the oldest */
} File;

#define CAPSULE "dateline.file"

int file_from(PyObject *given, File **file) {
    *file = given == Py_None ? NULL : PyCapsule_GetPointer(given, CAPSULE);
    return given != Py_None && !*file ? -1 : 0;
}

#if HAS_PREAD
static void free_file(File *file) {
    for (int i = 0; i < SETS * WAYS; i++) free(file->kept[i / WAYS][i % WAYS].bytes);
    close(file->descriptor);
    free(file);
}

static void forget(PyObject *capsule) {
    File *file = PyCapsule_GetPointer(capsule, CAPSULE);
    if (file) free_file(file);
}
#endif

/* file(descriptor) -> the same open file, closed with the last array that holds it; None where no descriptor is left for it,
 * or where the system can't read at a place. */
PyObject *file(PyObject *module, PyObject *number) {
    (void)module;
#if HAS_PREAD
    const long given = PyLong_AsLong(number);
    if (given == -1 && PyErr_Occurred()) return NULL;
    File *made = calloc(1, sizeof *made);
    if (!made) return PyErr_NoMemory();
    made->descriptor = given < 0 || given > INT32_MAX ? -1 : fcntl((int)given, F_DUPFD_CLOEXEC, 0);
    if (made->descriptor < 0) {
        free(made);
        Py_RETURN_NONE;
    }
    PyObject *capsule = PyCapsule_New(made, CAPSULE, forget);
    if (!capsule) free_file(made);
    return capsule;
#else
    (void)number;
    Py_RETURN_NONE;
#endif
}

/* A block that was read, now or lately, and is as it was written. NULL where it is not, or is to be mapped. */
static const uint8_t *fetch(const Array *array, Py_ssize_t block) {
#if HAS_PREAD
    uint8_t *compared = (uint8_t *)array->compared.data + block;
    const int64_t place = array->place + (int64_t)block * BLOCK;
    const Py_ssize_t left = array->values.length * array->values.width - block * BLOCK;
    const size_t size = left < BLOCK ? (size_t)left : BLOCK;
    const int of = (int)(place / BLOCK % SETS);
    Kept *set = array->file->kept[of];
    for (int way = 0; *compared && way < WAYS; way++)
        if (set[way].place == place && set[way].bytes) return set[way].bytes;
    Kept *kept = &set[array->file->next[of] % WAYS];
    if (*compared || (!kept->bytes && !(kept->bytes = malloc(BLOCK)))) return NULL; /* it is mapped, or was pushed out */
    array->file->next[of]++;
    kept->place = -1;
    if (pread(array->file->descriptor, kept->bytes, size, (off_t)place) != (ssize_t)size ||
        block_compare(array, block, kept->bytes))
        return NULL;
    kept->place = place;
    *compared = FETCHED;
    return kept->bytes;
#else
    return NULL;
#endif
}

const void *array_fetch_blocks(const Array *array, Py_ssize_t low, Py_ssize_t first, Py_ssize_t last, Room *room) {
    const Py_ssize_t start = low * array->values.width, whole = array->values.length * array->values.width;
    const uint8_t *bytes = NULL;
    if (array->file && whole > SPARSE && last - first < FETCHED_BLOCKS) {
        bytes = fetch(array, first);
        if (bytes && first < last) {
            uint8_t *all = (uint8_t *)room->bytes;
            for (Py_ssize_t block = first; bytes && block <= last; block++) {
                const Py_ssize_t left = whole - block * BLOCK;
                if ((bytes = fetch(array, block)))
                    memcpy(all + (block - first) * BLOCK, bytes, left < BLOCK ? (size_t)left : BLOCK);
            }
            if (bytes) bytes = all;
        }
    }
    if (bytes) return bytes + (start - first * BLOCK);
    return array_compare(array, first, last) ? NULL : (const uint8_t *)array->values.data + start;
}

const uint8_t *array_fetch_item(
    const Array *offsets, const Array *blob, Py_ssize_t number, Py_ssize_t *size, Room *room
) {
    const int width = offsets->values.width;
    if (number < 0 || number >= offsets->values.length || blob->values.width != 1) return NULL;
    const void *bounds = array_fetch(offsets, number, number + 2, room);
    if (!bounds) return NULL;
    const uint64_t start = number_in(bounds, width, 0), end = number_in(bounds, width, 1);
    if (start > end || end > (uint64_t)blob->values.length) return NULL;
    *size = (Py_ssize_t)(end - start);
    return array_fetch(blob, (Py_ssize_t)start, (Py_ssize_t)end, room);
}
