import { basename } from 'node:path';
import type { ModelConfig } from '../config.ts';
import type { CellSpec } from '../network/cells/cellSpec.ts';
import { specOf } from '../network/cells/findCell.ts';
import type { NarrowType } from '../protocol.ts';
import type { Model } from '../tasks/model.ts';
import { taskOf } from '../tasks/findTask.ts';
import { type NamedTensors, takeCell } from './cellWeights.ts';

/** A network with its weights: what the code of another program is made from. */
export type DescribedModel = Pick<Model, 'config' | 'parameters'>;

/** Sizes that the shapes of the weights tell. */
const sizesOf = (tensors: NamedTensors) => {
  const [symbols = 0, embeddingSize = 0] = tensors.get('embedding.weight')?.shape ?? [];
  const widths: number[] = [];
  for (let layer = 0; ; layer++) {
    const cell = takeCell(tensors, layer, false);
    if (!cell) break;
    widths.push(cell.weightHh.shape[1] ?? 0);
  }
  const isTied = !tensors.has('head.weight');
  const [outputs = 0, features = 0] = tensors.get(isTied ? 'embedding.weight' : 'head.weight')?.shape ?? [];
  return {
    symbols,
    embeddingSize,
    inputs: tensors.get('rnn.weight_ih_l0')?.shape[1] ?? 0,
    widths,
    units: tensors.get('rnn.weight_hr_l0')?.shape[1] ?? widths[0] ?? 0,
    projSize: tensors.get('rnn.weight_hr_l0')?.shape[0] ?? 0,
    hasBias: tensors.has('rnn.bias_ih_l0'),
    isBidirectional: tensors.has('rnn.weight_ih_l0_reverse'),
    features,
    outputs,
    isTied,
    /** Values that are brought to the width of a shared vector. */
    projected: tensors.get('project.weight')?.shape[1],
  };
};

/** What the program has of the cell; a cell that it has not is refused before. */
const formOf = <Program extends 'pytorch' | 'keras'>(
  spec: CellSpec,
  program: Program,
): Exclude<CellSpec[Program], string> => {
  const form = spec[program];
  if (typeof form === 'string') throw new Error(form);
  return form as Exclude<CellSpec[Program], string>;
};

/** Applied to what the output layer puts out; cross-entropy takes it as it is. */
const activationOf = ({ model, training }: Model['config']): ModelConfig['outputActivation'] =>
  training.loss === 'crossEntropy' ? 'none' : model.outputActivation;

/** Python that makes the module with PyTorch and loads the weights. Inputs are (N, T, inputs), or symbols (N, T). */
export const describePyTorch = (model: DescribedModel, file: string): string =>
  [...describeTorchModule(model), `network.load_state_dict(${loadFile(file)})`, ''].join('\n');

/** The same of a small model, whose weights become floats: whole numbers by their scales. */
export const describeNarrowPyTorch = (model: DescribedModel, file: string, type: NarrowType): string =>
  [
    ...describeTorchModule(model),
    `weights = ${loadFile(file)}`,
    ...(type === 'int8'
      ? [
          "for name in [name for name in weights if name.endswith('.scale')]:",
          '    scale = weights.pop(name)',
          "    weights[name.removesuffix('.scale')] = weights[name.removesuffix('.scale')] * scale[:, None]",
        ]
      : []),
    ...(sizesOf(model.parameters).isTied ? ["weights['head.weight'] = weights['embedding.weight']"] : []),
    'network.load_state_dict(weights)',
    '',
  ].join('\n');

const loadFile = (file: string): string => `safetensors.torch.load_file(${JSON.stringify(basename(file))})`;

/** The lines up to a network without its weights. */
const describeTorchModule = ({ config, parameters }: DescribedModel): string[] => {
  const sizes = sizesOf(parameters);
  const { symbols, embeddingSize, inputs, widths, units, projSize, hasBias, isBidirectional } = sizes;
  const { features, outputs, isTied, projected } = sizes;
  const form = formOf(specOf(config.model), 'pytorch');
  const options = [
    `${inputs}, ${units}`,
    ...(widths.length > 1 ? [`num_layers=${widths.length}`] : []),
    ...(form.arguments?.(config.model) ?? []),
    ...(hasBias ? [] : ['bias=False']),
    'batch_first=True',
    ...(isBidirectional ? ['bidirectional=True'] : []),
    ...(projSize > 0 ? [`proj_size=${projSize}`] : []),
  ].join(', ');
  const { everyStep } = taskOf(config);
  const last = isBidirectional ? 'torch.cat([h[-2], h[-1]], 1)' : 'h[-1]';
  const outputActivation = activationOf(config);
  const read = everyStep ? 'y' : last;
  const head = `self.head(${projected === undefined ? read : `self.project(${read})`})`;
  return [
    'import safetensors.torch',
    'import torch',
    '',
    '',
    'class Network(torch.nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...(embeddingSize > 0 ? [`        self.embedding = torch.nn.Embedding(${symbols}, ${embeddingSize})`] : []),
    `        self.rnn = torch.nn.${form.module}(${options})`,
    ...(projected === undefined ? [] : [`        self.project = torch.nn.Linear(${projected}, ${features})`]),
    `        self.head = torch.nn.Linear(${features}, ${outputs})`,
    ...(isTied ? ['        self.head.weight = self.embedding.weight'] : []),
    '',
    '    def forward(self, x):',
    `        y, ${form.state} = self.rnn(${embeddingSize > 0 ? 'self.embedding(x)' : 'x'})`,
    `        return ${wrap(head, outputActivation)}`,
    '',
    '',
    'network = Network()',
  ];
};

const wrap = (head: string, activation: ModelConfig['outputActivation']): string => {
  if (activation === 'none') return head;
  return activation === 'softmax' ? `torch.softmax(${head}, -1)` : `torch.${activation}(${head})`;
};

/** Python that makes the model with Keras 3 and loads the weights. Inputs are (N, T, inputs), or symbols (N, T). */
export const describeKeras = ({ config, parameters }: DescribedModel, file: string): string => {
  const { symbols, embeddingSize, inputs, widths, hasBias, isBidirectional, outputs } = sizesOf(parameters);
  const form = formOf(specOf(config.model), 'keras');
  const layers = widths.map((units, layer) => {
    const isSequence = layer < widths.length - 1 || taskOf(config).everyStep;
    const options = [
      String(units),
      ...(form.arguments?.(config.model) ?? []),
      ...(hasBias ? [] : ['use_bias=False']),
      ...(isSequence ? ['return_sequences=True'] : []),
    ].join(', ');
    const code = `keras.layers.${form.layer}(${options})`;
    return `    ${isBidirectional ? `keras.layers.Bidirectional(${code})` : code},`;
  });
  const outputActivation = activationOf(config);
  return [
    'import keras',
    '',
    'network = keras.Sequential([',
    ...(embeddingSize > 0
      ? ['    keras.Input((None,), dtype="int32"),', `    keras.layers.Embedding(${symbols}, ${embeddingSize}),`]
      : [`    keras.Input((None, ${inputs})),`]),
    ...layers,
    `    keras.layers.Dense(${outputs}${outputActivation === 'none' ? '' : `, activation="${outputActivation}"`}),`,
    '])',
    `network.load_weights(${JSON.stringify(basename(file))})`,
    '',
  ].join('\n');
};
