/* The native kernels as a Node-API addon: { instructionSets, bind(memory, index) }. */
#include "binding.h"

#if defined __x86_64__
#include "processor.h"
extern const struct body body_avx512, body_avx2, body_sse2;
#else
extern const struct body body_neon;
#endif

/** The bodies that this processor runs, the fastest first. */
static int find_bodies(const struct body *found[3]) {
  int count = 0;
#if defined __x86_64__
  if (has_avx512()) found[count++] = &body_avx512;
  if (has_avx2()) found[count++] = &body_avx2;
  found[count++] = &body_sse2;
#else
  found[count++] = &body_neon;
#endif
  return count;
}

/** bind(memory: Uint8Array, index): the kernels of an instruction set over the memory, which must not move. */
static napi_value bind(napi_env env, napi_callback_info info) {
  const struct body *bodies[3];
  napi_value arguments[2], result = 0, value = 0;
  size_t count = 2, length = 0;
  uint32_t index = 0;
  void *base = 0;
  napi_get_cb_info(env, info, &count, arguments, 0, 0);
  napi_status status = napi_get_typedarray_info(env, arguments[0], 0, &length, &base, 0, 0);
  if (status != napi_ok || napi_get_value_uint32(env, arguments[1], &index) != napi_ok ||
      index >= (uint32_t)find_bodies(bodies) || (uintptr_t)base % 64 != 0) {
    napi_throw_type_error(env, 0, "bind takes a Uint8Array that begins at a multiple of 64 and an instruction set");
    return 0;
  }
  const struct body *body = bodies[index];
  napi_create_object(env, &result);
  for (const struct binding *binding = body->bindings; binding->name; binding++) {
    napi_create_function(env, binding->name, NAPI_AUTO_LENGTH, binding->call, base, &value);
    napi_set_named_property(env, result, binding->name, value);
  }
  napi_create_int32(env, body->panel, &value);
  napi_set_named_property(env, result, "panel", value);
  /* Whoever holds the kernels holds the memory. */
  napi_set_named_property(env, result, "memory", arguments[0]);
  return result;
}

#ifdef _WIN32
int find_node_functions(void);
#else
static int find_node_functions(void) { return 1; }
#endif

NAPI_MODULE_INIT() {
  if (!find_node_functions()) return 0;
  const struct body *bodies[3];
  napi_value names = 0, value = 0;
  int count = find_bodies(bodies);
  napi_create_array(env, &names);
  for (int i = 0; i < count; i++) {
    napi_create_string_utf8(env, bodies[i]->name, NAPI_AUTO_LENGTH, &value);
    napi_set_element(env, names, (uint32_t)i, value);
  }
  napi_set_named_property(env, exports, "instructionSets", names);
  napi_create_function(env, "bind", NAPI_AUTO_LENGTH, bind, 0, &value);
  napi_set_named_property(env, exports, "bind", value);
  return exports;
}
