/* Code points of texts in UTF-8 that Python gave, which is well-formed therefore. */
#ifndef DATELINE_LETTERS_H
#define DATELINE_LETTERS_H

#include "kernels.h"

#define NO_LETTER UINT32_MAX

/* The code point that begins at a place, and how many bytes it has; NO_LETTER behind the end. */
static inline uint32_t code_at(const uint8_t *text, size_t size, size_t place, size_t *bytes) {
    const uint8_t *at = text + place;
    *bytes = 1;
    if (place >= size) return NO_LETTER;
    if (at[0] < 0x80) return at[0];
    *bytes = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (*bytes == 2) return (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
    if (*bytes == 3) return (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
    return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3F) << 12 | (uint32_t)(at[2] & 0x3F) << 6 |
           (at[3] & 0x3F);
}

/* What `str.isspace` and `\s` say. */
static inline int is_blank(uint32_t code) {
    if (code < 0x80) return code == ' ' || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/* Eight bytes of a text, the first of them the lowest; and a number that has the same byte eight times. */
static inline uint64_t eight_at(const uint8_t *text) {
    uint64_t eight;
    memcpy(&eight, text, 8);
    return eight;
}
#define EACH(byte) (0x0101010101010101u * (byte))

/* Of eight bytes the highest bit of each that is not this one, an ASCII character; they are all of ASCII. */
static inline uint64_t others_than(uint64_t eight, uint8_t byte) { return ((eight ^ EACH(byte)) + EACH(0x7F)) & EACH(0x80); }
/* Whether eight bytes are ASCII from the space on: no control but 0x7F. */
static inline int are_plain(uint64_t eight) { return !((eight | ~(eight + EACH(0x60))) & EACH(0x80)); }

/* Which of eight bytes is the first that has a bit set. */
#if defined(__GNUC__)
#define FIRST_BYTE(eight) ((size_t)__builtin_ctzll(eight) / 8)
#else
static inline size_t FIRST_BYTE(uint64_t eight) {
    size_t byte = 0;
    for (; !(eight & 0xFF); eight >>= 8) byte++;
    return byte;
}
#endif

/* How many words blanks part; -1 where that does not tell. */
int64_t words_of(const uint8_t *text, size_t size);
/* How many bytes the next so many code points have; SIZE_MAX where there are not so many. */
size_t bytes_of(const uint8_t *text, size_t size, size_t codes);

#endif
