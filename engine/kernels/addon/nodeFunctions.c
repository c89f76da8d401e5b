/* For Windows, whose libraries name the program that their imports come from: an addon is loaded by node.exe, Code.exe
 * and others. So Node's functions are looked up in the running program, and calls jump there. */

__declspec(dllimport) void *GetModuleHandleA(const char *name);
__declspec(dllimport) void *GetProcAddress(void *module, const char *name);

#define EACH_FUNCTION(use)                                                                                            \
  use(napi_create_array) use(napi_create_double) use(napi_create_function) use(napi_create_int32)                     \
  use(napi_create_object) use(napi_create_string_utf8) use(napi_get_cb_info) use(napi_get_typedarray_info)            \
  use(napi_get_value_double) use(napi_get_value_int32) use(napi_get_value_uint32) use(napi_set_element)               \
  use(napi_set_named_property) use(napi_throw_type_error)

#define JUMP(function)                                                                                                \
  __attribute__((used)) static void *address_of_##function;                                                           \
  __asm__(".globl " #function "\n" #function ": jmpq *address_of_" #function "(%rip)\n");

EACH_FUNCTION(JUMP)

/** The linker asks for it where there is floating point. */
int _fltused;

/** Before any other call; 0 when the program lacks a function. */
int find_node_functions(void) {
  void *program = GetModuleHandleA(0);
  int found = 1;
#define FIND(function) found &= (address_of_##function = GetProcAddress(program, #function)) != 0;
  EACH_FUNCTION(FIND)
  return found;
}
