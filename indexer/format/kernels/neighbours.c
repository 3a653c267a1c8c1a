/* What neighbouring words of a query add to articles where they stand together: search/arrays/score/proximity.py.
 *
 * Positions run through the whole article; the title is far from the text. */
#include <stdlib.h>

#include "neighbours.h"

#define TITLE ((int64_t)1 << 31) /* position of a title's first word */

/* The occurrences of one posting, from `offset` on. 1: no memory, -1: damaged. */
static int add_places(Places *places, const Field *field, Py_ssize_t posting, int64_t offset) {
    Py_ssize_t start;
    if (field_occurrences(field, posting, &start)) return -1;
    Py_ssize_t count = (Py_ssize_t)number_at(&field->arrays[FREQUENCIES].values, posting);
    if (places->count + count > places->room) {
        Py_ssize_t room = 2 * (places->count + count);
        int64_t *more = realloc(places->places, (size_t)room * sizeof *more);
        if (!more) return 1;
        places->places = more;
        places->room = room;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        places->places[places->count++] = offset + (int64_t)(uint32_t)field_position(field, start + i);
    return 0;
}

static int find_places(Places *places, Walk *walk, const Segment *segment, Py_ssize_t article) {
    const Postings *text = &walk->leaf->text, *title = &walk->leaf->title;
    const Py_ssize_t first = first_passage(segment, article), end = first_passage(segment, article + 1);
    int failed = 0;
    places->count = 0;
    walk_to(walk, segment, article);
    for (Py_ssize_t at = walk->text_at; !failed && at < text->documents.length; at++) {
        const uint64_t passage = number_at(&text->documents, at);
        if (passage >= (uint64_t)end || passage < (uint64_t)first) break;
        const int64_t offset = field_between(segment->text, first, (Py_ssize_t)passage);
        if (offset < 0 || offset > TITLE) return -1; /* text ends before the title begins */
        failed = add_places(places, segment->text, text->first + at, offset);
    }
    if (!failed && walk->title_at < title->documents.length &&
        number_at(&title->documents, walk->title_at) == (uint64_t)article)
        failed = add_places(places, segment->title, title->first + walk->title_at, TITLE);
    return failed;
}

/* The first of the places from `at` on that is not before `place`. */
static Py_ssize_t first_from(const Places *places, Py_ssize_t at, int64_t place) {
    while (at < places->count && places->places[at] < place) at++;
    return at;
}

static double added(double weight, Py_ssize_t count, double share, double k1) {
    if (!count || weight == 0.0) return 0.0;
    const double frequency = (double)count / share;
    return weight * frequency / (k1 + frequency);
}

/* What a pair adds to an article where its words stand so. */
static double add_pair(
    double total, const Pair *pair, const Places *here, const Places *there, int64_t window, double share, double k1
) {
    Py_ssize_t follows = 0, after = 0, low = 0, high = 0, adjacent = 0, over = 0, close = 0;
    if (!here->count || !there->count) return total;
    for (Py_ssize_t i = 0; i < here->count; i++) {
        const int64_t place = here->places[i];
        follows = first_from(there, follows, place + 1);
        adjacent += follows < there->count && there->places[follows] == place + 1;
        low = first_from(there, low, place - window + 1);
        high = first_from(there, high, place + window);
        close += high > low;
        after = first_from(there, after, place + 2);
        over += after < there->count && there->places[after] == place + 2;
    }
    total += added(pair->ordered, adjacent, share, k1);
    total += added(pair->unordered, close, share, k1);
    total += added(pair->passed_over, over, share, k1);
    return total;
}

static Pair *pairs_from(PyObject *given, int leaves, Py_ssize_t *count) {
    *count = PyList_Size(given);
    if (*count < 0) return NULL;
    Pair *pairs = malloc((size_t)*count * sizeof *pairs + 1);
    if (!pairs) return (Pair *)PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < *count; i++) {
        Pair *pair = &pairs[i];
        if (PyArg_ParseTuple(PyList_GetItem(given, i), "iiddd", &pair->first, &pair->second, &pair->ordered,
                             &pair->unordered, &pair->passed_over) &&
            pair->first >= 0 && pair->first < leaves && pair->second >= 0 && pair->second < leaves)
            continue;
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a pair of leaves that there are");
        free(pairs);
        return NULL;
    }
    return pairs;
}

