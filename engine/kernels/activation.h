#pragma once
#include "kernels.h"
#include "vector.h"

/** The derivative of an elementwise activation where its value is y. */
INLINE vec slope(vec y, int activation) {
  switch (activation) {
  case SIGMOID: return y * (1.0f - y);
  case TANH: return 1.0f - y * y;
  case RELU: return choose(y > splat(0), splat(1), splat(0));
  default: return splat(1);
  }
}
