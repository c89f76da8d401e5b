import type { CellOptions, CellSpec, Gate } from './cellSpec.ts';
import { gru } from './gru.ts';
import { gruBefore } from './gruBefore.ts';
import { lstm } from './lstm.ts';
import { minGru } from './minGru.ts';
import { minLstm } from './minLstm.ts';
import { rnn } from './rnn.ts';

/** The only list of cells. */
const all = [rnn, lstm, gru, gruBefore, minGru, minLstm] as const satisfies readonly CellSpec[];

/** What `model.cell` can be. */
export type CellName = (typeof all)[number]['name'];

export const cells: readonly (CellSpec & { readonly name: CellName })[] = all;

export const cellNames: readonly CellName[] = [...new Set(cells.map(({ name }) => name))];

/** The cell that a model's options choose. */
export const specOf = (options: CellOptions): CellSpec => {
  const found = cells.find(({ name, isChosen }) => name === options.cell && (isChosen?.(options) ?? true));
  if (!found) throw new Error(`There is no cell ${options.cell}.`);
  return found;
};

export const gatesOf = (options: CellOptions): readonly Gate[] => specOf(options).gates(options);
