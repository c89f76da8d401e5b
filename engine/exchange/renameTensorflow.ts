import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { type CellWeights, type NamedTensors, putCell } from './cellWeights.ts';
import { type TensorflowCell, fromBasicLstm, fromBasicRnn, fromGruCell } from './tensorflowCell.ts';
import { transpose } from './tensorLayout.ts';

/** `rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel`, `rnn/gru_cell/candidate/bias`: a variable of a cell. */
const cellVariable =
  /^(.*?\/?)(?:multi_rnn_cell\/cell_(\d+)\/)?(basic_rnn_cell|basic_lstm_cell|lstm_cell|gru_cell)\/((?:gates\/|candidate\/)?)(kernel|bias)$/;

export interface RenamedTensors {
  /** As a PyTorch module would call and lay them out. */
  readonly tensors: NamedTensors;
  readonly resetsBefore: boolean;
  readonly notes: readonly string[];
}

type CellName = 'basic_rnn_cell' | 'basic_lstm_cell' | 'lstm_cell' | 'gru_cell';

/**
 * The variables of a TensorFlow 1 graph, saved under their names without `:0`; undefined for tensors of another
 * program. Cells of BasicRNNCell, BasicLSTMCell, LSTMCell and GRUCell, alone or in a MultiRNNCell.
 */
export const renameTensorflow = (source: NamedTensors, file: string): RenamedTensors | undefined => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const layers: Map<string, Tensor>[] = [];
  const scopes = new Set<string>();
  const names = new Set<CellName>();
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of source) {
    const [, scope, layer = '0', cell, part = '', variable] = cellVariable.exec(name) ?? [];
    if (cell === undefined || variable === undefined) {
      const stem = name.replace(/\/kernel$/, '');
      if (stem !== name) tensors.set(`${stem}.weight`, transpose(tensor));
      else tensors.set(name.endsWith('/bias') ? name.replace(/\/bias$/, '.bias') : `${name}.weight`, tensor);
      continue;
    }
    scopes.add(scope ?? '');
    names.add(cell as CellName);
    (layers[Number(layer)] ??= new Map()).set(`${part}${variable}`, tensor);
  }
  const [name, ...otherNames] = names;
  if (name === undefined) return undefined;
  if (scopes.size > 1) throw fail(`holds cells in the scopes ${[...scopes].join(', ')}; a network here has one stack`);
  if (otherNames.length > 0) throw fail(`mixes ${[name, ...otherNames].join(' and ')}; a network here has one kind`);
  if (layers.length > 64) throw fail(`numbers its cells up to ${layers.length - 1}; at most 64 layers are trained`);
  Array.from(layers).forEach((variables: Map<string, Tensor> | undefined, layer) => {
    const take = (part: string): TensorflowCell => takeVariables(variables, `cell ${layer}: ${part}`, part, name, fail);
    putCell(tensors, layer, false, convert(name, take));
  });
  const notes = /lstm/.test(name)
    ? ['1 was added to the bias of the forget gates, as the cell does when its forget_bias is not set.']
    : [];
  return { tensors, resetsBefore: name === 'gru_cell', notes };
};

const convert = (name: CellName, take: (part: string) => TensorflowCell): CellWeights => {
  switch (name) {
    case 'basic_rnn_cell':
      return fromBasicRnn(take(''));
    case 'gru_cell':
      return fromGruCell({ gates: take('gates/'), candidate: take('candidate/') });
    case 'basic_lstm_cell':
    case 'lstm_cell':
      return fromBasicLstm(take(''));
  }
};

/** Gates of a cell's kernel. */
const kernelGates = { basic_rnn_cell: 1, basic_lstm_cell: 4, lstm_cell: 4, gru_cell: 1 } as const;

const takeVariables = (
  variables: Map<string, Tensor> | undefined,
  place: string,
  part: string,
  name: CellName,
  fail: (problem: string) => InputError,
): TensorflowCell => {
  const kernel = variables?.get(`${part}kernel`);
  const bias = variables?.get(`${part}bias`);
  if (!kernel || !bias) throw fail(`${name} has no ${place}${kernel ? 'bias' : 'kernel'}`);
  const gates = part === 'gates/' ? 2 : kernelGates[name];
  const [rows = 0, columns] = kernel.shape;
  const [size = 0, ...more] = bias.shape;
  if (kernel.shape.length !== 2 || more.length > 0 || columns !== size || size % gates > 0 || rows <= size / gates) {
    throw fail(
      `${name}: ${place}kernel is (${kernel.shape.join(', ')}) and its bias (${bias.shape.join(', ')}), which fits no cell`,
    );
  }
  return { kernel, bias };
};
