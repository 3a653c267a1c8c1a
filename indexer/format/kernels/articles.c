/* Which articles score best, without lists of what each word weighs in each.
 *
 * The formulae are those of search/ranking/model.py, in the order and the precision in which score/article_level.py and
 * score/articles.py compute them: impacts are single, all else is double. Articles are gone through in their order,
 * as all words that can still bring one among the best have them (MaxScore: Turtle & Flood 1995); no word gives more
 * than its weight, for a frequency saturates. */
#include <stdlib.h>

#include "ranking.h"

#define NONE LARGEST
#define ROUND_UP (1.0 + 1e-6) /* a bound stays one in single precision */
#define SLACK (1.0 - 1e-9)    /* sums of bounds are rounded; what is a hair below stays in */

static float saturated(double frequency, double weight, double k1) {
    return (float)(weight * frequency / (frequency + k1));
}

void walk_to(Walk *walk, const Segment *segment, Py_ssize_t article) {
    const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
    if (article > segment->articles) article = segment->articles;
    walk->text_at =
        numbers_gallop(text, walk->text_at, text->length, number_at(&segment->first_passage, article));
    walk->title_at = numbers_gallop(title, walk->title_at, title->length, (uint64_t)article);
}

/* The article of the postings that a walk is at, not before `least`, where it was taken to; NONE behind the last. */
static Py_ssize_t article_at(Walk *walk, const Segment *segment, Py_ssize_t least) {
    const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
    Py_ssize_t article = NONE;
    if (walk->text_at < text->length) {
        uint64_t passage = number_at(text, walk->text_at);
        article = numbers_gallop(&segment->first_passage, least, segment->articles + 1, passage + 1) - 1;
        if (article >= segment->articles) article = NONE;
        if (article < least) article = least; /* postings that do not ascend: damaged, yet no harm */
    }
    if (walk->title_at < title->length) {
        uint64_t other = number_at(title, walk->title_at);
        if (other < (uint64_t)article && other < (uint64_t)segment->articles) article = (Py_ssize_t)other;
    }
    return walk->article = article < least ? least : article;
}

static Py_ssize_t take_to(Walk *walk, const Segment *segment, Py_ssize_t article) {
    if (walk->article >= article) return walk->article; /* it is there, or further */
    if (article >= segment->articles) return walk->article = NONE;
    walk_to(walk, segment, article);
    return article_at(walk, segment, article);
}

int score_article(
    const Segment *segment, const Formula *formula, Walk *walks, int count, Py_ssize_t article, PassageScores *passages,
    double *score
) {
    const Numbers *starts = &segment->text->arrays[TOKEN_START].values;
    const Py_ssize_t first = first_passage(segment, article), end = first_passage(segment, article + 1);
    if (end - first > passages->room) {
        double *more = realloc(passages->scores, (size_t)(end - first) * 2 * sizeof *more);
        if (!more) return 1;
        passages->scores = more;
        passages->room = (end - first) * 2;
    }
    double *scores = passages->scores, whole = 0.0, titles = 0.0;
    for (Py_ssize_t i = 0; i < end - first; i++) scores[i] = 0.0;
    const uint64_t begin = first < end ? number_at(starts, first) : 0;
    const double text_share =
        formula->text_rest + formula->text_scale * (double)(first < end ? number_at(starts, end) - begin : 0);
    for (int k = 0; k < count; k++) {
        Walk *walk = &walks[k];
        const Leaf *leaf = walk->leaf;
        const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
        double in_title = 0.0, frequency = 0.0;
        if (walk->query_weight == 0.0) continue; /* it has to be there, and is told by others */
        walk_to(walk, segment, article);
        if (walk->title_at < title->length && number_at(title, walk->title_at) == (uint64_t)article) {
            in_title = formula->title * (double)number_at(&leaf->title.frequencies, walk->title_at) /
                       (formula->title_rest + formula->title_scale * (double)field_length(segment->title, article));
            titles += (double)saturated(in_title, walk->weight, formula->k1) * walk->query_weight;
            frequency = in_title;
        }
        const float before = saturated(in_title, walk->weight, formula->k1);
        uint64_t sum = 0, opening_sum = 0;
        Py_ssize_t at = walk->text_at;
        for (; at < text->length; at++) {
            const uint64_t passage = number_at(text, at);
            if (passage >= (uint64_t)end) break;
            if (passage < (uint64_t)first) return -1;
            const uint64_t occurrences = number_at(&leaf->text.frequencies, at);
            const int64_t length = field_length(segment->text, (Py_ssize_t)passage);
            uint64_t opening = 0;
            if (leaf->openings) {
                opening = leaf->openings[at];
            } else if (leaf->counts_openings && leaf->text.first >= 0) {
                const int64_t left = formula->opening_words - (int64_t)(number_at(starts, (Py_ssize_t)passage) - begin);
                if (left > 0) {
                    const Py_ssize_t found =
                        occurrences_before(segment->text, leaf->text.first + at, left < length ? left : length);
                    if (found < 0) return -1;
                    opening = (uint64_t)found;
                }
            }
            sum += occurrences;
            opening_sum += opening;
            double own = (double)occurrences / (formula->text_rest + formula->passage_scale * (double)length);
            if (opening) own += formula->opening * (double)opening;
            const float more = saturated(in_title + own, walk->weight, formula->k1) - before;
            scores[passage - (uint64_t)first] += (double)more * walk->query_weight;
        }
        if (sum) frequency += (double)sum / text_share;
        if (opening_sum) frequency += formula->opening * (double)opening_sum;
        if (frequency > 0.0) whole += (double)saturated(frequency, walk->weight, formula->k1) * walk->query_weight;
    }
    double top = titles;
    for (Py_ssize_t i = 0; i < end - first; i++)
        if (!i || scores[i] + titles > top) top = scores[i] + titles;
    passages->first = first;
    passages->count = end - first;
    passages->titles = titles;
    *score = (1.0 - formula->best_passage) * whole + formula->best_passage * top;
    return 0;
}

