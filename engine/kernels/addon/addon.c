/* The native kernels as a Node-API addon: { findInstructionSets(hidden), refusal(), bind(memory, index, hidden) }. */
#include "binding.h"

#if defined __x86_64__
#include "processor.h"
extern const struct body body_amx, body_avx512bf16, body_avx512, body_avx2, body_sse2;
#else
extern const struct body body_neon;
#endif

#define MOST_BODIES 5

/** What the processor is taken to be without, to see what then happens: bits of `hidden`, as loadKernels.ts has them. */
enum { WITHOUT_BF16 = 1, WITHOUT_AVX512 = 2, WITHOUT_AVX2 = 4, WITHOUT_AMX = 8 };

#if defined __x86_64__
/** What the system says to the use of tiles, 0 when they may be used. Asked once. */
static int tiles_refusal(void) {
  static int answer = -1;
  if (answer < 0) answer = ask_for_tiles();
  return answer;
}
#endif

/** refusal(): why the processor's tiles may not be used, by errno.h; 0 where they may, or it has none. */
static napi_value refusal(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value value = 0;
  int number = 0;
#if defined __x86_64__
  if (has_amx()) number = tiles_refusal();
#endif
  napi_create_int32(env, number, &value);
  return value;
}

/** The bodies that this processor runs, the one with the latest instructions first. */
static int find_bodies(const struct body *found[MOST_BODIES], unsigned hidden) {
  int count = 0;
#if defined __x86_64__
  bool avx2 = !(hidden & WITHOUT_AVX2) && has_avx2(), avx512 = avx2 && !(hidden & WITHOUT_AVX512) && has_avx512();
  bool bf16 = avx512 && !(hidden & WITHOUT_BF16) && has_avx512bf16();
  if (bf16 && !(hidden & WITHOUT_AMX) && has_amx() && tiles_refusal() == 0) found[count++] = &body_amx;
  if (bf16) found[count++] = &body_avx512bf16;
  if (avx512) found[count++] = &body_avx512;
  if (avx2) found[count++] = &body_avx2;
  found[count++] = &body_sse2;
#else
  (void)hidden;
  found[count++] = &body_neon;
#endif
  return count;
}

/** findInstructionSets(hidden): the names of the bodies. */
static napi_value find_instruction_sets(napi_env env, napi_callback_info info) {
  const struct body *bodies[MOST_BODIES];
  napi_value hidden = 0, names = 0, value = 0;
  size_t count = 1;
  uint32_t bits = 0;
  napi_get_cb_info(env, info, &count, &hidden, 0, 0);
  napi_get_value_uint32(env, hidden, &bits);
  int found = find_bodies(bodies, bits);
  napi_create_array(env, &names);
  for (int i = 0; i < found; i++) {
    napi_create_string_utf8(env, bodies[i]->name, NAPI_AUTO_LENGTH, &value);
    napi_set_element(env, names, (uint32_t)i, value);
  }
  return names;
}

/** bind(memory: Uint8Array, index, hidden): the kernels of one of the instruction sets that are found with that hidden, over
 * the memory, which must not move. */
static napi_value bind(napi_env env, napi_callback_info info) {
  const struct body *bodies[MOST_BODIES];
  napi_value arguments[3], result = 0, value = 0;
  size_t count = 3, length = 0;
  uint32_t index = 0, hidden = 0;
  void *base = 0;
  napi_get_cb_info(env, info, &count, arguments, 0, 0);
  napi_status status = napi_get_typedarray_info(env, arguments[0], 0, &length, &base, 0, 0);
  if (status != napi_ok || napi_get_value_uint32(env, arguments[1], &index) != napi_ok ||
      napi_get_value_uint32(env, arguments[2], &hidden) != napi_ok ||
      index >= (uint32_t)find_bodies(bodies, hidden) || (uintptr_t)base % 64 != 0) {
    napi_throw_type_error(env, 0, "bind takes a Uint8Array that begins at a multiple of 64, an instruction set and what is hidden");
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
  napi_value value = 0;
  napi_create_function(env, "findInstructionSets", NAPI_AUTO_LENGTH, find_instruction_sets, 0, &value);
  napi_set_named_property(env, exports, "findInstructionSets", value);
  napi_create_function(env, "refusal", NAPI_AUTO_LENGTH, refusal, 0, &value);
  napi_set_named_property(env, exports, "refusal", value);
  napi_create_function(env, "bind", NAPI_AUTO_LENGTH, bind, 0, &value);
  napi_set_named_property(env, exports, "bind", value);
  return exports;
}
