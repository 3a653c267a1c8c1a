/* A target of libFuzzer: the kernels are asked, through the interpreter as Dateline asks them, of arrays no index has.
 *
 * They answer, or refuse with an error a caller knows of. Anything else ends the process: what a sanitizer finds, an
 * answer with an exception, none without, an error nobody expects, rows that are out of order or of no document. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "input.h"
#include "kernels.h"

#define FIRST_PASSAGE (2 * FIELD_ARRAYS)
#define HINTS (FIRST_PASSAGE + 1)
#define BEGINS (HINTS + 1)
#define MORE (BEGINS + 1) /* arrays that belong to no field */
#define INVERTED 11              /* arrays that postings are made of: those of the first headers */
#define MOST_TERMS (1 << 16)
#define MANY_CHUNKS 1200
#define CALLS 27 /* different ones */
#define MOST_CALLS 24
#define MOST_ASKED 70 /* leaves, terms, groups: more than there may be */

_Static_assert(HEADERS == 2 * FIELD_ARRAYS + 3 + MORE_ARRAYS, "a header for each array");

PyMODINIT_FUNC PyInit__kernels(void);
static PyObject *module, *damage, *check_size, *decompressor, *decompressor_of, *sets;

static void wrong(const char *what, const char *call) {
    fprintf(stderr, "fuzzing: %s by %s\n", what, call);
    if (PyErr_Occurred()) PyErr_Print();
    abort();
}

/* What an answered call says; NULL of one that was refused. Takes `args`. */
static PyObject *ask(PyObject *of, const char *name, PyObject *args) {
    if (!args) wrong("arguments that can't be made", name);
    PyObject *call = PyObject_GetAttrString(of, name);
    if (!call) wrong("nothing known", name);
    PyObject *told = PyObject_CallObject(call, args);
    Py_DECREF(call);
    Py_DECREF(args);
    if (told && PyErr_Occurred()) wrong("an answer and an error", name);
    if (told) return told;
    if (!PyErr_Occurred()) wrong("neither an answer nor an error", name);
    if (!PyErr_ExceptionMatches(PyExc_ValueError) && !PyErr_ExceptionMatches(PyExc_TypeError) &&
        !PyErr_ExceptionMatches(PyExc_IndexError) && !PyErr_ExceptionMatches(PyExc_OverflowError) &&
        !PyErr_ExceptionMatches(PyExc_MemoryError) && !PyErr_ExceptionMatches(PyExc_AttributeError))
        wrong("an error nobody expects", name);
    PyErr_Clear();
    return NULL;
}

/* What a case is about: each may be missing. */
typedef struct {
    Input *input;
    PyObject *text, *title, *segment, *leaves; /* a list of (leaf, weight, query weight) */
    Py_ssize_t terms, title_terms, passages, articles;
} Case;

static Py_ssize_t length_at(const Input *input, size_t header) {
    const uint8_t *at = input->bytes + header * HEADER;
    return at[0] & 7 ? at[3] | (Py_ssize_t)at[4] << 8 : 0;
}

/* The Blocks of a header's array, with an entry where one is given; None where there is no array, or the two do not fit.
 * Takes `entry`. */
static PyObject *blocks_at(Input *input, size_t header, PyObject *entry) {
    PyObject *given = checked_array_at(input, header), *blocks = NULL;
    if (given != Py_None) {
        PyObject *part = entry ? Py_NewRef(entry) : Py_NewRef(Py_None), *below = PyTuple_GetItem(given, 3);
        PyObject *values = PyMemoryView_FromObject(PyTuple_GetItem(given, 0)), *sums = PyTuple_GetItem(given, 1);
        const int descriptor = (int)PyLong_AsLong(PyTuple_GetItem(given, 4));
        PyObject *file = ask(module, "file", Py_BuildValue("(i)", descriptor));
        if (descriptor >= 0) close(descriptor); /* the kernels have one of their own */
        blocks = ask(module, "Blocks",
                     Py_BuildValue("(OsNOONON)", damage, "given", values, sums,
                                   PyLong_AsLong(below) < 0 ? Py_None : below, part, PyTuple_GetItem(given, 2), file));
    }
    Py_XDECREF(entry);
    Py_DECREF(given);
    return blocks ? blocks : Py_NewRef(Py_None);
}

static PyObject *field_at(Input *input, size_t first) {
    PyObject *arrays = PyTuple_New(FIELD_ARRAYS);
    for (Py_ssize_t i = 0; i < FIELD_ARRAYS; i++) {
        PyObject *one = blocks_at(input, first + (size_t)i, NULL);
        if (!one || PyTuple_SetItem(arrays, i, one)) abort();
    }
    return ask(module, "Field", Py_BuildValue("(N)", arrays));
}

/* How many of something there are: few, mostly. */
static Py_ssize_t next_count(Input *input) {
    const uint8_t byte = next_byte(input);
    return byte >= 250 ? MOST_ASKED - (255 - byte) : byte % 7;
}

