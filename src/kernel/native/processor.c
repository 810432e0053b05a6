#include "processor.h"

#include <cpuid.h>
#include <stdbool.h>

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
 * AVX-512 comes first on processors that have VNNI, an extension that the kernel itself does not need: Intel's servers
 * from Cascade Lake and AMD's from Zen 4 on have it. Skylake's servers, which have AVX-512 without it, lower the
 * clock of a core that multiplies vectors of 512 bits, for everything else that runs there as well; AVX2 comes
 * first there. Cascade Lake lowers it by less than the wider vectors gain (docs/decisions/speed.md).
 */
int instructionSets(InstructionSet sets[2]) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_FMA)) return 0;
  unsigned saved = savedRegisters();
  if ((saved & SAVES_AVX) != SAVES_AVX) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return 0;
  const InstructionSet avx2 = {"avx2", &avx2Functions}, avx512 = {"avx512", &avx512Functions};
  bool isWide = (saved & SAVES_AVX512) == SAVES_AVX512 && (b & bit_AVX512F);
  bool isWideFirst = isWide && (c & bit_AVX512VNNI);
  int count = 0;
  if (isWideFirst) sets[count++] = avx512;
  sets[count++] = avx2;
  if (isWide && !isWideFirst) sets[count++] = avx512;
  return count;
}
