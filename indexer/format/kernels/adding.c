/* The postings of several terms, or of some forms of terms, added up as those of one leaf.
 *
 * Documents are gone through a window after the other: what is counted in one stays near the processor, however many
 * terms there are. Positions are read of the openings of articles alone. */
#include <stdlib.h>

#include "openings.h"

#define WINDOW 8192  /* documents */
#define FEW_TERMS 64 /* of fewer it is always looked up how often they are in an opening, where that is asked: openings.c */
#define FEW_ROWS 32  /* of so few it is told at once */

/* A term whose postings are gone through: those of the window, and those behind it. */
typedef struct {
    Py_ssize_t in_window, next, end;
    uint64_t in_window_from, next_from; /* where their occurrences begin */
    const SomeForms *some;              /* NULL: all occurrences count */
} Part;

typedef struct {
    const Segment *segment;
    const Field *field;
    Part *parts;
    Py_ssize_t count, size, base; /* parts, documents, the first document of the window */
    Py_ssize_t room;              /* no more rows are there */
    int opening_words, told_later; /* how long openings are that are told now; they are when they are asked for */
    uint64_t *titled;              /* with which passages articles begin whose openings are told now; NULL: all */
    Py_ssize_t there_count;
    uint64_t there[WINDOW / 64];
    uint32_t counts[WINDOW];
    uint8_t left[WINDOW];    /* how many words of its article's opening may be in a document, 0 for none */
    uint64_t places[WINDOW]; /* of which words of it a part is, a bit each */
} Adding;

static inline uint64_t value_at(const void *data, int width, Py_ssize_t place) {
    return width == 1   ? ((const uint8_t *)data)[place]
           : width == 2 ? ((const uint16_t *)data)[place]
           : width == 4 ? ((const uint32_t *)data)[place]
                        : ((const uint64_t *)data)[place];
}

static void count_in(Adding *adding, Py_ssize_t place, uint32_t count) {
    adding->counts[place] += count;
    adding->there[place >> 6] |= 1ull << (place & 63);
}

/* Counts the postings of a term in the window; the widths of the arrays are known where it is called. -1: damaged. */
static inline int count_all(Adding *adding, Part *part, int documents_width, int frequencies_width) {
    const void *documents = adding->field->arrays[DOCUMENTS].values.data;
    const void *frequencies = adding->field->arrays[FREQUENCIES].values.data;
    const uint64_t base = (uint64_t)adding->base;
    Py_ssize_t posting = part->next;
    uint64_t from = part->next_from;
    for (; posting < part->end; posting++) {
        const uint64_t place = value_at(documents, documents_width, posting) - base;
        if (place >= WINDOW) break; /* behind it, or before it */
        const uint64_t frequency = value_at(frequencies, frequencies_width, posting);
        from += frequency;
        count_in(adding, (Py_ssize_t)place, (uint32_t)frequency);
    }
    part->next = posting;
    part->next_from = from;
    return posting < part->end && value_at(documents, documents_width, posting) < base ? -1 : 0;
}

/* The same of a term of which some forms count. */
static int count_some(Adding *adding, Part *part) {
    const Field *field = adding->field;
    const SomeForms *some = part->some;
    for (; part->next < part->end; part->next++) {
        const uint64_t document = number_at(&field->arrays[DOCUMENTS].values, part->next);
        if (document < (uint64_t)adding->base) return -1;
        if (document - (uint64_t)adding->base >= WINDOW) break;
        const uint64_t begin = part->next_from - some->first, length = (uint64_t)some->written.length;
        const uint64_t frequency = number_at(&field->arrays[FREQUENCIES].values, part->next);
        if (begin > length || frequency > length - begin) return -1;
        uint32_t count = 0;
        for (uint64_t at = 0; at < frequency; at++) count += (uint32_t)some_forms_have(some, part->next_from + at);
        part->next_from += frequency;
        if (count) count_in(adding, (Py_ssize_t)document - adding->base, count);
    }
    return 0;
}