/* A list of numbers below `count`, ascending mostly. */
static PyObject *next_places(Input *input, Py_ssize_t count, int ascending) {
    PyObject *list = PyList_New(0);
    Py_ssize_t place = 0;
    for (Py_ssize_t left = next_count(input); left > 0; left--) {
        place = ascending && place < PY_SSIZE_T_MAX - 4 && next_byte(input) < 250 ? place + next_byte(input) % 4
                                                                                  : next_place(input, count);
        PyObject *number = PyLong_FromSsize_t(place);
        if (!number || PyList_Append(list, number)) abort();
        Py_DECREF(number);
        if (ascending && place < PY_SSIZE_T_MAX) place++;
    }
    return list;
}

static PyObject *next_terms(Input *input, Py_ssize_t count) {
    PyObject *list = next_places(input, count, 0), *terms = PyList_AsTuple(list);
    Py_DECREF(list);
    return terms;
}

/* Terms as a leaf takes them: of those that the bits of a byte say some forms count, which a column tells. */
static PyObject *next_leaf_terms(Input *input, Py_ssize_t count, size_t column) {
    PyObject *terms = next_terms(input, count);
    const uint8_t some = next_byte(input);
    for (Py_ssize_t i = 0; some && i < PyTuple_Size(terms) && i < 8; i++) {
        if (!(some >> i & 1)) continue;
        PyObject *array = array_at(input, column), *forms = next_terms(input, 3);
        PyObject *seen = array == Py_None ? Py_NewRef(array) : PyMemoryView_FromObject(array);
        PyObject *term = Py_BuildValue("(ONN)", PyTuple_GetItem(terms, i), forms, seen);
        Py_DECREF(array);
        if (!term || PyTuple_SetItem(terms, i, term)) abort(); /* it is nobody else's yet */
    }
    return terms;
}

static PyObject *next_pair_or_none(Input *input) {
    if (next_byte(input) < 224) return Py_NewRef(Py_None);
    return Py_BuildValue("(NN)", array_at(input, MORE), array_at(input, MORE + 1));
}

static void make_leaf(Case *of) {
    Input *input = of->input;
    PyObject *text_terms = next_leaf_terms(input, of->terms, POSITIONS);
    PyObject *title_terms = next_leaf_terms(input, of->title_terms, FIELD_ARRAYS + POSITIONS);
    PyObject *text = next_pair_or_none(input), *opening = next_pair_or_none(input), *title = next_pair_or_none(input);
    const uint8_t words = next_byte(input);
    const Py_ssize_t articles = words & 1 ? -1 : next_place(of->input, of->articles);
    PyObject *leaf = ask(module, "Leaf", Py_BuildValue("(ONNNNNin)", of->segment, text_terms, title_terms, text, opening,
                                                       title, words < 250 ? words % 65 : words - 252, articles));
    if (!leaf) return;
    static const char *const said[] = {"articles", "passages", "nbytes"};
    for (int i = 0; i < 3; i++) {
        PyObject *number = PyObject_GetAttrString(leaf, said[i]);
        if (!number || PyLong_AsSsize_t(number) < 0) wrong("no number", said[i]);
        Py_DECREF(number);
    }
    PyObject *walk = Py_BuildValue("(Ndd)", leaf, next_double(input), next_double(input));
    if (!walk || PyList_Append(of->leaves, walk)) abort();
    Py_DECREF(walk);
}

static PyObject *next_groups(Input *input) {
    PyObject *groups = PyList_New(0);
    for (Py_ssize_t left = 1 + next_count(input); left > 0; left--) {
        const uint8_t byte = next_byte(input);
        PyObject *members = PyLong_FromUnsignedLongLong(byte < 250 ? (unsigned long long)byte : ~0ull);
        if (!members || PyList_Append(groups, members)) abort();
        Py_DECREF(members);
    }
    return groups;
}

static PyObject *next_allowed(Input *input, Py_ssize_t documents) {
    const uint8_t kind = next_byte(input);
    if (kind < 160) return Py_NewRef(Py_None);
    if (kind >= 240 || documents > MOST_BYTES) return array_at(input, MORE);
    uint8_t *bytes = malloc((size_t)documents + 1);
    for (Py_ssize_t i = 0; i < documents; i++) bytes[i] = (uint8_t)(kind >> i % 8 & 1);
    PyObject *allowed = array_of(bytes, documents, 1);
    free(bytes);
    return allowed;
}

static PyObject *next_formula(Input *input) {
    double of[9] = {1.2, 0.25, 0.01, 0.5, 0.1, 0.01, 3.0, 0.25, 0.3};
    const uint8_t kind = next_byte(input);
    if (kind >= 224)
        for (int i = 0; i < 9; i++) of[i] = next_double(input);
    return Py_BuildValue("(dddddddddn)", of[0], of[1], of[2], of[3], of[4], of[5], of[6], of[7], of[8],
                         kind < 250 ? (Py_ssize_t)(kind % 65) : next_place(input, 64));
}

