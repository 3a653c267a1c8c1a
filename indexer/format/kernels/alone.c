/* The best articles of a leaf that is asked for alone.
 *
 * Those in whose title it is are gone through first, for most of the best are among them. Then it is known how much of it
 * another has to have, and nearly all are passed over by how often they have it. */
#include <math.h>

#include "ranking.h"

#define TOLD 16 /* frequencies for which it is told how long a text may be */

typedef struct {
    Asked *asked;
    Walk *walk;
    const Formula *formula;
    Score *score_of;
    void *by;
    Best *best;
    double least, wanted; /* the score that has to be reached, and how much of the leaf has to be there for it */
    int64_t longest[TOLD]; /* by how often a text has it: how long that may be for so much to be there */
} Alone;

/* What the opening gives of a leaf that is so often in a text: all of it may be there. */
static double most_in_opening(const Alone *alone, uint64_t sum) {
    const Formula *formula = alone->formula;
    const double opened = sum < (uint64_t)formula->opening_words ? (double)sum : (double)formula->opening_words;
    return alone->walk->leaf->counts_openings ? formula->opening * opened : 0.0;
}

/* Works out how much has to be there: of a frequency f no more comes than bound ((1 - best passage) f / (f + k1) + best
 * passage). */
static void want(Alone *alone) {
    const double best_passage = alone->formula->best_passage;
    alone->least = best_least(alone->best);
    const double share = (alone->least * SLACK / alone->walk->bound - best_passage) / (1.0 - best_passage);
    alone->wanted = share > 0.0 ? alone->formula->k1 * share / (1.0 - share) * SLACK : 0.0;
    if (share >= 1.0) alone->wanted = HUGE_VAL;
    for (uint64_t sum = 0; sum < TOLD; sum++) {
        const double left = alone->wanted - most_in_opening(alone, sum);
        const double length = ((double)sum / left - alone->formula->text_rest) / alone->formula->text_scale;
        alone->longest[sum] = left > 0.0 && length < 1e15 ? (int64_t)(length < -1.0 ? -1.0 : length) + 1 : INT64_MAX;
    }
}

/* The most that the text of an article gives that has the leaf so often. -1: damaged. */
static double most_by_text(const Alone *alone, Py_ssize_t article, uint64_t sum) {
    const Formula *formula = alone->formula;
    const double length = article_length(alone->asked->segment, article);
    if (length < 0.0) return -1.0;
    return (double)sum / (formula->text_rest + formula->text_scale * length) + most_in_opening(alone, sum);
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

/* Whether the text of an article may have enough of it, that has it so often, the last time in this passage: by the bits of
 * where articles begin, and how long passages are. Which article it is has then to be known of few. -1: damaged. */
static inline int may_lead(const Alone *alone, const uint64_t *begins, uint64_t passage, uint64_t sum) {
    const Segment *segment = alone->asked->segment;
    if (sum >= TOLD || alone->longest[sum] == INT64_MAX) return 1;
    const Py_ssize_t first = begin_of(begins, (Py_ssize_t)passage, 0), next = (Py_ssize_t)passage + 1;
    const Py_ssize_t words = (segment->passages + 63) / 64;
    Py_ssize_t word = next >> 6;
    uint64_t bits = word < words ? begins[word] & ~0ull << (next & 63) : 0;
    while (!bits && ++word < words) bits = begins[word];
    const Py_ssize_t end = bits ? (word << 6) + LOWEST(bits) : segment->passages;
    const int64_t length = field_between(segment->text, first, end < segment->passages ? end : segment->passages);
    return length < 0 ? -1 : length <= alone->longest[sum];
}

/* Offers the article of a passage where it may be among the best; `article` is that offered before. */
static inline int offer_passage(
    Alone *alone, const uint64_t *begins, uint64_t passage, uint64_t sum, Py_ssize_t *article, Py_ssize_t *titled
) {
    const int may = may_lead(alone, begins, passage, sum);
    if (may <= 0) return may;
    *article = article_from(alone->asked->segment, *article, passage);
    return *article < alone->asked->segment->articles ? offer_other(alone, *article, sum, titled) : -1;
}

/* Goes through postings article by article. The width of both numbers is mostly known when this is compiled. */
static inline int offer_postings(
    Alone *alone, const uint64_t *begins, int width, int frequency_width, Py_ssize_t *count
) {
    const Segment *segment = alone->asked->segment;
    const Postings *text = &alone->walk->leaf->text;
    const void *passages = text->documents.data, *frequencies = text->frequencies.data;
    const Py_ssize_t length = text->documents.length;
    const uint64_t end = (uint64_t)segment->passages;
    Py_ssize_t article = 0, titled = 0, of_allowed = 0, at = 0;
    int failed = 0;
    while (!failed && at < length) {
        uint64_t passage = number_in(passages, width, at), sum = number_in(frequencies, frequency_width, at);
        for (at++; at < length; at++) {
            const uint64_t next = number_in(passages, width, at);
            if (next <= passage || next >= end) return -1;
            if (begin_of(begins, (Py_ssize_t)next, (Py_ssize_t)passage) > (Py_ssize_t)passage) break;
            passage = next;
            sum += number_in(frequencies, frequency_width, at);
        }
        if (alone->asked->allowed.width) {
            of_allowed = article_from(segment, of_allowed, passage);
            if (of_allowed >= segment->articles) return -1;
            if (!is_allowed(alone, of_allowed)) continue;
        }
        ++*count;
        failed = offer_passage(alone, begins, passage, sum, &article, &titled);
    }
    return failed;
}

/* Offers those that have it in the text, and counts them. */
static int offer_others(Alone *alone, Py_ssize_t *count) {
    const Segment *segment = alone->asked->segment;
    const Leaf *leaf = alone->walk->leaf;
    const Numbers *passages = &leaf->text.documents;
    const uint64_t *begins = segment_begins(segment);
    const int width = passages->width, frequency_width = leaf->text.frequencies.width;
    if (!passages->length) return 0;
    if (!begins || number_at(passages, 0) >= (uint64_t)segment->passages) return -1;
    if (leaf->ends && !alone->asked->allowed.width) {
        Py_ssize_t article = 0, titled = 0;
        int failed = 0;
        *count += leaf->text_articles;
        for (Py_ssize_t i = 0; !failed && i < leaf->text_articles; i++)
            failed = offer_passage(alone, begins, number_at(passages, leaf->ends[i] - 1), leaf->sums[i], &article, &titled);
        return failed;
    }
    if (width == 4 && frequency_width == 1) return offer_postings(alone, begins, 4, 1, count);
    if (width == 2 && frequency_width == 1) return offer_postings(alone, begins, 2, 1, count);
    return offer_postings(alone, begins, width, frequency_width, count);
}

int find_best_alone(Asked *asked, const Formula *formula, Score *score_of, void *by, Best *best, Py_ssize_t *total) {
    Alone alone = {asked, &asked->walks[0], formula, score_of, by, best, 0.0, 0.0, {0}};
    Py_ssize_t count = 0;
    for (int sum = 0; sum < TOLD; sum++) alone.longest[sum] = INT64_MAX;
    int failed = offer_titled(&alone, &count);
    alone.walk->text_at = alone.walk->title_at = 0; /* from the front once more */
    if (!failed) failed = offer_others(&alone, &count);
    *total = count;
    return failed;
}
