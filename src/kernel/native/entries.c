/**
 * Holds the functions on a memory that JavaScript calls. They have the names and arguments of
 * ../assembly/index.ts, and all pointers are bytes from the start of the memory. Each checks its arguments
 * (arguments.h) before it computes.
 */
#include "entries.h"

static napi_value number(napi_env env, int64_t value) {
  napi_value result;
  return napi_create_int64(env, value, &result) == napi_ok ? result : NULL;
}

static uint64_t packedLength(const Call *call, uint64_t inner, uint64_t columns) {
  return call->binding->functions->packedFloats(inner, columns);
}

/** gateFloats(units) */
static napi_value gateFloats(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 1, &call)) return NULL;
  long units = countAt(&call, 0);
  return isFaulty(env, &call) ? NULL : number(env, call.binding->functions->gateFloats(units));
}

/** packedFloats(inner, columns) */
static napi_value packedFloats(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 2, &call)) return NULL;
  long inner = countAt(&call, 0), columns = countAt(&call, 1);
  return isFaulty(env, &call) ? NULL : number(env, packedLength(&call, inner, columns));
}

/** blockFloats(): this kernel packs no rows, so its products need no working memory. */
static napi_value blockFloats(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, 0);
}

/** gradientFloats(rows, columns) */
static napi_value gradientFloats(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 2, &call)) return NULL;
  long rows = countAt(&call, 0), columns = countAt(&call, 1);
  return isFaulty(env, &call) ? NULL : number(env, call.binding->functions->gradientFloats(rows, columns));
}

/** projectionFloats(units) */
static napi_value projectionFloats(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 1, &call)) return NULL;
  long units = countAt(&call, 0);
  return isFaulty(env, &call) ? NULL : number(env, call.binding->functions->projectionFloats(units));
}

/** packGates(units, recurrent, packed) */
static napi_value packGates(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 3, &call)) return NULL;
  const Functions *functions = call.binding->functions;
  long units = countAt(&call, 0);
  const float *recurrent = floatsAt(&call, 1, product(units, product(4, units)));
  float *packed = floatsAt(&call, 2, functions->gateFloats(units));
  if (!isFaulty(env, &call)) functions->packGates(units, recurrent, packed);
  return NULL;
}

/** packColumns(inner, columns, b, rowStride, columnStride, packed) */
static napi_value packColumns(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 6, &call)) return NULL;
  Shape shape = {0, countAt(&call, 0), countAt(&call, 1)};
  uint64_t rowStride = countAt(&call, 3), columnStride = countAt(&call, 4);
  bool isEmpty = shape.inner == 0 || shape.columns == 0;
  uint64_t length = isEmpty ? 0 : (shape.inner - 1) * rowStride + (shape.columns - 1) * columnStride + 1;
  const float *b = floatsAt(&call, 2, length);
  float *packed = floatsAt(&call, 5, packedLength(&call, shape.inner, shape.columns));
  if (!isFaulty(env, &call)) call.binding->functions->packColumns(shape, b, rowStride, columnStride, packed);
  return NULL;
}

/**
 * denseRows(first, last, scratch, inner, columns, a, packed, bias, out)
 *
 * The number of all rows is not known here: those up to `last` must lie in the memory.
 */
static napi_value denseRows(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 9, &call)) return NULL;
  long last = countAt(&call, 1);
  Share rows = shareAt(&call, last);
  Shape shape = {last, countAt(&call, 3), countAt(&call, 4)};
  const float *a = floatsAt(&call, 5, product(last, shape.inner));
  const float *packed = floatsAt(&call, 6, packedLength(&call, shape.inner, shape.columns));
  const float *bias = optionalFloatsAt(&call, 7, shape.columns);
  float *out = floatsAt(&call, 8, product(last, shape.columns));
  if (!isFaulty(env, &call)) call.binding->functions->denseRows(rows, shape, a, packed, bias, out);
  return NULL;
}

/** weightGradient(first, last, scratch, rows, inner, columns, a, b, gradient, biasGradient) */
static napi_value weightGradient(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 10, &call)) return NULL;
  Shape shape = {countAt(&call, 3), countAt(&call, 4), countAt(&call, 5)};
  Share columns = shareAt(&call, shape.columns);
  float *scratch = floatsAt(&call, 2, call.binding->functions->gradientFloats(shape.rows, columns.last - columns.first));
  const float *a = floatsAt(&call, 6, product(shape.rows, shape.inner));
  const float *b = floatsAt(&call, 7, product(shape.rows, shape.columns));
  float *gradient = floatsAt(&call, 8, product(shape.inner, shape.columns));
  float *bias = optionalFloatsAt(&call, 9, shape.columns);
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->weightGradient(columns, scratch, shape, a, b, gradient, bias);
  return NULL;
}

/** Is the number of states of a layer at all timesteps, `[T, B, U]`. */
static uint64_t statesOf(Batch batch) { return product(product(batch.timesteps, batch.size), batch.units); }

/** Is what `lstm` and `lstmLast` have in common. */
typedef struct {
  Share sequences;
  float *scratch;
  Batch batch;
  Inputs inputs;
} Layer;