/* Whether rows [(document, score), ...] are in order and of documents that there are. */
static void look_at_rows(PyObject *rows, Py_ssize_t documents, const char *call) {
    double before = 0.0;
    for (Py_ssize_t i = 0; i < PyList_Size(rows); i++) {
        Py_ssize_t document;
        double score;
        if (!PyArg_ParseTuple(PyList_GetItem(rows, i), "nd", &document, &score)) wrong("no row", call);
        if (document < 0 || document >= documents) wrong("a row of no document", call);
        if (i && score > before) wrong("rows out of order", call);
        before = score;
    }
}

/* Pairs of leaves with their weights. */
static PyObject *next_pairs(Case *of) {
    PyObject *pairs = PyList_New(0);
    const Py_ssize_t leaves = PyList_Size(of->leaves);
    for (Py_ssize_t left = next_count(of->input); left > 0; left--) {
        const int first = (int)next_place(of->input, leaves), second = (int)next_place(of->input, leaves);
        PyObject *pair = Py_BuildValue("(iiddd)", first, second, next_double(of->input), next_double(of->input),
                                       next_double(of->input));
        if (!pair || PyList_Append(pairs, pair)) abort();
        Py_DECREF(pair);
    }
    return pairs;
}

static void ask_best(Case *of, const char *call, Py_ssize_t documents, PyObject *constants) {
    PyObject *groups = next_groups(of->input), *allowed = next_allowed(of->input, documents), *args;
    const Py_ssize_t limit = next_place(of->input, 20);
    if (!strcmp(call, "best_articles")) {
        if (next_byte(of->input) & 1) { /* what is added may be less than nothing: rows are in any order then */
            PyObject *near = Py_BuildValue("(ONnnn)", of->leaves, next_pairs(of), next_place(of->input, 20),
                                           next_place(of->input, 20), next_place(of->input, 9));
            args = Py_BuildValue("(ONNNnN)", of->leaves, groups, allowed, constants, limit, near);
            Py_XDECREF(ask(of->segment, call, args));
            return;
        }
        args = Py_BuildValue("(ONNNnO)", of->leaves, groups, allowed, constants, limit, Py_None);
    } else {
        args = Py_BuildValue("(ONNNn)", of->leaves, groups, allowed, constants, limit);
    }
    PyObject *told = ask(of->segment, call, args);
    if (!told) return;
    PyObject *rows = PyTuple_GetItem(told, 0);
    if (PyList_Size(rows) > (limit > 0 ? limit : 0)) wrong("more rows than wanted", call);
    look_at_rows(rows, documents, call);
    Py_DECREF(told);
}

static void ask_matching(Case *of) {
    const int by_passage = next_byte(of->input) & 1;
    const Py_ssize_t documents = by_passage ? of->passages : of->articles;
    PyObject *groups = next_groups(of->input), *allowed = next_allowed(of->input, documents);
    PyObject *args = Py_BuildValue("(ONNi)", of->leaves, groups, allowed, by_passage);
    PyObject *count = ask(of->segment, "count_matching", Py_NewRef(args)), *told = ask(of->segment, "matching", args);
    if (!count != !told) wrong("one of both refused", "matching"); /* arrays that don't agree may be counted otherwise */
    Py_XDECREF(count);
    if (!told) return;
    const char *bytes = PyBytes_AsString(told);
    for (Py_ssize_t i = 0; i < PyBytes_Size(told) / 4; i++) {
        uint32_t before = 0, document;
        memcpy(&document, bytes + 4 * i, 4);
        if (i) memcpy(&before, bytes + 4 * (i - 1), 4);
        if ((i && document <= before) || document >= documents) wrong("documents out of order", "matching");
    }
    Py_DECREF(told);
}

static void ask_best_passages_of(Case *of) {
    PyObject *articles = next_places(of->input, of->articles, 1), *constants = next_formula(of->input);
    PyObject *told = ask(of->segment, "best_passages_of",
                         Py_BuildValue("(ONNn)", of->leaves, articles, constants, next_place(of->input, 20)));
    for (Py_ssize_t i = 0; told && i < PyList_Size(told); i++)
        look_at_rows(PyTuple_GetItem(PyList_GetItem(told, i), 0), of->passages, "best_passages_of");
    Py_XDECREF(told);
}

static void ask_neighbours(Case *of) {
    PyObject *articles = next_places(of->input, of->articles, 1), *pairs = next_pairs(of);
    PyObject *constants = next_formula(of->input);
    Py_XDECREF(ask(of->segment, "neighbours", Py_BuildValue("(ONNNn)", of->leaves, pairs, articles, constants,
                                                            next_place(of->input, 20))));
}

