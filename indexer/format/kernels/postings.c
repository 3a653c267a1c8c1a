/* The chunks of a field's documents become its postings: each term's documents, and where in them it stands.
 *
 * Terms are numbered in their order, so that a pass that counts says where the postings and the occurrences of each
 * begin, and a pass that fills puts them there: no sort, and nothing but what is written takes memory for each. */
#include "kernels.h"

/* What is given, by its place in the arguments; all numbers have four bytes. */
enum {
    CHUNKS, COUNTS, ROWS, LENGTHS, ENTRIES_START, ENTRY_FORMS, ENTRY_POSITIONS, POSITIONS_START, POSITION_OFFSETS,
    FORM_TERM, FORM_NUMBER, GIVEN
};

/* What comes out, in its order. */
enum { TOKENS_BEGIN, TOKEN_OFFSETS, POSTINGS_BEGIN, OF_DOCUMENTS, HOW_OFTEN, OF_POSITIONS, OF_FORMS, MADE };

typedef struct {
    uint32_t term, number, position;
} Entry;

/* Of one with one entry at one position, as most have, that is at hand: what it costs is to come by its memory. */
typedef struct {
    uint32_t length, entry, entries_end, place, places_end;
    uint32_t term, number, start; /* NO_TERM where it has more, or none */
} Chunk;

#define NO_TERM UINT32_MAX
#define AHEAD 32 /* chunks: what the next ones need is on its way */

typedef struct {
    uint32_t document; /* the last one met, and one; 0: none yet */
    uint32_t often;    /* in that */
    uint32_t postings, occurrences;
} Term;

typedef struct {
    Numbers given[GIVEN];
    Chunk *chunks; /* by their numbers */
    Entry *entries;
    Term *terms;
    Py_ssize_t terms_count;
    uint64_t tokens, postings, occurrences, most_often, last_document, last_position, last_number;
} Inversion;

static inline uint32_t given_at(const Inversion *all, int which, uint64_t place) {
    return ((const uint32_t *)all->given[which].data)[place];
}

static inline int width_of(uint64_t most) { return most < 1 << 8 ? 1 : most < 1 << 16 ? 2 : most <= UINT32_MAX ? 4 : 8; }

static inline void put(void *numbers, int width, uint64_t place, uint32_t value) {
    switch (width) {
    case 1: ((uint8_t *)numbers)[place] = (uint8_t)value; break;
    case 2: ((uint16_t *)numbers)[place] = (uint16_t)value; break;
    default: ((uint32_t *)numbers)[place] = value;
    }
}

/* Whether the runs of a row lie in what they are runs of. */
static int is_run(const Inversion *all, int starts, uint32_t row, uint64_t end) {
    return (uint64_t)row + 1 < (uint64_t)all->given[starts].length &&
           given_at(all, starts, row) <= given_at(all, starts, row + 1) && given_at(all, starts, row + 1) <= end;
}

/* Looks at all that is known of chunks and forms, once: what is wrong, or NULL. */
static const char *vocabulary_is_bad(Inversion *all) {
    const uint64_t entries = (uint64_t)all->given[ENTRY_FORMS].length,
                   places = (uint64_t)all->given[POSITION_OFFSETS].length;
    if (all->given[ENTRY_POSITIONS].length != all->given[ENTRY_FORMS].length) return "entries without a position";
    if (all->given[FORM_NUMBER].length != all->given[FORM_TERM].length) return "forms without a number";
    for (uint64_t i = 0; i < entries; i++) {
        uint32_t form = given_at(all, ENTRY_FORMS, i);
        if (form >= (uint64_t)all->given[FORM_TERM].length) return "a form that is not known";
        all->entries[i] = (Entry){given_at(all, FORM_TERM, form), given_at(all, FORM_NUMBER, form),
                                  given_at(all, ENTRY_POSITIONS, i)};
    }
    for (Py_ssize_t i = 0; i < all->given[ROWS].length; i++) {
        uint32_t row = given_at(all, ROWS, (uint64_t)i);
        if (row >= (uint64_t)all->given[LENGTHS].length || !is_run(all, ENTRIES_START, row, entries) ||
            !is_run(all, POSITIONS_START, row, places))
            return "a chunk whose row is not known";
        Chunk *chunk = &all->chunks[i];
        *chunk = (Chunk){given_at(all, LENGTHS, row), given_at(all, ENTRIES_START, row),
                         given_at(all, ENTRIES_START, row + 1), given_at(all, POSITIONS_START, row),
                         given_at(all, POSITIONS_START, row + 1), NO_TERM, 0, 0};
        if (chunk->entries_end == chunk->entry + 1 && chunk->places_end == chunk->place + 1) {
            const Entry *entry = &all->entries[chunk->entry];
            if (entry->position || entry->term >= (uint64_t)all->terms_count) continue;
            chunk->term = entry->term;
            chunk->number = entry->number;
            chunk->start = given_at(all, POSITION_OFFSETS, chunk->place);
        }
    }
    for (Py_ssize_t i = 0; i < all->given[CHUNKS].length; i++)
        if (given_at(all, CHUNKS, (uint64_t)i) >= (uint64_t)all->given[ROWS].length) return "a chunk that is not known";
    return NULL;
}