static int count_part(Adding *adding, Part *part) {
    const int documents = adding->field->arrays[DOCUMENTS].values.width;
    const int frequencies = adding->field->arrays[FREQUENCIES].values.width;
    part->in_window = part->next;
    part->in_window_from = part->next_from;
    if (part->some) return count_some(adding, part);
    if (documents == 4 && frequencies == 1) return count_all(adding, part, 4, 1);
    if (documents == 2 && frequencies == 1) return count_all(adding, part, 2, 1);
    return count_all(adding, part, documents, frequencies);
}

static int has_bit(const uint64_t *bits, Py_ssize_t place) { return bits[place >> 6] >> (place & 63) & 1; }

/* Tells how many words of openings may be in the passages of the window: in those that are there or, where many are, in
 * all; none in those of articles whose openings are not told now. `begin` is a passage up to the first of them with which an
 * article begins. -1: damaged. */
static int find_openings(Adding *adding, Py_ssize_t begin) {
    const uint64_t *begins = adding->segment->begins.values.data, *titled = adding->titled;
    const int all = adding->there_count > WINDOW / 8;
    const Py_ssize_t end = adding->size - adding->base < WINDOW ? adding->size - adding->base : WINDOW;
    if (all) memset(adding->left, 0, sizeof adding->left);
    for (Py_ssize_t word = 0; word * 64 < end; word++) {
        const uint64_t starting = begins[adding->base / 64 + word];
        uint64_t left = all ? starting : adding->there[word];
        if (all && titled) left &= titled[adding->base / 64 + word];
        if (all && !word && !(starting & 1)) left |= 1; /* what goes on from the window before */
        for (; left; left &= left - 1) {
            Py_ssize_t place = word * 64 + LOWEST(left);
            begin = begin_of(begins, adding->base + place, begin);
            if (begin < 0) return -1;
            if (titled && !has_bit(titled, begin)) {
                adding->left[place] = 0;
                continue;
            }
            int64_t gone = field_between(adding->field, begin, adding->base + place);
            do { /* how many words of the opening may be in the passage */
                const int64_t length = field_length(adding->field, adding->base + place);
                if (gone < 0 || length < 0) return -1;
                adding->left[place++] = (uint8_t)(gone < adding->opening_words ? adding->opening_words - (int)gone : 0);
                gone += length;
            } while (all && adding->left[place - 1] && place < end && !has_bit(begins, adding->base + place));
        }
    }
    return 0;
}

/* Marks the places of a part in the openings of the window; the widths are known where it is called. -1: damaged. */
static inline int place_all(Adding *adding, const Part *part, int documents_width, int frequencies_width) {
    const Field *field = adding->field;
    const Array *positions = &field->arrays[POSITIONS];
    const void *documents = field->arrays[DOCUMENTS].values.data, *frequencies = field->arrays[FREQUENCIES].values.data;
    const uint64_t base = (uint64_t)adding->base, length = (uint64_t)positions->values.length;
    uint64_t from = part->in_window_from;
    for (Py_ssize_t posting = part->in_window; posting < part->next; posting++) {
        const uint64_t frequency = value_at(frequencies, frequencies_width, posting), begin = from;
        const uint64_t place = value_at(documents, documents_width, posting) - base, most = adding->left[place];
        from += frequency;
        if (!most) continue;
        if (begin > length || frequency > length - begin ||
            array_check(positions, (Py_ssize_t)begin, (Py_ssize_t)(begin + frequency)))
            return -1;
        for (uint64_t at = begin; at < begin + frequency; at++) {
            /* They ascend; what overflowed is more than what is there, which need not be looked up then. */
            if (number_at(&positions->values, (Py_ssize_t)at) >= most) break;
            const uint64_t position = field_position(field, (Py_ssize_t)at);
            if (position >= most) break;
            if (!part->some || some_forms_have(part->some, at)) adding->places[place] |= 1ull << position;
        }
    }
    return 0;
}

static int place_part(Adding *adding, const Part *part) {
    const int documents = adding->field->arrays[DOCUMENTS].values.width;
    const int frequencies = adding->field->arrays[FREQUENCIES].values.width;
    if (documents == 4 && frequencies == 1) return place_all(adding, part, 4, 1);
    if (documents == 2 && frequencies == 1) return place_all(adding, part, 2, 1);
    return place_all(adding, part, documents, frequencies);
}

