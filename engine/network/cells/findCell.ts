import type { CellOptions, CellSpec, Gate } from './cellSpec.ts';
import { cells } from './registry.ts';

/** What `model.cell` can be. */
export type CellName = (typeof cells)[number]['name'];

export const cellSpecs: readonly (CellSpec & { readonly name: CellName })[] = cells;

export const cellNames: readonly CellName[] = [...new Set(cells.map(({ name }) => name))];

/** The cell that a model's options choose. */
export const specOf = (options: CellOptions): CellSpec => {
  const found = cellSpecs.find(({ name, isChosen }) => name === options.cell && (isChosen?.(options) ?? true));
  if (!found) throw new Error(`There is no cell ${options.cell}.`);
  return found;
};

export const gatesOf = (options: CellOptions): readonly Gate[] => specOf(options).gates(options);