/* The term of a chunk some way ahead, once its memory is there; NULL where there is none. */
static inline Term *term_ahead(const Inversion *all, uint64_t at) {
    const uint64_t last = (uint64_t)all->given[CHUNKS].length;
    if (at + AHEAD < last) PREFETCH(&all->chunks[given_at(all, CHUNKS, at + AHEAD)]);
    if (at + AHEAD / 2 >= last) return NULL;
    const uint32_t term = all->chunks[given_at(all, CHUNKS, at + AHEAD / 2)].term;
    return term == NO_TERM ? NULL : &all->terms[term];
}

/* An occurrence in a document, counted. */
static inline void count_entry(Inversion *all, Py_ssize_t document, uint32_t number, uint32_t term_number, uint64_t position) {
    Term *term = &all->terms[term_number];
    if (term->document != (uint32_t)document + 1) {
        term->document = (uint32_t)document + 1;
        term->often = 0;
        term->postings++;
        all->postings++;
        all->last_document = (uint64_t)document;
    }
    term->occurrences++;
    if (++term->often > all->most_often) all->most_often = term->often;
    if (position > all->last_position) all->last_position = position;
    if (number > all->last_number) all->last_number = number;
}

/* The pass that counts: what is wrong, or NULL. */
static const char *count(Inversion *all) {
    uint64_t at = 0;
    for (Py_ssize_t document = 0; document < all->given[COUNTS].length; document++) {
        const uint64_t end = at + given_at(all, COUNTS, (uint64_t)document), before = all->tokens;
        if (end > (uint64_t)all->given[CHUNKS].length) return "more chunks counted than there are";
        for (; at < end; at++) {
            const Chunk *chunk = &all->chunks[given_at(all, CHUNKS, at)];
            const Term *ahead = term_ahead(all, at);
            if (ahead) PREFETCH(ahead);
            if (chunk->term != NO_TERM)
                count_entry(all, document, chunk->number, chunk->term, all->tokens - before);
            else
                for (uint32_t i = chunk->entry; i < chunk->entries_end; i++) {
                    const Entry *entry = &all->entries[i];
                    if (entry->term >= (uint64_t)all->terms_count) return "a term that is not known"; /* and occurs */
                    count_entry(all, document, entry->number, entry->term, all->tokens - before + entry->position);
                }
            all->occurrences += chunk->entries_end - chunk->entry;
            all->tokens += chunk->places_end - chunk->place;
        }
        if (all->occurrences > UINT32_MAX || all->tokens > UINT32_MAX) return "more words than can be numbered";
    }
    if (at != (uint64_t)all->given[CHUNKS].length) return "fewer chunks counted than there are";
    return all->last_position > UINT32_MAX ? "a position beyond all words" : NULL;
}

/* An occurrence in a document, put where it belongs. */
static inline void fill_entry(
    const Inversion *all, void *const *made, const int *widths, Py_ssize_t document, const Entry *entry, uint64_t position
) {
    Term *term = &all->terms[entry->term];
    if (term->document != (uint32_t)document + 1) {
        if (term->document) put(made[HOW_OFTEN], widths[HOW_OFTEN], term->postings - 1, term->often);
        put(made[OF_DOCUMENTS], widths[OF_DOCUMENTS], term->postings++, (uint32_t)document);
        term->document = (uint32_t)document + 1;
        term->often = 0;
    }
    term->often++;
    put(made[OF_POSITIONS], widths[OF_POSITIONS], term->occurrences, (uint32_t)position);
    put(made[OF_FORMS], widths[OF_FORMS], term->occurrences++, entry->number);
}

/* The pass that fills, after the terms were told where theirs begin; whether a text is too long. */
static int fill(const Inversion *all, void *const *made, const int *widths) {
    uint64_t at = 0, tokens = 0;
    int32_t *offsets = made[TOKEN_OFFSETS];
    for (Py_ssize_t document = 0; document < all->given[COUNTS].length; document++) {
        const uint64_t end = at + given_at(all, COUNTS, (uint64_t)document), before = tokens;
        uint64_t offset = 0;
        put(made[TOKENS_BEGIN], widths[TOKENS_BEGIN], (uint64_t)document, (uint32_t)tokens);
        for (; at < end; at++) {
            const Chunk *chunk = &all->chunks[given_at(all, CHUNKS, at)];
            const Term *ahead = term_ahead(all, at);
            if (ahead) PREFETCH(ahead);
            if (chunk->term != NO_TERM) {
                const Entry entry = {chunk->term, chunk->number, 0};
                fill_entry(all, made, widths, document, &entry, tokens - before);
                if (offset + chunk->start > INT32_MAX) return 1;
                offsets[tokens++] = (int32_t)(offset + chunk->start);
                offset += (uint64_t)chunk->length + 1;
                continue;
            }
            for (uint32_t i = chunk->entry; i < chunk->entries_end; i++)
                fill_entry(all, made, widths, document, &all->entries[i], tokens - before + all->entries[i].position);
            for (uint32_t i = chunk->place; i < chunk->places_end; i++) {
                const uint64_t start = offset + given_at(all, POSITION_OFFSETS, i);
                if (start > INT32_MAX) return 1;
                offsets[tokens++] = (int32_t)start;
            }
            offset += (uint64_t)chunk->length + 1;
        }
        if (offset > INT32_MAX) return 1;
    }
    put(made[TOKENS_BEGIN], widths[TOKENS_BEGIN], (uint64_t)all->given[COUNTS].length, (uint32_t)tokens);
    for (Py_ssize_t i = 0; i < all->terms_count; i++) {
        const Term *term = &all->terms[i];
        if (term->document) put(made[HOW_OFTEN], widths[HOW_OFTEN], term->postings - 1, term->often);
    }
    return 0;
}

