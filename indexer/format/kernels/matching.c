/* Which documents match, in their order, and which of them are best.
 *
 * Documents, articles or passages, are gone through in their order, as all leaves that can still bring one among the best
 * have them (MaxScore: Turtle & Flood 1995): no leaf gives more than its bound, and those that together can't bring one
 * among the best are only looked at for documents that others have. */
#include <stdlib.h>

#include "ranking.h"

void walk_to(Walk *walk, const Segment *segment, Py_ssize_t article) {
    const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
    if (article > segment->articles) article = segment->articles;
    walk->text_at =
        numbers_gallop(text, walk->text_at, text->length, number_at(&segment->first_passage, article));
    walk->title_at = numbers_gallop(title, walk->title_at, title->length, (uint64_t)article);
}

/* The article of the postings that a walk is at, not before `least`, where it was taken to; NONE behind the last. */
static Py_ssize_t article_at(const Walk *walk, const Segment *segment, Py_ssize_t least) {
    const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
    Py_ssize_t article = NONE;
    if (walk->text_at < text->length) {
        uint64_t passage = number_at(text, walk->text_at);
        article = article_from(segment, least, passage);
        if (article >= segment->articles) article = NONE;
    }
    if (walk->title_at < title->length) {
        uint64_t other = number_at(title, walk->title_at);
        if (other < (uint64_t)article && other < (uint64_t)segment->articles) article = (Py_ssize_t)other;
    }
    return article < least ? least : article; /* postings that do not ascend: damaged, yet no harm */
}

/* Takes a walk to the first document from `least` on that it has, and says which. */
static Py_ssize_t take_to(Asked *asked, Walk *walk, Py_ssize_t least) {
    if (walk->document >= least) return walk->document; /* it is there, or further */
    if (least >= asked->documents) return walk->document = NONE;
    if (!asked->by_passage) {
        walk_to(walk, asked->segment, least);
        return walk->document = article_at(walk, asked->segment, least);
    }
    const Numbers *text = &walk->leaf->text.documents;
    walk->text_at = numbers_gallop(text, walk->text_at, text->length, (uint64_t)least);
    if (walk->text_at == text->length || number_at(text, walk->text_at) >= (uint64_t)asked->documents)
        return walk->document = NONE;
    return walk->document = (Py_ssize_t)number_at(text, walk->text_at);
}

/* The first document from `least` on that a group has, by leaves that are not left out. */
static Py_ssize_t next_of(Asked *asked, int group, Py_ssize_t least, uint64_t left_out) {
    Py_ssize_t next = NONE;
    for (int k = 0; k < asked->leaves; k++) {
        Walk *walk = &asked->walks[k];
        if (!(walk->groups >> group & 1) || left_out >> k & 1) continue;
        Py_ssize_t found = take_to(asked, walk, least);
        if (found < next) next = found;
    }
    return next;
}

Py_ssize_t next_match(Asked *asked, Py_ssize_t least, uint64_t left_out) {
    for (;;) {
        least = next_of(asked, asked->driver, least, left_out);
        if (least == NONE) return NONE;
        Py_ssize_t wanted = least;
        for (int group = 0; group < asked->groups && wanted == least; group++)
            if (group != asked->driver) wanted = next_of(asked, group, least, 0);
        if (wanted == NONE) return NONE;
        if (wanted == least && (!asked->allowed.width || ((const uint8_t *)asked->allowed.data)[least])) return least;
        least = wanted == least ? least + 1 : wanted;
    }
}

int asked_from(Asked *asked, PyObject *self, PyObject *leaves, PyObject *groups, PyObject *allowed, int by_passage) {
    memset(&asked->allowed, 0, sizeof asked->allowed);
    asked->segment = (const Segment *)self;
    asked->by_passage = by_passage;
    asked->documents = by_passage ? asked->segment->passages : asked->segment->articles;
    asked->driver = 0;
    asked->leaves = walks_from(asked->segment, leaves, asked->walks);
    if (asked->leaves < 0) return -1;
    Py_ssize_t count = PyList_Size(groups), shortest = LARGEST;
    if (count < 1 || count > MOST_LEAVES) return PyErr_SetString(PyExc_ValueError, "one group to 64"), -1;
    asked->groups = (int)count;
    for (int group = 0; group < asked->groups; group++) {
        unsigned long long members = PyLong_AsUnsignedLongLong(PyList_GetItem(groups, group));
        if (PyErr_Occurred()) return -1;
        Py_ssize_t postings = 0;
        for (int k = 0; k < asked->leaves; k++) {
            if (!(members >> k & 1)) continue;
            asked->walks[k].groups |= 1ull << group;
            postings += asked->walks[k].leaf->text.documents.length;
            if (!by_passage) postings += asked->walks[k].leaf->title.documents.length;
        }
        if (postings < shortest) {
            shortest = postings;
            asked->driver = group;
        }
    }
    if (numbers_hold(&asked->allowed, allowed)) return -1;
    if (!asked->allowed.width || (asked->allowed.width == 1 && asked->allowed.length == asked->documents)) return 0;
    numbers_release(&asked->allowed);
    return PyErr_SetString(PyExc_ValueError, "a byte for each document"), -1;
}

