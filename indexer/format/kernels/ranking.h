/* What ranks: a segment, the leaves of a query in it, and by which numbers. */
#ifndef DATELINE_RANKING_H
#define DATELINE_RANKING_H

#include "kernels.h"

#define MOST_LEAVES 64
#define MOST_OPENING 64 /* words of an opening: one bit a place */

/* A segment: two fields, and which passages are whose. */
typedef struct {
    PyObject_HEAD
    Field *text, *title;
    Numbers first_passage; /* of each article, and the end of the last */
    Array hints;           /* the article of every HINTED-th passage */
    Array begins;          /* 64 to a number, from the lowest bit on: whether an article begins with a passage */
    Py_ssize_t articles, passages;
} Segment;

/* Where a leaf occurs: documents ascending, with frequencies. Borrowed from a field, or of the leaf's own. */
typedef struct {
    Numbers documents, frequencies;
    Py_ssize_t first; /* the number of the first of these postings in the field; -1: they are of no one term */
    uint32_t *own;    /* what of them was made for the leaf */
} Postings;

typedef struct OpeningTerms OpeningTerms; /* openings.h */

typedef struct {
    PyObject_HEAD
    Segment *segment;
    Postings text, title;
    uint32_t *openings;  /* for each posting of the text its occurrences in the opening; NULL: told by positions */
    OpeningTerms *terms; /* by which those are told that are asked for; NULL: all have been */
    uint32_t *ends;      /* for each article that has it in the text where its postings end; NULL: it is not known */
    uint32_t *sums;      /* likewise how often it is there */
    Py_ssize_t text_articles;
    Py_ssize_t articles; /* in how many articles it occurs, deleted ones included */
    int counts_openings;
} Leaf;

/* The constants of ranking/model.py that the score of an article is made of; see articles.c. */
typedef struct {
    double k1, text_rest, text_scale, title_rest, title_scale, passage_scale, title, opening, best_passage;
    Py_ssize_t opening_words;
} Formula;

/* A leaf while documents are gone through. */
typedef struct {
    const Leaf *leaf;
    double weight, query_weight, bound;
    Py_ssize_t text_at, title_at; /* the postings of the next document, or of one before it */
    Py_ssize_t document;          /* the document of these; -1: it is not known yet */
    uint64_t groups;              /* of which groups any of the leaves has to occur */
} Walk;

typedef struct {
    double score;
    Py_ssize_t document;
} Row;

/* The scores of one article, and of its passages. */
typedef struct {
    double *scores; /* of each passage, by its own text */
    Py_ssize_t room, first, count;
    double titles; /* what the title adds to each */
} PassageScores;

/* The rows so far, the worst at the front of a heap. */
typedef struct {
    Row *rows;
    Py_ssize_t count, limit;
} Best;

#define NONE LARGEST
#define ROUND_UP (1.0 + 1e-6) /* a bound stays one in single precision */
#define SLACK (1.0 - 1e-9)    /* sums of bounds are rounded; what is a hair below stays in */

/* What is asked for: of each group of leaves one at least, of the documents that are allowed. */
typedef struct {
    const Segment *segment;
    Walk walks[MOST_LEAVES];
    int leaves, groups, driver, by_passage; /* the driver is the group whose documents are gone through */
    Py_ssize_t documents;                   /* of the segment: passages or articles */
    Numbers allowed;                        /* a byte for each document; nothing: all are */
} Asked;

/* Scores a document that matches; of one that can't score `least` anything below it is told. 1: no memory, -1: damaged. */
typedef int Score(Asked *asked, void *by, Py_ssize_t document, double least, double *score);

/* Takes what is asked, which `told_best` lets go of. -1 with an exception. */
int asked_from(Asked *asked, PyObject *self, PyObject *leaves, PyObject *groups, PyObject *allowed, int by_passage);
/* With `formula` scores are those of articles that have any leaf of the one group asked for, looked for in windows; with
 * `near` what neighbouring words add is added. */
typedef struct Neighbours Neighbours;
PyObject *told_best(
    Asked *asked, Score *score_of, void *by, const Formula *formula, Py_ssize_t limit, Neighbours *near
);
/* Adds what neighbouring words add to the first of sorted rows, puts them in their order, and keeps those wanted. 1: no
 * memory, -1: damaged. */
int best_with_neighbours(Best *best, Neighbours *near);
int find_best_in_windows(
    Asked *asked, const Formula *formula, Score *score_of, void *by, Best *best, Py_ssize_t *total
);
/* The same of what asks for one leaf, which has a weight. */
int find_best_alone(Asked *asked, const Formula *formula, Score *score_of, void *by, Best *best, Py_ssize_t *total);

/* The first document from `least` on that matches, by leaves of the driver that are not left out; NONE behind the last. */
Py_ssize_t next_match(Asked *asked, Py_ssize_t least, uint64_t left_out);

/* What a score has to reach to be among the best; 0 while there is room. */
static inline double best_least(const Best *best) {
    return best->count == best->limit && best->limit ? best->rows[0].score : 0.0;
}
/* The leaves by what they give at most, ascending. */
void sort_by_bound(const Asked *asked, int *by_bound);
/* What leaves give together that bring no document in, for they are of no group. */
double bound_outside(const Asked *asked);
/* Which leaves need not be gone through, where only one group is asked for: without the others, none of which a document
 * then has, it can't be among the best. Sets what these and those outside may give together. */
