/* The paragraphs of an article become passages, as indexer/passages.py tells: where none is to be cut.
 *
 * What comes out is what a segment is made of: the texts as they are stored, and where sentences begin as TextBuffer of
 * segment/inversion.py keeps it. So no object is made of a passage but its text. */
#include "sentences.h"

typedef struct {
    size_t start, end; /* code points of the article's text */
    size_t first_byte, last_byte;
    Py_ssize_t first, last; /* paragraphs, the last one exclusive */
    int64_t words;
    int headed; /* ends in a subhead */
} Group;

typedef struct {
    size_t first_byte, bytes, codes;
} Paragraph;

/* The text of an article: its paragraphs, two line breaks between each and the next. */
typedef struct {
    uint8_t *bytes;
    size_t size;
    Paragraph *paragraphs;
    Py_ssize_t count;
} Article;

typedef struct {
    int64_t least_words, most_words;
    size_t most_codes;
} Limits;

static int is_open(const Group *group, const Limits *limits) {
    return group->headed || group->words < limits->least_words;
}

static void take(Group *group, const Group *other) {
    group->end = other->end;
    group->last_byte = other->last_byte;
    group->last = other->last;
    group->words += other->words;
    group->headed = other->headed;
}

#define BETWEEN 2 /* code points and bytes between two paragraphs */

/* Joins the paragraphs: 1, 0 where they are not what blank lines part or have no UTF-8, -1 with an exception. */
static int join(PyObject *texts, Article *article) {
    article->count = PyList_Size(texts);
    if (!(article->paragraphs = PyMem_Calloc((size_t)article->count + 1, sizeof *article->paragraphs))) goto no_memory;
    for (Py_ssize_t i = 0; i < article->count; i++) {
        Py_ssize_t size, codes = PyUnicode_GetLength(PyList_GetItem(texts, i)); /* -1 of what is no str */
        const char *bytes = codes < 0 ? NULL : PyUnicode_AsUTF8AndSize(PyList_GetItem(texts, i), &size);
        if (!bytes) {
            if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
            PyErr_Clear();
            return 0;
        }
        if (!size || memchr(bytes, '\n', (size_t)size)) return 0;
        article->paragraphs[i] = (Paragraph){article->size, (size_t)size, (size_t)codes};
        article->size += (size_t)size + BETWEEN;
    }
    if (article->count) article->size -= BETWEEN;
    if (!(article->bytes = PyMem_Malloc(article->size + 1))) goto no_memory;
    for (Py_ssize_t i = 0; i < article->count; i++) {
        const Paragraph *one = &article->paragraphs[i];
        Py_ssize_t size;
        const char *bytes = PyUnicode_AsUTF8AndSize(PyList_GetItem(texts, i), &size); /* it has kept them */
        memcpy(article->bytes + one->first_byte, bytes, one->bytes);
        if (i + 1 < article->count) memset(article->bytes + one->first_byte + one->bytes, '\n', BETWEEN);
    }
    return 1;
no_memory:
    PyErr_NoMemory();
    return -1;
}

