import type { Offset } from './offset.ts';

/** Named numbers in shared memory, through which threads tell each other what no message could in time. */
export class SharedRecord<Field extends string> {
  private readonly fields: readonly Field[];
  private readonly values: Float64Array;
  /** What `read` gives, made once: a training step allocates nothing. */
  private readonly record: Record<Field, number>;

  /** `offset`: where `recordBytes(fields)` are its own. */
  constructor(memory: WebAssembly.Memory, offset: Offset, fields: readonly Field[]) {
    this.fields = fields;
    this.values = new Float64Array(memory.buffer, offset, fields.length);
    this.record = Object.fromEntries(fields.map((field) => [field, NaN])) as Record<Field, number>;
  }

  write(record: Readonly<Record<Field, number>>): void {
    const { fields, values } = this;
    for (let i = 0; i < fields.length; i++) values[i] = record[fields[i] as Field];
  }

  /** Valid until the next reading. */
  read(): Readonly<Record<Field, number>> {
    const { fields, values, record } = this;
    for (let i = 0; i < fields.length; i++) record[fields[i] as Field] = values[i] ?? NaN;
    return record;
  }
}

export const recordBytes = (fields: readonly string[]): number => fields.length * 8;
