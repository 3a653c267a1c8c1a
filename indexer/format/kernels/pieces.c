/* The part of a passage that is worth showing: search/highlight/choosing.py, function by function, which says why. */
#include <stdlib.h>

#include "text.h"

#define FRAGMENT_CHARS 40
#define WORD_CHARS 100
#define MOST_CORES 4
#define MOST_WORDS 64 /* different ones among the matches: a bit for each */

typedef struct {
    Text text;
    const Span *spans;
    Py_ssize_t span_count;
    const Py_ssize_t *sentences;
    Py_ssize_t sentence_count;
} Passage;

static Py_ssize_t least(Py_ssize_t a, Py_ssize_t b) { return a < b ? a : b; }
static Py_ssize_t most(Py_ssize_t a, Py_ssize_t b) { return a > b ? a : b; }

/* The marks where a clause ends: a character between blanks, or with one behind it. */
typedef struct {
    Py_UCS4 points[3];
    int length;
} Mark;

static const Mark CLAUSE_MARKS[] = {
    {{',', ' ', 0}, 2}, {{';', ' ', 0}, 2}, {{':', ' ', 0}, 2}, {{' ', 0x2013, ' '}, 3}, {{' ', 0x2014, ' '}, 3},
};

static int clause_marks(const Passage *passage) { return passage->text.is_ascii ? 3 : 5; }

static int is_at(const Text *text, Py_ssize_t place, const Mark *mark) {
    for (int i = 0; i < mark->length; i++)
        if (text->points[place + i] != mark->points[i]) return 0;
    return 1;
}

/* The first place of a mark that lies in [low, high), or -1; the last one. */
static Py_ssize_t find_mark(const Text *text, const Mark *mark, Py_ssize_t low, Py_ssize_t high) {
    for (Py_ssize_t place = low; place + mark->length <= least(high, text->length); place++)
        if (is_at(text, place, mark)) return place;
    return -1;
}

static Py_ssize_t find_last_mark(const Text *text, const Mark *mark, Py_ssize_t low, Py_ssize_t high) {
    for (Py_ssize_t place = least(high, text->length) - mark->length; place >= low; place--)
        if (is_at(text, place, mark)) return place;
    return -1;
}

static Py_ssize_t first_space(const Text *text, Py_ssize_t low, Py_ssize_t high) {
    for (Py_ssize_t place = low; place < least(high, text->length); place++)
        if (is_blank(text->points[place])) return place;
    return -1;
}

static Py_ssize_t last_space(const Text *text, Py_ssize_t low, Py_ssize_t high) {
    for (Py_ssize_t place = least(high, text->length) - 1; place >= low; place--)
        if (is_blank(text->points[place])) return place;
    return -1;
}

static const Mark BLANK = {{' ', 0, 0}, 1};

/* How many sentences begin at or before a place. */
static Py_ssize_t sentences_to(const Passage *passage, Py_ssize_t place) {
    Py_ssize_t low = 0, high = passage->sentence_count;
    while (low < high) {
        const Py_ssize_t middle = (low + high) / 2;
        if (passage->sentences[middle] <= place) low = middle + 1;
        else high = middle;
    }
    return low;
}

static Py_ssize_t word_start(const Text *text, Py_ssize_t position) {
    if (position == 0 || text->points[position - 1] == ' ') return position;
    const Py_ssize_t floor = most(0, position - WORD_CHARS), space = last_space(text, floor, position);
    return space >= 0 ? space + 1 : floor == 0 ? 0 : position;
}

static Py_ssize_t word_end(const Text *text, Py_ssize_t position) {
    const Py_ssize_t space = first_space(text, position, position + WORD_CHARS);
    return space >= 0 ? space : position + WORD_CHARS >= text->length ? text->length : position;
}

/* A stretch of matches with the words its ends stand in, and with what matches in those. */
static Span with_words(const Passage *passage, Span span) {
    const Text *text = &passage->text;
    for (;;) {
        Span wider = span;
        if (span.start > 0 && (text->points[span.start - 1] != ' ' || text->points[span.start] >= 0x300))
            wider.start = word_start(text, span.start);
        if (span.end < text->length && (text->points[span.end] != ' ' || text->points[span.end - 1] >= 0x300))
            wider.end = word_end(text, span.end);
        if (wider.start == span.start && wider.end == span.end) return span;
        const Span *first = NULL, *last = NULL;
        for (Py_ssize_t i = 0; i < passage->span_count; i++) {
            const Span *cut = &passage->spans[i];
            if ((cut->start < wider.start && wider.start < cut->end) ||
                (cut->start < wider.end && wider.end < cut->end)) {
                if (!first) first = cut;
                last = cut;
            }
        }
        if (!first) return wider;
        span.start = least(wider.start, first->start);
        span.end = most(wider.end, last->end);
    }
}

