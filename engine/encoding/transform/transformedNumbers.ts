import { Numbers } from '../../files/columns/numbers.ts';
import { type ValueTransform, transformed } from './valueTransform.ts';

/** Numbers of a column, each transformed as it is read: nothing is kept of them. */
class TransformedNumbers extends Numbers {
  private readonly values: Numbers;
  private readonly by: ValueTransform;

  constructor(values: Numbers, by: ValueTransform) {
    super(values.length, []);
    this.values = values;
    this.by = by;
  }

  override at(row: number): number {
    return transformed(this.values.at(row), this.by);
  }

  override read(from: number, to: number): Float64Array {
    const { by } = this;
    return this.values.read(from, to).map((value) => transformed(value, by));
  }
}

/** The numbers themselves without a transform. */
export const transformedNumbers = (values: Numbers, by: ValueTransform | undefined): Numbers =>
  by ? new TransformedNumbers(values, by) : values;
