/* Where the sentences of a text begin, as indexer/facts/sentences.py tells: the same rules, letter by letter.
 *
 * What depends on a letter beyond ASCII (is it a capital, what is it in lower case?) is left to those rules in Python,
 * place by place. Blanks and signs are known here whatever they are. */
#include "sentences.h"

enum { NO, YES, UNCLEAR, FAILED };

#define REACH 24 /* code points of a word that are looked at */

static inline uint32_t letter_at(const Text *text, size_t place, size_t *bytes) {
    return code_at(text->bytes, text->size, place, bytes);
}

/* The code point that ends before a place which is not the first. */
static uint32_t code_before(const Text *text, size_t place) {
    size_t bytes;
    do place--;
    while (place && (text->bytes[place] & 0xC0) == 0x80);
    return letter_at(text, place, &bytes);
}

/* A mark that ends a sentence before a blank: . ! ? and those of other scripts. */
static int is_mark(uint32_t code) {
    return code == '.' || code == '!' || code == '?' || code == 0x2026 || code == 0x61F || code == 0x6D4 ||
           code == 0x964;
}

static int is_closing(uint32_t code) {
    switch (code) {
    case '"': case '\'': case ')': case ']': case '}': case 0x201D: case 0x2019: case 0xBB: case 0x203A: case 0xFF02:
    case 0x300D: case 0x300F: case 0xFF09: return 1;
    default: return 0;
    }
}

static int is_opening(uint32_t code) {
    switch (code) {
    case '"': case '\'': case '(': case '[': case '{': case '-': case 0x201C: case 0x201E: case 0xAB: case 0x2039:
    case 0x2018: case 0x2014: case 0x2013: case 0x300C: case 0x300E: case 0xFF08: case 0xBF: case 0xA1: return 1;
    default: return 0;
    }
}

static inline int is_upper(uint32_t code) { return code - 'A' < 26; }
static inline int is_lower(uint32_t code) { return code - 'a' < 26; }
static inline int is_letter(uint32_t code) { return (code | 32) - 'a' < 26; }
static inline int is_digit(uint32_t code) { return code - '0' < 10; }
/* Whether it can't be told here if it is of a word. */
static int is_unclear(uint32_t code) {
    return code >= 0x80 && code != NO_LETTER && !is_blank(code) && !is_mark(code) && !is_closing(code) && !is_opening(code);
}

/* Whether a word, ASCII letters in lower case, is among some: YES or NO, FAILED with an exception. */
static int is_among(PyObject *words, const Text *text, size_t start, size_t end) {
    char lower[4 * REACH];
    if (end - start > sizeof lower) return NO; /* none of them is so long */
    for (size_t i = start; i < end; i++)
        lower[i - start] = (char)(is_upper(text->bytes[i]) ? text->bytes[i] | 32 : text->bytes[i]);
    PyObject *word = PyUnicode_DecodeUTF8(lower, (Py_ssize_t)(end - start), NULL);
    if (!word) return FAILED;
    int found = PySet_Contains(words, word);
    Py_DECREF(word);
    return found < 0 ? FAILED : found ? YES : NO;
}

/* `_plainly_ends`: a full stop after a word or a year, one blank, and a capital letter, or a quote and one. */
static int plainly_ends(const Text *text, size_t mark, size_t start) {
    size_t bytes, low = mark, count = 0;
    if (text->bytes[mark] != '.' || !is_blank(letter_at(text, mark + 1, &bytes)) || start != mark + 1 + bytes) return NO;
    uint32_t next = letter_at(text, start, &bytes);
    if (next == '"') next = letter_at(text, start + 1, &bytes);
    if (is_unclear(next)) return UNCLEAR;
    if (!is_upper(next)) return NO;
    for (; low && count < REACH && text->bytes[low - 1] != ' '; count++) {
        if (text->bytes[--low] >= 0x80) return UNCLEAR;
        if (!is_letter(text->bytes[low]) && !is_digit(text->bytes[low])) return NO;
    }
    if (count == REACH) /* no blank within reach: all that stands before is taken for one word */
        while (low) {
            if (text->bytes[--low] >= 0x80) return UNCLEAR;
            if (!is_letter(text->bytes[low]) && !is_digit(text->bytes[low])) return NO;
        }
    int letters = low < mark, digits = low < mark;
    for (size_t i = low; i < mark; i++) {
        letters &= is_letter(text->bytes[i]);
        digits &= is_digit(text->bytes[i]);
    }
    if (digits) return mark - low > 2 && low ? YES : NO;
    if (!letters || mark - low < 2) return NO;
    int known = is_among(text->abbreviations, text, low, mark);
    return known == FAILED ? FAILED : known == YES ? NO : YES;
}