int neighbours_from(
    Neighbours *near, const Segment *segment, PyObject *leaves, PyObject *pairs, const Formula *formula, Py_ssize_t window
) {
    memset(near, 0, sizeof *near);
    near->segment = segment;
    near->formula = formula;
    near->window = (int64_t)window;
    if (window < 0 || window > TITLE) return PyErr_Format(PyExc_ValueError, "a window of %zd words", window), -1;
    near->leaves = walks_from(segment, leaves, near->walks);
    if (near->leaves < 0) return -1;
    for (int k = 0; k < near->leaves; k++)
        if ((near->walks[k].leaf->text.own || near->walks[k].leaf->title.own))
            return PyErr_Format(PyExc_ValueError, "leaf %d is no word of one term", k), -1;
    near->pairs = pairs_from(pairs, near->leaves, &near->pair_count);
    return near->pairs ? 0 : -1;
}

void neighbours_free(Neighbours *near) {
    for (int k = 0; k < MOST_LEAVES; k++) free(near->places[k].places);
    free(near->pairs);
}

void neighbours_again(Neighbours *near) {
    for (int k = 0; k < near->leaves; k++) near->walks[k].text_at = near->walks[k].title_at = 0;
}

double neighbours_most(const Neighbours *near) {
    double most = 0.0;
    for (Py_ssize_t p = 0; p < near->pair_count; p++)
        most += near->pairs[p].ordered + near->pairs[p].unordered + near->pairs[p].passed_over;
    return most * ROUND_UP;
}

int neighbours_add(Neighbours *near, Py_ssize_t article, double *total) {
    const Segment *segment = near->segment;
    const double length = article_length(segment, article);
    if (length < 0.0) return -1;
    const double share = near->formula->text_rest + near->formula->text_scale * length;
    *total = 0.0;
    for (int k = 0; k < near->leaves; k++) {
        const int failed = find_places(&near->places[k], &near->walks[k], segment, article);
        if (failed) return failed;
    }
    for (Py_ssize_t p = 0; p < near->pair_count; p++) {
        const Pair *pair = &near->pairs[p];
        *total = add_pair(*total, pair, &near->places[pair->first], &near->places[pair->second], near->window, share,
                          near->formula->k1);
    }
    return 0;
}

/* segment.neighbours(leaves, pairs, articles, formula, window) -> what the pairs add to each article. Leaves are words
 * of one term; a pair is (first, second, ordered, unordered, passed over), numbers of leaves and weights. */
PyObject *neighbours(PyObject *self, PyObject *args) {
    const Segment *segment = (const Segment *)self;
    PyObject *leaves, *pairs, *given, *constants, *list = NULL;
    Py_ssize_t window, count, *articles = NULL;
    Formula formula;
    Neighbours near;
    if (!PyArg_ParseTuple(args, "OOOOn", &leaves, &pairs, &given, &constants, &window) ||
        formula_from(constants, &formula))
        return NULL;
    if (!neighbours_from(&near, segment, leaves, pairs, &formula, window) &&
        (articles = articles_from(segment, given, &count)))
        list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        double total;
        const int failed = neighbours_add(&near, articles[i], &total);
        if (failed > 0) PyErr_NoMemory();
        if (failed < 0) damaged("postings that can't be");
        PyObject *told = failed ? NULL : PyFloat_FromDouble(total);
        if (!told || PyList_SetItem(list, i, told)) Py_CLEAR(list);
    }
    neighbours_free(&near);
    free(articles);
    return list;
}
