/** Holds the functions on rows that JavaScript calls. Each checks its arrays and numbers before it reads any. */
#include "row-entries.h"

#include "rows.h"

/** No call reads more fields. */
#define MOST_FIELDS 64

static const char WRONG_CALL[] = "the rows are not as the native kernel needs them";

/** Is an array of JavaScript. */
typedef struct {
  void *data;
  int64_t length;
} Array;

/** Reads an array of one type. @returns false where the value is something else */
static bool readArray(napi_env env, napi_value value, napi_typedarray_type type, Array *array) {
  napi_typedarray_type found;
  size_t length;
  if (napi_get_typedarray_info(env, value, &found, &length, &array->data, NULL, NULL) != napi_ok) return false;
  array->length = length;
  return found == type;
}

/** No array has so many elements that products of two such numbers are too large. */
static bool readCount(napi_env env, napi_value value, int64_t *count) {
  return napi_get_value_int64(env, value, count) == napi_ok && *count >= 0 && *count <= INT32_MAX;
}

static napi_value refuse(napi_env env) {
  napi_throw_range_error(env, NULL, WRONG_CALL);
  return NULL;
}

static napi_value number(napi_env env, int64_t value) {
  napi_value result;
  return napi_create_int64(env, value, &result) == napi_ok ? result : NULL;
}

/** indexRows(bytes, cells, columns, indexed, progress) */
static napi_value callIndexRows(napi_env env, napi_callback_info info) {
  napi_value values[5];
  size_t given = 5;
  Array bytes, cells, places;
  Table table;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) != napi_ok) return NULL;
  if (!readArray(env, values[0], napi_uint8_array, &bytes) || !readArray(env, values[1], napi_uint32_array, &cells) ||
      !readCount(env, values[2], &table.columns) || !readCount(env, values[3], &table.indexed) ||
      !readArray(env, values[4], napi_float64_array, &places)) {
    return refuse(env);
  }
  table.bytes = bytes.data;
  table.length = bytes.length;
  table.cells = cells.data;
  table.room = cells.length / (table.indexed + 2);
  bool endsInNewline = table.length > 0 && table.bytes[table.length - 1] == '\n';
  if (!endsInNewline || table.length > UINT32_MAX) return refuse(env);
  if (table.columns == 0 || table.indexed > table.columns || places.length != 2) return refuse(env);
  double *progressed = places.data;
  // A number that is not one is in no range.
  bool isWithin = progressed[0] >= 0 && progressed[0] <= table.length;
  if (!isWithin || !(progressed[1] >= 0 && progressed[1] <= table.room)) return refuse(env);
  Progress progress = {progressed[0], progressed[1]};
  Outcome outcome = indexRows(&table, &progress);
  progressed[0] = progress.at;
  progressed[1] = progress.row;
  return number(env, outcome);
}

/** Reads the arrays of numbers of `fields`, which must have an element for each row up to `last`. */
static bool readNumbers(napi_env env, napi_value list, int64_t last, Fields *fields, double *numbers[]) {
  for (int64_t field = 0; field < fields->count; field++) {
    napi_value value;
    Array array;
    if (napi_get_element(env, list, field, &value) != napi_ok) return false;
    if (!readArray(env, value, napi_float64_array, &array) || array.length < last + fields->offset) return false;
    numbers[field] = array.data;
  }
  fields->numbers = numbers;
  return true;
}

/** readDecimals(bytes, cells, stride, first, last, columns, numbers, offset, left) */
static napi_value callReadDecimals(napi_env env, napi_callback_info info) {
  napi_value values[9];
  size_t given = 9;
  Array bytes, places, columns, left;
  int64_t stride, first, last;
  double *numbers[MOST_FIELDS];
  Fields fields;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) != napi_ok) return NULL;
  if (!readArray(env, values[0], napi_uint8_array, &bytes) || !readArray(env, values[1], napi_uint32_array, &places) ||
      !readCount(env, values[2], &stride) || !readCount(env, values[3], &first) || !readCount(env, values[4], &last) ||
      !readArray(env, values[5], napi_int32_array, &columns) || !readCount(env, values[7], &fields.offset) ||
      !readArray(env, values[8], napi_int32_array, &left)) {
    return refuse(env);
  }
  fields.columns = columns.data;
  fields.count = columns.length;
  if (first > last || last * stride > places.length || fields.count > MOST_FIELDS) return refuse(env);
  if (left.length < (last - first) * fields.count) return refuse(env);
  for (int64_t field = 0; field < fields.count; field++) {
    if (fields.columns[field] < 0 || fields.columns[field] >= stride - 1) return refuse(env);
  }
  if (!readNumbers(env, values[6], last, &fields, numbers)) return refuse(env);
  Cells cells = {bytes.data, bytes.length, places.data, stride};
  int64_t count = readDecimals(&cells, first, last, &fields, left.data);
  return count < 0 ? refuse(env) : number(env, count);
}

/** scaleColumn(numbers, rows, out, stride, column, scaling, marksNull) */
static napi_value callScaleColumn(napi_env env, napi_callback_info info) {
  napi_value values[7];
  size_t given = 7;
  Array numbers, rows, out, scaling;
  int64_t stride, column, marksNull;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) != napi_ok) return NULL;
  if (!readArray(env, values[0], napi_float64_array, &numbers) || !readArray(env, values[1], napi_int32_array, &rows) ||
      !readArray(env, values[2], napi_float32_array, &out) || !readCount(env, values[3], &stride) ||
      !readCount(env, values[4], &column) || !readArray(env, values[5], napi_float64_array, &scaling) ||
      !readCount(env, values[6], &marksNull)) {
    return refuse(env);
  }
  bool isWithin = column + (marksNull != 0) < stride && rows.length <= INT32_MAX && rows.length * stride <= out.length;
  if (!isWithin || scaling.length != 4) return refuse(env);
  const double *of = scaling.data;
  Scaling scale = {of[0], of[1], of[2], of[3]};
  Column place = {(float *)out.data + column, stride, marksNull != 0};
  int64_t nulls = scaleColumn(rows.length, rows.data, numbers.length, numbers.data, &scale, &place);
  return nulls < 0 ? refuse(env) : number(env, nulls);
}

const Export ROW_FUNCTIONS[ROW_FUNCTION_COUNT] = {
    {"indexRows", callIndexRows},
    {"readDecimals", callReadDecimals},
    {"scaleColumn", callScaleColumn},
};
