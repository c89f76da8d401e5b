import type { ColumnRole } from '../../records/records.ts';
import type { TableStorage } from '../tableStorage.ts';
import type { NumberColumn } from './column.ts';
import { plainWriting } from './writing/numberWriting.ts';
import { NumbersWriter, pageBits } from './numbers.ts';

/** Bytes that the pages of all columns of a table may take which are not full yet. */
const openBytes = 2 ** 25;
const leastPageBits = 6;

/** A column of numbers that come as numbers, of a file that holds no texts. What is not finite is missing. */
export class NumberColumnWriter {
  private readonly name: string;
  private readonly cell: number;
  private readonly role: ColumnRole | undefined;
  private readonly numbers: NumbersWriter;
  private readonly examples: string[] = [];
  private missing = 0;
  private isWhole = true;

  /** @param columns that are written at the same time */
  constructor(name: string, cell: number, role: ColumnRole | undefined, storage: TableStorage, columns: number) {
    this.name = name;
    this.cell = cell;
    this.role = role;
    const bits = Math.floor(Math.log2(openBytes / 8 / columns));
    this.numbers = new NumbersWriter(storage, Math.max(leastPageBits, Math.min(pageBits, bits)));
  }

  push(value: number): void {
    if (!Number.isFinite(value)) {
      this.missing++;
      this.numbers.push(NaN);
      return;
    }
    if (this.examples.length < 3) this.examples.push(String(value));
    if (this.isWhole && !Number.isInteger(value)) this.isWhole = false;
    this.numbers.push(value);
  }

  finish(): NumberColumn {
    const { name, cell, role, numbers, examples, missing, isWhole } = this;
    const values = numbers.finish();
    const decimals = isWhole ? 0 : 4;
    const [min, max] = numbers.min <= numbers.max ? [numbers.min, numbers.max] : [NaN, NaN];
    return {
      ...{ type: 'number', name, cell, ...(role && { role }), missing, examples, problems: [], notes: [] },
      ...{ values, texts: undefined, min, max, distinct: undefined, decimals, decimalMark: '.' },
      writing: { ...plainWriting, decimals },
    };
  }
}
