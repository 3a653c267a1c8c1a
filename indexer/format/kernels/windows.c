/* The best articles that have any of some leaves, a window of articles after the other.
 *
 * All that the leaves may give to the articles of a window is added up, leaf by leaf, before any article is scored: of
 * many postings few are of an article that can still get among the best, and only these are looked at one by one (MaxScore
 * over windows: Turtle & Flood 1995; Lucene's BooleanScorer). */
#include <stdlib.h>

#include "ranking.h"

#define WINDOW 2048 /* articles: their bounds stay in the nearest cache */

typedef struct {
    Py_ssize_t text_at, title_at; /* the postings of the next window */
} Cursor;

typedef struct {
    Asked *asked;
    const Formula *formula;
    Cursor cursors[MOST_LEAVES];
    double bounds[WINDOW];
    uint64_t there[WINDOW / 64]; /* which articles have any of the leaves gone through */
    Py_ssize_t base, end;        /* the articles of the window */
} Windows;

static void add(Windows *windows, Py_ssize_t article, double bound) {
    const Py_ssize_t place = article - windows->base;
    windows->bounds[place] += bound;
    windows->there[place >> 6] |= 1ull << (place & 63);
}

/* Adds what a leaf may give to the articles of the window. -1: damaged. */
static int gather(Windows *windows, int k) {
    const Segment *segment = windows->asked->segment;
    const Walk *walk = &windows->asked->walks[k];
    const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
    Cursor *cursor = &windows->cursors[k];
    Py_ssize_t article = windows->base, at = cursor->text_at;
    while (at < text->length) {
        article = article_from(segment, article, number_at(text, at));
        if (article >= windows->end) break;
        const Py_ssize_t stop = first_passage(segment, article + 1);
        uint64_t sum = 0;
        do sum += number_at(&walk->leaf->text.frequencies, at++);
        while (at < text->length && number_at(text, at) < (uint64_t)stop);
        const double length = article_length(segment, article);
        if (length < 0.0) return -1;
        add(windows, article, walk->bound * most_of(windows->formula, walk->leaf, length, sum));
    }
    cursor->text_at = at;
    for (at = cursor->title_at; at < title->length; at++) {
        const uint64_t titled = number_at(title, at);
        if (titled >= (uint64_t)windows->end) break;
        if (titled >= (uint64_t)windows->base) add(windows, (Py_ssize_t)titled, walk->bound);
    }
    cursor->title_at = at;
    return 0;
}

/* The first article that any of the leaves gone through has in the next window or behind it; NONE behind the last. */
static Py_ssize_t next_article(Windows *windows, uint64_t left_out) {
    const Asked *asked = windows->asked;
    Py_ssize_t next = NONE;
    for (int k = 0; k < asked->leaves; k++) {
        const Walk *walk = &asked->walks[k];
        if (left_out >> k & 1) continue;
        const Numbers *text = &walk->leaf->text.documents, *title = &walk->leaf->title.documents;
        Cursor *cursor = &windows->cursors[k];
        if (cursor->text_at < text->length) {
            const uint64_t passage = number_at(text, cursor->text_at);
            const Py_ssize_t article = article_from(asked->segment, windows->end, passage);
            if (article < next && article < asked->segment->articles) next = article;
        }
        while (cursor->title_at < title->length && number_at(title, cursor->title_at) < (uint64_t)windows->end)
            cursor->title_at++;
        if (cursor->title_at < title->length && number_at(title, cursor->title_at) < (uint64_t)next &&
            number_at(title, cursor->title_at) < (uint64_t)asked->segment->articles)
            next = (Py_ssize_t)number_at(title, cursor->title_at);
    }
    return next;
}

/* Whether an article can still get among the best, once it is known which of the leaves that were not gone through it has;
 * `bound` is what all others give, `rest` what these may. -1: damaged. */
static int may_be_among(
    Windows *windows, const int *by_bound, uint64_t left_out, Py_ssize_t article, double bound, double rest, double least
) {
    Asked *asked = windows->asked;
    const Segment *segment = asked->segment;
    const double length = article_length(segment, article);
    if (length < 0.0) return -1;
    for (int i = asked->leaves - 1; i >= 0 && left_out; i--) {
        const int k = by_bound[i];
        if (!(left_out >> k & 1)) continue;
        if (bound + rest < least * SLACK) return 0;
        Walk *walk = &asked->walks[k];
        left_out &= ~(1ull << k);
        rest -= walk->bound;
        bound += walk_bound(segment, windows->formula, walk, article, length);
    }
    return bound >= least * SLACK;
}

/* Offers those articles of the window whose bounds let them in. 1: no memory, -1: damaged. */
static int offer(
    Windows *windows, Score *score_of, void *by, const int *by_bound, uint64_t left_out, double rest, Best *best,
    Py_ssize_t *count
) {
    const Asked *asked = windows->asked;
    for (Py_ssize_t word = 0; word < WINDOW / 64; word++) {
        uint64_t left = windows->there[word];
        windows->there[word] = 0;
        for (Py_ssize_t bit = 0; left; bit++, left >>= 1) {
            if (!(left & 1)) continue;
            const Py_ssize_t place = word * 64 + bit, article = windows->base + place;
            const double bound = windows->bounds[place];
            windows->bounds[place] = 0.0;
            if (asked->allowed.width && !((const uint8_t *)asked->allowed.data)[article]) continue;
            ++*count;
            const double least = best_least(best);
            if (bound + rest < least * SLACK) continue;
            if (left_out) {
                const int may_be = may_be_among(windows, by_bound, left_out, article, bound, rest, least);
                if (may_be < 0) return -1;
                if (!may_be) continue;
            }
            double score;
            const int failed = score_of(windows->asked, by, article, least, &score);
            if (failed) return failed;
            best_offer(best, score, article);
        }
    }
    return 0;
}

int find_best_in_windows(
    Asked *asked, const Formula *formula, Score *score_of, void *by, Best *best, Py_ssize_t *total
) {
    int by_bound[MOST_LEAVES], failed = 0;
    uint64_t others = 0, left_out = 0;
    const double outside = bound_outside(asked);
    double rest = outside; /* what leaves may give that are not gone through */
    Py_ssize_t count = 0;
    Windows *windows = calloc(1, sizeof *windows);
    if (!windows) return 1;
    windows->asked = asked;
    windows->formula = formula;
    sort_by_bound(asked, by_bound);
    for (int k = 0; k < asked->leaves; k++)
        if (!asked->walks[k].groups) others |= 1ull << k;
    for (;;) {
        left_out = others | leave_out(asked, by_bound, best, outside, &rest);
        const Py_ssize_t next = next_article(windows, left_out);
        if (next == NONE) break;
        windows->base = next;
        windows->end = next + WINDOW < asked->segment->articles ? next + WINDOW : asked->segment->articles;
        for (int k = 0; !failed && k < asked->leaves; k++)
            if (!(left_out >> k & 1)) failed = gather(windows, k);
        if (!failed) failed = offer(windows, score_of, by, by_bound, left_out, rest, best, &count);
        if (failed) break;
    }
    *total = left_out == others ? count : -1; /* what is left out once is so to the end */
    free(windows);
    return failed;
}
