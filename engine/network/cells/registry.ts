import type { CellSpec } from './cellSpec.ts';
import { gru } from './gru.ts';
import { gruBefore } from './gruBefore.ts';
import { lstm } from './lstm.ts';
import { minGru } from './minGru.ts';
import { minLstm } from './minLstm.ts';
import { rnn } from './rnn.ts';

/** The only list of cells, in the order of menus. */
export const cells = [rnn, lstm, gru, gruBefore, minGru, minLstm] as const satisfies readonly CellSpec[];