/* `_NEXT_WORD`: where the word after a mark begins and ends; YES, NO where there is none, or UNCLEAR. */
static int next_word(const Text *text, size_t place, size_t *start, size_t *end) {
    size_t bytes, hyphen = SIZE_MAX;
    uint32_t code = letter_at(text, place, &bytes);
    for (; is_opening(code) || is_blank(code); code = letter_at(text, place += bytes, &bytes))
        if (code == '\'' || code == '-') hyphen = place;
    *start = place;
    if (is_unclear(code)) return UNCLEAR;
    if (!is_letter(code) && !is_digit(code) && code != 0x2019) { /* then the last of these is the word */
        *start = hyphen;
        *end = hyphen + 1;
        return hyphen == SIZE_MAX ? NO : YES;
    }
    for (int count = 0; count < REACH; count++, code = letter_at(text, place += bytes, &bytes)) {
        if (is_unclear(code)) return UNCLEAR;
        if (!is_letter(code) && !is_digit(code) && code != '\'' && code != '-' && code != 0x2019) break;
    }
    *end = place;
    return YES;
}

/* `_LAST_WORD`: where the word before a mark begins; the mark itself where there is none; SIZE_MAX: unclear. */
static size_t last_word(const Text *text, size_t mark) {
    const size_t low = mark > REACH ? mark - REACH : 0; /* as long as all of it is ASCII */
    size_t start = mark;
    if (mark && text->bytes[mark - 1] == '\n') return SIZE_MAX; /* a `$` stands before it too */
    while (start > low && is_digit(text->bytes[start - 1])) start--;
    if (start == mark)
        for (;;) {
            while (start > low && is_letter(text->bytes[start - 1])) start--;
            if (start == mark || start < low + 2 || text->bytes[start - 1] != '.' ||
                !is_letter(text->bytes[start - 2]))
                break;
            start--;
        }
    for (size_t place = start; place && place + 2 > start; place--) /* and the letter before a full stop */
        if (text->bytes[place - 1] >= 0x80 && is_unclear(code_before(text, place))) return SIZE_MAX;
    return start;
}

/* `_goes_on`: whether the full stop belongs to the word before it. */
static int goes_on(const Text *text, size_t before, size_t mark, size_t next, size_t next_end) {
    const uint8_t *bytes = text->bytes;
    const size_t length = mark - before;
    int begins = is_among(text->beginners, text, next, next_end);
    if (begins == FAILED) return FAILED;
    if (next_end - next == 1 && bytes[next] == 'A') begins = NO;
    if (is_digit(bytes[before]))
        return (text->ordinals && length <= 2 && begins == NO) || before == 0 ? YES : NO;
    if (bytes[mark + 1] < 0x80 && !is_blank(bytes[mark + 1])) return NO;
    if (bytes[mark + 1] >= 0x80) {
        size_t size;
        if (!is_blank(letter_at(text, mark + 1, &size))) return NO;
    }
    int known = is_among(text->titles, text, before, mark);
    if (known == FAILED) return FAILED;
    if (known == YES)
        return (length == 2 && (!memcmp(bytes + before, "al", 2) || !memcmp(bytes + before, "ca", 2))) && begins == YES
                   ? NO
                   : YES;
    if ((known = is_among(text->numbers, text, before, mark)) == FAILED) return FAILED;
    if (known == YES) return is_digit(bytes[next]) ? YES : NO;
    if ((known = is_among(text->ambiguous, text, before, mark)) == FAILED) return FAILED;
    if (known == YES) return begins == YES ? NO : YES;
    if (length == 1 && (next_end - next == 1 || (next_end - next == 3 && bytes[next] >= 0x80))) return YES;
    for (size_t i = before; i < mark; i++) /* initials: letters, a full stop between two */
        if (((i - before) % 2 == 0) != (bytes[i] != '.')) return NO;
    return is_upper(bytes[before]) && begins == NO ? YES : NO;
}

/* `_ends`: whether a sentence ends at a mark, before what begins at `start`. */
static int ends(const Text *text, size_t mark, size_t start) {
    size_t bytes, next, next_end;
    const uint32_t sign = letter_at(text, mark, &bytes);
    if (sign >= 0x80 && sign != 0x2026) return YES;
    int found = next_word(text, start, &next, &next_end);
    if (found != YES) return found;
    if (is_lower(text->bytes[next])) return NO;
    if (sign != '.' || text->bytes[mark + 1] == '.') return YES;
    size_t before = last_word(text, mark);
    if (before == SIZE_MAX) return UNCLEAR;
    if (before == mark) return YES;
    found = goes_on(text, before, mark, next, next_end);
    return found == FAILED ? FAILED : found == YES ? NO : YES;
}

/* `_END`: where what ends at a mark or line end is followed by something; 0 where none ends there. */
static size_t end_of(const Text *text, size_t mark) {
    size_t bytes, place, lines = 0;
    uint32_t code = letter_at(text, mark, &bytes);
    if (code != '\n') {
        if (mark && is_mark(code_before(text, mark))) return 0;
        for (place = mark; is_mark(code); code = letter_at(text, place += bytes, &bytes)) continue;
        for (; is_closing(code); code = letter_at(text, place += bytes, &bytes)) continue;
        if (!is_blank(code)) return 0;
    } else
        code = letter_at(text, place = mark + 1, &bytes);
    for (; is_blank(code); code = letter_at(text, place += bytes, &bytes)) lines += code == '\n';
    return text->bytes[mark] == '\n' ? (lines ? place : 0) : code == NO_LETTER ? 0 : place;
}

