/** Says which instruction sets this processor and its operating system offer. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include "functions.h"

typedef struct {
  const char *name;
  const Functions *functions;
} InstructionSet;

/**
 * Writes the sets that the kernel can use here, first the one that it should use.
 *
 * @returns how many there are: 0 to 2
 */
int instructionSets(InstructionSet sets[2]);

#endif
