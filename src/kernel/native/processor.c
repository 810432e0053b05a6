#include "processor.h"

#include <cpuid.h>

/** These registers must be saved by the operating system: XMM and YMM, and for AVX-512 the masks and ZMM. */
#define SAVES_AVX 0x06u
#define SAVES_AVX512 0xe6u

/** Reads the register that says which registers the operating system saves. */
static unsigned savedRegisters(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

/**
 * AVX-512 is used on processors that have VBMI2, an extension that the kernel itself does not need: Intel
 * from Ice Lake on and AMD from Zen 4 on have it. Intel's older server processors (Skylake, Cascade Lake,
 * Cooper Lake) lower the clock of a core that multiplies vectors of 512 bits, for everything else that
 * runs there as well; they take AVX2.
 */
int instructionSets(InstructionSet sets[2]) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_FMA)) return 0;
  unsigned saved = savedRegisters();
  if ((saved & SAVES_AVX) != SAVES_AVX) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return 0;
  int count = 0;
  if ((saved & SAVES_AVX512) == SAVES_AVX512 && (b & bit_AVX512F) && (c & bit_AVX512VBMI2)) {
    sets[count++] = (InstructionSet){"avx512", &avx512Functions};
  }
  sets[count++] = (InstructionSet){"avx2", &avx2Functions};
  return count;
}
