/* The paragraphs of an article become passages, as indexer/passages.py tells: where none is to be cut. */
#include "sentences.h"

typedef struct {
    size_t start, end; /* code points of the article's text */
    size_t first_byte, last_byte;
    Py_ssize_t first, last; /* paragraphs, the last one exclusive */
    int64_t words;
    int headed; /* ends in a subhead */
} Group;

typedef struct {
    int64_t least_words, most_words;
    size_t most_codes;
} Limits;

static int is_open(const Group *group, const Limits *limits) {
    return group->headed || group->words < limits->least_words;
}

static void take(Group *group, const Group *other) {
    group->end = other->end;
    group->last_byte = other->last_byte;
    group->last = other->last;
    group->words += other->words;
    group->headed = other->headed;
}

/* Groups paragraphs that have so many code points each; how many groups, -1 where that can't be told here, or one is to
 * be cut. Two code points stand between two paragraphs. */
static Py_ssize_t group(const Text *text, PyObject *lengths, const char *subheads, const Limits *limits, Group *groups) {
    Py_ssize_t count = 0;
    size_t codes = 0, place = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(lengths); i++) {
        const size_t length = PyLong_AsSize_t(PyList_GetItem(lengths, i));
        if (length > text->size) { /* an exception too */
            PyErr_Clear();
            return -1;
        }
        if (i) {
            if (text->size - place < 2 || text->bytes[place] != '\n' || text->bytes[place + 1] != '\n') return -1;
            place += 2;
            codes += 2;
        }
        const size_t bytes = bytes_of(text->bytes + place, text->size - place, length);
        if (bytes == SIZE_MAX) return -1;
        const Group one = {codes, codes + length, place, place + bytes, i, i + 1, words_of(text->bytes + place, bytes),
                           subheads[i] != 0};
        if (one.words < 0) return -1;
        if (count && (is_open(&groups[count - 1], limits) || (one.words < limits->least_words && !one.headed)))
            take(&groups[count - 1], &one);
        else
            groups[count++] = one;
        codes += length;
        place += bytes;
    }
    if (place != text->size) return -1;
    if (count > 1 && is_open(&groups[count - 1], limits)) { /* nothing follows that it could join */
        take(&groups[count - 2], &groups[count - 1]);
        count--;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (groups[i].words > limits->most_words || groups[i].end - groups[i].start > limits->most_codes) return -1;
    return count;
}

/* Start, end, first paragraph and the one after the last of a group, and where its sentences begin. */
static PyObject *as_passage(const Text *text, const Group *group, int *told) {
    Text passage = *text;
    PyObject *starts = PyList_New(0);
    passage.bytes += group->first_byte;
    passage.size = group->last_byte - group->first_byte;
    *told = starts ? find_sentences(&passage, starts) : -1;
    if (*told > 0)
        return Py_BuildValue("(nnnnN)", (Py_ssize_t)group->start, (Py_ssize_t)group->end, group->first, group->last,
                             starts);
    Py_XDECREF(starts);
    return NULL;
}

/* passages(text, lengths, subheads, words, ordinals, least words, most words, most code points) -> of each passage
 * where it begins and ends, its first paragraph and the one after its last, and where its sentences begin in it (see
 * sentences.c). `lengths` are those of the paragraphs of the text, `subheads` a byte for each. None where a passage is to
 * be cut, or it can't be told. */
PyObject *passages(PyObject *module, PyObject *args) {
    Text text;
    Limits limits;
    PyObject *given, *lengths, *words, *found = NULL;
    const char *subheads;
    Py_ssize_t subheads_count, most_codes, least, most;
    Group *groups = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!y#O!pnnn", &given, &PyList_Type, &lengths, &subheads, &subheads_count, &PyTuple_Type,
                          &words, &text.ordinals, &least, &most, &most_codes) ||
        !hold_words(words, &text))
        return NULL;
    if (subheads_count != PyList_Size(lengths) || most_codes < 0) {
        PyErr_SetString(PyExc_ValueError, "a byte for each paragraph");
        return NULL;
    }
    limits = (Limits){least, most, (size_t)most_codes};
    int told = hold_text(given, &text);
    Py_ssize_t count = -1;
    if (told > 0) {
        if (!(groups = PyMem_Calloc((size_t)subheads_count + 1, sizeof *groups))) return PyErr_NoMemory();
        count = group(&text, lengths, subheads, &limits, groups);
        told = count >= 0;
    }
    if (told > 0 && !(found = PyList_New(count))) told = -1;
    for (Py_ssize_t i = 0; told > 0 && i < count; i++) {
        PyObject *passage = as_passage(&text, &groups[i], &told);
        if (told > 0 && (!passage || PyList_SetItem(found, i, passage))) told = -1;
    }
    PyMem_Free(groups);
    if (told > 0) return found;
    Py_XDECREF(found);
    if (told < 0) return NULL;
    Py_RETURN_NONE;
}
