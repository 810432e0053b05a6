/**
 * Offers the native kernel to JavaScript, through Node-API: `instructionSets()` names those of this
 * processor, first the one to use, and `bind(memory, name)` returns the functions of entries.c on a memory. The
 * functions of row-entries.c are there on processors that have one of these sets.
 */
#include <stdlib.h>
#include <string.h>

#include "entries.h"
#include "processor.h"
#include "row-entries.h"

/** Adds a function to an object. @returns false where JavaScript refuses */
static bool addFunction(napi_env env, napi_value object, Export function, void *data) {
  napi_value value;
  return napi_create_function(env, function.name, NAPI_AUTO_LENGTH, function.call, data, &value) == napi_ok &&
         napi_set_named_property(env, object, function.name, value) == napi_ok;
}

/** instructionSets() */
static napi_value listSets(napi_env env, napi_callback_info info) {
  (void)info;
  InstructionSet sets[2];
  int count = instructionSets(sets);
  napi_value names;
  if (napi_create_array(env, &names) != napi_ok) return NULL;
  for (int at = 0; at < count; at++) {
    napi_value name;
    if (napi_create_string_utf8(env, sets[at].name, NAPI_AUTO_LENGTH, &name) != napi_ok) return NULL;
    if (napi_set_element(env, names, at, name) != napi_ok) return NULL;
  }
  return names;
}

/** Finds the functions of an instruction set by its name. @returns NULL where this processor lacks it */
static const Functions *functionsOf(napi_env env, napi_value name) {
  char wanted[16] = "";
  napi_get_value_string_utf8(env, name, wanted, sizeof wanted, NULL);
  InstructionSet sets[2];
  int count = instructionSets(sets);
  for (int at = 0; at < count; at++) {
    if (strcmp(sets[at].name, wanted) == 0) return sets[at].functions;
  }
  return NULL;
}

/** Keeps a binding as long as the environment of its thread, whose functions may be called until then. */
static Binding *keep(napi_env env, char *memory, const Functions *functions) {
  Binding **newest = NULL;
  if (napi_get_instance_data(env, (void **)&newest) != napi_ok || !newest) return NULL;
  Binding *binding = malloc(sizeof *binding);
  if (!binding) return NULL;
  *binding = (Binding){memory, functions, *newest};
  return *newest = binding;
}

static void freeBindings(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  Binding **newest = data;
  while (*newest) {
    Binding *next = (*newest)->next;
    free(*newest);
    *newest = next;
  }
  free(newest);
}

/**
 * bind(memory, name)
 *
 * @param memory a view of the first page of a memory that never moves, such as WebAssembly's shared one; the
 *   caller keeps it as long as it calls the functions
 */
static napi_value bind(napi_env env, napi_callback_info info) {
  napi_value values[2], buffer, object;
  size_t given = 2, length = 0, offset;
  napi_typedarray_type type;
  void *memory = NULL;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) != napi_ok) return NULL;
  if (napi_get_typedarray_info(env, values[0], &type, &length, &memory, &buffer, &offset) != napi_ok ||
      type != napi_uint8_array || length < FIRST_BYTE) {
    napi_throw_type_error(env, NULL, "The native kernel needs the first page of its memory.");
    return NULL;
  }
  const Functions *functions = functionsOf(env, values[1]);
  Binding *binding = functions ? keep(env, memory, functions) : NULL;
  if (!binding) {
    napi_throw_error(env, NULL, "The processor lacks this instruction set.");
    return NULL;
  }
  if (napi_create_object(env, &object) != napi_ok) return NULL;
  for (size_t at = 0; at < FUNCTION_COUNT; at++) {
    if (!addFunction(env, object, FUNCTIONS[at], binding)) return NULL;
  }
  return object;
}

NAPI_MODULE_INIT() {
  Binding **newest = calloc(1, sizeof *newest);
  if (!newest || napi_set_instance_data(env, newest, freeBindings, NULL) != napi_ok) {
    free(newest);
    napi_throw_error(env, NULL, "The native kernel has no memory for its bindings.");
    return NULL;
  }
  if (!addFunction(env, exports, (Export){"instructionSets", listSets}, NULL)) return NULL;
  if (!addFunction(env, exports, (Export){"bind", bind}, NULL)) return NULL;
  InstructionSet sets[2];
  size_t rowFunctions = instructionSets(sets) > 0 ? ROW_FUNCTION_COUNT : 0;
  for (size_t at = 0; at < rowFunctions; at++) {
    if (!addFunction(env, exports, ROW_FUNCTIONS[at], NULL)) return NULL;
  }
  return exports;
}
