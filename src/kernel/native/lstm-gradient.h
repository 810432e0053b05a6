/** Propagates gradients back through the timesteps of one LSTM layer (see ../assembly/lstm-gradient.ts). */

/** Is what the gradients of one sequence at one timestep are computed from; `pastCell` may be absent. */
typedef struct {
  long units;
  float *gates;
  const float *pastCell;
  const float *tanhCell;
  const float *hiddenGradient;
  float *cellGradient;
} Cell;

/** Writes the gradient by the inputs of the gates, dz, of `lanes` units in place of their gates. */
INLINE void unitGradients(const Cell *cell, long at, long lanes) {
  Vector one = splat(1);
  float *gate = cell->gates + at;
  long units = cell->units;
  Vector i = readLanes(gate, lanes);
  Vector f = readLanes(gate + units, lanes);
  Vector g = readLanes(gate + 2 * units, lanes);
  Vector o = readLanes(gate + 3 * units, lanes);
  Vector squashed = readLanes(cell->tanhCell + at, lanes);
  Vector past = cell->pastCell ? readLanes(cell->pastCell + at, lanes) : splat(0);
  Vector dh = readLanes(cell->hiddenGradient + at, lanes);
  Vector slope = sub(one, mul(squashed, squashed));
  Vector dc = add(readLanes(cell->cellGradient + at, lanes), mul(mul(dh, o), slope));
  writeLanes(gate, mul(mul(dc, g), mul(i, sub(one, i))), lanes);
  writeLanes(gate + units, mul(mul(dc, past), mul(f, sub(one, f))), lanes);
  writeLanes(gate + 2 * units, mul(mul(dc, i), sub(one, mul(g, g))), lanes);
  writeLanes(gate + 3 * units, mul(mul(dh, squashed), mul(o, sub(one, o))), lanes);
  writeLanes(cell->cellGradient + at, mul(dc, f), lanes);
}

INLINE void gateGradients(const Cell *cell) {
  long at = 0;
  for (; at + WIDTH <= cell->units; at += WIDTH) unitGradients(cell, at, WIDTH);
  if (at < cell->units) unitGradients(cell, at, cell->units - at);
}

/** Sets dz to 0 where sequences have not begun, so that it can be read whole. */
INLINE void clearGates(float *gates, long floats) {
  for (long at = 0; at < floats; at += WIDTH) writeLanes(gates + at, splat(0), floats - at);
}

/** Computes dz, dh and dc of sequences; `states.hidden` is dh, and `packed` the transposed recurrent kernel. */
static void lstmGradient(Share sequences, Batch batch, const float *packed, States states, float *cellGradient) {
  long units = batch.units, step = units * batch.size, first = sequences.first;
  for (long t = batch.timesteps - 1; t >= 0; t--) {
    long now = aliveAt(batch, t, sequences.last), before = aliveAt(batch, t - 1, sequences.last);
    long begun = now < first ? first : now;
    clearGates(states.gates + GATES * (t * step + begun * units), GATES * (sequences.last - begun) * units);
    for (long b = first; b < now; b++) {
      long at = t * step + b * units;
      Cell cell = {units, states.gates + GATES * at, b < before ? states.cells + at - step : 0, states.tanhCells + at,
                   states.hidden + at, cellGradient + b * units};
      gateGradients(&cell);
    }
    if (before <= first) continue;
    long at = t * step + first * units;
    Shape shape = {before - first, GATES * units, units};
    Factor dz = {states.gates + GATES * at, GATES * units, 0};
    addProduct(shape, dz, packed, addedTo(states.hidden + at - step, units));
  }
}

/** Adds columns of dz to the rows of the projections' gradient, in the order of timesteps, then of sequences. */
static void addProjectedGradient(Share columns, Batch batch, const int32_t *index, const float *gates,
                                 float *gradient) {
  long width = GATES * batch.units;
  for (long t = 0; t < batch.timesteps; t++) {
    long now = aliveAt(batch, t, batch.size);
    for (long b = 0; b < now; b++) {
      long place = t * batch.size + b;
      float *to = gradient + index[place] * width;
      addFloats(to + columns.first, gates + place * width + columns.first, columns.last - columns.first);
    }
  }
}

/** Computes columns of the recurrent kernel's gradient; full timesteps are one product, as in the reference. */
static void recurrentGradient(Share columns, float *scratch, Batch batch, const float *gates, const float *hidden,
                              float *gradient) {
  long step = batch.units * batch.size;
  for (long t = 1; t < batch.timesteps; t++) {
    long before = aliveAt(batch, t - 1, batch.size);
    int isFull = before == batch.size;
    Shape shape = {isFull ? (batch.timesteps - t) * batch.size : before, batch.units, GATES * batch.units};
    weightGradient(columns, scratch, shape, hidden + (t - 1) * step, gates + GATES * t * step, gradient, 0);
    if (isFull) break;
  }
}
