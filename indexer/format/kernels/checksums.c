/* Comparing the blocks of an array with their CRC-32, the one of zlib (polynomial 0xEDB88320, reflected).
 *
 * Where the processor multiplies without carries, four lanes of 16 bytes are folded at a time: Gopal et al.,
 * "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009; the constants are those
 * of its reflected case. Elsewhere eight bytes at a time by tables: Kounavis & Berry 2005, "slicing by 8". */
#include "kernels.h"

static uint32_t table[8][256];

void checksums_prepare(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        table[0][i] = c;
    }
    for (int t = 1; t < 8; t++)
        for (uint32_t i = 0; i < 256; i++) table[t][i] = (table[t - 1][i] >> 8) ^ table[0][table[t - 1][i] & 255];
}

static uint32_t by_tables(uint32_t crc, const uint8_t *p, size_t size) {
    for (; size >= 8; p += 8, size -= 8) {
        uint32_t a = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
        crc = table[7][a & 255] ^ table[6][a >> 8 & 255] ^ table[5][a >> 16 & 255] ^ table[4][a >> 24] ^
              table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
    }
    for (; size; p++, size--) crc = (crc >> 8) ^ table[0][(crc ^ *p) & 255];
    return crc;
}

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#define FOLDS

static inline __attribute__((target("pclmul,sse4.1"))) __m128i folded(__m128i x, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(x, by, 0x00), high = _mm_clmulepi64_si128(x, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/* `size` is a multiple of 16 and at least 64. */
static __attribute__((target("pclmul,sse4.1"))) uint32_t by_folding(uint32_t crc, const uint8_t *p, size_t size) {
    const __m128i by_64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    const __m128i by_16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    const __m128i by_4 = _mm_set_epi64x(0, 0x0163cd6124);
    const __m128i polynomial = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    const __m128i halves = _mm_setr_epi32(-1, 0, -1, 0);
    const __m128i *lane = (const __m128i *)p;
    __m128i x1 = _mm_loadu_si128(lane), x2 = _mm_loadu_si128(lane + 1);
    __m128i x3 = _mm_loadu_si128(lane + 2), x4 = _mm_loadu_si128(lane + 3);
    x1 = _mm_xor_si128(x1, _mm_cvtsi32_si128((int)crc));
    for (lane += 4, size -= 64; size >= 64; lane += 4, size -= 64) {
        x1 = folded(x1, by_64, _mm_loadu_si128(lane));
        x2 = folded(x2, by_64, _mm_loadu_si128(lane + 1));
        x3 = folded(x3, by_64, _mm_loadu_si128(lane + 2));
        x4 = folded(x4, by_64, _mm_loadu_si128(lane + 3));
    }
    x1 = folded(folded(folded(x1, by_16, x2), by_16, x3), by_16, x4);
    for (; size >= 16; lane++, size -= 16) x1 = folded(x1, by_16, _mm_loadu_si128(lane));
    x1 = _mm_xor_si128(_mm_srli_si128(x1, 8), _mm_clmulepi64_si128(x1, by_16, 0x10));
    x2 = _mm_srli_si128(x1, 4);
    x1 = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(x1, halves), by_4, 0x00), x2);
    x2 = _mm_and_si128(_mm_clmulepi64_si128(_mm_and_si128(x1, halves), polynomial, 0x10), halves);
    x1 = _mm_xor_si128(x1, _mm_clmulepi64_si128(x2, polynomial, 0x00));
    return (uint32_t)_mm_extract_epi32(x1, 1);
}
#endif

uint32_t crc32_of(const uint8_t *p, size_t size) {
    uint32_t crc = 0xFFFFFFFFu;
#ifdef FOLDS
    if (size >= 64 && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) {
        size_t whole = size & ~(size_t)15;
        crc = by_folding(crc, p, whole);
        p += whole;
        size -= whole;
    }
#endif
    return ~by_tables(crc, p, size);
}

#define ALL_BELOW(type)                                                           \
    {                                                                             \
        const type *data = (const type *)numbers->data;                           \
        type most = 0;                                                            \
        for (Py_ssize_t i = 0; i < numbers->length; i++) most = data[i] > most ? data[i] : most; \
        return most < below;                                                      \
    }

static int all_below(const Numbers *numbers, uint64_t below) {
    switch (numbers->width) {
    case 1: ALL_BELOW(uint8_t)
    case 2: ALL_BELOW(uint16_t)
    case 4: ALL_BELOW(uint32_t)
    default: ALL_BELOW(uint64_t)
    }
}

int block_compare(const Array *array, Py_ssize_t block, const uint8_t *bytes) {
    const Py_ssize_t start = block * BLOCK, left = array->values.length * array->values.width - start;
    const Py_ssize_t size = left < BLOCK ? left : BLOCK;
    const Numbers numbers = {.data = bytes, .length = size / array->values.width, .width = array->values.width};
    if (crc32_of(bytes, (size_t)size) != number_at(&array->sums, block)) return -1;
    return array->below < 0 || all_below(&numbers, (uint64_t)array->below) ? 0 : -1;
}

/* Compares block `block` unless that was done; 0 where it is as it was written, else -1. */
static int compare(const Array *array, Py_ssize_t block) {
    uint8_t *compared = (uint8_t *)array->compared.data;
    if (compared[block] == MAPPED) return 0;
    if (block_compare(array, block, (const uint8_t *)array->values.data + block * BLOCK)) return -1;
    compared[block] = MAPPED;
    return 0;
}

int array_compare(const Array *array, Py_ssize_t first, Py_ssize_t last) {
    for (; first <= last; first++)
        if (compare(array, first)) return -1;
    return 0;
}
