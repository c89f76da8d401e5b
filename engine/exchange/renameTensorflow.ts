import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import type { CellSpec, TensorflowForm } from '../network/cells/cellSpec.ts';
import { cellSpecs } from '../network/cells/findCell.ts';
import { type NamedTensors, formatShape, putCell } from './cellWeights.ts';
import { type FileTensor, type InFile, transposed } from './fileTensor.ts';
import { type TensorflowKernel, fromTensorflow } from './tensorflowCell.ts';
import { transpose } from './tensorLayout.ts';

/** `rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel`, `rnn/gru_cell/candidate/bias`: a variable of a cell. */
const forms = cellSpecs.flatMap(({ tensorflow }) => tensorflow ?? []);
const anyOf = (names: readonly string[]): string => [...new Set(names)].filter(Boolean).join('|');
const scopes = anyOf(forms.flatMap((form) => form.scopes));
const parts = anyOf(forms.flatMap(({ kernels }) => kernels.map(({ part }) => part)));
const cellVariable = new RegExp(`^(.*?/?)(?:multi_rnn_cell/cell_(\\d+)/)?(${scopes})/((?:${parts})?)(kernel|bias)$`);

export interface RenamedTensors {
  /** As a PyTorch module would call and lay them out. */
  readonly tensors: NamedTensors;
  readonly inFile: InFile;
  readonly spec: CellSpec;
  readonly notes: readonly string[];
}

/**
 * The variables of a TensorFlow 1 graph, saved under their names without `:0`; undefined for tensors of another
 * program. BasicRNNCell, BasicLSTMCell, LSTMCell and GRUCell, alone or in a MultiRNNCell.
 */
export const renameTensorflow = (source: NamedTensors, file: string): RenamedTensors | undefined => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const layers: Map<string, Tensor>[] = [];
  /** What the names of the cells begin with: `rnn/multi_rnn_cell/cell_1/gru_cell/`. */
  const stems: string[] = [];
  const fileTensors = new Map<string, FileTensor>();
  const scopes = new Set<string>();
  const names = new Set<string>();
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
    names.add(cell);
    stems[Number(layer)] = name.slice(0, -`${part}${variable}`.length);
    (layers[Number(layer)] ??= new Map()).set(`${part}${variable}`, tensor);
  }
  const [name, ...otherNames] = names;
  if (name === undefined) return undefined;
  if (scopes.size > 1) throw fail(`holds cells in the scopes ${[...scopes].join(', ')}; a network here has one stack`);
  if (otherNames.length > 0) throw fail(`mixes ${[name, ...otherNames].join(' and ')}; a network here has one kind`);
  if (layers.length > 64) throw fail(`numbers its cells up to ${layers.length - 1}; at most 64 layers are trained`);
  const { spec, form } = findCell(name);
  let below: number | undefined;
  Array.from(layers).forEach((variables: Map<string, Tensor> | undefined, layer) => {
    const stem = stems[layer] ?? (stems.at(-1) ?? '').replace(/cell_\d+/, `cell_${layer}`);
    const cell = fromTensorflow(spec, takeKernels(variables, stem, form, below, fail));
    putCell(tensors, layer, false, cell);
    below = cell.weightHh.shape[1];
    fileTensors.set(`rnn.weight_ih_l${layer}`, kernelInFile(stem, form));
  });
  const inFile: InFile = (ours) =>
    fileTensors.get(ours) ?? { name: ours.replace(/\.weight$/, '/kernel').replace(/\.bias$/, '/bias') };
  const added = form.addedForgetBias;
  const notes = added
    ? [`${added} was added to the bias of the forget gates, as the cell does when its forget_bias is not set.`]
    : [];
  return { tensors, inFile, spec, notes };
};

/** The cell of ours that has the scope. */
const findCell = (scope: string): { spec: CellSpec; form: TensorflowForm } => {
  for (const spec of cellSpecs) {
    if (spec.tensorflow?.scopes.includes(scope)) return { spec, form: spec.tensorflow };
  }
  throw new Error(`No cell has the scope ${scope}.`);
};

/** The kernel that holds the first gates of (G*u, D) of ours: (D+u, g*u). */
const kernelInFile = (stem: string, { kernels }: TensorflowForm): FileTensor => {
  const [first] = kernels;
  const all = kernels.reduce((sum, { gates }) => sum + gates.length, 0);
  return {
    name: `${stem}${first?.part ?? ''}kernel`,
    layOut: ([rows, inputs]) => {
      const units = Number(rows) / all;
      return [Number(inputs) + units, (first?.gates.length ?? 0) * units];
    },
  };
};

/** `below` are the units of the cell that this one reads. */
const takeKernels = (
  variables: Map<string, Tensor> | undefined,
  stem: string,
  { kernels }: TensorflowForm,
  below: number | undefined,
  fail: (problem: string) => InputError,
): TensorflowKernel[] => {
  const taken: (TensorflowKernel & { readonly shown: string; readonly units: number })[] = [];
  for (const { part, gates } of kernels) {
    const kernel = variables?.get(`${part}kernel`);
    const bias = variables?.get(`${part}bias`);
    if (!kernel || !bias) throw fail(`has no tensor ${stem}${part}${kernel ? 'bias' : 'kernel'}`);
    const [rows = 0, columns] = kernel.shape;
    const [size = 0, ...more] = bias.shape;
    const units = size / gates.length;
    const shown = `${stem}${part}kernel ${formatShape(kernel)}`;
    const isShown = `${stem}${part}kernel is ${formatShape(kernel)}`;
    if (kernel.shape.length !== 2 || more.length > 0 || columns !== size || size % gates.length > 0 || rows <= units) {
      throw fail(`${isShown} and its bias ${formatShape(bias)}, which fits no cell`);
    }
    if (below !== undefined && rows !== below + units) {
      const why = `for the ${below} units of the cell below and its own ${units}`;
      throw fail(`${isShown} and should be (${below + units}, ${size}), ${why}`);
    }
    const [other] = taken;
    if (other && (other.kernel.shape[0] !== rows || other.units !== units)) {
      throw fail(`${isShown} and ${other.shown}, which fits no cell`);
    }
    taken.push({ kernel, bias, shown, units });
  }
  return taken;
};
