/* Terms of a field, which are sorted by their bytes: which number one has, and which are near a word. */
#include <stdlib.h>

#include "kernels.h"

#define MOST_LETTERS 64 /* of a word that others are near to */
#define MOST_TYPOS 3
#define ROWS (MOST_LETTERS + MOST_TYPOS + 1)

/* The bytes of a term. NULL without an exception. */
static const uint8_t *term_at(const Field *field, Py_ssize_t number, Py_ssize_t *size, Room *room) {
    return array_fetch_item(&field->arrays[TERM_OFFSETS], &field->arrays[TERM_BLOB], number, size, room);
}

Py_ssize_t field_find(const Field *field, const char *wanted, Py_ssize_t wanted_size) {
    const Py_ssize_t count = field->arrays[TERM_OFFSETS].values.length - 1;
    Py_ssize_t low = 0, high = count > 0 ? count : 0;
    Room room;
    while (low < high) {
        const Py_ssize_t middle = low + (high - low) / 2;
        Py_ssize_t size;
        const uint8_t *bytes = term_at(field, middle, &size, &room);
        if (!bytes) return -2;
        const int order = memcmp(bytes, wanted, (size_t)(size < wanted_size ? size : wanted_size));
        if (!order && size == wanted_size) return middle;
        if (order < 0 || (!order && size < wanted_size)) low = middle + 1;
        else high = middle;
    }
    return -1;
}

/* field.find(term) -> the number of a term given in bytes; -1 where no document has it. */
PyObject *find_term_number(PyObject *self, PyObject *given) {
    char *wanted;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(given, &wanted, &size)) return NULL;
    const Py_ssize_t found = field_find((const Field *)self, wanted, size);
    return found < -1 ? damaged("terms that can't be") : PyLong_FromSsize_t(found);
}

Py_ssize_t points_of(const uint8_t *bytes, Py_ssize_t size, Py_UCS4 *points, Py_ssize_t room) {
    Py_ssize_t count = 0;
    for (Py_ssize_t at = 0; at < size && count < room;) {
        const uint8_t first = bytes[at];
        const int more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first >= 0x80 && first < 0xc2) return -1;
        if (more >= size - at) return -1;
        Py_UCS4 point = more ? first & (0x3fu >> more) : first;
        for (int i = 1; i <= more; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) return -1;
            point = point << 6 | (bytes[at + i] & 0x3f);
        }
        points[count++] = point;
        at += more + 1;
    }
    return count;
}

/* The table of how many typos the beginnings of a word are from those of a term, by row the letters of the term. Terms
 * follow each other in order: the rows of what the next one begins with likewise stay. */
typedef struct {
    Py_UCS4 word[MOST_LETTERS], term[ROWS];
    uint8_t cells[ROWS + 1][MOST_LETTERS + 1];
    Py_ssize_t letters, filled; /* of the word; rows that are those of `term`, but for the first */
    int most;
} Table;

/* Fills a row from those above it: optimal string alignment, near the diagonal alone (Ukkonen 1985). */
static void fill_row(Table *table, Py_ssize_t row) {
    const int far = table->most + 1;
    uint8_t *cells = table->cells[row];
    const uint8_t *above = table->cells[row - 1];
    const Py_UCS4 letter = table->term[row - 1];
    memset(cells, far, sizeof table->cells[row]);
    if (row <= table->most) cells[0] = (uint8_t)row;
    const Py_ssize_t last = row + table->most < table->letters ? row + table->most : table->letters;
    for (Py_ssize_t column = row > table->most ? row - table->most : 1; column <= last; column++) {
        int cell = above[column - 1] + (letter != table->word[column - 1]);
        if (above[column] + 1 < cell) cell = above[column] + 1;
        if (cells[column - 1] + 1 < cell) cell = cells[column - 1] + 1;
        if (row > 1 && column > 1 && letter == table->word[column - 2] &&
            table->term[row - 2] == table->word[column - 1] && table->cells[row - 2][column - 2] + 1 < cell)
            cell = table->cells[row - 2][column - 2] + 1;
        cells[column] = (uint8_t)(cell < far ? cell : far);
    }
}