static void ask_segment(Case *of, int which) {
    PyObject *one, *other;
    if (!of->segment) return;
    switch (which) {
    case 0: make_leaf(of); return;
    case 1: ask_best(of, "best_articles", of->articles, next_formula(of->input)); return;
    case 2:
        one = Py_BuildValue("(ddd)", next_double(of->input), next_double(of->input), next_double(of->input));
        ask_best(of, "best_passages", of->passages, one);
        return;
    case 3: ask_matching(of); return;
    case 4:
        one = next_places(of->input, of->articles, 1);
        other = next_formula(of->input);
        Py_XDECREF(ask(of->segment, "score_articles", Py_BuildValue("(ONN)", of->leaves, one, other)));
        return;
    case 5: ask_best_passages_of(of); return;
    case 6: ask_neighbours(of); return;
    default:
        one = array_at(of->input, MORE);
        Py_XDECREF(ask(of->segment, "passages_having", Py_BuildValue("(ON)", of->leaves, one)));
    }
}

/* A text of a header as bytes, which it may share with terms of the field. */
static PyObject *bytes_at(Input *input, size_t header) {
    PyObject *text = text_at(input, header), *bytes = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    Py_DECREF(text);
    return bytes;
}

static void ask_terms(Case *of, PyObject *field, Py_ssize_t count) {
    static const char *const words[] = {"border", "guadr", "", "cuort", "oils"};
    Input *input = of->input;
    PyObject *word = PyUnicode_FromString(words[next_byte(input) % 5]);
    if (next_byte(input) >= 128) {
        Py_DECREF(word);
        word = text_at(input, MORE);
    }
    PyObject *bytes = PyUnicode_AsEncodedString(word, "utf-8", "surrogatepass");
    Py_XDECREF(ask(field, "find_all", Py_BuildValue("([OyO])", bytes, "border", bytes)));
    Py_XDECREF(ask(field, "find", Py_BuildValue("(N)", bytes)));
    const Py_ssize_t first = next_place(input, 3), last = next_byte(input) < 250 ? count : next_place(input, count);
    const Py_ssize_t most = next_place(input, 4);
    PyObject *strings = Py_BuildValue("[OsN]", word, "borders", text_at(input, MORE + 1));
    Py_XDECREF(ask(module, "near_among", Py_BuildValue("(ONn)", word, strings, most)));
    Py_XDECREF(ask(field, "near", Py_BuildValue("(Nnnn)", word, first, last, most)));
}

/* Forms of a field in groups, in order mostly; the first of each are put together. */
static PyObject *next_groups_of_forms(Input *input, Py_ssize_t count, PyObject **firsts) {
    static const char *const ends[] = {"order", "ordr", "rder", "", "orders"};
    PyObject *groups = PyList_New(0), *break_ = PyBytes_FromString("\n"), *first = PyList_New(0);
    for (Py_ssize_t from = 0; from < count; from += 128) {
        PyObject *forms = PyList_New(0);
        for (Py_ssize_t i = from; i < count && i < from + 128; i++) {
            PyObject *form = next_byte(input) >= 250
                                 ? bytes_at(input, MORE)
                                 : PyBytes_FromFormat("%c%c%c%s", (int)('a' + i / 676 % 26), (int)('a' + i / 26 % 26),
                                                      (int)('a' + i % 26), ends[i % 5]);
            if (!form || PyList_Append(forms, form) || (i == from && PyList_Append(first, form))) abort();
            Py_DECREF(form);
        }
        PyObject *group = PyObject_CallMethod(break_, "join", "N", forms);
        if (!group || PyList_Append(groups, group)) abort();
        Py_DECREF(group);
    }
    *firsts = PyObject_CallMethod(break_, "join", "N", first);
    Py_DECREF(break_);
    return groups;
}

static void ask_forms(Case *of) {
    static const char *const words[] = {"aaborder", "aacrdre", "abc", "aa", "", "aazordr", "aborder"};
    Input *input = of->input;
    PyObject *terms = blocks_at(input, DOCUMENTS, NULL), *ends = blocks_at(input, DOCUMENTS, NULL), *firsts;
    const Py_ssize_t count = length_at(input, DOCUMENTS);
    PyObject *groups = next_groups_of_forms(input, count < 3000 ? count : 3000, &firsts);
    PyObject *read = PyObject_GetAttrString(groups, "__getitem__");
    if (next_byte(input) >= 250) {
        Py_DECREF(firsts);
        firsts = bytes_at(input, MORE + 1);
    }
    PyObject *letters = next_byte(input) < 128 ? PyBytes_FromString("abcdeor") : array_at(input, MORE);
    PyObject *plain = Py_NewRef(next_byte(input) & 1 ? decompressor : Py_None);
    PyObject *blob = blocks_at(input, MORE, NULL), *offsets = blocks_at(input, MORE + 1, NULL);
    PyObject *forms =
        ask(module, "Forms", Py_BuildValue("(NNNNNNNN)", read, plain, blob, offsets, firsts, letters, terms, ends));
    Py_DECREF(groups);
    if (!forms) return;
    for (int left = next_byte(input) % 4; left; left--) {
        PyObject *word = next_byte(input) < 192 ? PyUnicode_FromString(words[next_byte(input) % 7]) : text_at(input, MORE);
        Py_XDECREF(ask(forms, "beginning", Py_BuildValue("(O)", word)));
        Py_XDECREF(ask(forms, "near", Py_BuildValue("(N)", word)));
        uint8_t numbers[64];
        for (size_t i = 0; i < sizeof numbers; i++) numbers[i] = next_byte(input);
        const Py_ssize_t low = next_place(input, count), size = next_place(input, 64);
        PyObject *given = array_of(numbers, size < 0 || size > 64 ? 64 : size, 1), *stems = next_terms(input, of->terms);
        if (of->text && low < PY_SSIZE_T_MAX - 64 && low > PY_SSIZE_T_MIN + 64)
            Py_XDECREF(ask(forms, "owners", Py_BuildValue("(nnOOOn)", low, low + size % 65, given, stems, of->text,
                                                          next_place(input, 9))));
        Py_DECREF(given);
        Py_DECREF(stems);
    }
    Py_DECREF(forms);
}

