import type { Offset } from './offset.ts';

/** Named numbers in shared memory, through which threads tell each other what no message could in time. */
export class SharedRecord<Field extends string> {
  private readonly fields: readonly Field[];
  private readonly values: Float64Array;

  /** `offset`: where `recordBytes(fields)` are its own. */
  constructor(memory: WebAssembly.Memory, offset: Offset, fields: readonly Field[]) {
    this.fields = fields;
    this.values = new Float64Array(memory.buffer, offset, fields.length);
  }

  write(record: Readonly<Record<Field, number>>): void {
    const { fields, values } = this;
    for (let i = 0; i < fields.length; i++) values[i] = record[fields[i] as Field];
  }

  read(): Readonly<Record<Field, number>> {
    const { fields, values } = this;
    const record = {} as Record<Field, number>;
    for (let i = 0; i < fields.length; i++) record[fields[i] as Field] = values[i] ?? NaN;
    return record;
  }
}

export const recordBytes = (fields: readonly string[]): number => fields.length * 8;
