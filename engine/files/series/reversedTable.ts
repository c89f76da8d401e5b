import { CellIds } from '../columns/cellIds.ts';
import type { Column, NumberColumn } from '../columns/column.ts';
import { Numbers } from '../columns/numbers.ts';
import type { Texts } from '../columns/texts.ts';
import type { Table } from '../readTable.ts';
import { TableStorage } from '../tableStorage.ts';

/** A table from its last row to its first. Nothing is copied. */
export const reversedTable = (table: Table): Table => ({
  ...table,
  columns: table.columns.map(reversedColumn),
  lineOf: (row) => table.lineOf(table.rows - 1 - row),
  readTexts: async (columns) => {
    const names = new Set(columns.map(({ name }) => name));
    const texts = await table.readTexts(table.columns.filter(({ name }) => names.has(name)));
    return new Map([...texts].map(([cell, each]) => [cell, new ReversedTexts(each)]));
  },
  isReversed: true,
});

const reversedColumn = (column: Column): Column => {
  switch (column.type) {
    case 'number':
      return reversedNumbers(column);
    case 'timestamp':
      return {
        ...column,
        values: new ReversedNumbers(column.values),
        texts: column.texts && new ReversedTexts(column.texts),
      };
    case 'category': {
      const { ids, texts, asNumbers } = column;
      return {
        ...column,
        ids: new ReversedIds(ids),
        texts: new ReversedTexts(texts),
        ...(asNumbers && { asNumbers: () => reversedNumbers(asNumbers()) }),
      };
    }
    case 'text':
      return { ...column, texts: new ReversedTexts(column.texts) };
  }
};

const reversedNumbers = (column: NumberColumn): NumberColumn => ({
  ...column,
  values: new ReversedNumbers(column.values),
  texts: column.texts && new ReversedTexts(column.texts),
});

class ReversedNumbers extends Numbers {
  private readonly inner: Numbers;

  constructor(inner: Numbers) {
    super(inner.length, []);
    this.inner = inner;
  }

  override at(row: number): number {
    return this.inner.at(this.length - 1 - row);
  }

  override read(from: number, to: number): Float64Array {
    return this.inner
      .read(this.length - to, this.length - from)
      .slice()
      .reverse();
  }
}

class ReversedTexts implements Texts {
  private readonly inner: Texts;

  constructor(inner: Texts) {
    this.inner = inner;
  }

  get length(): number {
    return this.inner.length;
  }

  at(row: number): string {
    return this.inner.at(this.length - 1 - row);
  }

  read(from: number, to: number): readonly string[] {
    return [...this.inner.read(this.length - to, this.length - from)].reverse();
  }
}

class ReversedIds extends CellIds {
  private readonly inner: CellIds;

  constructor(inner: CellIds) {
    super(new TableStorage());
    this.inner = inner;
  }

  override get length(): number {
    return this.inner.length;
  }

  override at(row: number): number {
    return this.inner.at(this.length - 1 - row);
  }

  override *pieces(): Generator<Uint16Array, void, void> {
    const pieces = [...this.inner.pieces()];
    for (const piece of pieces.reverse()) yield piece.slice().reverse();
  }
}
