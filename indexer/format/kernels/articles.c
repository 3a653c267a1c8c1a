/* What an article scores, and its passages: search/ranking/model.py, without lists of what each word weighs in each.
 *
 * All is computed in the order and the precision in which score/article_level.py and score/articles.py compute it:
 * impacts are single, all else is double. */
#include <float.h>
#include <stdlib.h>

#include "neighbours.h"
#include "openings.h"

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "here numbers are computed with more digits than they have, which numpy does not: it does without kernels"
#endif

static float saturated(double frequency, double weight, double k1) {
    return (float)(weight * frequency / (frequency + k1));
}

int score_article(
    const Segment *segment, const Formula *formula, Walk *walks, int count, Py_ssize_t article, PassageScores *passages,
    int *guessed, double *score
) {
    const Py_ssize_t first = first_passage(segment, article), end = first_passage(segment, article + 1);
    if (end - first > passages->room) {
        double *more = realloc(passages->scores, (size_t)(end - first) * 2 * sizeof *more);
        if (!more) return 1;
        passages->scores = more;
        passages->room = (end - first) * 2;
    }
    double *scores = passages->scores, whole = 0.0, titles = 0.0;
    for (Py_ssize_t i = 0; i < end - first; i++) scores[i] = 0.0;
    const int64_t text_length = field_between(segment->text, first, end);
    if (text_length < 0) return -1;
    const double text_share = formula->text_rest + formula->text_scale * (double)text_length;
    for (int k = 0; k < count; k++) {
        Walk *walk = &walks[k];
        const Leaf *leaf = walk->leaf;
        const Numbers *text = &leaf->text.documents, *title = &leaf->title.documents;
        double in_title = 0.0, frequency = 0.0;
        float before = 0.0f; /* what the title gives to each passage */
        if (walk->query_weight == 0.0) continue; /* it has to be there, and is told by others */
        walk_to(walk, segment, article);
        if (walk->title_at < title->length && number_at(title, walk->title_at) == (uint64_t)article) {
            const int64_t length = field_length(segment->title, article);
            if (length < 0) return -1;
            in_title = formula->title * (double)number_at(&leaf->title.frequencies, walk->title_at) /
                       (formula->title_rest + formula->title_scale * (double)length);
            before = saturated(in_title, walk->weight, formula->k1);
            titles += (double)before * walk->query_weight;
            frequency = in_title;
        }
        uint64_t sum = 0, opening_sum = 0;
        Py_ssize_t at = walk->text_at;
        for (; at < text->length; at++) {
            const uint64_t passage = number_at(text, at);
            if (passage >= (uint64_t)end) break;
            if (passage < (uint64_t)first) return -1;
            const uint64_t occurrences = number_at(&leaf->text.frequencies, at);
            const int64_t length = field_length(segment->text, (Py_ssize_t)passage);
            if (length < 0) return -1;
            uint64_t opening = 0;
            if (leaf->openings && leaf->openings[at] != UNTOLD) {
                opening = leaf->openings[at];
            } else if (leaf->counts_openings && (leaf->text.first >= 0 || leaf->terms)) {
                const int64_t gone = field_between(segment->text, first, (Py_ssize_t)passage);
                if (gone < 0) return -1;
                const int64_t left = formula->opening_words - gone;
                if (gone < formula->opening_words && guessed) {
                    opening = left < (int64_t)occurrences ? (uint64_t)left : occurrences;
                    *guessed = 1;
                } else if (gone < formula->opening_words) {
                    const int64_t stop = left < length ? left : length;
                    const Py_ssize_t found =
                        leaf->terms ? opening_count(leaf->terms, segment->text, passage, stop)
                                    : occurrences_before(segment->text, leaf->text.first + at, stop);
                    if (found < 0) return -1;
                    opening = (uint64_t)found;
                    if (leaf->terms) leaf->openings[at] = (uint32_t)found;
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

double article_length(const Segment *segment, Py_ssize_t article) {
    return (double)field_between(segment->text, first_passage(segment, article), first_passage(segment, article + 1));
}

double most_of(const Formula *formula, const Leaf *leaf, double length, uint64_t sum) {
    const double share = formula->text_rest + formula->text_scale * length;
    const double opening = leaf->counts_openings ? formula->opening * (double)sum : 0.0;
    const double frequency = (double)sum + opening * share; /* times the share: one division is enough */
    return (1.0 - formula->best_passage) * frequency / (frequency + formula->k1 * share) + formula->best_passage;
}

double walk_bound(const Segment *segment, const Formula *formula, Walk *walk, Py_ssize_t article, double length) {
    const Postings *text = &walk->leaf->text, *title = &walk->leaf->title;
    const uint64_t end = (uint64_t)first_passage(segment, article + 1);
    uint64_t sum = 0;
    walk_to(walk, segment, article);
    if (walk->title_at < title->documents.length && number_at(&title->documents, walk->title_at) == (uint64_t)article)
        return walk->bound; /* few have it there, and most of these are among the best */
    for (Py_ssize_t at = walk->text_at; at < text->documents.length && number_at(&text->documents, at) < end; at++)
        sum += number_at(&text->frequencies, at);
    return sum ? walk->bound * most_of(formula, walk->leaf, length, sum) : 0.0;
}

/* A bound on the score of an article, for which no passage is looked at by itself. -1: damaged. */
static double bound_of(const Asked *asked, const Formula *formula, Walk *walks, Py_ssize_t article) {
    const double length = article_length(asked->segment, article);
    double bound = 0.0;
    if (length < 0.0) return -1.0;
    for (int k = 0; k < asked->leaves; k++) /* one that was taken further has it not */
        if (walks[k].query_weight != 0.0 && walks[k].document <= article)
            bound += walk_bound(asked->segment, formula, &walks[k], article, length);
    return bound;
}

/* By which an article is scored. */
typedef struct {
    Formula formula;
    PassageScores passages;
} By;

/* Scores an article that may well be among the best. */
static int score_likely(Asked *asked, void *given, Py_ssize_t article, double least, double *score) {
    By *by = given;
    int guessed = 0;
    if (least > 0.0) {
        const int failed = score_article(asked->segment, &by->formula, asked->walks, asked->leaves, article,
                                         &by->passages, &guessed, score);
        if (failed || !guessed || *score * ROUND_UP < least) return failed;
    }
    return score_article(asked->segment, &by->formula, asked->walks, asked->leaves, article, &by->passages, NULL, score);
}

static int score_one(Asked *asked, void *given, Py_ssize_t article, double least, double *score) {
    if (least > 0.0) {
        *score = bound_of(asked, &((By *)given)->formula, asked->walks, article);
        if (*score < least) return *score < 0.0 ? -1 : 0;
    }
    return score_likely(asked, given, article, least, score);
}

/* segment.best_articles(leaves, groups, allowed, formula, limit, neighbours) -> [(article, score), ...] best first, and how
 * many match, -1 where not all were gone through. Leaves are (leaf, weight, query weight); a group is the leaves, a bit each,
 * one of which has to occur; `allowed` is a byte for each article, or None. Without a query weight a leaf matches only.
 * `neighbours` are (leaves, pairs, window, candidates, shown), or None: to so many of the best is added what `neighbours`
 * says, and so many of them are told. */
PyObject *best_articles(PyObject *self, PyObject *args) {
    PyObject *leaves, *groups, *allowed, *constants, *given, *words, *pairs, *told = NULL;
    Py_ssize_t limit, window, candidates, shown;
    Asked asked;
    Neighbours near;
    By by = {{0}, {NULL, 0, 0, 0, 0.0}};
    if (!PyArg_ParseTuple(args, "OOOOnO", &leaves, &groups, &allowed, &constants, &limit, &given) ||
        formula_from(constants, &by.formula))
        return NULL;
    if (given != Py_None) {
        if (!PyTuple_Check(given)) return PyErr_Format(PyExc_TypeError, "neighbours are a tuple, or None");
        if (!PyArg_ParseTuple(given, "OOnnn", &words, &pairs, &window, &candidates, &shown)) return NULL;
        if (neighbours_from(&near, (const Segment *)self, words, pairs, &by.formula, window)) goto done;
        near.candidates = candidates < 0 ? 0 : candidates;
        near.shown = shown < 0 ? 0 : shown;
    }
    if (asked_from(&asked, self, leaves, groups, allowed, 0)) goto done;
    for (int k = 0; k < asked.leaves; k++) /* a frequency saturates: no word gives more than its weight */
        asked.walks[k].bound = asked.walks[k].weight * asked.walks[k].query_weight * ROUND_UP;
    /* In windows the bounds of articles are known before they are scored. */
    const int in_windows = asked.groups == 1;
    told = told_best(&asked, in_windows ? score_likely : score_one, &by, in_windows ? &by.formula : NULL, limit,
                     given == Py_None ? NULL : &near);
    free(by.passages.scores);
done:
    if (given != Py_None) neighbours_free(&near);
    return told;
}