/* The stretch of matches within `reach` that has most of the missing words, then most matches, the earliest. */
static Span densest(
    const Passage *passage, const uint64_t *words, uint64_t missing, Py_ssize_t reach, uint64_t *best_words
) {
    const Py_ssize_t count = passage->span_count;
    Py_ssize_t most_weight = -1;
    Span best = {0, 0};
    *best_words = 0;
    for (Py_ssize_t first = 0; first < count; first++) {
        Span here = passage->spans[first];
        const Py_ssize_t limit = here.start + reach;
        uint64_t shown = words[first];
        Py_ssize_t last = first + 1;
        for (; last < count && passage->spans[last].end <= limit; last++) {
            here.end = passage->spans[last].end;
            shown |= words[last];
        }
        const Py_ssize_t weight = BITS(shown & missing) * count + last - first;
        if (weight > most_weight) {
            most_weight = weight;
            best = here;
            *best_words = shown;
        }
        if (last == count) break;
    }
    return best;
}

static int same_word(const Text *text, const Span *a, const Span *b) {
    if (a->end - a->start != b->end - b->start) return 0;
    for (Py_ssize_t i = 0; i < a->end - a->start; i++)
        if (point_folded(text->points[a->start + i]) != point_folded(text->points[b->start + i])) return 0;
    return 1;
}

/* A bit for each different word among the matches: how many there are, -1 where it can't be told here. */
static int number_words(const Passage *passage, uint64_t *words) {
    Py_ssize_t examples[MOST_WORDS];
    int count = 0;
    for (Py_ssize_t i = 0; i < passage->span_count; i++) {
        const Span *span = &passage->spans[i];
        for (Py_ssize_t place = span->start; place < span->end; place++)
            if (!point_folded(passage->text.points[place])) return -1;
        int word = 0;
        while (word < count && !same_word(&passage->text, &passage->spans[examples[word]], span)) word++;
        if (word == MOST_WORDS) return -1;
        if (word == count) examples[count++] = i;
        words[i] = (uint64_t)1 << word;
    }
    return count;
}

static Py_ssize_t most_pieces(Py_ssize_t max_chars) {
    return most(1, least(2 + (max_chars > 240) + (max_chars > 480), max_chars / FRAGMENT_CHARS));
}

static int in_order(const void *a, const void *b) {
    const Span *x = a, *y = b;
    return x->start != y->start ? (x->start < y->start ? -1 : 1) : (x->end > y->end) - (x->end < y->end);
}

/* What must be shown whole, in order: how many, -1 where it can't be told here, -2 without memory. */
static int find_cores(const Passage *passage, Py_ssize_t max_chars, Span *cores) {
    const Py_ssize_t reach = max_chars * 3 / 4;
    const Span all = {passage->spans[0].start, passage->spans[passage->span_count - 1].end};
    if (all.end - all.start <= reach) {
        cores[0] = with_words(passage, all);
        if (cores[0].end - cores[0].start <= max_chars) return 1;
    }
    uint64_t *words = PyMem_Malloc((size_t)passage->span_count * sizeof *words);
    if (!words) return -2;
    const int different = number_words(passage, words);
    int count = 0;
    if (different < 0) {
        PyMem_Free(words);
        return -1;
    }
    uint64_t missing = different == 64 ? UINT64_MAX : ((uint64_t)1 << different) - 1, shown;
    const Span best = densest(passage, words, missing, reach, &shown);
    const Py_ssize_t pieces = most_pieces(max_chars);
    if (shown == missing || pieces == 1) {
        cores[count++] = with_words(passage, best);
        missing = 0;
    }
    Py_ssize_t room = max_chars;
    while (missing && count < pieces) {
        Span core = densest(passage, words, missing, least(room, reach / pieces), &shown);
        missing &= ~shown;
        core = with_words(passage, core);
        int fits = core.end - core.start <= room;
        for (int i = 0; i < count; i++) fits &= !(core.start < cores[i].end && cores[i].start < core.end);
        if (count && !fits) continue;
        cores[count++] = core;
        room -= core.end - core.start;
    }
    PyMem_Free(words);
    qsort(cores, (size_t)count, sizeof *cores, in_order);
    return count;
}