/* How many typos a term is from the word; more than `most` stands for any more. */
static int typos_of(Table *table, const Py_UCS4 *points, Py_ssize_t count) {
    Py_ssize_t same = 0;
    while (same < count && same < table->filled && points[same] == table->term[same]) same++;
    for (Py_ssize_t row = same; row < count; row++) {
        table->term[row] = points[row];
        fill_row(table, row + 1);
    }
    table->filled = count;
    return table->cells[count][table->letters];
}

static int begin_table(Table *table, PyObject *word, Py_ssize_t most) {
    table->letters = PyUnicode_GetLength(word);
    if (table->letters < 0) return -1;
    if (table->letters > MOST_LETTERS || most < 0 || most > MOST_TYPOS)
        return PyErr_Format(PyExc_ValueError, "a word of %zd letters, %zd typos", table->letters, most), -1;
    for (Py_ssize_t i = 0; i < table->letters; i++) table->word[i] = PyUnicode_ReadChar(word, i);
    table->most = (int)most;
    table->filled = 0;
    memset(table->cells[0], table->most + 1, sizeof table->cells[0]);
    for (Py_ssize_t i = 0; i <= table->letters && i <= most; i++) table->cells[0][i] = (uint8_t)i;
    return 0;
}

/* field.near(word, first, last, most) -> those of terms [first, last) at most so many typos from a word of up to 64
 * letters, in order, as (number, typos). Letters wrong, missing, too many and two neighbours swapped are typos. */
PyObject *near(PyObject *self, PyObject *args) {
    const Field *field = (const Field *)self;
    PyObject *word;
    Py_ssize_t first, last, most;
    if (!PyArg_ParseTuple(args, "Unnn", &word, &first, &last, &most)) return NULL;
    if (first < 0 || last > field->arrays[TERM_OFFSETS].values.length - 1) return damaged("terms that are not there");
    Table *table = malloc(sizeof *table);
    if (!table) return PyErr_NoMemory();
    PyObject *told = begin_table(table, word, most) ? NULL : PyList_New(0);
    Room room;
    for (Py_ssize_t number = first; told && number < last; number++) {
        Py_ssize_t size;
        Py_UCS4 points[ROWS];
        const uint8_t *bytes = term_at(field, number, &size, &room);
        if (!bytes) {
            Py_CLEAR(told);
            damaged("terms that can't be");
            break;
        }
        if (size < table->letters - most || size > 4 * (table->letters + most)) continue;
        const Py_ssize_t count = points_of(bytes, size, points, table->letters + most + 1);
        if (count < 0) {
            Py_CLEAR(told);
            damaged("terms that are no text");
            break;
        }
        if (count < table->letters - most || count > table->letters + most) continue;
        const int typos = typos_of(table, points, count);
        if (typos > most) continue;
        PyObject *one = Py_BuildValue("(ni)", number, typos);
        if (!one || PyList_Append(told, one)) Py_CLEAR(told);
        Py_XDECREF(one);
    }
    free(table);
    return told;
}

/* near_among(word, strings, most) -> the same of a list of strings, by their places in it, in whatever order they are. */
PyObject *near_among(PyObject *module, PyObject *args) {
    PyObject *word, *strings;
    Py_ssize_t most;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!n", &word, &PyList_Type, &strings, &most)) return NULL;
    Table *table = malloc(sizeof *table);
    if (!table) return PyErr_NoMemory();
    PyObject *told = begin_table(table, word, most) ? NULL : PyList_New(0);
    for (Py_ssize_t place = 0; told && place < PyList_Size(strings); place++) {
        PyObject *string = PyList_GetItem(strings, place);
        Py_UCS4 points[ROWS];
        const Py_ssize_t count = PyUnicode_GetLength(string);
        if (count < 0) {
            Py_CLEAR(told);
            break;
        }
        if (count < table->letters - most || count > table->letters + most) continue;
        for (Py_ssize_t i = 0; i < count; i++) points[i] = PyUnicode_ReadChar(string, i);
        const int typos = typos_of(table, points, count);
        if (typos > most) continue;
        PyObject *one = Py_BuildValue("(ni)", place, typos);
        if (!one || PyList_Append(told, one)) Py_CLEAR(told);
        Py_XDECREF(one);
    }
    free(table);
    return told;
}
