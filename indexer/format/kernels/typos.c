/* Which forms are at most one typo from a word: a letter wrong, missing, too many, or two neighbours swapped?
 *
 * Forms are looked for by the place of the typo, so that few groups of them are read. Behind a beginning that few forms
 * share, these are compared. Before it a form has the rest of the word, or nearly: those that end so are a range of the
 * forms as they are sorted from their ends, and of these few begin like the word. */
#include <stdlib.h>

#include "forms.h"

#define MOST_LETTERS 64
#define FEW_GROUPS 6   /* these are read, where forms are not looked for by their ends */
#define LOOKED_FOR 512 /* places to each side, for one whose form has been read */
#define LATIN 0x250    /* letters below are of that script */

typedef struct {
    Forms *forms;
    Py_UCS4 word[MOST_LETTERS];
    uint8_t text[4 * MOST_LETTERS];     /* the word in UTF-8 */
    Py_ssize_t at[MOST_LETTERS + 1];    /* where its letters begin in that, and where it ends */
    Py_ssize_t letters;
    int latin;
    Py_ssize_t *found, count, room;
} Search;

/* Whether a typo may have put a letter in. */
static int is_of_script(const Search *search, Py_UCS4 letter) { return (letter < LATIN) == search->latin; }

static int is_near(const Search *search, const Py_UCS4 *form, Py_ssize_t count) {
    const Py_UCS4 *word = search->word;
    const Py_ssize_t letters = search->letters;
    Py_ssize_t same = 0;
    if (!count || count < letters - 1 || count > letters + 1) return 0;
    while (same < count && same < letters && form[same] == word[same]) same++;
    const size_t behind = (size_t)(letters - same) * sizeof *word; /* of the word */
    if (count == letters + 1) return is_of_script(search, form[same]) && !memcmp(form + same + 1, word + same, behind);
    if (same == letters) return 1;
    if (count == letters - 1) return !memcmp(form + same, word + same + 1, behind - sizeof *word);
    if (!memcmp(form + same + 1, word + same + 1, behind - sizeof *word)) return is_of_script(search, form[same]);
    return same + 1 < letters && form[same] == word[same + 1] && form[same + 1] == word[same] &&
           !memcmp(form + same + 2, word + same + 2, behind - 2 * sizeof *word);
}

/* Keeps a place if its form is near. -1 with an exception. */
static int look_at(Search *search, Py_ssize_t place) {
    Py_UCS4 points[MOST_LETTERS + 2];
    Bytes form;
    if (form_at(search->forms, place, &form)) return -1;
    if (form.size < search->letters - 1 || form.size > 4 * (search->letters + 1)) return 0;
    const Py_ssize_t count = points_of(form.bytes, form.size, points, search->letters + 2);
    if (count < 0) return damaged("forms that are no text"), -1;
    if (!is_near(search, points, count)) return 0;
    if (search->count == search->room) {
        Py_ssize_t *more = realloc(search->found, (size_t)(2 * search->room + 16) * sizeof *more);
        if (!more) return PyErr_NoMemory(), -1;
        search->found = more;
        search->room = 2 * search->room + 16;
    }
    search->found[search->count++] = place;
    return 0;
}

static int look_at_all(Search *search, Py_ssize_t low, Py_ssize_t high) {
    for (; low < high; low++)
        if (look_at(search, low)) return -1;
    return 0;
}

static Bytes beginning_of(const Search *search, Py_ssize_t letters) {
    const Bytes text = {search->text, search->at[letters]};
    return text;
}

/* The groups [first, last) that may have forms beginning with the first letters of the word. -1 with an exception. */
static int groups_of(const Search *search, Py_ssize_t letters, Py_ssize_t *first, Py_ssize_t *last) {
    const Bytes beginning = beginning_of(search, letters);
    *first = firsts_before(search->forms, beginning, 0);
    *last = *first < 0 ? -1 : firsts_before(search->forms, beginning, 1);
    if (*first > 0) --*first;
    return *last < 0 ? -1 : 0;
}

/* Looks at the forms that are just this text. */
static int look_up(Search *search, Bytes text) {
    Bytes form;
    Py_ssize_t place = forms_before(search->forms, text, 0);
    if (place < 0) return -1;
    for (; place < search->forms->size; place++) {
        if (form_at(search->forms, place, &form)) return -1;
        if (form.size != text.size || memcmp(form.bytes, text.bytes, (size_t)text.size)) break;
        if (look_at(search, place)) return -1;
    }
    return 0;
}

