import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { type CellWeights, type NamedTensors, formatShape, putCell } from './cellWeights.ts';
import { type FileTensor, type InFile, transposed } from './fileTensor.ts';
import { type TensorflowCell, fromBasicLstm, fromBasicRnn, fromGruCell } from './tensorflowCell.ts';
import { transpose } from './tensorLayout.ts';

/** `rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel`, `rnn/gru_cell/candidate/bias`: a variable of a cell. */
const cellVariable =
  /^(.*?\/?)(?:multi_rnn_cell\/cell_(\d+)\/)?(basic_rnn_cell|basic_lstm_cell|lstm_cell|gru_cell)\/((?:gates\/|candidate\/)?)(kernel|bias)$/;

export interface RenamedTensors {
  /** As a PyTorch module would call and lay them out. */
  readonly tensors: NamedTensors;
  readonly inFile: InFile;
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
  /** What the names of the cells begin with: `rnn/multi_rnn_cell/cell_1/gru_cell/`. */
  const stems: string[] = [];
  const fileTensors = new Map<string, FileTensor>();
  const scopes = new Set<string>();
  const names = new Set<CellName>();
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of source) {
    const [, scope, layer = '0', cell, part = '', variable] = cellVariable.exec(name) ?? [];
    if (cell === undefined || variable === undefined) {
      const stem = name.replace(/\/kernel$/, '');
      const isTransposed = stem !== name && tensor.shape.length === 2;
      const renamed = name.endsWith('/bias') ? name.replace(/\/bias$/, '.bias') : `${stem}.weight`;
      tensors.set(renamed, isTransposed ? transpose(tensor) : tensor);
      fileTensors.set(renamed, { name, ...(isTransposed && { layOut: transposed }) });
      continue;
    }
    scopes.add(scope ?? '');
    names.add(cell as CellName);
    stems[Number(layer)] = name.slice(0, -`${part}${variable}`.length);
    (layers[Number(layer)] ??= new Map()).set(`${part}${variable}`, tensor);
  }
  const [name, ...otherNames] = names;
  if (name === undefined) return undefined;
  if (scopes.size > 1) throw fail(`holds cells in the scopes ${[...scopes].join(', ')}; a network here has one stack`);
  if (otherNames.length > 0) throw fail(`mixes ${[name, ...otherNames].join(' and ')}; a network here has one kind`);
  if (layers.length > 64) throw fail(`numbers its cells up to ${layers.length - 1}; at most 64 layers are trained`);
  let below: number | undefined;
  Array.from(layers).forEach((variables: Map<string, Tensor> | undefined, layer) => {
    const stem = stems[layer] ?? (stems.at(-1) ?? '').replace(/cell_\d+/, `cell_${layer}`);
    const take = (part: string): TensorflowCell => takeVariables(variables, stem, part, below, name, fail);
    const cell = convert(name, take);
    putCell(tensors, layer, false, cell);
    below = cell.weightHh.shape[1];
    fileTensors.set(`rnn.weight_ih_l${layer}`, kernelInFile(stem, name));
  });
  const inFile: InFile = (ours) =>
    fileTensors.get(ours) ?? { name: ours.replace(/\.weight$/, '/kernel').replace(/\.bias$/, '/bias') };
  const notes = /lstm/.test(name)
    ? ['1 was added to the bias of the forget gates, as the cell does when its forget_bias is not set.']
    : [];
  return { tensors, inFile, resetsBefore: name === 'gru_cell', notes };
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

/** The kernel that holds (G*u, D) of ours: (D+u, G*u), of a gru's gates (D+u, 2*u). */
const kernelInFile = (stem: string, name: CellName): FileTensor => {
  const isGru = name === 'gru_cell';
  return {
    name: `${stem}${isGru ? 'gates/' : ''}kernel`,
    layOut: ([rows, inputs]) => {
      const units = Number(rows) / (isGru ? 3 : kernelGates[name]);
      return [Number(inputs) + units, (isGru ? 2 : kernelGates[name]) * units];
    },
  };
};

/** `below` are the units of the cell that this one reads. */
const takeVariables = (
  variables: Map<string, Tensor> | undefined,
  stem: string,
  part: string,
  below: number | undefined,
  name: CellName,
  fail: (problem: string) => InputError,
): TensorflowCell => {
  const kernel = variables?.get(`${part}kernel`);
  const bias = variables?.get(`${part}bias`);
  if (!kernel || !bias) throw fail(`has no tensor ${stem}${part}${kernel ? 'bias' : 'kernel'}`);
  const gates = part === 'gates/' ? 2 : kernelGates[name];
  const [rows = 0, columns] = kernel.shape;
  const [size = 0, ...more] = bias.shape;
  const units = size / gates;
  const shown = `${stem}${part}kernel is ${formatShape(kernel)}`;
  if (kernel.shape.length !== 2 || more.length > 0 || columns !== size || size % gates > 0 || rows <= units) {
    throw fail(`${shown} and its bias ${formatShape(bias)}, which fits no cell`);
  }
  if (below !== undefined && rows !== below + units) {
    const why = `for the ${below} units of the cell below and its own ${units}`;
    throw fail(`${shown} and should be (${below + units}, ${size}), ${why}`);
  }
  const other = part === 'candidate/' ? variables?.get('gates/kernel') : undefined;
  if (other && (other.shape[0] !== rows || other.shape[1] !== 2 * units)) {
    throw fail(`${shown} and ${stem}gates/kernel ${formatShape(other)}, which fits no cell`);
  }
  return { kernel, bias };
};
