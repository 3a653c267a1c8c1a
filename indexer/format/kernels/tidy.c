/* Is a plain text already as it is to be kept? Then its paragraphs are cut out of it, and nothing else is done. */
#include "letters.h"

/* Whether `str.isprintable` says so of a code point in every version of Unicode that Python knows: not of all. */
static int is_surely_printable(uint32_t code) {
    if (code < 0x7F) return code >= ' ';
    return (code > 0xA0 && code <= 0x377 && code != 0xAD) || (code >= 0x3A3 && code <= 0x52F) ||
           (code >= 0x2010 && code <= 0x2027) || (code >= 0x2030 && code <= 0x205E) ||
           (code >= 0x20A0 && code <= 0x20BF);
}

/* Where the paragraph that begins at a place ends; 0 where it is not tidy. */
static size_t paragraph_end(const uint8_t *text, size_t size, size_t place) {
    const size_t start = place;
    size_t bytes;
    int after_blank = 1; /* none stands at its beginning, nor two together, nor at its end */
    for (; place < size && text[place] != '\n'; place += bytes) {
        if (size - place >= 8) {
            const uint64_t eight = eight_at(text + place);
            if (are_plain(eight) && others_than(eight, 0x7F) == EACH(0x80)) { /* as most are */
                const uint64_t blanks = ~others_than(eight, ' ') & EACH(0x80);
                if (blanks & (blanks << 8 | (after_blank ? 0x80 : 0))) return 0;
                after_blank = blanks >> 63 != 0;
                bytes = 8;
                continue;
            }
        }
        const uint8_t byte = text[place];
        bytes = 1;
        if (byte == ' ' && after_blank) return 0;
        if (byte < ' ' || byte >= 0x7F)
            if (!is_surely_printable(code_at(text, size, place, &bytes))) return 0;
        after_blank = byte == ' ';
    }
    return place == start || after_blank ? 0 : place;
}

/* tidy_paragraphs(text) -> the paragraphs of a text: blank lines part them, and `tidy` of cleaning/characters.py would
 * change none of them. None where something is to be done, or it can't be told. */
PyObject *tidy_paragraphs(PyObject *module, PyObject *given) {
    Py_ssize_t given_size;
    (void)module;
    const uint8_t *text = (const uint8_t *)PyUnicode_AsUTF8AndSize(given, &given_size);
    if (!text) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    const size_t size = (size_t)given_size;
    PyObject *found = PyList_New(0);
    for (size_t start = 0, end; found; start = end + 2) {
        end = paragraph_end(text, size, start);
        if (!end || (end < size && (size - end < 3 || text[end + 1] != '\n'))) {
            Py_DECREF(found);
            Py_RETURN_NONE;
        }
        PyObject *paragraph = PyUnicode_DecodeUTF8((const char *)text + start, (Py_ssize_t)(end - start), NULL);
        if (!paragraph || PyList_Append(found, paragraph)) Py_CLEAR(found);
        Py_XDECREF(paragraph);
        if (end == size) break;
    }
    return found;
}
