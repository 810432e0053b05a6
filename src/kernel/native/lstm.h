/**
 * Computes one LSTM layer over all timesteps (see ../assembly/lstm.ts, which has the formulas).
 *
 * A tile is ROWS sequences × WIDTH units × 4 gates, whose sums stay in registers from the input projection
 * to the hidden state. A block of sequences passes through all timesteps before the next one begins, so
 * that its states stay in the cache.
 */

#define GATES 4
#define BLOCK 48

/** Is the number of floats that `packGates` writes. */
static int64_t gateFloats(int64_t units) { return (units + WIDTH - 1) / WIDTH * WIDTH * GATES * units; }

/** Packs the recurrent kernel: for each WIDTH units, for each k, their weights in the gates i, f, c̃, o. */
static void packGates(long units, const float *recurrent, float *packed) {
  for (long unit = 0; unit < units; unit += WIDTH) {
    for (long k = 0; k < units; k++) {
      for (long gate = 0; gate < GATES; gate++, packed += WIDTH) {
        store(packed, readLanes(recurrent + (k * GATES + gate) * units + unit, units - unit));
      }
    }
  }
}

/** Is what a timestep reads and writes; its arrays begin at the timestep's first sequence. */
typedef struct {
  long units;
  /** `index` names the rows of `projected`; without it each sequence has its own. */
  const int32_t *index;
  const float *projected;
  const float *packed;
  const float *pastHidden;
  const float *pastCells;
  States states;
} Timestep;

/**
 * Computes `lanes` units of `rows` sequences, from b on, from their sums; `hasPast` says whether they have lived
 * before. All cells come before the first tanh of one, so that quotients that do not depend on one another stand
 * side by side: each waits long for its operands, and the processor looks only some 200 operations ahead.
 */
INLINE void activate(const int rows, const int isKept, const Timestep *step, Vector sums[ROWS][GATES], long b, long unit,
                     int hasPast, long lanes) {
  long units = step->units;
  UNROLL for (int r = 0; r < rows; r++) {
    long at = (b + r) * units + unit;
    Vector i = sigmoid(sums[r][0]);
    Vector f = sigmoid(sums[r][1]);
    Vector g = hyperbolicTangent(sums[r][2]);
    Vector o = sigmoid(sums[r][3]);
    if (isKept) {
      float *gates = step->states.gates + GATES * (at - unit) + unit;
      writeLanes(gates, i, lanes);
      writeLanes(gates + units, f, lanes);
      writeLanes(gates + 2 * units, g, lanes);
      writeLanes(gates + 3 * units, o, lanes);
    }
    Vector past = hasPast ? readLanes(step->pastCells + at, lanes) : splat(0);
    Vector c = multiplyAdd(f, past, mul(i, g));
    writeLanes(step->states.cells + at, c, lanes);
    sums[r][0] = c;
    sums[r][3] = o;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    long at = (b + r) * units + unit;
    Vector squashed = hyperbolicTangent(sums[r][0]);
    if (isKept) writeLanes(step->states.tanhCells + at, squashed, lanes);
    writeLanes(step->states.hidden + at, mul(sums[r][3], squashed), lanes);
  }
}

/** Computes the units from `unit` on of `rows` sequences from b on; `rows`, and 'isKept', are constants. */
INLINE void computeTile(const int rows, const int isKept, const Timestep *step, long b, long unit, int hasPast,
                        long lanes) {
  long units = step->units;
  Vector sums[ROWS][GATES];
  UNROLL for (int r = 0; r < rows; r++) {
    long row = step->index ? step->index[b + r] : b + r;
    const float *from = step->projected + row * GATES * units + unit;
    UNROLL for (int g = 0; g < GATES; g++) sums[r][g] = readLanes(from + g * units, lanes);
  }
  const float *packed = step->packed + unit * GATES * units;
  const float *past = step->pastHidden + b * units;
  for (long k = 0, depth = hasPast ? units : 0; k < depth; k++, packed += GATES * WIDTH) {
    Vector factors[ROWS];
    UNROLL for (int r = 0; r < rows; r++) factors[r] = splat(past[r * units + k]);
    UNROLL for (int g = 0; g < GATES; g++) {
      Vector weights = load(packed + g * WIDTH);
      UNROLL for (int r = 0; r < rows; r++) sums[r][g] = multiplyAdd(factors[r], weights, sums[r][g]);
    }
  }
  activate(rows, isKept, step, sums, b, unit, hasPast, lanes);
}

