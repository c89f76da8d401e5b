/* The kernels and their bindings for one instruction set: `-DBODY=` names it, `-DVL=` and the compiler's flags make it. */
#define KERNEL static
#include "kernels.c"

#include "binding.h"

/** The most arguments of a kernel. */
#define ARGUMENTS 14

/** Offset 0 is the null pointer, as in WebAssembly. */
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

CALL(project, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8))
CALL(gather_rows, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8))
CALL(weight_gradient, P(0), P(1), P(2), I(3), I(4), I(5), I(6))
CALL(scatter_rows, P(0), P(1), P(2), I(3), I(4), I(5), I(6))
CALL(bias_gradient, P(0), P(1), P(2), I(3), I(4), I(5))
CALL(transpose_weights, P(0), P(1), I(2), I(3), I(4), I(5))
CALL(gate_weight_gradient, P(0), P(1), P(2), I(3), I(4), I(5), I(6), I(7), I(8), I(9))
CALL(rnn_forward, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8), I(9))
CALL(rnn_backward, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8), I(9))
CALL(lstm_forward, P(0), P(1), P(2), P(3), P(4), P(5), I(6), I(7), I(8), I(9), I(10))
CALL(lstm_backward, P(0), P(1), P(2), P(3), P(4), P(5), I(6), I(7), I(8), I(9))
CALL(gru_forward, P(0), P(1), P(2), P(3), P(4), P(5), P(6), I(7), I(8), I(9), I(10))
CALL(gru_backward, P(0), P(1), P(2), P(3), P(4), P(5), P(6), I(7), I(8), I(9), I(10))
CALL(gru_before_forward, P(0), P(1), P(2), P(3), P(4), P(5), I(6), I(7), I(8), I(9))
CALL(gru_before_backward, P(0), P(1), P(2), P(3), P(4), P(5), P(6), P(7), P(8), I(9), I(10), I(11), I(12))
CALL(normalise, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8))
CALL(normalise_backward, P(0), P(1), P(2), P(3), P(4), I(5), I(6), I(7), I(8))
CALL(hold_lanes, P(0), P(1), P(2), I(3), I(4), I(5))
CALL(pass_lanes, P(0), P(1), P(2), I(3), I(4), I(5))
CALL(move_steps, P(0), I(1), P(2), I(3), P(4), I(5), I(6), I(7), I(8), I(9), I(10))
CALL(add, P(0), P(1), I(2))
CALL(copy_lanes, P(0), I(1), I(2), P(3), I(4), I(5), I(6), I(7))
CALL(dropout, P(0), P(1), F(2), I(3), I(4), I(5), I(6), I(7), I(8))
CALL(elementwise, P(0), P(1), I(2), I(3))
CALL(softmax, P(0), I(1), I(2), I(3))
CALL(activation_backward, P(0), P(1), I(2), I(3), I(4), I(5))
CALL(cross_entropy, P(0), P(1), P(2), P(3), I(4), I(5), I(6))
CALL(mean_squares, P(0), P(1), P(2), P(3), I(4))
CALL(huber, P(0), P(1), P(2), P(3), F(4), I(5))
CALL(gaussian, P(0), P(1), P(2), P(3), I(4), I(5), I(6))
CALL(one_hot, P(0), P(1), I(2), I(3), I(4))
CALL(gather_inputs, P(0), P(1), P(2), I(3), I(4), I(5), I(6))
CALL(gather_targets, P(0), P(1), P(2), P(3), I(4), I(5), I(6), I(7))
CALL(gather_symbols, P(0), P(1), P(2), P(3), I(4), I(5))
CALL(gather_labels, P(0), P(1), P(2), I(3))
CALL(scatter_outputs, P(0), P(1), I(2), I(3), I(4))
CALL(undo_lags, P(0), P(1), P(2), P(3), I(4), I(5), I(6), I(7), I(8), I(9))
CALL(clip_values, P(0), F(1), F(2), I(3))
CALL(follow, P(0), P(1), D(2), I(3))
CALL(descend, P(0), P(1), F(2), F(3), F(4), I(5))
CALL(descend_with_momentum, P(0), P(1), P(2), F(3), F(4), F(5), F(6), I(7), I(8))
CALL(rmsprop, P(0), P(1), P(2), F(3), F(4), F(5), D(6), F(7), I(8))
CALL(adam, P(0), P(1), P(2), P(3), F(4), F(5), F(6), F(7), D(8), D(9), F(10), F(11), F(12), I(13))
CALL(zero, P(0), I(1))

CALL(step_squares, P(0), P(1), P(2), I(3), I(4), I(5), I(6))
CALL(count_outside, P(0), P(1), P(2), I(3), I(4), I(5), I(6), I(7), F(8), F(9))
CALL(unit_maxima, P(0), P(1), I(2), I(3), I(4))

/** Of a kernel that returns a number. */
#define ASK(kernel, ...)                                                                                              \
  static napi_value call_##kernel(napi_env env, napi_callback_info info) {                                            \
    READ_ARGUMENTS;                                                                                                   \
    napi_value number = 0;                                                                                            \
    napi_create_double(env, kernel(__VA_ARGS__), &number);                                                            \
    return number;                                                                                                    \
  }

ASK(sum_gradients, P(0), I(1), I(2), I(3))
ASK(squared_distance, P(0), P(1), I(2))
ASK(count_beyond, P(0), F(1), F(2), I(3))

#define BINDING(kernel) {#kernel, call_##kernel}

static const struct binding bindings[] = {
    BINDING(project),        BINDING(gather_rows),     BINDING(weight_gradient),
    BINDING(scatter_rows),   BINDING(bias_gradient),   BINDING(transpose_weights),
    BINDING(rnn_forward),    BINDING(rnn_backward),    BINDING(lstm_forward),
    BINDING(lstm_backward),  BINDING(gru_forward),     BINDING(gru_backward),
    BINDING(copy_lanes),     BINDING(dropout),         BINDING(elementwise),
    BINDING(softmax),        BINDING(activation_backward), BINDING(cross_entropy),
    BINDING(mean_squares),   BINDING(huber),           BINDING(gaussian),
    BINDING(one_hot),        BINDING(gather_inputs),   BINDING(gather_targets),
    BINDING(gather_symbols), BINDING(gather_labels),   BINDING(scatter_outputs),
    BINDING(undo_lags),      BINDING(descend),         BINDING(descend_with_momentum),
    BINDING(rmsprop),        BINDING(adam),            BINDING(zero),
    BINDING(sum_gradients),  BINDING(clip_values),     BINDING(follow),
    BINDING(gate_weight_gradient), BINDING(gru_before_forward), BINDING(gru_before_backward),
    BINDING(normalise),      BINDING(normalise_backward), BINDING(hold_lanes),
    BINDING(pass_lanes),     BINDING(move_steps),      BINDING(add),
    BINDING(step_squares),   BINDING(count_outside),   BINDING(unit_maxima),
    BINDING(squared_distance), BINDING(count_beyond),
    {0, 0},
};

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define JOINED_(a, b) a##b
#define JOINED(a, b) JOINED_(a, b)

const struct body JOINED(body_, BODY) = {TEXT(BODY), NR, bindings};