/* Groups the paragraphs; how many groups, -1 where that can't be told here, or one is to be cut. */
static Py_ssize_t group(const Article *article, const char *subheads, const Limits *limits, Group *groups) {
    Py_ssize_t count = 0;
    size_t codes = 0;
    for (Py_ssize_t i = 0; i < article->count; i++) {
        const Paragraph *one = &article->paragraphs[i];
        const Group alone = {codes, codes + one->codes, one->first_byte, one->first_byte + one->bytes, i, i + 1,
                             words_of(article->bytes + one->first_byte, one->bytes), subheads[i] != 0};
        if (alone.words < 0) return -1;
        if (count && (is_open(&groups[count - 1], limits) || (alone.words < limits->least_words && !alone.headed)))
            take(&groups[count - 1], &alone);
        else
            groups[count++] = alone;
        codes = alone.end + BETWEEN;
    }
    if (count > 1 && is_open(&groups[count - 1], limits)) { /* nothing follows that it could join */
        take(&groups[count - 2], &groups[count - 1]);
        count--;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (groups[i].words > limits->most_words || groups[i].end - groups[i].start > limits->most_codes) return -1;
    return count;
}

/* What is told of passages; four bytes a number. */
typedef struct {
    PyObject *texts;
    Starts spans, sentences, sentence_counts, paragraphs, paragraph_counts;
} Told;

/* Tells of a passage: 1, 0 where nothing can be told, -1 with an exception. */
static int tell(const Article *article, const Text *rules, const Group *group, Told *told) {
    Text passage = *rules;
    const size_t sentences = told->sentences.count, paragraphs = told->paragraphs.count;
    passage.bytes = article->bytes + group->first_byte;
    passage.size = group->last_byte - group->first_byte;
    const int found = find_sentences(&passage, &told->sentences);
    if (found <= 0) return found;
    size_t codes = 0;
    for (Py_ssize_t i = group->first; i + 1 < group->last; i++) {
        codes += article->paragraphs[i].codes + BETWEEN;
        if (starts_append(&told->sentences, (int32_t)codes) || starts_append(&told->paragraphs, (int32_t)codes)) return -1;
    }
    PyObject *text = PyBytes_FromStringAndSize((const char *)passage.bytes, (Py_ssize_t)passage.size);
    const int failed = !text || PyList_Append(told->texts, text);
    Py_XDECREF(text);
    return failed || starts_append(&told->spans, (int32_t)group->start) ||
                   starts_append(&told->spans, (int32_t)group->end) ||
                   starts_append(&told->spans, (int32_t)group->first) ||
                   starts_append(&told->spans, (int32_t)group->last) ||
                   starts_append(&told->sentence_counts, (int32_t)(told->sentences.count - sentences)) ||
                   starts_append(&told->paragraph_counts, (int32_t)(told->paragraphs.count - paragraphs))
               ? -1
               : 1;
}

static PyObject *as_bytes(const Starts *starts) {
    return PyBytes_FromStringAndSize(starts->count ? (const char *)starts->places : "",
                                     (Py_ssize_t)(starts->count * sizeof *starts->places));
}

/* All that is told, or NULL with an exception. */
static PyObject *as_tuple(const Told *told, const Article *article) {
    size_t codes = 0;
    for (Py_ssize_t i = 0; i < article->count; i++) codes += article->paragraphs[i].codes + (i ? BETWEEN : 0);
    PyObject *spans = as_bytes(&told->spans), *sentences = as_bytes(&told->sentences),
             *sentence_counts = as_bytes(&told->sentence_counts), *paragraphs = as_bytes(&told->paragraphs),
             *paragraph_counts = as_bytes(&told->paragraph_counts), *answer = NULL;
    if (spans && sentences && sentence_counts && paragraphs && paragraph_counts)
        answer = Py_BuildValue("(OOOOOOni)", told->texts, spans, sentences, sentence_counts, paragraphs, paragraph_counts,
                               (Py_ssize_t)codes, told->sentences.unclear);
    Py_XDECREF(spans);
    Py_XDECREF(sentences);
    Py_XDECREF(sentence_counts);
    Py_XDECREF(paragraphs);
    Py_XDECREF(paragraph_counts);
    return answer;
}

/* passages(texts, subheads, words, ordinals, least words, most words, most code points) -> of the passages of paragraphs
 * with these texts: their texts in UTF-8; of each where it begins and ends, its first paragraph and the one after its
 * last; where in each sentences begin, and of several paragraphs all but the first, neither with what begins at its
 * start; how many these are of each; the paragraphs' starts again, and how many of each; the length of the whole; and
 * whether some of the sentences are unclear (see sentences.c). All numbers but these two have four bytes. `subheads` is a
 * byte for each paragraph. None where a passage is to be cut, a paragraph is empty or has a line break, or it can't be
 * told. */
PyObject *passages(PyObject *module, PyObject *args) {
    Text rules = {0};
    Article article = {0};
    Told told = {0};
    Limits limits;
    PyObject *texts, *words, *answer = NULL;
    const char *subheads;
    Py_ssize_t subheads_count, most_codes, least, most, count = 0;
    Group *groups = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!y#O!pnnn", &PyList_Type, &texts, &subheads, &subheads_count, &PyTuple_Type, &words,
                          &rules.ordinals, &least, &most, &most_codes) ||
        !hold_words(words, &rules))
        return NULL;
    if (subheads_count != PyList_Size(texts) || most_codes < 0) {
        PyErr_SetString(PyExc_ValueError, "a byte for each paragraph");
        return NULL;
    }
    limits = (Limits){least, most, (size_t)most_codes};
    int going = join(texts, &article);
    if (going > 0 && article.size > INT32_MAX) going = 0;
    if (going > 0 && !(groups = PyMem_Calloc((size_t)article.count + 1, sizeof *groups))) {
        PyErr_NoMemory();
        going = -1;
    }
    if (going > 0) going = (count = group(&article, subheads, &limits, groups)) >= 0;
    if (going > 0 && !(told.texts = PyList_New(0))) going = -1;
    for (Py_ssize_t i = 0; going > 0 && i < count; i++) going = tell(&article, &rules, &groups[i], &told);
    if (going > 0) answer = as_tuple(&told, &article);
    PyMem_Free(groups);
    PyMem_Free(article.bytes);
    PyMem_Free(article.paragraphs);
    PyMem_Free(told.spans.places);
    PyMem_Free(told.sentences.places);
    PyMem_Free(told.sentence_counts.places);
    PyMem_Free(told.paragraphs.places);
    PyMem_Free(told.paragraph_counts.places);
    Py_XDECREF(told.texts);
    if (going) return answer; /* NULL with an exception */
    Py_RETURN_NONE;
}