/* Where the last sentence begins that begins in [floor, left], or -1. */
static Py_ssize_t sentence_start(const Passage *passage, Py_ssize_t floor, Py_ssize_t left) {
    const Py_ssize_t number = sentences_to(passage, left) - 1;
    const Py_ssize_t start = number > 0 ? passage->sentences[number] : 0;
    return start < floor || (start > 0 && point_is_alnum(passage->text.points[start - 1])) ? -1 : start;
}

/* Where the first clause, or else word, begins after `floor`; `left` if none does before it. */
static Py_ssize_t clause_start(const Passage *passage, Py_ssize_t left, Py_ssize_t floor) {
    const Text *text = &passage->text;
    if (floor <= 0) return 0;
    const Py_ssize_t half = (floor + left) / 2;
    Py_ssize_t start = half;
    for (int i = 0; i < clause_marks(passage); i++) {
        const Py_ssize_t place = find_mark(text, &CLAUSE_MARKS[i], floor, start);
        if (place >= 0) start = place + CLAUSE_MARKS[i].length;
    }
    if (start == half) {
        start = find_mark(text, &BLANK, floor - 1, left) + 1;
        if (start == 0) {
            const Py_ssize_t space = first_space(text, floor - 1, left);
            start = space >= 0 ? space + 1 : left;
        }
    }
    while (start < left && is_blank(text->points[start])) start++;
    return start;
}

/* Where the last sentence, else clause, else word ends in [right, ceiling]; `right` if none does. */
static Py_ssize_t piece_end(
    const Passage *passage, Py_ssize_t right, Py_ssize_t high, Py_ssize_t ceiling, Py_ssize_t reach
) {
    const Text *text = &passage->text;
    if (ceiling >= high) {
        if (high == text->length) return high;
        ceiling = high;
    }
    if (ceiling <= right) return right;
    const Py_ssize_t number = sentences_to(passage, ceiling) - 1;
    Py_ssize_t end = number > 0 ? passage->sentences[number] : -1;
    if (end <= right || point_is_alnum(text->points[end - 1])) {
        end = -1;
        const Py_ssize_t floor = most(ceiling - reach / 2, right);
        for (int i = 0; i < clause_marks(passage); i++)
            end = most(end, find_last_mark(text, &CLAUSE_MARKS[i], floor, ceiling + 1));
        if (end < 0) end = find_last_mark(text, &BLANK, right, ceiling + 1);
        if (end < 0) {
            const Py_ssize_t space = last_space(text, right, ceiling + 1);
            end = space >= 0 ? space : right;
        }
    }
    while (end > right && is_blank(text->points[end - 1])) end--;
    return end;
}

/* Move an edge that fell inside a match of another piece towards the core, out of that match. */
static Span outside_spans(const Passage *passage, Span piece, Span core) {
    for (Py_ssize_t i = 0; i < passage->span_count; i++) {
        const Span span = passage->spans[i];
        if (span.start < piece.start && piece.start < span.end)
            piece.start = span.end < core.start ? clause_start(passage, core.start, span.end) : core.start;
    }
    for (Py_ssize_t i = passage->span_count; i-- > 0;) {
        const Span span = passage->spans[i];
        if (span.start < piece.end && piece.end < span.end) {
            const Py_ssize_t blank = find_last_mark(&passage->text, &BLANK, core.end, span.start + 1);
            piece.end = blank >= 0 ? blank : core.end;
        }
    }
    return piece;
}

/* Widen a core to up to `chars` code points inside [low, high), to sentences, clauses or words. */
static Span widened(const Passage *passage, Span core, Py_ssize_t low, Py_ssize_t high, Py_ssize_t chars) {
    const Py_ssize_t left = core.start, right = core.end, spare = chars - right + left;
    if (spare <= 0) return core;
    Span piece;
    piece.start = sentence_start(passage, most(left - spare, low), left);
    if (piece.start >= 0 && (left - piece.start) * 4 <= spare * 3) {
        piece.end = piece_end(passage, right, high, piece.start + chars, chars);
        if (piece.start > low && (piece.end - piece.start) * 2 < chars) {
            const Py_ssize_t earlier = sentence_start(passage, most(low, piece.end - chars), piece.start - 1);
            if (earlier >= 0) piece.start = earlier;
        }
    } else {
        piece.end = piece_end(passage, right, high, right + spare / 2, spare / 2);
        piece.start = clause_start(passage, left, most(low, piece.end - chars));
    }
    for (Py_ssize_t i = 0; i < passage->span_count; i++) {
        const Span span = passage->spans[i];
        if ((span.start < piece.start && piece.start < span.end) || (span.start < piece.end && piece.end < span.end))
            return outside_spans(passage, piece, core);
    }
    return piece;
}