static void ask_field(Case *of, int which) {
    PyObject *field = next_byte(of->input) & 1 ? of->title : of->text, *terms, *other, *texts;
    const Py_ssize_t count = field == of->title ? of->title_terms : of->terms;
    if (!field) return;
    if (which == 3) {
        ask_terms(of, field, count);
    } else if (which == 1) {
        terms = next_terms(of->input, count);
        other = next_byte(of->input) & 1 ? blocks_at(of->input, MORE, NULL) : Py_NewRef(Py_None);
        if (of->segment)
            Py_XDECREF(ask(of->segment, "phrase_counts",
                           Py_BuildValue("(OOOi)", terms, terms, other, (int)next_byte(of->input) % 70)));
        Py_XDECREF(ask(field, "phrase", Py_BuildValue("(NN)", terms, other)));
    } else {
        other = next_leaf_terms(of->input, count, field == of->title ? FIELD_ARRAYS + POSITIONS : POSITIONS);
        terms = PySequence_List(other);
        Py_DECREF(other);
        other = next_places(of->input, of->passages, 1);
        if (!which) {
            Py_XDECREF(ask(field, "word_starts", Py_BuildValue("(NN)", terms, other)));
            return;
        }
        const Py_ssize_t texts_count = PyList_Size(other) + (next_byte(of->input) > 250);
        texts = PyList_New(texts_count);
        for (Py_ssize_t i = 0; i < texts_count; i++) {
            PyObject *text = text_at(of->input, MORE + (size_t)(i & 1));
            if (!text || PyList_SetItem(texts, i, text)) abort();
        }
        PyObject *going = next_byte(of->input) & 1 ? blocks_at(of->input, MORE, NULL) : Py_NewRef(Py_None);
        PyObject *phrases = Py_BuildValue("[N]", next_terms(of->input, count));
        Py_XDECREF(ask(field, "marks", Py_BuildValue("(NNNNN)", terms, phrases, going, other, texts)));
    }
}

static void ask_of_arrays(Case *of, int which) {
    Input *input = of->input;
    PyObject *one = array_at(input, MORE), *other;
    if (!which) {
        Py_XDECREF(ask(module, "ascends", Py_BuildValue("(N)", one)));
        return;
    }
    Py_DECREF(one);
    one = blocks_at(input, MORE, NULL);
    other = Py_BuildValue("(nn)", next_place(input, 3), next_place(input, 3));
    if (one == Py_None) Py_DECREF(other);
    else {
        Py_XDECREF(ask(one, "compare", other));
        Py_XDECREF(ask(one, "compare_all", PyTuple_New(0)));
    }
    Py_DECREF(one);
}

static void ask_chunks(Case *of) {
    Input *input = of->input;
    PyObject *table = ask(module, "ChunkTable", Py_BuildValue("(y#)", "0123456789abcdef", (Py_ssize_t)16));
    for (size_t i = 0; table && i < MORE_ARRAYS; i++) {
        PyObject *texts = Py_BuildValue("[NNN]", bytes_at(input, MORE + i), bytes_at(input, MORE), bytes_at(input, MORE + i));
        Py_XDECREF(ask(table, "number", Py_BuildValue("(Ni)", texts, (int)next_byte(input) * 2)));
    }
    if (table && next_byte(input) >= 240) { /* so many that there are too few slots */
        char text[6 * MANY_CHUNKS + 1];
        for (int i = 0; i < MANY_CHUNKS; i++) snprintf(text + 6 * i, 7, "%05d ", i);
        Py_XDECREF(ask(table, "number", Py_BuildValue("([y#]i)", text, (Py_ssize_t)sizeof text - 2, 0)));
    }
    if (table) {
        PyObject *other = Py_NewRef(table);
        if (next_byte(input) < 250) {
            Py_DECREF(other);
            other = ask(module, "ChunkTable", Py_BuildValue("(y#)", "fedcba9876543210", (Py_ssize_t)16));
        }
        const Py_ssize_t first = next_place(input, PySequence_Size(table) + 1);
        Py_XDECREF(ask(table, "words", Py_BuildValue("(niN)", first, (int)next_byte(input) * 2, other)));
    }
    if (table)
        Py_XDECREF(ask(table, "since", Py_BuildValue("(n)", next_place(input, PySequence_Size(table) + 1))));
    Py_XDECREF(table);
}