/* Puts the letters [from, to) of the word behind a text. */
static void append(const Search *search, uint8_t *text, Py_ssize_t *size, Py_ssize_t from, Py_ssize_t to) {
    memcpy(text + *size, search->text + search->at[from], (size_t)(search->at[to] - search->at[from]));
    *size += search->at[to] - search->at[from];
}

static Py_ssize_t put_letter(uint8_t *text, Py_UCS4 letter) {
    if (letter < 0x80) return text[0] = (uint8_t)letter, 1;
    const int more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    for (int i = more; i; i--, letter >>= 6) text[i] = (uint8_t)(0x80 | (letter & 0x3f));
    text[0] = (uint8_t)(0xf0 << (3 - more) | (int)letter);
    return more + 1;
}

/* Looks up what the word becomes by swapping the letter at a place with the next. */
static int look_up_swapped(Search *search, Py_ssize_t at) {
    uint8_t text[4 * MOST_LETTERS];
    Py_ssize_t size = 0;
    if (at + 1 >= search->letters) return 0;
    append(search, text, &size, 0, at);
    append(search, text, &size, at + 1, at + 2);
    append(search, text, &size, at, at + 1);
    append(search, text, &size, at + 2, search->letters);
    return look_up(search, (Bytes){text, size});
}

/* Looks up what it becomes by a letter that is wrong there, missing or too many. */
static int look_up_others(Search *search, Py_ssize_t at) {
    const Numbers *letters = &search->forms->letters;
    uint8_t text[4 * MOST_LETTERS + 4];
    Py_ssize_t begin = 0, size;
    append(search, text, &begin, 0, at);
    size = begin;
    if (at < search->letters) append(search, text, &size, at + 1, search->letters);
    if (look_up(search, (Bytes){text, size})) return -1;
    for (Py_ssize_t i = 0; i < letters->length; i++) {
        const uint64_t letter = number_at(letters, i);
        if (letter > 0x10ffff || !is_of_script(search, (Py_UCS4)letter)) continue;
        const Py_ssize_t behind = begin + put_letter(text + begin, (Py_UCS4)letter);
        for (Py_ssize_t from = at; from <= at + 1 && from <= search->letters; from++) {
            size = behind;
            append(search, text, &size, from, search->letters);
            if (look_up(search, (Bytes){text, size})) return -1;
        }
    }
    return 0;
}

/* The order of two texts by their letters from the last to the first; 0 where the first ends with the second. */
static int order_of_ends(Bytes form, Bytes end) {
    Py_ssize_t i = form.size, j = end.size;
    while (i && j) {
        const Py_ssize_t last_i = i, last_j = j;
        for (i--; i && (form.bytes[i] & 0xc0) == 0x80;) i--;
        for (j--; j && (end.bytes[j] & 0xc0) == 0x80;) j--;
        const Py_ssize_t size_i = last_i - i, size_j = last_j - j;
        const int order = memcmp(form.bytes + i, end.bytes + j, (size_t)(size_i < size_j ? size_i : size_j));
        if (order) return order;
        if (size_i != size_j) return size_i < size_j ? -1 : 1;
    }
    return j ? -1 : 0;
}

/* Where in [low, high) of the forms sorted from their ends to look next: in the middle, or not far from it where the form
 * has been read. -1 with an exception. */
static Py_ssize_t next_probe(const Forms *forms, Py_ssize_t low, Py_ssize_t high) {
    const Py_ssize_t middle = low + (high - low) / 2, size = forms->size;
    const Py_ssize_t far = (high - low) / 4 < LOOKED_FOR ? (high - low) / 4 : LOOKED_FOR;
    if (array_check(&forms->reversed, middle - far, middle + far + 1)) return damaged("forms that are not there"), -1;
    for (Py_ssize_t away = 0; away <= far; away++)
        for (int side = 0; side < 2; side++) {
            const Py_ssize_t probe = side ? middle + away : middle - away;
            const uint64_t place = number_at(&forms->reversed.values, probe);
            if (place >= (uint64_t)size) return damaged("forms that are not there"), -1;
            if (form_is_read(forms, (Py_ssize_t)place)) return probe;
        }
    return middle;
}

/* Forms sorted from their ends: those [low, high) may end with a text, or do. */
typedef struct {
    Py_ssize_t low, high;
} Range;