/* Tells each term where its postings and occurrences begin, and the reader too. */
static void begin(const Inversion *all, void *begins, int width) {
    uint32_t postings = 0, occurrences = 0;
    for (Py_ssize_t i = 0; i < all->terms_count; i++) {
        Term *term = &all->terms[i];
        const Term counted = *term;
        *term = (Term){0, 0, postings, occurrences};
        put(begins, width, (uint64_t)i, postings);
        postings += counted.postings;
        occurrences += counted.occurrences;
    }
    put(begins, width, (uint64_t)all->terms_count, postings);
}

static PyObject *inverted(Inversion *all) {
    const uint64_t most[MADE] = {all->tokens,     INT32_MAX,          all->postings,   all->last_document,
                                 all->most_often, all->last_position, all->last_number},
                   sizes[MADE] = {(uint64_t)all->given[COUNTS].length + 1, all->tokens,      (uint64_t)all->terms_count + 1,
                                  all->postings,                           all->postings,    all->occurrences,
                                  all->occurrences};
    PyObject *answer = PyTuple_New(MADE);
    void *made[MADE];
    int widths[MADE], too_long;
    for (int i = 0; answer && i < MADE; i++) {
        widths[i] = width_of(most[i]);
        PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(sizes[i] * (uint64_t)widths[i]));
        PyObject *pair = bytes ? Py_BuildValue("(Ni)", bytes, widths[i]) : NULL;
        if (!pair || PyTuple_SetItem(answer, i, pair)) {
            Py_DECREF(answer);
            return NULL;
        }
        made[i] = PyBytes_AsString(bytes);
    }
    if (!answer) return NULL;
    Py_BEGIN_ALLOW_THREADS
    begin(all, made[POSTINGS_BEGIN], widths[POSTINGS_BEGIN]);
    too_long = fill(all, made, widths);
    Py_END_ALLOW_THREADS
    if (!too_long) return answer;
    Py_DECREF(answer);
    PyErr_SetString(PyExc_OverflowError, "a text of more than 2,147,483,647 characters");
    return NULL;
}

static int room_for(Inversion *all) {
    all->chunks = PyMem_Calloc((size_t)all->given[ROWS].length + 1, sizeof *all->chunks);
    all->entries = PyMem_Calloc((size_t)all->given[ENTRY_FORMS].length + 1, sizeof *all->entries);
    all->terms = PyMem_Calloc((size_t)all->terms_count + 1, sizeof *all->terms);
    if (all->chunks && all->entries && all->terms) return 0;
    PyErr_NoMemory();
    return -1;
}

/* invert(chunks, counts, rows, lengths, entries_start, entry_forms, entry_positions, positions_start, position_offsets,
 * form_term, form_number, terms) -> the arrays of the field, each with the bytes a number takes. See gathering.py. */
PyObject *invert(PyObject *module, PyObject *args) {
    Inversion all = {0};
    PyObject *objects[GIVEN], *answer = NULL;
    const char *bad = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOn", &objects[CHUNKS], &objects[COUNTS], &objects[ROWS], &objects[LENGTHS],
                          &objects[ENTRIES_START], &objects[ENTRY_FORMS], &objects[ENTRY_POSITIONS],
                          &objects[POSITIONS_START], &objects[POSITION_OFFSETS], &objects[FORM_TERM],
                          &objects[FORM_NUMBER], &all.terms_count))
        return NULL;
    for (int i = 0; i < GIVEN; i++) {
        if (numbers_hold(&all.given[i], objects[i])) goto done;
        if (all.given[i].width != 4) bad = "numbers of another size";
    }
    if (all.terms_count < 0 || all.terms_count >= UINT32_MAX || all.given[COUNTS].length >= UINT32_MAX)
        bad = "more than can be numbered";
    if (!bad && room_for(&all)) goto done;
    if (!bad) {
        Py_BEGIN_ALLOW_THREADS
        bad = vocabulary_is_bad(&all);
        if (!bad) bad = count(&all);
        Py_END_ALLOW_THREADS
    }
    answer = bad ? damaged(bad) : inverted(&all);
done:
    numbers_release_all(all.given, GIVEN);
    PyMem_Free(all.chunks);
    PyMem_Free(all.entries);
    PyMem_Free(all.terms);
    return answer;
}
