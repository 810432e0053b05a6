/** Declares the functions on rows that JavaScript calls; they need no memory of a kernel. */
#ifndef ROW_ENTRIES_H
#define ROW_ENTRIES_H

#include "entries.h"

#define ROW_FUNCTION_COUNT 3
extern const Export ROW_FUNCTIONS[ROW_FUNCTION_COUNT];

#endif