/* Bytes that a sentence may end at, or that a mark of another script begins with. */
static const uint8_t may_end[256] = {['.'] = 1,  ['!'] = 1,  ['?'] = 1,  ['\n'] = 1, [0xD8] = 1,
                                     [0xDB] = 1, [0xE0] = 1, [0xE2] = 1, [0xE3] = 1, [0xEF] = 1};

/* The first place from this one on whose byte may. */
static size_t next_that_may_end(const Text *text, size_t place) {
    for (; text->size - place >= 8; place += 8) {
        const uint64_t eight = eight_at(text->bytes + place);
        if (!are_plain(eight) ||
            (others_than(eight, '.') & others_than(eight, '!') & others_than(eight, '?')) != EACH(0x80))
            for (size_t i = 0; i < 8; i++)
                if (may_end[text->bytes[place + i]]) return place + i;
    }
    while (place < text->size && !may_end[text->bytes[place]]) place++;
    return place;
}

int starts_append(Starts *starts, int32_t place) {
    if (starts->count == starts->room) {
        const size_t room = 2 * starts->room + 64;
        int32_t *places = PyMem_Realloc(starts->places, room * sizeof *places);
        if (!places) {
            PyErr_NoMemory();
            return -1;
        }
        starts->places = places;
        starts->room = room;
    }
    starts->places[starts->count++] = place;
    return 0;
}

static size_t count_codes(const Text *text, size_t from, size_t to) {
    size_t count = 0;
    for (; to - from >= 8; from += 8) {
        const uint64_t eight = eight_at(text->bytes + from), going_on = eight & ~(eight << 1) & EACH(0x80);
        count += 8 - (size_t)(going_on / 0x80 * EACH(1) >> 56);
    }
    for (; from < to; from++) count += (text->bytes[from] & 0xC0) != 0x80;
    return count;
}

int find_sentences(const Text *text, Starts *starts) {
    size_t counted = 0, codes = 0;
    if (text->size > INT32_MAX) return 0;
    for (size_t place = 0;;) {
        place = next_that_may_end(text, place);
        if (place == text->size) return 1;
        const uint8_t byte = text->bytes[place];
        size_t bytes = 1, end = 0;
        if (byte >= 0xC0) {
            uint32_t code = letter_at(text, place, &bytes);
            if (code == 0x3002 || code == 0xFF01 || code == 0xFF1F) return 0; /* of scripts without blanks */
            if (is_mark(code)) end = end_of(text, place);
        } else
            end = end_of(text, place);
        if (!end) {
            place += bytes;
            continue;
        }
        int told = byte == '\n' ? (end < text->size ? YES : NO) : plainly_ends(text, place, end);
        if (told == NO && byte != '\n') told = ends(text, place, end);
        if (told == FAILED) return -1;
        if (told != NO) {
            const size_t start = told == YES ? end : place;
            codes += count_codes(text, counted, start);
            counted = start;
            if (told != YES) starts->unclear = 1;
            if (starts_append(starts, told == YES ? (int32_t)codes : -1 - (int32_t)codes)) return -1;
        }
        place = end;
    }
}

int hold_words(PyObject *words, Text *held) {
    return PyArg_ParseTuple(words, "O!O!O!O!O!", &PyFrozenSet_Type, &held->titles, &PyFrozenSet_Type, &held->numbers,
                            &PyFrozenSet_Type, &held->ambiguous, &PyFrozenSet_Type, &held->abbreviations,
                            &PyFrozenSet_Type, &held->beginners);
}

int hold_text(PyObject *given, Text *text) {
    Py_ssize_t size;
    text->bytes = (const uint8_t *)PyUnicode_AsUTF8AndSize(given, &size);
    if (text->bytes) {
        text->size = (size_t)size;
        return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
    PyErr_Clear();
    return 0;
}

/* sentences(text, (titles, numbers, ambiguous, abbreviations, beginners), ordinals) -> where sentences begin, 0 first;
 * of a place that is unclear the mark before it instead, as -1 less the mark. None: nothing of it can be told here. */
PyObject *sentences(PyObject *module, PyObject *args) {
    Text text;
    PyObject *given, *words;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!p", &given, &PyTuple_Type, &words, &text.ordinals) || !hold_words(words, &text))
        return NULL;
    Starts starts = {0};
    PyObject *found = NULL;
    int told = hold_text(given, &text);
    if (told > 0) told = find_sentences(&text, &starts);
    if (told > 0 && !(found = PyList_New((Py_ssize_t)starts.count + 1))) told = -1;
    for (Py_ssize_t i = 0; told > 0 && i <= (Py_ssize_t)starts.count; i++) {
        PyObject *place = PyLong_FromLong(i ? starts.places[i - 1] : 0);
        if (!place || PyList_SetItem(found, i, place)) told = -1;
    }
    PyMem_Free(starts.places);
    if (told > 0) return found;
    Py_XDECREF(found);
    if (told < 0) return NULL;
    Py_RETURN_NONE;
}
