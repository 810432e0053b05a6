/** Declares the functions on a memory that JavaScript calls. */
#ifndef ENTRIES_H
#define ENTRIES_H

#include "arguments.h"

typedef struct {
  const char *name;
  napi_callback call;
} Export;

#define FUNCTION_COUNT 14
extern const Export FUNCTIONS[FUNCTION_COUNT];

#endif
