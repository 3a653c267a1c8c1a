/* The written forms of a field, folded and sorted, as patterns look for them: segment/surface_forms.py. */
#ifndef DATELINE_FORMS_H
#define DATELINE_FORMS_H

#include "ranking.h"

#define FORMS_GROUP 128 /* GROUP of segment/surface_forms.py */

/* Forms that were read together, parted by line breaks. */
typedef struct {
    PyObject *text;   /* bytes; NULL: they have not been read */
    uint32_t *starts; /* of each form, and where the next would begin */
} Group;

typedef struct {
    PyObject_HEAD
    PyObject *read, *decompressor; /* gives the text of a group by its number; decompresses one, or None */
    Array blob, offsets;           /* the frames of groups; where each begins, and the last ends */
    Numbers firsts; /* the first form of each group, parted by line breaks */
    Numbers letters;
    Array terms, reversed; /* of each form the number of its term; places of forms in the order of their ends */
    Py_ssize_t size, groups;
    Group *held; /* of each group */
} Forms;

/* Some bytes. */
typedef struct {
    const uint8_t *bytes;
    Py_ssize_t size;
} Bytes;

/* All of these raise what is wrong, and give -1 or NULL then. */

/* How many first forms of groups sort before a text; with `beyond` those that begin with it do. */
Py_ssize_t firsts_before(const Forms *forms, Bytes text, int beyond);
/* How many forms do. */
Py_ssize_t forms_before(Forms *forms, Bytes text, int beyond);
int form_at(Forms *forms, Py_ssize_t place, Bytes *form);
static inline int form_is_read(const Forms *forms, Py_ssize_t place) {
    return forms->held[place / FORMS_GROUP].text != NULL;
}

PyTypeObject *make_forms_type(void);
PyObject *forms_near(PyObject *self, PyObject *args);
PyObject *forms_owners(PyObject *self, PyObject *args);

#endif
