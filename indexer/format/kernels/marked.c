/* A snippet as text with its matches marked: `_render_snippet` of search/highlight/snippet.py. */
#include "text.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* UTF-8 as it is put together; `failed` when there is no memory for it. */
typedef struct {
    char *bytes;
    size_t size, room;
    int failed;
} Written;

static void write_bytes(Written *written, const char *bytes, size_t size) {
    if (written->failed) return;
    if (size > written->room - written->size) {
        const size_t room = 2 * written->room + size + 64;
        char *more = PyMem_Realloc(written->bytes, room);
        if (!more) {
            written->failed = 1;
            return;
        }
        written->bytes = more;
        written->room = room;
    }
    memcpy(written->bytes + written->size, bytes, size);
    written->size += size;
}

static void write_point(Written *written, Py_UCS4 point) {
    char bytes[3];
    size_t size = 0;
    if (point < 0x80) {
        bytes[size++] = (char)point;
    } else if (point < 0x800) {
        bytes[size++] = (char)(0xc0 | point >> 6);
        bytes[size++] = (char)(0x80 | (point & 63));
    } else { /* no simple text has more */
        bytes[size++] = (char)(0xe0 | point >> 12);
        bytes[size++] = (char)(0x80 | (point >> 6 & 63));
        bytes[size++] = (char)(0x80 | (point & 63));
    }
    write_bytes(written, bytes, size);
}

static const char *html_of(Py_UCS4 point) {
    switch (point) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#x27;";
    default: return NULL;
    }
}

static void write_text(Written *written, const Text *text, Py_ssize_t start, Py_ssize_t end, int html) {
    for (; start < end; start++) {
        const char *reference = html ? html_of(text->points[start]) : NULL;
        if (reference) write_bytes(written, reference, strlen(reference));
        else write_point(written, text->points[start]);
    }
}

/* Whether these may be shown as they are: no control but line feeds and tabs, where lines are kept. */
static int may_be_shown(const Text *text, Py_ssize_t start, Py_ssize_t end, int lines) {
    for (; start < end; start++) {
        const Py_UCS4 point = text->points[start];
        if (point >= 0x7f ? point < 0xa0 : point < 0x20 && !(lines && (point == '\n' || point == '\t'))) return 0;
    }
    return 1;
}

static int has_more(const Text *text, Py_ssize_t start, Py_ssize_t end) {
    for (; start < end; start++)
        if (!is_blank(text->points[start])) return 1;
    return 0;
}

/* Whether pieces follow each other inside the text, and spans do: what is sliced here was given from outside. */
static int follow(const Span *spans, Py_ssize_t count, Py_ssize_t length) {
    Py_ssize_t previous = 0;
    for (Py_ssize_t i = 0; i < count; previous = spans[i++].end)
        if (spans[i].start < previous || spans[i].end < spans[i].start || spans[i].end > length) return 0;
    return 1;
}

typedef struct {
    const char *opening, *closing;
    int html, lines;
} Style;

/* 0 where something of it can't be written here. */
static int write_snippet(
    Written *written, const Text *text, const Span *pieces, Py_ssize_t piece_count, const Span *spans,
    Py_ssize_t span_count, const Style *style
) {
    if (has_more(text, 0, pieces[0].start)) write_bytes(written, ELLIPSIS " ", 4);
    for (Py_ssize_t i = 0; i < piece_count; i++) {
        Py_ssize_t start = pieces[i].start;
        const Py_ssize_t end = pieces[i].end;
        if (!may_be_shown(text, start, end, style->lines)) return 0;
        if (i) write_bytes(written, " " ELLIPSIS " ", 5);
        for (Py_ssize_t span = 0; span < span_count && spans[span].end <= end; span++) {
            if (spans[span].start < start) continue;
            write_text(written, text, start, spans[span].start, style->html);
            write_bytes(written, style->opening, strlen(style->opening));
            write_text(written, text, spans[span].start, spans[span].end, style->html);
            write_bytes(written, style->closing, strlen(style->closing));
            start = spans[span].end;
        }
        write_text(written, text, start, end, style->html);
    }
    if (has_more(text, pieces[piece_count - 1].end, text->length)) write_bytes(written, " " ELLIPSIS, 4);
    return 1;
}

/* marked(text, pieces, spans, opening, closing, html, lines) -> the pieces with the spans in them marked; with `html`
 * what is not a mark is escaped, with `lines` line feeds and tabs may be in it. None where this kernel does not know
 * the characters, or one is not to be shown. */
PyObject *marked(PyObject *module, PyObject *args) {
    PyObject *given, *given_pieces, *given_spans, *told = NULL;
    Style style;
    (void)module;
    if (!PyArg_ParseTuple(args, "UOOsspp", &given, &given_pieces, &given_spans, &style.opening, &style.closing,
                          &style.html, &style.lines))
        return NULL;
    Text text;
    Written written = {NULL, 0, 0, 0};
    Py_ssize_t piece_count = 0, span_count = 0;
    if (text_take(&text, given)) return NULL;
    Span *pieces = spans_take(given_pieces, &piece_count);
    Span *spans = pieces ? spans_take(given_spans, &span_count) : NULL;
    if (spans && piece_count && text_is_simple(&text) && follow(pieces, piece_count, text.length) &&
        follow(spans, span_count, text.length) &&
        write_snippet(&written, &text, pieces, piece_count, spans, span_count, &style)) {
        if (written.failed) PyErr_NoMemory();
        else told = PyUnicode_DecodeUTF8(written.bytes ? written.bytes : "", (Py_ssize_t)written.size, NULL);
    }
    PyMem_Free(written.bytes);
    PyMem_Free(spans);
    PyMem_Free(pieces);
    text_free(&text);
    if (!told && !PyErr_Occurred()) Py_RETURN_NONE;
    return told;
}
