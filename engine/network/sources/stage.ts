/**
 * A place in shared memory for the examples of one batch, of a source that lies in a file. The kernels see it as a
 * source that holds nothing else.
 */
export interface Stage {
  /** Reads `examples`, and writes to `staged` which examples of the stage they are. */
  fill(examples: Int32Array, staged: Int32Array): void;
}