/* Narrows a range to the forms that end with a text. */
static int narrow(Forms *forms, Range *range, Bytes end) {
    Py_ssize_t low = range->low, high = range->high, beyond = range->high;
    for (int last = 0; last < 2; last++) { /* the first of them, then the first behind them */
        while (low < high) {
            const Py_ssize_t probe = next_probe(forms, low, high);
            Bytes form;
            if (probe < 0 || form_at(forms, (Py_ssize_t)number_at(&forms->reversed.values, probe), &form)) return -1;
            const int order = order_of_ends(form, end);
            if (order > 0) beyond = probe;
            if (order < 0 || (last && !order)) low = probe + 1;
            else high = probe;
        }
        if (!last) {
            range->low = low;
            high = beyond;
        }
    }
    range->high = low;
    return 0;
}

/* Looks for forms with a typo at a place, which have the rest of the word behind it; `range` is of the forms that end with
 * what is behind the next place. 1: they are too many. */
static int look_by_ends(Search *search, Py_ssize_t at, Range *range) {
    const Forms *forms = search->forms;
    const Bytes end = {search->text + search->at[at + 1], search->at[search->letters] - search->at[at + 1]};
    Py_ssize_t first, last, few = 2 * forms->letters.length;
    if (narrow(search->forms, range, end) || groups_of(search, at, &first, &last)) return -1;
    for (int looking = 0; looking < 2; looking++) /* how many there are, then at them */
        for (Py_ssize_t number = range->low; number < range->high; number++) {
            const Py_ssize_t place = (Py_ssize_t)number_at(&forms->reversed.values, number);
            if (array_check(&forms->reversed, number, number + 1) || place < 0 || place >= forms->size)
                return damaged("forms that are not there"), -1;
            if (place / FORMS_GROUP < first || place / FORMS_GROUP >= last) continue;
            if (looking && look_at(search, place)) return -1;
            if (!looking && !few--) return 1;
        }
    return 0;
}

static int find_near(Search *search) {
    Range range = {0, search->forms->size};
    Py_ssize_t shared = 0, first, last;
    for (;; shared++) {
        if (groups_of(search, shared, &first, &last)) return -1;
        if (last - first <= FEW_GROUPS || shared == search->letters) break;
    }
    if (last - first <= FEW_GROUPS) {
        Py_ssize_t end = last * FORMS_GROUP < search->forms->size ? last * FORMS_GROUP : search->forms->size;
        if (look_at_all(search, first * FORMS_GROUP, end)) return -1;
    } else if (look_up_others(search, shared)) {
        return -1;
    }
    while (shared--) {
        const int many = shared + 2 < search->letters ? look_by_ends(search, shared, &range) : 1;
        if (many < 0 || (many && look_up_others(search, shared)) || look_up_swapped(search, shared)) return -1;
    }
    return 0;
}

static int by_place(const void *a, const void *b) {
    const Py_ssize_t first = *(const Py_ssize_t *)a, second = *(const Py_ssize_t *)b;
    return first < second ? -1 : first > second;
}

/* The forms found, in order, as (place, term, form). */
static PyObject *told_of(Search *search) {
    Forms *forms = search->forms;
    PyObject *told = PyList_New(0);
    if (search->count) qsort(search->found, (size_t)search->count, sizeof *search->found, by_place);
    for (Py_ssize_t i = 0; told && i < search->count; i++) {
        const Py_ssize_t place = search->found[i];
        Bytes form;
        if (i && place == search->found[i - 1]) continue;
        PyObject *one = NULL;
        if (array_check(&forms->terms, place, place + 1)) damaged("forms of no term");
        else if (!form_at(forms, place, &form))
            one = Py_BuildValue("(nKs#)", place, (unsigned long long)number_at(&forms->terms.values, place), form.bytes,
                                form.size);
        if (!one || PyList_Append(told, one)) Py_CLEAR(told);
        Py_XDECREF(one);
    }
    return told;
}

/* forms.near(word) -> the forms at most one typo from a word of up to 64 letters, in order, as (place, term, form). Letters
 * that a typo put in are of the script of the word: Latin, or any other. */
PyObject *forms_near(PyObject *self, PyObject *args) {
    PyObject *word, *told = NULL;
    Search search = {(Forms *)self, {0}, {0}, {0}, 0, 1, NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "U", &word)) return NULL;
    search.letters = PyUnicode_GetLength(word);
    if (search.letters > MOST_LETTERS) return PyErr_Format(PyExc_ValueError, "a word of %zd letters", search.letters);
    for (Py_ssize_t i = 0; i < search.letters; i++) {
        const Py_UCS4 letter = search.word[i] = PyUnicode_ReadChar(word, i);
        search.latin &= letter < LATIN;
        search.at[i + 1] = search.at[i] + put_letter(search.text + search.at[i], letter);
    }
    if (!find_near(&search)) told = told_of(&search);
    free(search.found);
    return told;
}
