/** What a network puts out for any number of examples, batch by batch, in one array that is used again. */
export class CollectedOutputs {
  private outputs = new Float32Array(0);

  /** (examples, width), valid until the next call. `predict` gives those of a batch, in an array that may be longer. */
  collect(
    examples: Int32Array,
    { batchSize, width }: { readonly batchSize: number; readonly width: number },
    predict: (batch: Int32Array) => Float32Array,
  ): Float32Array {
    const size = examples.length * width;
    if (this.outputs.length < size) this.outputs = new Float32Array(size);
    for (let start = 0; start < examples.length; start += batchSize) {
      const batch = examples.subarray(start, start + batchSize);
      this.outputs.set(predict(batch).subarray(0, batch.length * width), start * width);
    }
    return this.outputs.subarray(0, size);
  }
}
