#pragma once
#define NAPI_VERSION 8
#include <node_api.h>

/** A kernel as a function of JavaScript, whose data is the base address of the memory. */
struct binding {
  const char *name;
  napi_callback call;
};

/** The kernels compiled for one instruction set; the bindings end with an empty one. */
struct body {
  const char *name;
  int panel;
  const struct binding *bindings;
};
