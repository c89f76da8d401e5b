/* The kernels and their bindings for one instruction set: `-DBODY=` names it, `-DVL=` and the compiler's flags make it. */
#define KERNEL static
#include "kernels.c"

#include "binding.h"

/** What is no number gives the null pointer, as in WebAssembly. */
INLINE void *pointer(napi_env env, char *base, napi_value value) {
  uint32_t offset = 0;
  napi_get_value_uint32(env, value, &offset);
  return offset ? base + offset : 0;
}

INLINE int integer(napi_env env, napi_value value) {
  int32_t number = 0;
  napi_get_value_int32(env, value, &number);
  return number;
}

INLINE double real(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

#define P(i) pointer(env, base, arguments[i])
#define I(i) integer(env, arguments[i])
#define F(i) (float)real(env, arguments[i])
#define D(i) real(env, arguments[i])

#define READ_ARGUMENTS                                                                                                \
  napi_value arguments[ARGUMENTS];                                                                                    \
  size_t count = ARGUMENTS;                                                                                           \
  void *base = 0;                                                                                                     \
  napi_get_cb_info(env, info, &count, arguments, 0, &base)

#define CALL(kernel, ...)                                                                                             \
  static napi_value call_##kernel(napi_env env, napi_callback_info info) {                                            \
    READ_ARGUMENTS;                                                                                                   \
    kernel(__VA_ARGS__);                                                                                              \
    return 0;                                                                                                         \
  }

/** Of a kernel that returns a number. */
#define ASK(kernel, ...)                                                                                              \
  static napi_value call_##kernel(napi_env env, napi_callback_info info) {                                            \
    READ_ARGUMENTS;                                                                                                   \
    napi_value number = 0;                                                                                            \
    napi_create_double(env, kernel(__VA_ARGS__), &number);                                                            \
    return number;                                                                                                    \
  }

#define BINDING(kernel) {#kernel, call_##kernel}

/* Made of the declarations (declarations.mjs): the most ARGUMENTS of a kernel, a CALL or an ASK of each, `bindings`. */
#include "bindings.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)

const struct body JOINED(body_, BODY) = {TEXT(BODY), NR, bindings};
