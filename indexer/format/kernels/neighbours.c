/* What neighbouring words of a query add to articles where they stand together: search/arrays/score/proximity.py.
 *
 * Positions run through the whole article; the title is far from the text. */
#include <stdlib.h>

#include "ranking.h"

#define TITLE ((int64_t)1 << 31) /* position of a title's first word */

/* Where one word stands in the article that is at, ascending. */
typedef struct {
    int64_t *places;
    Py_ssize_t count, room;
} Places;

/* The weights of a pair of words: in a row, within the window, with one between. */
typedef struct {
    int first, second;
    double ordered, unordered, passed_over;
} Pair;

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
    const Array *starts = &segment->text->arrays[TOKEN_START];
    const Py_ssize_t first = first_passage(segment, article), end = first_passage(segment, article + 1);
    int failed = array_check(starts, first, end) ? -1 : 0;
    places->count = 0;
    walk_to(walk, segment, article);
    for (Py_ssize_t at = walk->text_at; !failed && at < text->documents.length; at++) {
        const uint64_t passage = number_at(&text->documents, at);
        if (passage >= (uint64_t)end || passage < (uint64_t)first) break;
        const uint64_t offset =
            number_at(&starts->values, (Py_ssize_t)passage) - number_at(&starts->values, first);
        if (offset > (uint64_t)TITLE) return -1; /* text ends before the title begins */
        failed = add_places(places, segment->text, text->first + at, (int64_t)offset);
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

/* segment.neighbours(leaves, pairs, articles, formula, window) -> what the pairs add to each article. Leaves are words
 * of one term; a pair is (first, second, ordered, unordered, passed over), numbers of leaves and weights. */
PyObject *neighbours(PyObject *self, PyObject *args) {
    const Segment *segment = (const Segment *)self;
    PyObject *leaves, *given_pairs, *given_articles, *constants, *list = NULL;
    Py_ssize_t window, pair_count, count;
    Walk walks[MOST_LEAVES];
    Places places[MOST_LEAVES] = {{NULL, 0, 0}};
    Formula formula;
    Pair *pairs = NULL;
    Py_ssize_t *articles = NULL;
    if (!PyArg_ParseTuple(args, "OOOOn", &leaves, &given_pairs, &given_articles, &constants, &window)) return NULL;
    if (window < 0 || window > TITLE) return PyErr_Format(PyExc_ValueError, "a window of %zd words", window);
    int leaf_count = walks_from(segment, leaves, walks), failed = 0;
    if (leaf_count < 0 || formula_from(constants, &formula)) return NULL;
    for (int k = 0; k < leaf_count; k++)
        if ((walks[k].leaf->text.own || walks[k].leaf->title.own))
            return PyErr_Format(PyExc_ValueError, "leaf %d is no word of one term", k);
    if (!(pairs = pairs_from(given_pairs, leaf_count, &pair_count)) ||
        !(articles = articles_from(segment, given_articles, &count)) || !(list = PyList_New(count)))
        goto done;
    const Array *starts = &segment->text->arrays[TOKEN_START];
    for (Py_ssize_t i = 0; i < count; i++) {
        const Py_ssize_t first = first_passage(segment, articles[i]), end = first_passage(segment, articles[i] + 1);
        if (first < end && (failed = array_check(starts, first, end + 1))) goto done;
        const double length =
            first < end ? (double)(number_at(&starts->values, end) - number_at(&starts->values, first)) : 0.0;
        const double share = formula.text_rest + formula.text_scale * length;
        double total = 0.0;
        for (int k = 0; k < leaf_count; k++)
            if ((failed = find_places(&places[k], &walks[k], segment, articles[i]))) goto done;
        for (Py_ssize_t p = 0; p < pair_count; p++)
            total = add_pair(total, &pairs[p], &places[pairs[p].first], &places[pairs[p].second], (int64_t)window, share,
                             formula.k1);
        PyObject *told = PyFloat_FromDouble(total);
        if (!told || PyList_SetItem(list, i, told)) goto done;
    }
done:
    if (failed > 0) PyErr_NoMemory();
    if (failed < 0) damaged("postings that can't be");
    for (int k = 0; k < leaf_count; k++) free(places[k].places);
    free(pairs);
    free(articles);
    if (PyErr_Occurred()) Py_CLEAR(list);
    return list;
}