/** Compiles the tile of each number of sequences, for whole vectors and for what is left over. */
#define SEQUENCES(rows) \
  case rows: \
    if (lanes >= WIDTH) computeTile(rows, isKept, step, b, unit, hasPast, WIDTH); \
    else computeTile(rows, isKept, step, b, unit, hasPast, lanes); \
    break;

INLINE void computeRows(const int isKept, const Timestep *step, long rows, long b, long unit, int hasPast) {
  long lanes = step->units - unit;
  switch (rows) {
    SEQUENCES(1) SEQUENCES(2) SEQUENCES(3)
#if ROWS > 3
    SEQUENCES(4) SEQUENCES(5) SEQUENCES(6)
#endif
  }
}

/** Computes a timestep: sequences `begin … past` go on, sequences `past … now` begin. */
INLINE void computeTimestep(const int isKept, const Timestep *step, long begin, long past, long now) {
  for (long unit = 0; unit < step->units; unit += WIDTH) {
    for (long b = begin, rows; b < now; b += rows) {
      int hasPast = b < past;
      rows = tileRows((hasPast ? past : now) - b);
      computeRows(isKept, step, rows, b, unit, hasPast);
    }
  }
}

/** Keeps gates and tanhCells, if there is room for them. */
static void runTimestep(const Timestep *step, long begin, long past, long now) {
  if (step->states.gates) computeTimestep(1, step, begin, past, now);
  else computeTimestep(0, step, begin, past, now);
}

/** Returns how many sequences before `end` are alive at timestep t; none are before the first timestep. */
INLINE long aliveAt(Batch batch, long t, long end) { return t < 0 ? 0 : smaller(batch.alive[t], end); }

/** Is the number of floats of working memory that `lstm` and `lstmLast` take to project inputs. */
static int64_t projectionFloats(int64_t units) { return BLOCK * GATES * units; }

/** Finds the projections of the sequences `begin … now` at timestep t, or computes them into `scratch`. */
static void project(Timestep *step, Batch batch, Inputs inputs, float *scratch, Share timestep, long t) {
  if (inputs.index) {
    step->index = inputs.index + t * batch.size;
    step->projected = inputs.projected;
    return;
  }
  long width = GATES * batch.units, begin = timestep.first;
  Share rows = {0, timestep.last - begin};
  Shape shape = {rows.last, inputs.inner, width};
  const float *from = inputs.below + (t * batch.size + begin) * inputs.inner;
  denseRows(rows, shape, from, inputs.weights, inputs.bias, scratch);
  step->index = 0;
  step->projected = scratch - begin * width;
}

/** Writes the hidden states of every timestep, `[T, B, U]`, and of all states if there is room for gates, `[T, B, …]`. */
static void lstm(Share sequences, float *scratch, Batch batch, Inputs inputs, States states) {
  long step = batch.units * batch.size;
  for (long begin = sequences.first; begin < sequences.last; begin += BLOCK) {
    long end = smaller(sequences.last, begin + BLOCK);
    for (long t = 0; t < batch.timesteps; t++) {
      long past = aliveAt(batch, t - 1, end), alive = aliveAt(batch, t, end), at = t * step;
      if (alive <= begin) continue;
      Timestep now = {.units = batch.units, .packed = inputs.packed, .pastHidden = states.hidden + at - step};
      now.states = (States){0, states.cells, 0, states.hidden + at};
      now.pastCells = states.cells;
      if (states.gates) {
        now.states = (States){states.gates + GATES * at, states.cells + at, states.tanhCells + at, states.hidden + at};
        now.pastCells = states.cells + at - step;
      }
      project(&now, batch, inputs, scratch, (Share){begin, alive}, t);
      runTimestep(&now, begin, past, alive);
    }
  }
}

/** Keeps the last hidden states only; `spare` takes those of every second timestep. */
static void lstmLast(Share sequences, float *scratch, Batch batch, Inputs inputs, float *cells, float *spare,
                     float *hidden) {
  for (long begin = sequences.first; begin < sequences.last; begin += BLOCK) {
    long end = smaller(sequences.last, begin + BLOCK);
    for (long t = 0; t < batch.timesteps; t++) {
      long past = aliveAt(batch, t - 1, end), alive = aliveAt(batch, t, end);
      if (alive <= begin) continue;
      int isOdd = (batch.timesteps - t) & 1;
      Timestep now = {.units = batch.units, .packed = inputs.packed, .pastHidden = isOdd ? spare : hidden};
      now.states = (States){0, cells, 0, isOdd ? hidden : spare};
      now.pastCells = cells;
      project(&now, batch, inputs, scratch, (Share){begin, alive}, t);
      runTimestep(&now, begin, past, alive);
    }
  }
}