static int all_space(const Text *text, Py_ssize_t low, Py_ssize_t high) {
    for (; low < high; low++)
        if (!is_blank(text->points[low])) return 0;
    return 1;
}

/* Where the pieces begin and end, in order, disjoint: how many; as `find_cores`. */
static int choose(const Passage *passage, Py_ssize_t max_chars, Span *pieces) {
    if (!passage->span_count) {
        const Py_ssize_t first = word_end(&passage->text, 0);
        pieces[0].start = 0;
        pieces[0].end = piece_end(passage, first, passage->text.length, max_chars, max_chars);
        return 1;
    }
    Span cores[MOST_CORES];
    const int count = find_cores(passage, max_chars, cores);
    if (count < 0) return count;
    if (count == 1) {
        pieces[0] = widened(passage, cores[0], 0, passage->text.length, max_chars);
        return 1;
    }
    Py_ssize_t spare = max_chars, low = 0;
    for (int i = 0; i < count; i++) spare -= cores[i].end - cores[i].start;
    int chosen = 0;
    for (int i = 0; i < count; i++) {
        const int left = count - i;
        const Py_ssize_t high = left > 1 ? cores[i + 1].start : passage->text.length;
        const Py_ssize_t size = cores[i].end - cores[i].start;
        /* Rounded down, also where more is shown already than was asked for. */
        const Py_ssize_t share = spare >= 0 ? spare / left : -((-spare + left - 1) / left);
        const Span piece = widened(passage, cores[i], low, high, size + share);
        spare -= piece.end - piece.start - size;
        if (low && (piece.start <= low || all_space(&passage->text, low, piece.start)))
            pieces[chosen - 1].end = piece.end;
        else pieces[chosen++] = piece;
        low = piece.end;
    }
    return chosen;
}

/* Ascending places in a text of `length`. NULL where they are not, with an exception only without memory. */
static Py_ssize_t *sentences_from(PyObject *given, Py_ssize_t length, Py_ssize_t *count) {
    if (!PyTuple_Check(given)) return NULL;
    *count = PyTuple_Size(given);
    Py_ssize_t *sentences = PyMem_Malloc((size_t)*count * sizeof *sentences + 1);
    if (!sentences) return (Py_ssize_t *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        sentences[i] = PyLong_AsSsize_t(PyTuple_GetItem(given, i));
        if (sentences[i] < (i ? sentences[i - 1] : 0) || sentences[i] >= length) {
            PyErr_Clear();
            PyMem_Free(sentences);
            return NULL;
        }
    }
    return sentences;
}

static int spans_fit(const Passage *passage) {
    Py_ssize_t previous = 0;
    for (Py_ssize_t i = 0; i < passage->span_count; previous = passage->spans[i++].end)
        if (passage->spans[i].start < previous || passage->spans[i].start >= passage->spans[i].end ||
            passage->spans[i].end > passage->text.length)
            return 0;
    return 1;
}

/* pieces_around(text, spans, max_chars, sentences) -> the pieces that `make_snippet` chooses, of a text longer than
 * that; None where this kernel does not know the characters, or spans and sentences are not in order. */
PyObject *pieces_around(PyObject *module, PyObject *args) {
    PyObject *text, *given_spans, *given_sentences, *told = NULL;
    Py_ssize_t max_chars;
    (void)module;
    if (!PyArg_ParseTuple(args, "UOnO", &text, &given_spans, &max_chars, &given_sentences)) return NULL;
    Passage passage = {{NULL, 0, 0}, NULL, 0, NULL, 0};
    if (max_chars < 1 || max_chars > LARGEST / 8) Py_RETURN_NONE;
    if (text_take(&passage.text, text)) return NULL;
    Span *spans = spans_take(given_spans, &passage.span_count);
    Py_ssize_t *sentences =
        spans ? sentences_from(given_sentences, passage.text.length, &passage.sentence_count) : NULL;
    passage.spans = spans;
    passage.sentences = sentences;
    if (sentences && passage.text.length > max_chars && text_is_simple(&passage.text) && spans_fit(&passage)) {
        Span pieces[MOST_CORES];
        const int count = choose(&passage, max_chars, pieces);
        if (count > 0) told = spans_told(pieces, count);
        else if (count == -2) PyErr_NoMemory();
    }
    PyMem_Free(sentences);
    PyMem_Free(spans);
    text_free(&passage.text);
    if (!told && !PyErr_Occurred()) Py_RETURN_NONE;
    return told;
}