/* Begins the next window that any part has a document of; parts that have no more are dropped. Whether there is one. */
static int begin_window(Adding *adding) {
    const Numbers *documents = &adding->field->arrays[DOCUMENTS].values;
    uint64_t next = UINT64_MAX;
    for (Py_ssize_t i = 0; i < adding->count; i++) {
        while (i < adding->count && adding->parts[i].next == adding->parts[i].end)
            adding->parts[i] = adding->parts[--adding->count];
        if (i == adding->count) break;
        const uint64_t document = number_at(documents, adding->parts[i].next);
        if (document < next) next = document;
    }
    adding->base = next < (uint64_t)adding->size ? (Py_ssize_t)(next / WINDOW * WINDOW) : adding->size;
    adding->there_count = 0;
    return adding->count > 0;
}

/* Where the rows go that are added up. */
typedef struct {
    uint32_t *documents, *counts, *openings; /* the last where openings count */
    Py_ssize_t count;
    Py_ssize_t begin; /* with which passage the article of the last row begins, or one before it */
} Rows;

/* Adds the window up. -1: damaged. */
static int add_window(Adding *adding, Rows *rows) {
    for (Py_ssize_t i = 0; i < adding->count; i++)
        if (count_part(adding, &adding->parts[i])) return -1;
    for (Py_ssize_t word = 0; word < WINDOW / 64; word++) adding->there_count += BITS(adding->there[word]);
    if (rows->openings && find_openings(adding, rows->begin)) return -1;
    for (Py_ssize_t i = 0; rows->openings && i < adding->count; i++)
        if (place_part(adding, &adding->parts[i])) return -1;
    for (Py_ssize_t word = 0; word < WINDOW / 64; word++) {
        for (uint64_t left = adding->there[word]; left; left &= left - 1) {
            const Py_ssize_t place = word * 64 + LOWEST(left);
            if (adding->base + place >= adding->size) return -1;
            rows->documents[rows->count] = (uint32_t)(adding->base + place);
            rows->counts[rows->count] = adding->counts[place];
            adding->counts[place] = 0;
            if (rows->openings) {
                rows->openings[rows->count] = adding->left[place] ? (uint32_t)BITS(adding->places[place]) : UNTOLD;
                adding->places[place] = 0;
            }
            rows->count++;
        }
        adding->there[word] = 0;
    }
    if (rows->openings && rows->count) {
        const Py_ssize_t last = rows->documents[rows->count - 1];
        rows->begin = begin_of(adding->segment->begins.values.data, last, rows->begin);
    }
    return 0;
}

/* Takes a term from a number, or from (number, numbers of forms, the column of the forms of all occurrences). */
static int part_from(Part *part, SomeForms *some, const Field *field, PyObject *given) {
    PyObject *forms = NULL, *column = NULL;
    Py_ssize_t number, first, last;
    if (PyTuple_Check(given)) {
        if (!PyArg_ParseTuple(given, "nO!O", &number, &PyTuple_Type, &forms, &column)) return -2;
    } else {
        number = PyLong_AsSsize_t(given);
        if (number == -1 && PyErr_Occurred()) return -2;
    }
    if (field_postings(field, number, &part->next, &part->end)) return -1;
    if (part->next == part->end || !forms) return 0;
    if (field_occurrences(field, part->next, &first)) return -1;
    part->next_from = (uint64_t)first;
    if (field_occurrences(field, part->end - 1, &last)) return -1;
    last += (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, part->end - 1);
    part->some = some;
    const int failed = some_forms_take(some, forms);
    return failed ? failed : some_forms_read(some, column, first, last);
}

