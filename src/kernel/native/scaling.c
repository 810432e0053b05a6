/** Scales numbers, to the bits of JavaScript's. */
#include "rows.h"

int64_t scaleColumn(int64_t steps, const int32_t *rows, int64_t count, const double *numbers, const Scaling *scaling,
                    const Column *column) {
  int64_t nulls = 0;
  double center = scaling->center, scale = scaling->scale, clip = scaling->clip;
  float *out = column->out;
  for (int64_t step = 0; step < steps; step++, out += column->stride) {
    int32_t row = rows[step];
    if (row < 0 || row >= count) return -1;
    double number = numbers[row];
    if (number != number) {
      out[0] = (float)scaling->filled;
      if (column->marksNull) out[1] = 1;
      nulls++;
      continue;
    }
    double scaled = (number - center) / scale;
    // What is not a number stays so, as in JavaScript.
    scaled = scaled > clip ? clip : scaled;
    out[0] = (float)(scaled < -clip ? -clip : scaled);
  }
  return nulls;
}