void sort_by_bound(const Asked *asked, int *by_bound) {
    for (int k = 0; k < asked->leaves; k++) {
        int at = k;
        for (; at && asked->walks[by_bound[at - 1]].bound > asked->walks[k].bound; at--) by_bound[at] = by_bound[at - 1];
        by_bound[at] = k;
    }
}

double bound_outside(const Asked *asked) {
    double sum = 0.0;
    for (int k = 0; k < asked->leaves; k++)
        if (!asked->walks[k].groups) sum += asked->walks[k].bound;
    return sum;
}

uint64_t leave_out(const Asked *asked, const int *by_bound, const Best *best, double outside, double *rest) {
    const double least = best_least(best);
    uint64_t left_out = 0;
    *rest = outside;
    for (int i = 0; i < asked->leaves; i++) {
        const Walk *walk = &asked->walks[by_bound[i]];
        if (!walk->groups) continue;
        if (*rest + walk->bound >= least * SLACK) break;
        *rest += walk->bound;
        left_out |= 1ull << by_bound[i];
    }
    return left_out;
}

static int find_best(Asked *asked, Score *score_of, void *by, Best *best, Py_ssize_t *total) {
    int by_bound[MOST_LEAVES], failed = 0;
    uint64_t left_out = 0;
    const double outside = bound_outside(asked);
    double rest = outside;
    sort_by_bound(asked, by_bound);
    Py_ssize_t count = 0;
    for (Py_ssize_t document = next_match(asked, 0, left_out); document != NONE;
         document = next_match(asked, document + 1, left_out)) {
        count++;
        const double least = best_least(best);
        if (least > 0.0 && asked->groups == 1) {
            double bound = rest;
            for (int k = 0; k < asked->leaves; k++)
                if (asked->walks[k].groups && !(left_out >> k & 1) && asked->walks[k].document == document)
                    bound += asked->walks[k].bound;
            if (bound < least * SLACK) continue;
        }
        double score;
        failed = score_of(asked, by, document, least, &score);
        if (failed) break;
        if (best_offer(best, score, document) && asked->groups == 1)
            left_out = leave_out(asked, by_bound, best, outside, &rest);
    }
    *total = left_out ? -1 : count;
    return failed;
}

/* The best rows of what is asked, best first, and how many match, -1 where not all were gone through. Lets go of what
 * is asked. */
PyObject *told_best(
    Asked *asked, Score *score_of, void *by, const Formula *formula, Py_ssize_t limit, Neighbours *near
) {
    Best best = {NULL, 0, limit < asked->documents ? limit : asked->documents};
    Py_ssize_t total = 0;
    PyObject *rows = NULL;
    int failed = 1;
    if (best.limit < 0) best.limit = 0;
    best.rows = malloc((size_t)best.limit * sizeof *best.rows + 1);
    if (best.rows) {
        Py_BEGIN_ALLOW_THREADS
        if (formula && asked->leaves == 1 && asked->walks[0].groups && asked->walks[0].bound > 0.0)
            failed = find_best_alone(asked, formula, score_of, by, &best, &total);
        else
            failed = formula ? find_best_in_windows(asked, formula, score_of, by, &best, &total)
                             : find_best(asked, score_of, by, &best, &total);
        if (!failed) best_sort(&best);
        if (!failed && near) failed = best_with_neighbours(&best, near);
        Py_END_ALLOW_THREADS
    }
    numbers_release(&asked->allowed);
    if (failed > 0) PyErr_NoMemory();
    if (failed < 0) damaged("postings that can't be");
    if (!failed) rows = rows_as_list(&best);
    free(best.rows);
    return rows ? Py_BuildValue("(Nn)", rows, total) : NULL;
}
