/* What the fuzzer changes of an input: half of the time the bytes, as it does by itself, else what they stand for.
 *
 * A header gets another kind, place or length; a number of an array becomes one at which sums and comparisons turn; one
 * of the program another call or count, or a place that there is not. */
#include <string.h>

#include "input.h"

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t most);

#define PROGRAM 200 /* bytes of a program, most of the time */

/* The next of numbers that nobody foresees: Marsaglia 2003, "Xorshift RNGs". */
static uint32_t next(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint64_t turning_number(uint32_t *state) {
    const int bits = (int[]){0, 7, 8, 15, 16, 31, 32, 63}[next(state) % 8];
    const uint64_t number = (uint64_t)1 << bits;
    switch (next(state) % 4) {
    case 0: return number - 1;
    case 1: return number;
    case 2: return number + next(state) % 8;
    default: return 0 - (uint64_t)(next(state) % 300);
    }
}

static void change_header(uint8_t *header, uint32_t *state) {
    const int by = (int)(next(state) % 9) - 4;
    switch (next(state) % 4) {
    case 0: header[0] = (uint8_t)((header[0] & ~7u) | next(state) % 8); return;
    case 1: header[0] ^= (uint8_t)(8u << next(state) % 5); return;
    case 2: header[1] = (uint8_t)(header[1] + by); return;
    default: header[3] = (uint8_t)(header[3] + by);
    }
}

static void change_number(uint8_t *bytes, size_t size, const uint8_t *header, uint32_t *state) {
    const size_t width = (size_t)WIDTHS[header[0] & 7], length = header[3] | (size_t)header[4] << 8;
    if (!width || width > 8 || !length) return;
    const uint64_t number = turning_number(state);
    const size_t at = HEADERS * HEADER + (header[1] | (size_t)header[2] << 8) + next(state) % length * width;
    if (at + width <= size) memcpy(bytes + at, &number, width); /* the lowest bytes are first */
}

/* A number of the program becomes one that stands for a place that there is not, or another call or count. */
static void change_program(uint8_t *bytes, size_t size, uint32_t *state) {
    const size_t length = size - HEADERS * HEADER, back = next(state) % PROGRAM;
    if (back < length) bytes[size - 1 - back] = (uint8_t)(next(state) % 2 ? 248 + next(state) % 8 : next(state) % 24);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned int seed) {
    uint32_t state = seed * 2654435761u + 1;
    if (size < HEADERS * HEADER || next(&state) % 2) return LLVMFuzzerMutate(bytes, size, most);
    for (uint32_t times = 1 + next(&state) % 3; times; times--) {
        if (next(&state) % 4 == 0) {
            change_program(bytes, size, &state);
            continue;
        }
        uint8_t *header = bytes + next(&state) % HEADERS * HEADER;
        if (next(&state) % 2)
            change_header(header, &state);
        else
            change_number(bytes, size, header, &state);
    }
    return size;
}
