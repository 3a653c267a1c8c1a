/* What was given back to the allocator, given back to the system. */
#include "kernels.h"

#if defined(__linux__) && defined(__GLIBC__)
#include <malloc.h>
#endif

/* give_back(): memory that is free goes back to the system, where the allocator would keep it between what is in use. */
PyObject *give_back(PyObject *module, PyObject *none) {
    (void)module;
    (void)none;
#if defined(__linux__) && defined(__GLIBC__)
    malloc_trim(0);
#endif
    Py_RETURN_NONE;
}
