/* How many words a text has, where blanks part them. */
#include "letters.h"

/* Whether writings without blanks may have a letter here: none has before Thai, or from Latin additions to symbols. */
static inline int may_be_unparted(uint32_t code) { return code >= 0xE00 && (code < 0x1E00 || code >= 0x2C00); }

/* count_words(text) -> how many words blanks part; -1 where other letters may be words without them, or half of a pair
 * of surrogates stands alone. See facts/titles.py. */
PyObject *count_words(PyObject *module, PyObject *given) {
    Py_ssize_t given_size, words = 0;
    (void)module;
    const uint8_t *text = (const uint8_t *)PyUnicode_AsUTF8AndSize(given, &given_size);
    if (!text) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        return PyLong_FromLong(-1);
    }
    const size_t size = (size_t)given_size;
    int after_blank = 1;
    for (size_t place = 0, bytes; place < size; place += bytes) {
        const uint32_t code = code_at(text, size, place, &bytes);
        const int blank = is_blank(code);
        if (may_be_unparted(code) && !blank) return PyLong_FromLong(-1);
        words += after_blank && !blank;
        after_blank = blank;
    }
    return PyLong_FromSsize_t(words);
}