/* Arrays of the first headers become postings, as those of chunks do. */
static void ask_invert(Case *of) {
    PyObject *args = PyTuple_New(INVERTED + 1);
    for (Py_ssize_t i = 0; i < INVERTED; i++) {
        PyObject *one = array_at(of->input, (size_t)i);
        if (!one || PyTuple_SetItem(args, i, one)) abort();
    }
    Py_ssize_t terms = next_place(of->input, 8);
    if (terms > MOST_TERMS && terms < UINT32_MAX) terms = MOST_TERMS; /* there is memory for more, but no sense in it */
    if (PyTuple_SetItem(args, INVERTED, PyLong_FromSsize_t(terms))) abort();
    Py_XDECREF(ask(module, "invert", args));
}

static PyObject *next_key(Input *input, Py_ssize_t count) {
    if (next_byte(input) & 1) return PyLong_FromSsize_t(next_place(input, count));
    PyObject *start = PyLong_FromSsize_t(next_place(input, count)), *stop = PyLong_FromSsize_t(next_place(input, count)),
             *step = PyLong_FromSsize_t(next_place(input, 4)), *key = PySlice_New(start, stop, step);
    Py_DECREF(start);
    Py_DECREF(stop);
    Py_DECREF(step);
    return key;
}

/* Where an array may lie in the bytes of another. */
static PyObject *next_entry(Input *input) {
    static const char *const types[] = {"|u1", "<u2", "<u4", "<u8", "", "<", "<u3", "text"};
    const char *type = types[next_byte(input) % 8];
    const Py_ssize_t length = next_place(input, 600), start = next_place(input, 64), first = next_place(input, 2);
    return Py_BuildValue("(snnnnn)", type, length, start, next_place(input, 9), first, next_place(input, 3));
}

/* Single numbers and slices of an array, or of a part of one. */
static void ask_memory(Case *of) {
    Input *input = of->input;
    PyObject *memory = blocks_at(input, MORE, next_byte(input) & 1 ? next_entry(input) : NULL), *values;
    if (memory != Py_None) {
        for (int left = next_byte(input) % 8; left; left--)
            Py_XDECREF(ask(memory, "__getitem__", Py_BuildValue("(N)", next_key(input, PySequence_Size(memory)))));
        static const char *const told[] = {"compared", "name", "below", "nbytes", "values"};
        for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
            values = PyObject_GetAttrString(memory, told[i]);
            if (!values) wrong("nothing told", told[i]);
            if (i == 4 && PySequence_Size(values) != PySequence_Size(memory)) wrong("other values", "Blocks");
            Py_DECREF(values);
        }
    }
    Py_DECREF(memory);
}

/* Records that share frames, which are stored as they are. */
static void ask_records(Case *of) {
    Input *input = of->input;
    PyObject *arrays[4] = {blocks_at(input, MORE, NULL), blocks_at(input, MORE + 1, NULL)};
    arrays[2] = next_byte(input) < 200 ? Py_NewRef(Py_None) : array_at(input, MORE + 1);
    arrays[3] = arrays[2] == Py_None ? Py_NewRef(Py_None) : array_at(input, MORE + 1);
    const Py_ssize_t size = next_place(input, 9), total = next_place(input, 600);
    PyObject *records = ask(module, "Records", Py_BuildValue("(NNNNnnbOOO)", arrays[0], arrays[1], arrays[2], arrays[3],
                                                             size, total, next_byte(input),
                                                             next_byte(input) & 1 ? decompressor : Py_None,
                                                             decompressor_of, check_size));
    for (int left = records ? next_byte(input) % 8 : 0; left; left--)
        Py_XDECREF(ask(records, left & 1 ? "read" : "text", Py_BuildValue("(n)", next_place(input, total))));
    if (records) Py_XDECREF(ask(records, "texts", Py_BuildValue("(N)", next_places(input, total, 0))));
    Py_XDECREF(records);
}

/* Values of articles, by codes that are those of the text's documents. */
static void ask_column(Case *of) {
    Input *input = of->input;
    PyObject *column = ask(module, "Column", Py_BuildValue("(NNN)", blocks_at(input, DOCUMENTS, NULL),
                                                           blocks_at(input, MORE + 1, NULL), blocks_at(input, MORE, NULL)));
    for (int left = column ? next_byte(input) % 8 : 0; left; left--)
        Py_XDECREF(ask(column, "value", Py_BuildValue("(n)", next_place(input, length_at(input, DOCUMENTS)))));
    if (column) Py_XDECREF(ask(column, "place", Py_BuildValue("(N)", bytes_at(input, MORE))));
    Py_XDECREF(column);
}

/* A tuple of spans, in order mostly. */
static PyObject *next_spans(Input *input, Py_ssize_t length) {
    const Py_ssize_t count = next_count(input);
    PyObject *spans = PyTuple_New(count);
    Py_ssize_t start = 0, end;
    for (Py_ssize_t i = 0; i < count; i++) {
        const uint8_t byte = next_byte(input);
        start = byte < 240 ? start + byte % 16 : next_place(input, length);
        end = byte < 240 ? start + byte / 16 : next_place(input, length);
        PyObject *span = Py_BuildValue("(nn)", start, end);
        if (!span || PyTuple_SetItem(spans, i, span)) abort();
        start = end < PY_SSIZE_T_MAX - 32 ? end : 0;
    }
    return spans;
}

