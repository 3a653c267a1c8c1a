/* The chunks between blanks that texts have, numbered as they are first met: a hash table with open addressing.
 *
 * Their UTF-8 stands in one run of bytes. Anybody may have written the texts, so that nobody may foresee what hashes
 * alike: SipHash-1-3 (Aumasson & Bernstein 2012), with a key that the table's maker gives. Numbers don't depend on it. */
#include "letters.h"

#define KEY 16        /* bytes */
#define FIRST_SLOTS 1024
#define MOST_CHUNKS 0xFFFFFFF0u
#define LONGEST_WORD 255 /* code points of a form: _LONGEST_FORM of analysis/tokens.py */

typedef struct {
    uint64_t head; /* its first eight bytes: of most chunks nothing else need be compared */
    size_t end;    /* in the bytes; it begins where the one before it ends */
    uint32_t hash;
    uint16_t language;
} Chunk;

typedef struct {
    PyObject_HEAD
    uint64_t key[2];
    uint8_t *bytes;
    size_t bytes_room;
    Chunk *chunks;
    size_t count, room;
    uint32_t *slots; /* a chunk's number and one; 0: free. At most half are taken */
    size_t mask;
    uint32_t *numbers; /* of the texts that are being split */
    size_t numbers_room;
} ChunkTable;

#define ROTATED(x, bits) (((x) << (bits)) | ((x) >> (64 - (bits))))
#define ROUND(v)                                                                            \
    (v)[0] += (v)[1], (v)[1] = ROTATED((v)[1], 13) ^ (v)[0], (v)[0] = ROTATED((v)[0], 32), \
    (v)[2] += (v)[3], (v)[3] = ROTATED((v)[3], 16) ^ (v)[2],                               \
    (v)[0] += (v)[3], (v)[3] = ROTATED((v)[3], 21) ^ (v)[0],                               \
    (v)[2] += (v)[1], (v)[1] = ROTATED((v)[1], 17) ^ (v)[2], (v)[2] = ROTATED((v)[2], 32)

/* The first bytes of so many, eight at most, as a number; from their place on there are `room` to be read. */
static inline uint64_t head_of(const uint8_t *bytes, size_t size, size_t room) {
    uint64_t head = 0;
    if (room >= 8) return size >= 8 ? eight_at(bytes) : eight_at(bytes) & (((uint64_t)1 << 8 * size) - 1);
    for (size_t i = 0; i < size; i++) head |= (uint64_t)bytes[i] << 8 * i;
    return head;
}

static uint32_t hash_of(const ChunkTable *table, const uint8_t *bytes, size_t size, size_t room, uint16_t language) {
    uint64_t v[4] = {0x736f6d6570736575u ^ table->key[0], 0x646f72616e646f6du ^ table->key[1],
                     0x6c7967656e657261u ^ table->key[0] ^ language, 0x7465646279746573u ^ table->key[1]};
    uint64_t word, last = (uint64_t)size << 56;
    for (; size >= 8; bytes += 8, size -= 8, room -= 8) {
        word = eight_at(bytes);
        v[3] ^= word;
        ROUND(v);
        v[0] ^= word;
    }
    last |= head_of(bytes, size, room);
    v[3] ^= last;
    ROUND(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) ROUND(v);
    return (uint32_t)(v[0] ^ v[1] ^ v[2] ^ v[3]);
}

/* The items, of `size` bytes, where there is room for `wanted` of them; NULL with an exception, and they stay. */
static void *with_room(void *items, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room) return items;
    size_t more = *room + *room / 2 > wanted ? *room + *room / 2 : wanted;
    void *moved = more > PY_SSIZE_T_MAX / size ? NULL : PyMem_Realloc(items, more * size);
    if (moved)
        *room = more;
    else
        PyErr_NoMemory();
    return moved;
}

static int spread(ChunkTable *table, size_t slots) {
    uint32_t *fresh = PyMem_Calloc(slots, sizeof *fresh);
    if (!fresh) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t number = 0; number < table->count; number++) {
        size_t slot = table->chunks[number].hash & (slots - 1);
        while (fresh[slot]) slot = (slot + 1) & (slots - 1);
        fresh[slot] = (uint32_t)number + 1;
    }
    PyMem_Free(table->slots);
    table->slots = fresh;
    table->mask = slots - 1;
    return 0;
}

static size_t start_of(const ChunkTable *table, size_t number) { return number ? table->chunks[number - 1].end : 0; }

