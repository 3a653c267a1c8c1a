/* Where the word ends that begins at a place of a text: the patterns of search/arrays/show/word_ends.py, of texts that
 * these kernels know. */
#include "text.h"

static int is_one_of(Py_UCS4 point, const char *points) { return point && point < 0x80 && strchr(points, (int)point); }

/* What may join two runs of letters and digits into one word of several parts: `_JOINS`. */
static int joins(Py_UCS4 point) {
    if (point < 0x80) return is_one_of(point, "'`-&.,*:_/\"");
    return point == 0xb4 || point == 0xa0 || point == 0x2010 || point == 0x2011 || point == 0x2012 || point == 0x2013 ||
           point == 0x2018 || point == 0x2019 || point == 0x201b || point == 0x201d || point == 0x2032;
}

/* The character at a place; 0, which is neither a letter nor a join, outside the text. */
static Py_UCS4 point_at(const Text *text, Py_ssize_t place) {
    return place < 0 || place >= text->length ? 0 : text->points[place];
}

/* Whether a run of ASCII letters and digits [start, end) between blanks and signs is a word: `_ENGLISH_WORD`. */
static int stands_alone(const Text *text, Py_ssize_t start, Py_ssize_t end) {
    if (!is_one_of(point_at(text, start - 1), " \n(\"")) return 0;
    const Py_UCS4 next = point_at(text, end), behind = point_at(text, end + 1);
    return is_one_of(next, " \n;?!)") || (is_one_of(next, ".,:\"") && is_one_of(behind, " \n"));
}

/* Whether nothing joins a run of letters and digits to what stands beside it: `_ASCII_WORD`, `_PLAIN_WORD`. */
static int is_unjoined(const Text *text, Py_ssize_t start, Py_ssize_t end) {
    if (joins(point_at(text, start - 1)) && point_is_alnum(point_at(text, start - 2))) return 0;
    const Py_UCS4 next = point_at(text, end), behind = point_at(text, end + 1);
    if (next == '+' || next == '#') return 0;
    if (!joins(next)) return 1;
    return !point_is_alnum(behind) && !(behind == '-' && point_is_alnum(point_at(text, end + 2)));
}

Py_ssize_t word_end_at(const Text *text, Py_ssize_t start) {
    Py_ssize_t end = start;
    int is_ascii = 1;
    for (; end < text->length && point_is_alnum(text->points[end]); end++) is_ascii &= text->points[end] < 0x80;
    return end > start && ((is_ascii && stands_alone(text, start, end)) || is_unjoined(text, start, end)) ? end : -1;
}