/* What is asked for: of each group of leaves one at least, of the articles that are allowed. */
typedef struct {
    const Segment *segment;
    Walk *walks;
    int leaves, groups, driver; /* the group whose articles are gone through */
    const uint8_t *allowed;     /* for each article; NULL: all are */
} Asked;

/* The first article from `article` on that a group has, by leaves that are not among the `left out`. */
static Py_ssize_t next_of(const Asked *asked, int group, Py_ssize_t article, uint64_t left_out) {
    Py_ssize_t next = NONE;
    for (int k = 0; k < asked->leaves; k++) {
        Walk *walk = &asked->walks[k];
        if (!(walk->groups >> group & 1) || left_out >> k & 1) continue;
        Py_ssize_t found = take_to(walk, asked->segment, article);
        if (found < next) next = found;
    }
    return next;
}

/* The first article from `article` on that matches, by leaves of the driver that are not left out. */
static Py_ssize_t next_match(const Asked *asked, Py_ssize_t article, uint64_t left_out) {
    for (;;) {
        article = next_of(asked, asked->driver, article, left_out);
        if (article == NONE) return NONE;
        Py_ssize_t wanted = article;
        for (int group = 0; group < asked->groups && wanted == article; group++)
            if (group != asked->driver) wanted = next_of(asked, group, article, 0);
        if (wanted == NONE) return NONE;
        if (wanted == article && (!asked->allowed || asked->allowed[article])) return article;
        article = wanted == article ? article + 1 : wanted;
    }
}

/* Takes what is asked from (leaves, groups, allowed); -1 with an exception. `mask` holds what is allowed. */
static int asked_from(Asked *asked, PyObject *self, PyObject *leaves, PyObject *groups, PyObject *allowed, Walk *walks,
                      Numbers *mask) {
    asked->segment = (const Segment *)self;
    asked->walks = walks;
    asked->leaves = walks_from(asked->segment, leaves, walks);
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
            walks[k].groups |= 1ull << group;
            postings += walks[k].leaf->text.documents.length + walks[k].leaf->title.documents.length;
        }
        if (postings < shortest) {
            shortest = postings;
            asked->driver = group;
        }
    }
    if (numbers_hold(mask, allowed)) return -1;
    if (mask->width && (mask->width != 1 || mask->length != asked->segment->articles)) {
        PyErr_SetString(PyExc_ValueError, "a byte for each article");
        return -1;
    }
    asked->allowed = mask->width ? mask->data : NULL;
    return 0;
}

/* Which leaves are left out of those gone through, where only one group is asked for: without the others, none of
 * which an article then has, it can't score `least`. Sets what the left out may add together. */
static uint64_t without(const Asked *asked, const int *by_bound, double least, double *rest) {
    uint64_t left_out = 0;
    double sum = 0.0;
    for (int i = 0; i < asked->leaves; i++) {
        const int k = by_bound[i];
        if (sum + asked->walks[k].bound >= least * SLACK) break;
        sum += asked->walks[k].bound;
        left_out |= 1ull << k;
    }
    *rest = sum;
    return left_out;
}