/* The number of a chunk, a new one if it was never met. -1 with an exception. */
static int64_t number_of(ChunkTable *table, const uint8_t *bytes, size_t size, uint64_t head, uint32_t hash,
                         uint16_t language) {
    size_t slot;
    if (2 * (table->count + 1) > table->mask && spread(table, 2 * (table->mask + 1))) return -1;
    for (slot = hash & table->mask; table->slots[slot]; slot = (slot + 1) & table->mask) {
        size_t number = table->slots[slot] - 1, start = start_of(table, number);
        const Chunk *known = &table->chunks[number];
        if (known->hash == hash && known->language == language && known->head == head && known->end - start == size &&
            (size <= 8 || !memcmp(table->bytes + start + 8, bytes + 8, size - 8)))
            return (int64_t)number;
    }
    size_t number = table->count, start = start_of(table, number);
    if (number >= MOST_CHUNKS) {
        PyErr_SetString(PyExc_OverflowError, "more chunks than can be numbered");
        return -1;
    }
    uint8_t *known_bytes = with_room(table->bytes, &table->bytes_room, start + size, 1);
    if (!known_bytes) return -1;
    table->bytes = known_bytes;
    Chunk *known_chunks = with_room(table->chunks, &table->room, number + 1, sizeof(Chunk));
    if (!known_chunks) return -1;
    table->chunks = known_chunks;
    memcpy(table->bytes + start, bytes, size);
    table->chunks[number] = (Chunk){head, start + size, hash, language};
    table->slots[slot] = (uint32_t)number + 1;
    table->count++;
    return (int64_t)number;
}

/* Chunks that are looked up together: what memory each of them needs is fetched while others are split off. */
#define TOGETHER 16

typedef struct {
    size_t start, size;
    uint64_t head;
    uint32_t hash;
} Found;

/* Of eight bytes the highest bit of each that is a blank, and of some behind the first such. */
static inline uint64_t blanks_of(uint64_t eight) {
    const uint64_t spaces = eight ^ EACH(' '), breaks = eight ^ EACH('\n');
    return (((spaces - EACH(1)) & ~spaces) | ((breaks - EACH(1)) & ~breaks)) & EACH(0x80);
}

/* Where the chunk that begins at a place ends. */
static size_t end_of_chunk(const uint8_t *text, size_t size, size_t place) {
    for (; size - place >= 8; place += 8) {
        const uint64_t blanks = blanks_of(eight_at(text + place));
        if (blanks) return place + FIRST_BYTE(blanks);
    }
    while (place < size && text[place] != ' ' && text[place] != '\n') place++;
    return place;
}

