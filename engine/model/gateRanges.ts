import type { ModelConfig } from '../config.ts';

/** A gate by its name in `LayerDiagnostics.saturated`, and where its flat parts begin. */
export interface GateRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/**
 * A sigmoid saturates below 0.1 and above 0.9 (Karpathy, Johnson and Li 2015, Visualizing and Understanding Recurrent
 * Networks); a tanh, here, beyond 0.9 on either side.
 */
const sigmoid = { low: 0.1, high: 0.9 };
const tanh = { low: -0.9, high: 0.9 };

/** In the order of the gates. None for relu, which is flat at 0 only: its units can be dead instead. */
export const gateRanges = ({ cell, activation }: Pick<ModelConfig, 'cell' | 'activation'>): readonly GateRange[] => {
  switch (cell) {
    case 'lstm':
      return [
        { name: 'input', ...sigmoid },
        { name: 'forget', ...sigmoid },
        { name: 'candidate', ...tanh },
        { name: 'output', ...sigmoid },
      ];
    case 'gru':
      return [
        { name: 'reset', ...sigmoid },
        { name: 'update', ...sigmoid },
        { name: 'candidate', ...tanh },
      ];
    case 'rnn':
      return activation === 'relu' ? [] : [{ name: 'hidden', ...(activation === 'sigmoid' ? sigmoid : tanh) }];
  }
};