uint64_t leave_out(const Asked *asked, const int *by_bound, const Best *best, double outside, double *rest);

int best_offer(Best *best, double score, Py_ssize_t document);
void best_sort(Best *best);
PyObject *rows_as_list(const Best *best);

int formula_from(PyObject *given, Formula *formula);
/* Takes a list of (leaf, weight, query weight): how many, or -1 with an exception. */
int walks_from(const Segment *segment, PyObject *given, Walk *walks);
Py_ssize_t *articles_from(const Segment *segment, PyObject *given, Py_ssize_t *count);
static inline Py_ssize_t first_passage(const Segment *segment, Py_ssize_t article) {
    return (Py_ssize_t)number_at(&segment->first_passage, article);
}
/* The article of a passage that is not in one before `from`; the number of articles where it is in none. */
Py_ssize_t article_behind(const Segment *segment, Py_ssize_t from, uint64_t passage);
#define HINTED 32 /* passages a hint is for: HINTED of segment/article_hints.py */
static inline Py_ssize_t article_from(const Segment *segment, Py_ssize_t from, uint64_t passage) {
    const Numbers *first = &segment->first_passage;
    const Py_ssize_t place = (Py_ssize_t)(passage / HINTED);
    if (!array_check(&segment->hints, place, place + 1)) {
        const uint64_t hint = number_at(&segment->hints.values, place);
        if (hint < (uint64_t)segment->articles && number_at(first, (Py_ssize_t)hint) <= passage && hint > (uint64_t)from)
            from = (Py_ssize_t)hint;
    }
    for (int steps = 0; steps < HINTED; steps++, from++) {
        if (from >= segment->articles) return segment->articles;
        if (number_at(first, from + 1) > passage) return from;
    }
    return article_behind(segment, from, passage);
}
/* With which passages articles begin, a bit each, compared. NULL without an exception where they are damaged, or too few. */
static inline const uint64_t *segment_begins(const Segment *segment) {
    const Array *begins = &segment->begins;
    const Py_ssize_t words = (segment->passages + 63) / 64;
    return begins->values.width == 8 && !array_check(begins, 0, words) ? begins->values.data : NULL;
}
/* The last passage up to this one with which an article begins, where one does behind `before`; else none behind it. Of a
 * segment whose beginnings have been compared. */
static inline Py_ssize_t begin_of(const uint64_t *begins, Py_ssize_t passage, Py_ssize_t before) {
    Py_ssize_t word = passage >> 6;
    uint64_t bits = begins[word] & (~0ull >> (63 - (passage & 63)));
    while (!bits && word > before >> 6) bits = begins[--word];
    return bits ? (word << 6) + HIGHEST(bits) : -1;
}

/* Numbers of a leaf's own. */
Numbers own_numbers(const uint32_t *data, Py_ssize_t length);
/* Adds up the postings of terms, given as Leaf takes them, of a field with so many documents; where openings count, they
 * are told in the leaf. 1: no memory, -1: damaged, -2: with an exception. */
int add_up(Leaf *leaf, const Field *field, Postings *postings, PyObject *terms, Py_ssize_t size, int opening_words);
/* The occurrences of a posting of the text before `end`, a position of its passage. -1: damaged. */
Py_ssize_t occurrences_before(const Field *field, Py_ssize_t posting, int64_t end);
/* Takes the walk to the first postings that are not before an article. */
void walk_to(Walk *walk, const Segment *segment, Py_ssize_t article);
/* The score of an article but for neighbouring words; its passages' in `passages`. With `guessed` no positions are read:
 * what may be in the opening counts as if it were, the score is none but a bound, and 1 is put there. 1: no memory, -1:
 * damaged. */
int score_article(
    const Segment *segment, const Formula *formula, Walk *walks, int count, Py_ssize_t article, PassageScores *passages,
    int *guessed, double *score
);

/* Positions of the text of an article; -1: damaged. */
double article_length(const Segment *segment, Py_ssize_t article);
/* The share of its bound that a leaf gives at most to an article in whose text it is so often: all that can be in the
 * opening is, and the best passage has all of it. */
double most_of(const Formula *formula, const Leaf *leaf, double length, uint64_t sum);
/* The most that the leaf of a walk gives to an article of that length; takes the walk there. */
double walk_bound(const Segment *segment, const Formula *formula, Walk *walk, Py_ssize_t article, double length);

PyObject *phrase_counts(PyObject *self, PyObject *args);
PyObject *best_articles(PyObject *self, PyObject *args);
PyObject *score_articles(PyObject *self, PyObject *args);
PyObject *best_passages_of(PyObject *self, PyObject *args);
PyObject *neighbours(PyObject *self, PyObject *args);
PyObject *passages_having(PyObject *self, PyObject *args);
PyObject *matching(PyObject *self, PyObject *args);
PyObject *count_matching(PyObject *self, PyObject *args);
PyObject *best_passages(PyObject *self, PyObject *args);

#endif