/* Splits off the next chunks of a text, from `start` on; how many, 0 behind its end. */
static size_t split(const ChunkTable *table, const uint8_t *text, size_t size, uint16_t language, size_t *start,
                    Found *found) {
    size_t count = 0;
    while (count < TOGETHER && *start <= size) {
        const size_t end = end_of_chunk(text, size, *start), length = end - *start, room = size - *start;
        const uint32_t hash = hash_of(table, text + *start, length, room, language);
        PREFETCH(&table->slots[hash & table->mask]);
        found[count++] = (Found){*start, length, head_of(text + *start, length, room), hash};
        *start = end + 1;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = table->slots[found[i].hash & table->mask];
        if (slot) PREFETCH(&table->chunks[slot - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = found[i].size > 8 ? table->slots[found[i].hash & table->mask] : 0;
        if (slot) PREFETCH(table->bytes + start_of(table, slot - 1));
    }
    return count;
}

/* Numbers the chunks of a text; how many they are, -1 with an exception. */
static Py_ssize_t number_text(ChunkTable *table, PyObject *text, uint16_t language, size_t before) {
    Py_ssize_t size;
    size_t chunks = 1, made = before, start = 0, count;
    Found found[TOGETHER];
    char *given;
    if (PyBytes_AsStringAndSize(text, &given, &size)) return -1;
    if (!size) return 0;
    const uint8_t *bytes = (const uint8_t *)given;
    for (Py_ssize_t i = 0; i < size; i++) chunks += given[i] == ' ' || given[i] == '\n';
    uint32_t *numbers = with_room(table->numbers, &table->numbers_room, before + chunks, sizeof(uint32_t));
    if (!numbers) return -1;
    table->numbers = numbers;
    while ((count = split(table, bytes, (size_t)size, language, &start, found)))
        for (size_t i = 0; i < count; i++) {
            int64_t one =
                number_of(table, bytes + found[i].start, found[i].size, found[i].head, found[i].hash, language);
            if (one < 0) return -1;
            numbers[made++] = (uint32_t)one;
        }
    return (Py_ssize_t)chunks;
}

/* number(texts, language) -> the number of each chunk, and how many each text has, four bytes each. See plain.py. */
static PyObject *number(PyObject *self, PyObject *args) {
    ChunkTable *table = (ChunkTable *)self;
    PyObject *texts;
    unsigned short language;
    size_t made = 0;
    if (!PyArg_ParseTuple(args, "O!H", &PyList_Type, &texts, &language)) return NULL;
    const Py_ssize_t length = PyList_Size(texts);
    PyObject *counts = PyBytes_FromStringAndSize(NULL, length * (Py_ssize_t)sizeof(uint32_t));
    if (!counts) return NULL;
    char *place = PyBytes_AsString(counts);
    for (Py_ssize_t i = 0; i < length; i++, place += sizeof(uint32_t)) {
        Py_ssize_t found = number_text(table, PyList_GetItem(texts, i), language, made);
        if (found < 0) {
            Py_DECREF(counts);
            return NULL;
        }
        made += (size_t)found;
        memcpy(place, &(uint32_t){(uint32_t)found}, sizeof(uint32_t));
    }
    return Py_BuildValue("(y#N)", made ? (const char *)table->numbers : "",
                         (Py_ssize_t)(made * sizeof(uint32_t)), counts);
}

/* since(first) -> a list of chunks, and two bytes for each, its language. See plain.py. */
static PyObject *since(PyObject *self, PyObject *args) {
    const ChunkTable *table = (const ChunkTable *)self;
    Py_ssize_t first, last = (Py_ssize_t)table->count;
    if (!PyArg_ParseTuple(args, "n", &first)) return NULL;
    if (first < 0 || first > last) return PyErr_Format(PyExc_IndexError, "%zd chunks, none has number %zd", last, first);
    PyObject *list = PyList_New(last - first), *spoken = PyBytes_FromStringAndSize(NULL, 2 * (last - first));
    if (!list || !spoken) goto failed;
    char *place = PyBytes_AsString(spoken);
    for (Py_ssize_t i = first; i < last; i++, place += 2) {
        const char *text = (const char *)table->bytes + start_of(table, (size_t)i);
        PyObject *one = PyUnicode_DecodeUTF8(text, (const char *)table->bytes + table->chunks[i].end - text, NULL);
        if (!one || PyList_SetItem(list, i - first, one)) goto failed;
        memcpy(place, &table->chunks[i].language, 2);
    }
    return Py_BuildValue("(NN)", list, spoken);
failed:
    Py_XDECREF(list);
    Py_XDECREF(spoken);
    return NULL;
}

/* How many bytes of a mark of chunks.py (_MARKS) begin at a place, or end before it; 0 for none. */
static size_t mark_at(const uint8_t *place, const uint8_t *end) {
    if (place < end && *place && strchr(",.;:!?()[]\"", *place)) return 1;
    return end - place >= 3 && place[0] == 0xE2 && place[1] == 0x80 && (place[2] == 0x9C || place[2] == 0x9D) ? 3 : 0;
}

static size_t mark_before(const uint8_t *start, const uint8_t *place) {
    if (place > start && place[-1] && strchr(",.;:!?()[]\"", place[-1])) return 1;
    return place - start >= 3 ? (mark_at(place - 3, place) == 3 ? 3 : 0) : 0;
}

/* Whether a chunk is a word of ASCII letters and digits between marks: that, and how many code points lie before. */
static int is_word(const uint8_t **start, const uint8_t **end, uint32_t *before) {
    size_t bytes;
    for (*before = 0; (bytes = mark_at(*start, *end)); ++*before) *start += bytes;
    while ((bytes = mark_before(*start, *end))) *end -= bytes;
    if (*start == *end || *end - *start > LONGEST_WORD) return 0;
    for (const uint8_t *place = *start; place < *end; place++)
        if ((uint32_t)(*place - '0') >= 10 && (uint32_t)((*place | 32) - 'a') >= 26) return 0;
    return 1;
}

static PyTypeObject *chunk_table_type; /* that of the module, which lives as long as the process */

/* words(first, language, words) -> the words among chunks. See plain.py. */
static PyObject *words(PyObject *self, PyObject *args) {
    const ChunkTable *table = (const ChunkTable *)self;
    Py_ssize_t first, last = (Py_ssize_t)table->count;
    unsigned short language;
    ChunkTable *known;
    if (!PyArg_ParseTuple(args, "nHO!", &first, &language, chunk_table_type, &known)) return NULL;
    if (first < 0 || first > last) return PyErr_Format(PyExc_IndexError, "%zd chunks, none has number %zd", last, first);
    if (known == table) {
        PyErr_SetString(PyExc_ValueError, "words are kept in another table");
        return NULL;
    }
    PyObject *columns = PyBytes_FromStringAndSize(NULL, 16 * (last - first)), *rest = PyList_New(0),
             *places = PyBytes_FromStringAndSize(NULL, 4 * (last - first));
    size_t found = 0, others = 0;
    if (!columns || !rest || !places) goto failed;
    uint32_t *rows = (uint32_t *)(void *)PyBytes_AsString(columns), *numbers = (uint32_t *)(void *)PyBytes_AsString(places);
    for (Py_ssize_t i = first; i < last; i++) {
        if (table->chunks[i].language != language) continue;
        const uint8_t *start = table->bytes + start_of(table, (size_t)i), *end = table->bytes + table->chunks[i].end;
        const uint8_t *word = start, *word_end = end;
        uint32_t before, length = 0;
        if (is_word(&word, &word_end, &before)) {
            const size_t size = (size_t)(word_end - word);
            const uint32_t hash = hash_of(known, word, size, size, language);
            int64_t number = number_of(known, word, size, head_of(word, size, size), hash, language);
            if (number < 0) goto failed;
            for (; start < end; start++) length += (*start & 0xC0) != 0x80;
            memcpy(rows + 4 * found++, (uint32_t[]){(uint32_t)i, (uint32_t)number, before, length}, 16);
        } else {
            PyObject *one = PyUnicode_DecodeUTF8((const char *)start, end - start, NULL);
            int appended = one ? PyList_Append(rest, one) : -1;
            Py_XDECREF(one);
            if (appended) goto failed;
            numbers[others++] = (uint32_t)i;
        }
    }
    PyObject *answer = Py_BuildValue("(y#y#O)", (char *)rows, (Py_ssize_t)(16 * found), (char *)numbers,
                                     (Py_ssize_t)(4 * others), rest);
    Py_DECREF(columns);
    Py_DECREF(places);
    Py_DECREF(rest);
    return answer;
failed:
    Py_XDECREF(columns);
    Py_XDECREF(places);
    Py_XDECREF(rest);
    return NULL;
}

static Py_ssize_t length(PyObject *self) { return (Py_ssize_t)((ChunkTable *)self)->count; }

static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *named) {
    const char *key;
    Py_ssize_t size;
    (void)named;
    if (!PyArg_ParseTuple(args, "y#", &key, &size)) return NULL;
    if (size != KEY) {
        PyErr_SetString(PyExc_ValueError, "a key of 16 bytes");
        return NULL;
    }
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    ChunkTable *table = (ChunkTable *)allocate(type, 0);
    if (!table) return NULL;
    memcpy(table->key, key, KEY);
    table->bytes = with_room(NULL, &table->bytes_room, FIRST_SLOTS, 1);
    if (!table->bytes || spread(table, FIRST_SLOTS)) {
        Py_DECREF(table);
        return NULL;
    }
    return (PyObject *)table;
}

static void dealloc(PyObject *self) {
    ChunkTable *table = (ChunkTable *)self;
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    PyMem_Free(table->bytes);
    PyMem_Free(table->chunks);
    PyMem_Free(table->slots);
    PyMem_Free(table->numbers);
    release(self);
    Py_DECREF(type);
}

PyTypeObject *make_chunk_table_type(void) {
    static PyMethodDef methods[] = {
        {"number", number, METH_VARARGS, "The number of each chunk of a text."},
        {"since", since, METH_VARARGS, "The chunks from a number on."},
        {"words", words, METH_VARARGS, "The words among chunks."},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_doc, (void *)"Chunks, numbered as they are first met."},
        {Py_tp_new, (void *)new},
        {Py_tp_dealloc, (void *)dealloc},
        {Py_tp_methods, methods},
        {Py_sq_length, (void *)length},
        {0, NULL},
    };
    static PyType_Spec spec = {"dateline.indexer.format.kernels._kernels.ChunkTable", sizeof(ChunkTable), 0,
                               Py_TPFLAGS_DEFAULT, slots};
    return chunk_table_type = (PyTypeObject *)PyType_FromSpec(&spec);
}