static int find_best(const Asked *asked, const Formula *formula, Best *best, Py_ssize_t *total) {
    int by_bound[MOST_LEAVES], failed = 0;
    PassageScores passages = {NULL, 0, 0, 0, 0.0};
    uint64_t left_out = 0;
    double rest = 0.0, every = 0.0;
    for (int k = 0; k < asked->leaves; k++) {
        int at = k;
        asked->walks[k].bound = asked->walks[k].weight * asked->walks[k].query_weight * ROUND_UP;
        every += asked->walks[k].bound;
        for (; at && asked->walks[by_bound[at - 1]].bound > asked->walks[k].bound; at--) by_bound[at] = by_bound[at - 1];
        by_bound[at] = k;
    }
    Py_ssize_t count = 0;
    for (Py_ssize_t article = next_match(asked, 0, left_out); article != NONE;
         article = next_match(asked, article + 1, left_out)) {
        count++;
        if (best->count == best->limit && best->limit) {
            double bound = every;
            if (asked->groups == 1) {
                bound = rest;
                for (int k = 0; k < asked->leaves; k++)
                    if (!(left_out >> k & 1) && asked->walks[k].article == article) bound += asked->walks[k].bound;
            }
            if (bound < best->rows[0].score * SLACK) continue;
        }
        double score;
        failed = score_article(asked->segment, formula, asked->walks, asked->leaves, article, &passages, &score);
        if (failed) break;
        if (best_offer(best, score, article) && best->count == best->limit && asked->groups == 1)
            left_out = without(asked, by_bound, best->rows[0].score, &rest);
    }
    free(passages.scores);
    *total = left_out ? -1 : count;
    return failed;
}

/* segment.best_articles(leaves, groups, allowed, formula, limit) -> [(article, score), ...] best first, and how many
 * match, -1 where not all were gone through. Leaves are (leaf, weight, query weight); a group is the leaves, a bit each,
 * one of which has to occur; `allowed` is a byte for each article, or None. Without a query weight a leaf matches only. */
PyObject *best_articles(PyObject *self, PyObject *args) {
    PyObject *leaves, *groups, *allowed, *constants, *rows = NULL;
    Py_ssize_t total = 0;
    Walk walks[MOST_LEAVES];
    Numbers mask = {0};
    Asked asked;
    Formula formula;
    Best best = {NULL, 0, 0};
    int failed = 1;
    if (!PyArg_ParseTuple(args, "OOOOn", &leaves, &groups, &allowed, &constants, &best.limit)) return NULL;
    if (formula_from(constants, &formula) ||
        asked_from(&asked, self, leaves, groups, allowed, walks, &mask))
        goto done;
    if (best.limit > asked.segment->articles) best.limit = asked.segment->articles;
    if (best.limit < 0) best.limit = 0;
    best.rows = malloc((size_t)best.limit * sizeof *best.rows + 1);
    if (best.rows) {
        Py_BEGIN_ALLOW_THREADS
        failed = find_best(&asked, &formula, &best, &total);
        if (!failed) best_sort(&best);
        Py_END_ALLOW_THREADS
    }
    if (failed > 0) PyErr_NoMemory();
    if (failed < 0) damaged("postings that can't be");
    if (!failed) rows = rows_as_list(&best);
done:
    numbers_release(&mask);
    free(best.rows);
    return rows ? Py_BuildValue("(Nn)", rows, total) : NULL;
}

/* segment.matching_articles(leaves, groups, allowed) -> the articles that match, ascending, as uint32 in bytes. */
PyObject *matching_articles(PyObject *self, PyObject *args) {
    PyObject *leaves, *groups, *allowed, *found = NULL;
    Walk walks[MOST_LEAVES];
    Numbers mask = {0};
    Asked asked;
    Py_ssize_t count = 0;
    if (!PyArg_ParseTuple(args, "OOO", &leaves, &groups, &allowed)) return NULL;
    if (asked_from(&asked, self, leaves, groups, allowed, walks, &mask)) goto done;
    uint32_t *articles = malloc((size_t)asked.segment->articles * sizeof *articles + 1);
    if (!articles) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t article = next_match(&asked, 0, 0); article != NONE;
         article = next_match(&asked, article + 1, 0))
        articles[count++] = (uint32_t)article;
    Py_END_ALLOW_THREADS
    found = PyBytes_FromStringAndSize((const char *)articles, count * (Py_ssize_t)sizeof *articles);
    free(articles);
done:
    numbers_release(&mask);
    return found;
}