/* Adds up what the parts have. 1: no memory, -1: damaged. */
static int add_parts(Adding *adding, Leaf *leaf, Postings *postings) {
    const Segment *segment = adding->segment;
    const Py_ssize_t room = adding->room;
    Py_ssize_t first;
    for (Py_ssize_t i = 0; adding->opening_words && i < adding->count; i++) {
        Part *part = &adding->parts[i];
        if (part->some || part->next == part->end) continue;
        if (field_occurrences(adding->field, part->next, &first)) return -1;
        part->next_from = (uint64_t)first;
    }
    if (adding->opening_words && !segment_begins(segment)) return room ? -1 : 0;
    Rows rows = {malloc((size_t)room * 8 + 8), NULL, NULL, 0, 0};
    postings->own = rows.documents;
    const int opened = adding->opening_words || adding->told_later;
    if (opened) leaf->openings = malloc((size_t)room * 4 + 4);
    if (!rows.documents || (opened && !leaf->openings)) return 1;
    if (adding->opening_words) rows.openings = leaf->openings;
    rows.counts = rows.documents + room;
    while (begin_window(adding))
        if (adding->base >= adding->size || add_window(adding, &rows)) return -1;
    memmove(rows.documents + rows.count, rows.counts, (size_t)rows.count * 4);
    void *fitting = realloc(postings->own, (size_t)rows.count * 8 + 8);
    if (fitting) postings->own = fitting;
    if (opened) {
        fitting = realloc(leaf->openings, (size_t)rows.count * 4 + 4);
        if (fitting) leaf->openings = fitting;
    }
    if (opened && !rows.openings) memset(leaf->openings, 0xff, (size_t)rows.count * 4); /* UNTOLD */
    postings->documents = own_numbers(postings->own, rows.count);
    postings->frequencies = own_numbers(postings->own + rows.count, rows.count);
    return 0;
}

/* With which passages the articles begin that have the leaf in the title, a bit each: most of the best are among them. NULL:
 * no memory. */
static uint64_t *titled_of(const Leaf *leaf) {
    const Segment *segment = leaf->segment;
    uint64_t *bits = calloc((size_t)segment->passages / 64 + 1, 8);
    for (Py_ssize_t i = 0; bits && i < leaf->title.documents.length; i++) {
        const uint64_t article = number_at(&leaf->title.documents, i);
        if (article >= (uint64_t)segment->articles) continue; /* told by those who look for it */
        const Py_ssize_t passage = first_passage(segment, (Py_ssize_t)article);
        if (passage < segment->passages) bits[passage >> 6] |= 1ull << (passage & 63);
    }
    return bits;
}

int add_up(Leaf *leaf, const Field *field, Postings *postings, PyObject *terms, Py_ssize_t size, int opening_words) {
    const Py_ssize_t count = PyTuple_Size(terms);
    Part *parts = calloc((size_t)count + 1, sizeof *parts);
    SomeForms *some = calloc((size_t)count + 1, sizeof *some);
    Adding *adding = calloc(1, sizeof *adding);
    int failed = parts && some && adding ? 0 : 1;
    OpeningTerms *later = NULL;
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        failed = part_from(&parts[i], &some[i], field, PyTuple_GetItem(terms, i));
        adding->room += parts[i].end - parts[i].next;
    }
    if (!failed && opening_words && adding->room > FEW_ROWS) {
        later = opening_terms_for(count);
        for (Py_ssize_t i = 0; later && i < count; i++) opening_terms_add(later, parts[i].next, parts[i].end);
        if (count < FEW_TERMS) opening_words = 0;
        else adding->titled = titled_of(leaf);
        if (!later || (opening_words && !adding->titled)) failed = 1;
    }
    if (!failed) {
        if (adding->room > size) adding->room = size;
        adding->segment = leaf->segment;
        adding->field = field;
        adding->parts = parts;
        adding->count = count;
        adding->size = size;
        adding->opening_words = opening_words;
        adding->told_later = later != NULL;
        Py_BEGIN_ALLOW_THREADS
        failed = add_parts(adding, leaf, postings);
        Py_END_ALLOW_THREADS
    }
    if (!failed && later) {
        opening_terms_take(later, some);
        leaf->terms = later;
        some = NULL;
    } else {
        opening_terms_free(later);
    }
    for (Py_ssize_t i = 0; some && i < count; i++) some_forms_release(&some[i]);
    if (adding) free(adding->titled);
    free(parts);
    free(some);
    free(adding);
    return failed;
}
