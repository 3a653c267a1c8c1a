/* In which passages and titles a phrase is, how often, and how often in the openings of articles: what a leaf of it is
 * made of. */
#include <stdlib.h>

#include "phrases.h"
#include "ranking.h"

/* Documents, ascending, and a number for each: first all of these, then all of those. */
typedef struct {
    uint32_t *documents, *counts;
    Py_ssize_t count;
} Counts;

/* Makes room for so many. 1: there is no memory. */
static int counts_for(Counts *counts, Py_ssize_t most) {
    counts->count = 0;
    counts->documents = malloc((size_t)most * sizeof *counts->documents + 1);
    counts->counts = malloc((size_t)most * sizeof *counts->counts + 1);
    return !counts->documents || !counts->counts;
}

static void count_one(Counts *counts, Py_ssize_t document) {
    if (!counts->count || counts->documents[counts->count - 1] != (uint32_t)document) {
        counts->documents[counts->count] = (uint32_t)document;
        counts->counts[counts->count++] = 0;
    }
    counts->counts[counts->count - 1]++;
}

static void counts_free(Counts *counts) {
    free(counts->documents);
    free(counts->counts);
}

/* (documents, counts), each as uint32 in bytes. Takes them. */
static PyObject *counts_told(Counts *counts) {
    const Py_ssize_t size = counts->count * (Py_ssize_t)sizeof *counts->documents;
    PyObject *told = Py_BuildValue("(y#y#)", (const char *)counts->documents, size, (const char *)counts->counts, size);
    counts_free(counts);
    return told;
}

/* Counts what was found by passages and, where these are of an article's first words, as openings. A phrase is in the
 * passage in which it begins, and in an opening by its last word. -1: damaged. */
static int count_text(
    const Segment *segment, const PhrasePlaces *found, int words, int64_t opening_words, Counts *text, Counts *openings
) {
    Py_ssize_t article = 0, before = -1;
    for (Py_ssize_t i = 0; i < found->count; i++) {
        Py_ssize_t passage = (Py_ssize_t)(found->places[i] >> 32);
        uint64_t begin, end, of_article = 0;
        if (passage < before || field_bounds(segment->text, passage, &begin, &end)) return -1;
        before = passage;
        const uint64_t through = begin + (uint32_t)found->places[i];
        if (opening_words) {
            article = article_from(segment, article, (uint64_t)passage);
            if (article >= segment->articles) return -1;
            const Py_ssize_t first = first_passage(segment, article);
            const int64_t gone = field_between(segment->text, first, passage);
            if (gone < 0 || (uint64_t)gone > begin) return -1;
            of_article = begin - (uint64_t)gone;
        }
        while (through >= end)
            if (field_bounds(segment->text, ++passage, &begin, &end)) return -1;
        count_one(text, passage);
        if (!opening_words) continue;
        const uint64_t last = through + (uint64_t)words - 1 - of_article;
        if (last < (uint64_t)opening_words) count_one(openings, passage);
    }
    return 0;
}

static PyObject *of_text(const Segment *segment, PyObject *terms, const Array *going, int opening_words) {
    Phrase phrase;
    PhrasePlaces found;
    Counts text, openings;
    if (phrase_from(&phrase, segment->text, terms, going) || phrase_find_all(&phrase, &found)) return NULL;
    const int no_memory = counts_for(&text, found.count) | counts_for(&openings, found.count);
    const int failed = no_memory ? 1 : count_text(segment, &found, phrase.count, opening_words, &text, &openings);
    free(found.places);
    if (!failed) {
        PyObject *in_text = counts_told(&text), *in_openings = counts_told(&openings);
        return Py_BuildValue("(NN)", in_text, in_openings);
    }
    counts_free(&text);
    counts_free(&openings);
    return no_memory ? PyErr_NoMemory() : damaged("a phrase in passages that are not there");
}

static PyObject *of_title(const Segment *segment, PyObject *terms) {
    const Array none = {.below = 0};
    Phrase phrase;
    PhrasePlaces found;
    Counts titles;
    if (phrase_from(&phrase, segment->title, terms, &none) || phrase_find_all(&phrase, &found)) return NULL;
    const int no_memory = counts_for(&titles, found.count);
    for (Py_ssize_t i = 0; !no_memory && i < found.count; i++) count_one(&titles, (Py_ssize_t)(found.places[i] >> 32));
    free(found.places);
    if (!no_memory) return counts_told(&titles);
    counts_free(&titles);
    return PyErr_NoMemory();
}

/* segment.phrase_counts(text terms, title terms, goes on, opening words) -> in which passages the words of the text terms
 * stand one after the other and how often, the same of the openings of articles, and in which titles those of the title
 * terms do: (documents, counts) each, as uint32 in bytes, ascending. Of no terms nothing is looked for: None. `goes on` has
 * a number for each passage, as an Array, or None. Without opening words the openings are empty. */
PyObject *phrase_counts(PyObject *self, PyObject *args) {
    const Segment *segment = (const Segment *)self;
    PyObject *text_terms, *title_terms, *given, *both = NULL, *titles = NULL;
    Array going = {.below = 0};
    int opening_words;
    if (!PyArg_ParseTuple(args, "O!O!Oi", &PyTuple_Type, &text_terms, &PyTuple_Type, &title_terms, &given,
                          &opening_words))
        return NULL;
    if (opening_words < 0 || opening_words > MOST_OPENING)
        return PyErr_Format(PyExc_ValueError, "an opening of %d words", opening_words);
    if (array_hold(&going, given)) return NULL;
    both = PyTuple_Size(text_terms) ? of_text(segment, text_terms, &going, opening_words)
                                    : Py_BuildValue("(OO)", Py_None, Py_None);
    array_release(&going);
    if (!both) return NULL;
    titles = PyTuple_Size(title_terms) ? of_title(segment, title_terms) : Py_BuildValue("");
    PyObject *told = titles ? Py_BuildValue("(OON)", PyTuple_GetItem(both, 0), PyTuple_GetItem(both, 1), titles) : NULL;
    Py_DECREF(both);
    return told;
}
