/* How many words a text has, where blanks part them. */
#include "letters.h"

/* Whether writings without blanks may have a letter here: none has before Thai, or from Latin additions to symbols. */
static inline int may_be_unparted(uint32_t code) { return code >= 0xE00 && (code < 0x1E00 || code >= 0x2C00); }

int64_t words_of(const uint8_t *text, size_t size) {
    int64_t words = 0;
    int after_blank = 1;
    for (size_t place = 0, bytes; place < size; place += bytes) {
        if (size - place >= 8) {
            const uint64_t eight = eight_at(text + place);
            if (are_plain(eight)) { /* as most are */
                const uint64_t letters = others_than(eight, ' '), before = letters << 8 | (after_blank ? 0 : 0x80);
                words += (int64_t)((letters & ~before) / 0x80 * EACH(1) >> 56); /* the sum of the bytes */
                after_blank = !(letters >> 63);
                bytes = 8;
                continue;
            }
        }
        if (text[place] > ' ' && text[place] < 0x80) {
            words += after_blank;
            after_blank = 0;
            bytes = 1;
            continue;
        }
        const uint32_t code = code_at(text, size, place, &bytes);
        const int blank = is_blank(code);
        if (may_be_unparted(code) && !blank) return -1;
        words += after_blank && !blank;
        after_blank = blank;
    }
    return words;
}

/* count_words(text) -> how many words blanks part; -1 where other letters may be words without them, or half of a pair
 * of surrogates stands alone. See facts/titles.py. */
PyObject *count_words(PyObject *module, PyObject *given) {
    Py_ssize_t size;
    (void)module;
    const uint8_t *text = (const uint8_t *)PyUnicode_AsUTF8AndSize(given, &size);
    if (text) return PyLong_FromLongLong(words_of(text, (size_t)size));
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
    PyErr_Clear();
    return PyLong_FromLong(-1);
}