/** Reads the arguments up to the bias; without an index the layer projects the states of the one below. */
static Layer layerOf(Call *call) {
  const Functions *functions = call->binding->functions;
  Layer layer = {.batch = batchAt(call, 3, 6)};
  Batch batch = layer.batch;
  Inputs *inputs = &layer.inputs;
  layer.sequences = shareAt(call, batch.size);
  inputs->packed = floatsAt(call, 7, functions->gateFloats(batch.units));
  if (call->numbers[9] != 0) {
    inputs->projected = floatsAt(call, 8, 0);
    inputs->index = indexAt(call, 9, batch, layer.sequences, 8, 4 * batch.units);
    return layer;
  }
  inputs->inner = countAt(call, 10);
  inputs->below = floatsAt(call, 11, product(product(batch.timesteps, batch.size), inputs->inner));
  inputs->weights = floatsAt(call, 12, packedLength(call, inputs->inner, 4 * batch.units));
  inputs->bias = floatsAt(call, 13, 4 * batch.units);
  layer.scratch = floatsAt(call, 2, functions->projectionFloats(batch.units));
  return layer;
}

/**
 * lstm(first, last, scratch, units, size, timesteps, alive, packed, projected, index, inner, below, weights, bias,
 * gates, cells, tanhCells, hidden)
 */
static napi_value lstm(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 18, &call)) return NULL;
  Layer layer = layerOf(&call);
  uint64_t states = statesOf(layer.batch);
  States kept = {.gates = optionalFloatsAt(&call, 14, product(4, states)), .hidden = floatsAt(&call, 17, states)};
  kept.cells = floatsAt(&call, 15, kept.gates ? states : product(layer.batch.size, layer.batch.units));
  kept.tanhCells = kept.gates ? floatsAt(&call, 16, states) : NULL;
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->lstm(layer.sequences, layer.scratch, layer.batch, layer.inputs, kept);
  return NULL;
}

/**
 * lstmLast(first, last, scratch, units, size, timesteps, alive, packed, projected, index, inner, below, weights,
 * bias, cells, spare, hidden)
 */
static napi_value lstmLast(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 17, &call)) return NULL;
  Layer layer = layerOf(&call);
  uint64_t states = product(layer.batch.size, layer.batch.units);
  float *cells = floatsAt(&call, 14, states);
  float *spare = floatsAt(&call, 15, states);
  float *hidden = floatsAt(&call, 16, states);
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->lstmLast(layer.sequences, layer.scratch, layer.batch, layer.inputs, cells, spare, hidden);
  return NULL;
}

/**
 * lstmGradient(first, last, scratch, units, size, timesteps, alive, packed, gates, cells, tanhCells,
 * cellGradient, hiddenGradient)
 */
static napi_value lstmGradient(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 13, &call)) return NULL;
  Batch batch = batchAt(&call, 3, 6);
  Share sequences = shareAt(&call, batch.size);
  uint64_t states = statesOf(batch);
  const float *packed = floatsAt(&call, 7, packedLength(&call, 4 * batch.units, batch.units));
  States flown = {floatsAt(&call, 8, product(4, states)), floatsAt(&call, 9, states), floatsAt(&call, 10, states),
                  floatsAt(&call, 12, states)};
  float *cellGradient = floatsAt(&call, 11, product(batch.size, batch.units));
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->lstmGradient(sequences, batch, packed, flown, cellGradient);
  return NULL;
}

/** addProjectedGradient(first, last, scratch, columns, size, timesteps, alive, index, gates, projectedGradient) */
static napi_value addProjectedGradient(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 10, &call)) return NULL;
  Batch batch = batchAt(&call, 3, 6);
  long width = batch.units;
  // The first number is the width of four gates here, and a whole batch is read whatever the columns are.
  batch.units = width / 4;
  Share columns = shareAt(&call, 4 * batch.units), all = {0, batch.size};
  const int32_t *index = indexAt(&call, 7, batch, all, 9, width);
  const float *gates = floatsAt(&call, 8, product(product(batch.timesteps, batch.size), width));
  float *gradient = floatsAt(&call, 9, 0);
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->addProjectedGradient(columns, batch, index, gates, gradient);
  return NULL;
}

/** recurrentGradient(first, last, scratch, units, size, timesteps, alive, gates, hidden, gradient) */
static napi_value recurrentGradient(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, 10, &call)) return NULL;
  Batch batch = batchAt(&call, 3, 6);
  uint64_t states = statesOf(batch), width = 4 * batch.units;
  Share columns = shareAt(&call, width);
  uint64_t places = product(batch.timesteps, batch.size);
  // More rows than an array can have are refused below; the number must stay small enough to be multiplied.
  long rows = places < INT32_MAX ? places : INT32_MAX;
  float *scratch = floatsAt(&call, 2, call.binding->functions->gradientFloats(rows, columns.last - columns.first));
  const float *gates = floatsAt(&call, 7, product(4, states));
  const float *hidden = floatsAt(&call, 8, states);
  float *gradient = floatsAt(&call, 9, product(batch.units, width));
  if (isFaulty(env, &call)) return NULL;
  call.binding->functions->recurrentGradient(columns, scratch, batch, gates, hidden, gradient);
  return NULL;
}

const Export FUNCTIONS[FUNCTION_COUNT] = {
    {"gateFloats", gateFloats},
    {"packedFloats", packedFloats},
    {"blockFloats", blockFloats},
    {"gradientFloats", gradientFloats},
    {"projectionFloats", projectionFloats},
    {"packGates", packGates},
    {"packColumns", packColumns},
    {"denseRows", denseRows},
    {"weightGradient", weightGradient},
    {"lstm", lstm},
    {"lstmLast", lstmLast},
    {"lstmGradient", lstmGradient},
    {"addProjectedGradient", addProjectedGradient},
    {"recurrentGradient", recurrentGradient},
};
