/* The best articles of a leaf that is asked for alone.
 *
 * Those in whose title it is are gone through first, for most of the best are among them. Then it is known how much of it
 * another has to have, and nearly all are passed over by how often they have it. */
#include <math.h>

#include "ranking.h"

typedef struct {
    Asked *asked;
    Walk *walk;
    const Formula *formula;
    Score *score_of;
    void *by;
    Best *best;
    double least, wanted; /* the score that has to be reached, and how much of the leaf has to be there for it */
} Alone;

/* Works out how much has to be there: of a frequency f no more comes than bound ((1 - best passage) f / (f + k1) + best
 * passage). */
static void want(Alone *alone) {
    const double best_passage = alone->formula->best_passage;
    alone->least = best_least(alone->best);
    const double share = (alone->least * SLACK / alone->walk->bound - best_passage) / (1.0 - best_passage);
    alone->wanted = share > 0.0 ? alone->formula->k1 * share / (1.0 - share) * SLACK : 0.0;
    if (share >= 1.0) alone->wanted = HUGE_VAL;
}

/* The most that the text of an article gives that has the leaf so often. -1: damaged. */
static double most_by_text(const Alone *alone, Py_ssize_t article, uint64_t sum) {
    const Formula *formula = alone->formula;
    const double length = article_length(alone->asked->segment, article);
    if (length < 0.0) return -1.0;
    const double opened = sum < (uint64_t)formula->opening_words ? (double)sum : (double)formula->opening_words;
    const double opening = alone->walk->leaf->counts_openings ? formula->opening * opened : 0.0;
    return (double)sum / (formula->text_rest + formula->text_scale * length) + opening;
}

static int is_allowed(const Alone *alone, Py_ssize_t article) {
    const Numbers *allowed = &alone->asked->allowed;
    return !allowed->width || ((const uint8_t *)allowed->data)[article];
}

/* Scores an article, which is not before those scored since the walk began. 1: no memory, -1: damaged. */
static int offer(Alone *alone, Py_ssize_t article) {
    double score;
    const int failed = alone->score_of(alone->asked, alone->by, article, alone->least, &score);
    if (!failed && best_offer(alone->best, score, article)) want(alone);
    return failed;
}

/* How often an article has the leaf in its text, from a posting on, which goes on behind them. */
static inline uint64_t sum_of(const Alone *alone, Py_ssize_t article, Py_ssize_t *at) {
    const Postings *text = &alone->walk->leaf->text;
    const uint64_t stop = (uint64_t)first_passage(alone->asked->segment, article + 1);
    uint64_t sum = 0;
    for (; *at < text->documents.length && number_at(&text->documents, *at) < stop; ++*at)
        sum += number_at(&text->frequencies, *at);
    return sum;
}

/* Offers the articles that have it in the title, and counts those of them that have it there only. */
static int offer_titled(Alone *alone, Py_ssize_t *count) {
    const Segment *segment = alone->asked->segment;
    const Formula *formula = alone->formula;
    const Postings *text = &alone->walk->leaf->text, *title = &alone->walk->leaf->title;
    Py_ssize_t at = 0;
    for (Py_ssize_t i = 0; i < title->documents.length; i++) {
        const uint64_t number = number_at(&title->documents, i);
        if (number >= (uint64_t)segment->articles) return -1;
        const Py_ssize_t article = (Py_ssize_t)number;
        if (!is_allowed(alone, article)) continue;
        at = numbers_gallop(&text->documents, at, text->documents.length, (uint64_t)first_passage(segment, article));
        const uint64_t sum = sum_of(alone, article, &at);
        const int64_t length = field_length(segment->title, article);
        const double in_text = sum ? most_by_text(alone, article, sum) : 0.0;
        if (length < 0 || in_text < 0.0) return -1;
        *count += !sum;
        const double in_title = formula->title * (double)number_at(&title->frequencies, i) /
                                (formula->title_rest + formula->title_scale * (double)length);
        if (in_title + in_text < alone->wanted) continue;
        const int failed = offer(alone, article);
        if (failed) return failed;
    }
    return 0;
}

/* Offers an article that has it so often in the text, unless it has it in the title too: those were offered. */
static int offer_other(Alone *alone, Py_ssize_t article, uint64_t sum, Py_ssize_t *titled) {
    const Numbers *titles = &alone->walk->leaf->title.documents;
    const double in_text = most_by_text(alone, article, sum);
    if (in_text < 0.0) return -1;
    if (in_text < alone->wanted) return 0;
    *titled = numbers_gallop(titles, *titled, titles->length, (uint64_t)article);
    if (*titled < titles->length && number_at(titles, *titled) == (uint64_t)article) return 0;
    return offer(alone, article);
}

/* Offers those that have it in the text, and counts them. */
static int offer_others(Alone *alone, Py_ssize_t *count) {
    const Segment *segment = alone->asked->segment;
    const Leaf *leaf = alone->walk->leaf;
    const Numbers *passages = &leaf->text.documents;
    /* Of an occurrence: no text is shorter than one without words. */
    const double most = 1.0 / alone->formula->text_rest + alone->formula->opening;
    Py_ssize_t article = 0, titled = 0, at = 0;
    int failed = 0;
    if (leaf->ends && !alone->asked->allowed.width) {
        *count += leaf->text_articles;
        for (Py_ssize_t i = 0; !failed && i < leaf->text_articles; i++) {
            if ((double)leaf->sums[i] * most < alone->wanted) continue;
            article = article_from(segment, article, number_at(passages, leaf->ends[i] - 1));
            if (article >= segment->articles) return -1;
            failed = offer_other(alone, article, leaf->sums[i], &titled);
        }
        return failed;
    }
    while (!failed && at < passages->length) {
        const Py_ssize_t first = at;
        article = article_from(segment, article, number_at(passages, at));
        if (article >= segment->articles) return -1;
        const uint64_t sum = sum_of(alone, article, &at);
        if (at == first) return -1; /* passages that do not ascend */
        if (!is_allowed(alone, article)) continue;
        ++*count;
        if ((double)sum * most >= alone->wanted) failed = offer_other(alone, article, sum, &titled);
    }
    return failed;
}

int find_best_alone(Asked *asked, const Formula *formula, Score *score_of, void *by, Best *best, Py_ssize_t *total) {
    Alone alone = {asked, &asked->walks[0], formula, score_of, by, best, 0.0, 0.0};
    Py_ssize_t count = 0;
    int failed = offer_titled(&alone, &count);
    alone.walk->text_at = alone.walk->title_at = 0; /* from the front once more */
    if (!failed) failed = offer_others(&alone, &count);
    *total = count;
    return failed;
}