/* Whether pieces lie in their text, one behind the other; None where there are none. */
static void look_at_pieces(PyObject *pieces, Py_ssize_t length) {
    for (Py_ssize_t i = 0, before = 0; pieces != Py_None && i < PyTuple_Size(pieces); i++) {
        Py_ssize_t start, end;
        if (!PyArg_ParseTuple(PyTuple_GetItem(pieces, i), "nn", &start, &end)) wrong("no piece", "pieces_around");
        if (start < before || end < start || end > length) wrong("pieces outside their text", "pieces_around");
        before = end;
    }
}

/* Whether a bytes object has so many numbers of four bytes. */
static void look_at_numbers(PyObject *told, Py_ssize_t place, Py_ssize_t count) {
    if (PyBytes_Size(PyTuple_GetItem(told, place)) != 4 * count) wrong("numbers of something else", "passages");
}

/* The sum of numbers of four bytes. */
static Py_ssize_t sum_of(PyObject *told, Py_ssize_t place) {
    PyObject *numbers = PyTuple_GetItem(told, place);
    Py_ssize_t sum = 0;
    for (Py_ssize_t i = 0; i + 4 <= PyBytes_Size(numbers); i += 4) {
        int32_t one;
        memcpy(&one, PyBytes_AsString(numbers) + i, 4);
        sum += one;
    }
    return sum;
}

/* Parts of a text become the paragraphs of passages: what lies between line breaks, or with some of them. */
static void ask_passages(Input *input, PyObject *text) {
    const Py_ssize_t length = PyUnicode_GetLength(text);
    PyObject *texts = PyList_New(0), *subheads, *told;
    for (Py_ssize_t start = 0, end = 0; end <= length; end++) {
        if (end < length && (PyUnicode_ReadChar(text, end) != '\n' || next_byte(input) > 250)) continue;
        PyObject *one = PyUnicode_Substring(text, start, end);
        if (!one || ((start < end || next_byte(input) > 250) && PyList_Append(texts, one))) abort();
        Py_DECREF(one);
        start = end + 1;
    }
    Py_DECREF(text);
    const Py_ssize_t count = PyList_Size(texts) + (next_byte(input) > 250);
    subheads = PyBytes_FromStringAndSize(NULL, count);
    for (Py_ssize_t i = 0; i < count; i++) PyBytes_AsString(subheads)[i] = (char)(next_byte(input) & 1);
    const int ordinals = next_byte(input) & 1;
    const Py_ssize_t least = next_place(input, 40), most = next_place(input, 200), most_codes = 10 * next_byte(input);
    told = ask(module, "passages", Py_BuildValue("(NNOinnn)", texts, subheads, sets, ordinals, least, most,
                                                 next_byte(input) > 250 ? next_place(input, 9) : most_codes));
    if (told && told != Py_None) {
        const Py_ssize_t made = PyList_Size(PyTuple_GetItem(told, 0));
        look_at_numbers(told, 1, 4 * made);
        look_at_numbers(told, 3, made);
        look_at_numbers(told, 2, sum_of(told, 3));
        look_at_numbers(told, 5, made);
        look_at_numbers(told, 4, sum_of(told, 5));
    }
    Py_XDECREF(told);
}

static void ask_of_text(Case *of, int which) {
    Input *input = of->input;
    PyObject *text = text_at(input, MORE), *places, *spans, *pieces;
    const Py_ssize_t length = PyUnicode_GetLength(text);
    int html, lines;
    switch (which) {
    case 0:
        Py_XDECREF(ask(module, "tidy_paragraphs", Py_BuildValue("(O)", text)));
        Py_XDECREF(ask(module, "count_words", Py_BuildValue("(N)", text)));
        return;
    case 1: Py_XDECREF(ask(module, "sentences", Py_BuildValue("(NOi)", text, sets, next_byte(input) & 1))); return;
    case 2:
        spans = next_spans(input, length);
        places = next_places(input, length, 1);
        pieces = ask(module, "pieces_around",
                     Py_BuildValue("(NNnN)", text, spans, next_place(input, 200), PyList_AsTuple(places)));
        Py_DECREF(places);
        if (pieces) look_at_pieces(pieces, length);
        Py_XDECREF(pieces);
        return;
    case 3:
        places = next_places(input, length, 1);
        Py_XDECREF(ask(module, "slices", Py_BuildValue("(NN)", text, places)));
        return;
    case 4:
        places = PyUnicode_Split(text, NULL, -1);
        if (!places) abort();
        if (next_byte(input) > 250 && PyList_Append(places, Py_None)) abort();
        pieces = ask(module, "sorted_order", Py_BuildValue("(O)", places));
        if (pieces && PyBytes_Size(pieces) != 4 * PyList_Size(places)) wrong("an order of something else", "sorted_order");
        Py_XDECREF(pieces);
        Py_DECREF(places);
        ask_passages(input, text);
        return;
    default:
        pieces = next_spans(input, length);
        spans = next_spans(input, length);
        html = next_byte(input) & 1;
        lines = next_byte(input) & 1;
        Py_XDECREF(ask(module, "marked", Py_BuildValue("(NNNssii)", text, pieces, spans, "<b>", "</b>", html, lines)));
    }
}

