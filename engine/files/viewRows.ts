import { CellIds } from './columns/cellIds.ts';
import type { Column, NumberColumn } from './columns/column.ts';
import { type Numbers, NumbersWriter } from './columns/numbers.ts';
import type { Texts } from './columns/texts.ts';
import type { TablePart } from './parts/tableParts.ts';
import type { Table } from './readTable.ts';
import { TableStorage } from './tableStorage.ts';

/**
 * A table of some rows of another, in the order given; a row below 0 is one without any value. What is said of a column
 * as a whole, as its range, is that of the other table.
 */
export const viewRows = (table: Table, order: Int32Array): Table => {
  const storage = new TableStorage();
  const mapped = (texts: Texts): Texts => new OrderedTexts(texts, order);
  const numbers = (column: NumberColumn): NumberColumn => ({
    ...column,
    values: orderNumbers(column.values, order, storage),
    texts: column.texts && mapped(column.texts),
  });
  const columns = table.columns.map((column): Column => {
    switch (column.type) {
      case 'number':
        return numbers(column);
      case 'timestamp': {
        const { values, shown, texts } = column;
        return {
          ...column,
          values: orderNumbers(values, order, storage),
          ...(shown && { shown: orderNumbers(shown, order, storage) }),
          texts: texts && mapped(texts),
        };
      }
      case 'category': {
        const ids = new CellIds(storage);
        for (const row of order) ids.push(row < 0 ? 0 : column.ids.at(row));
        const { texts, asNumbers } = column;
        return {
          ...column,
          ids,
          texts: mapped(texts),
          ...(asNumbers && { asNumbers: () => numbers(asNumbers()) }),
        };
      }
      case 'text':
        return { ...column, texts: mapped(column.texts) };
    }
  });
  return {
    ...table,
    rows: order.length,
    columns,
    parts: table.parts && viewParts(table.parts, order),
    lineOf: (row) => table.lineOf(order[row] ?? 0),
    readTexts: async (wanted) => {
      const names = new Set(wanted.map(({ name }) => name));
      const texts = await table.readTexts(table.columns.filter(({ name }) => names.has(name)));
      return new Map([...texts].map(([cell, each]) => [cell, mapped(each)]));
    },
    bytesInMemory: storage.bytesInMemory,
  };
};

/** Which rows of each file are left, where they still follow each other file by file. */
const viewParts = (parts: readonly TablePart[], order: Int32Array): readonly TablePart[] | undefined => {
  const left: TablePart[] = [];
  let last = -1;
  for (let row = 0; row < order.length; row++) {
    const from = order[row] ?? -1;
    if (from < 0 || (from >= (parts[last]?.firstRow ?? Infinity) && from < (parts[last + 1]?.firstRow ?? Infinity)))
      continue;
    const at = parts.findLastIndex(({ firstRow }) => firstRow <= from);
    const part = parts[at];
    if (at < last || !part) return undefined;
    left.push({ ...part, firstRow: row });
    last = at;
  }
  return left;
};

class OrderedTexts implements Texts {
  private readonly texts: Texts;
  private readonly order: Int32Array;

  constructor(texts: Texts, order: Int32Array) {
    this.texts = texts;
    this.order = order;
  }

  get length(): number {
    return this.order.length;
  }

  at(row: number): string {
    const from = this.order[row] ?? -1;
    return from < 0 ? '' : this.texts.at(from);
  }

  read(from: number, to: number): readonly string[] {
    return Array.from({ length: to - from }, (_, index) => this.at(from + index));
  }
}

const orderNumbers = (values: Numbers, order: Int32Array, storage: TableStorage): Numbers => {
  const writer = new NumbersWriter(storage);
  for (const row of order) writer.push(row < 0 ? NaN : values.at(row));
  return writer.finish();
};