/* What tells of damage, what "decompresses" frames, and the words by which sentences are told apart. */
static const char PREPARED[] =
    "def damage(blocks, block): raise ValueError(blocks.name, block, blocks.values, blocks.below, blocks.nbytes)\n"
    "def check_size(frame):\n"
    "    if frame[0] & 1: raise ValueError('large')\n"
    "class decompressor:\n"
    "    def decompress(frame):\n"
    "        if frame[0] == 7: raise MemoryError if frame[1] & 1 else ValueError\n"
    "        return frame if frame[0] != 9 else None\n"
    "def decompressor_of(number): return decompressor if number % 5 else None\n"
    "sets = tuple(map(frozenset, (['mr', 'al'], ['no'], ['co'], ['etc', 'mr', 'no', 'co'], ['the', 'he', 'a'])))\n";

static void prepare(void) {
    PyObject *names = PyDict_New();
    if (!names || PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins())) wrong("no names", "Python");
    PyDict_SetItemString(names, "__name__", Py_None);
    PyObject *told = PyRun_String(PREPARED, Py_file_input, names, names);
    damage = told ? Py_XNewRef(PyDict_GetItemString(names, "damage")) : NULL;
    check_size = told ? Py_XNewRef(PyDict_GetItemString(names, "check_size")) : NULL;
    decompressor = told ? Py_XNewRef(PyDict_GetItemString(names, "decompressor")) : NULL;
    decompressor_of = told ? Py_XNewRef(PyDict_GetItemString(names, "decompressor_of")) : NULL;
    sets = told ? Py_XNewRef(PyDict_GetItemString(names, "sets")) : NULL;
    if (!damage || !check_size || !decompressor || !decompressor_of || !sets) wrong("nothing prepared", "Python");
    Py_DECREF(told);
    Py_DECREF(names);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    PyPreConfig before;
    PyConfig config;
    (void)count;
    (void)arguments;
    PyPreConfig_InitIsolatedConfig(&before);
    before.allocator = PYMEM_ALLOCATOR_MALLOC; /* so that the sanitizer sees what Python takes and gives back */
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    if (PyStatus_Exception(Py_PreInitialize(&before)) ||
        PyStatus_Exception(PyConfig_SetBytesString(&config, &config.home, PYTHON_HOME)) ||
        PyStatus_Exception(Py_InitializeFromConfig(&config)))
        abort();
    PyConfig_Clear(&config);
    module = PyInit__kernels();
    if (!module || input_prepare()) wrong("no module", "the interpreter");
    Py_XDECREF(ask(module, "give_back", PyTuple_New(0))); /* takes nothing: once is enough */
    prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < HEADERS * HEADER) return -1;
    Input input = input_of(bytes, size, HEADERS);
    Case of = {.input = &input, .leaves = PyList_New(0)};
    of.terms = length_at(&input, POSTINGS_START) - 1;
    of.title_terms = length_at(&input, FIELD_ARRAYS + POSTINGS_START) - 1;
    of.text = field_at(&input, 0);
    of.title = field_at(&input, FIELD_ARRAYS);
    of.articles = length_at(&input, FIRST_PASSAGE) - 1;
    of.passages = length_at(&input, DOCUMENT_LENGTHS);
    if (of.text && of.title)
        of.segment = ask(module, "Segment", Py_BuildValue("(OONNN)", of.text, of.title, array_at(&input, FIRST_PASSAGE),
                                                          blocks_at(&input, HINTS, NULL),
                                                          blocks_at(&input, BEGINS, NULL)));
    if (of.passages < 0) of.passages = 0;
    for (int calls = 0; calls < MOST_CALLS && input.end > HEADERS * HEADER; calls++) {
        const int which = next_byte(&input) % CALLS;
        if (which < 8)
            ask_segment(&of, which);
        else if (which < 12)
            ask_field(&of, which - 8);
        else if (which < 15)
            ask_of_arrays(&of, which - 12);
        else if (which == 15)
            ask_chunks(&of);
        else if (which == 16)
            ask_invert(&of);
        else if (which == 17)
            ask_memory(&of);
        else if (which < 24)
            ask_of_text(&of, which - 18);
        else if (which == 24)
            ask_records(&of);
        else if (which == 25)
            ask_column(&of);
        else
            ask_forms(&of);
    }
    Py_XDECREF(of.leaves);
    Py_XDECREF(of.segment);
    Py_XDECREF(of.title);
    Py_XDECREF(of.text);
    return 0;
}
