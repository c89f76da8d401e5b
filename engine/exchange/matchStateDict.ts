import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { formatShape, type NamedTensors } from './cellWeights.ts';
import { type InFile, asNamed, formatInFile, showInFile } from './fileTensor.ts';
import { inferNetwork } from './inferNetwork.ts';

/** Tensors under the names of our network, and what was taken for what, one sentence each. */
export interface MatchedTensors {
  readonly tensors: NamedTensors;
  readonly notes: readonly string[];
  readonly inFile: InFile;
}

/** What a module of PyTorch calls its recurrent weights; everything before it is the module's own name. */
const recurrentName = /^(|.*\.)((?:weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)_l\d+(?:_reverse)?)$/;
/** Of our networks alone; they stand beside the weights. */
const besideName = /^(?:norm_|[hc]0_l\d)/;

/** A module that is no recurrent one. */
interface Module {
  readonly name: string;
  readonly weightName: string;
  readonly weight: Tensor;
  readonly biasName: string;
  readonly bias: Tensor | undefined;
}

const embeddingNames = /^(embed|emb|encoder|lookup|wte)/;
const headNames = /^(fc|linear|head|decoder|out|proj|classif|dense|predict|h2o)/;

/**
 * Finds the embedding, the recurrent layers and the output layer in a PyTorch `state_dict`, whatever the modules are
 * called and however deep they lie. Every tensor has to have one place, and every place at most one tensor: what is
 * left over or could be two things is refused by name.
 */
export const matchStateDict = (source: NamedTensors, file: string, inFile: InFile = asNamed): MatchedTensors => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const { prefix, recurrent, others } = findRecurrent(source, fail);
  const tensors = new Map(recurrent);
  const notes = prefix === 'rnn.' ? [] : [`${prefix || 'weight_ih_l0 and the like, without a name before,'} → rnn.`];

  // Before the other modules are held against them, so that a wrong shape among them is told as theirs.
  const outside = [...others.values()].flatMap(({ shape }) => (shape.length === 2 ? (shape[1] ?? []) : []));
  const inModule: InFile = (name) => inFile(name.replace(/^rnn\./, prefix));
  const { layerSizes, projSize, isBidirectional } = inferNetwork(recurrent, file, { outside, inFile: inModule });
  const reader = { shape: tensors.get('rnn.weight_ih_l0')?.shape ?? [] };
  const inputs = reader.shape[1] ?? 0;
  const outputs = (projSize || (layerSizes.at(-1) ?? 0)) * (isBidirectional ? 2 : 1);
  const embeddings: Module[] = [];
  const heads: Module[] = [];
  for (const module of modulesOf(others, inFile, fail)) {
    const role = roleOf(module, inputs, outputs);
    const shown = showInFile(inFile(module.weightName), module.weight);
    if (role === 'neither') {
      throw fail(
        `${shown} has no place in a network here: an embedding would be (symbols, ${inputs}), which ` +
          `${showInFile(inModule('rnn.weight_ih_l0'), reader)} reads, the output layer ` +
          `${formatInFile(inFile(module.weightName), ['outputs', outputs])} with a bias; export the rest without it`,
      );
    }
    if (role === 'either') {
      throw fail(`${shown} may be the embedding or the output layer; rename it to embedding.weight or head.weight`);
    }
    (role === 'embedding' ? embeddings : heads).push(module);
  }
  const embedding = only(embeddings, 'embedding', inFile, fail);
  if (embedding) {
    if (embedding.bias) {
      const shown = showInFile(inFile(embedding.biasName), embedding.bias);
      throw fail(`${shown} has no place: an embedding has no bias; export the rest without it`);
    }
    tensors.set('embedding.weight', embedding.weight);
    if (embedding.name !== 'embedding') notes.push(`${embedding.name}.weight → embedding.weight`);
  }
  const head = only(heads, 'output layer', inFile, fail);
  if (head) {
    checkOutputs(head, embedding, inFile, fail);
    tensors.set('head.weight', head.weight);
    tensors.set('head.bias', head.bias ?? zeros(head.weight.shape[0] ?? 0));
    if (head.name !== 'head') notes.push(`${head.name}.* → head.*`);
    if (!head.bias) notes.push(`${head.name} has no bias; head.bias begins at zero`);
  }
  const weightNames = new Map([
    ['embedding.weight', embedding?.weightName],
    ['head.weight', head?.weightName],
    ['head.bias', head?.biasName],
  ]);
  const inSource: InFile = (name) => inModule(weightNames.get(name) ?? name);
  return { tensors, inFile: inSource, notes: notes.length > 0 ? [`Weights of ${file}: ${notes.join(', ')}.`] : [] };
};

type Fail = (problem: string) => InputError;

interface Recurrent {
  readonly prefix: string;
  readonly recurrent: NamedTensors;
  readonly others: NamedTensors;
}

const findRecurrent = (source: NamedTensors, fail: Fail): Recurrent => {
  const firsts = new Map<string, string>();
  for (const name of source.keys()) {
    const prefix = recurrentName.exec(name)?.[1];
    if (prefix !== undefined && !firsts.has(prefix)) firsts.set(prefix, name);
  }
  const [prefix, ...more] = firsts.keys();
  if (prefix === undefined) {
    throw fail(
      `holds no recurrent weights, no tensor called like rnn.weight_ih_l0; it has ${listNames([...source.keys()])}`,
    );
  }
  if (more.length > 0) {
    throw fail(
      `holds ${firsts.size} recurrent modules, with ${listNames([...firsts.values()])}; a network here has one: ` +
        'export it alone, with its output layer',
    );
  }
  const recurrent = new Map<string, Tensor>();
  const others = new Map<string, Tensor>();
  for (const [name, tensor] of source) {
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (recurrentName.test(rest) || besideName.test(rest)) recurrent.set(`rnn.${rest}`, tensor);
    else others.set(name, tensor);
  }
  return { prefix, recurrent, others };
};

const modulesOf = (others: NamedTensors, inFile: InFile, fail: Fail): Module[] => {
  const modules: Module[] = [];
  for (const [name, tensor] of others) {
    const stem = name.replace(/\.?weight$/, '');
    const weightName = name.replace(/bias$/, 'weight');
    if (stem !== name) {
      const biasName = name.replace(/weight$/, 'bias');
      modules.push({ name: stem || name, weightName: name, weight: tensor, biasName, bias: others.get(biasName) });
    } else if (weightName === name) {
      throw fail(`${showInFile(inFile(name), tensor)} has no place in a network here; export the rest without it`);
    } else if (!others.has(weightName)) {
      throw fail(`has no tensor ${inFile(weightName).name}, which ${showInFile(inFile(name), tensor)} calls for`);
    }
  }
  return modules;
};

/** Told by the weight alone: a wrong bias is told as such. */
const roleOf = (
  { name, weight, bias }: Module,
  inputs: number,
  outputs: number,
): 'embedding' | 'head' | 'either' | 'neither' => {
  const isMatrix = weight.shape.length === 2;
  const ownName = (name.split('.').at(-1) ?? '').toLowerCase();
  const soundsLikeEmbedding = embeddingNames.test(ownName);
  const canBeHead = isMatrix && weight.shape[1] === outputs;
  const canEmbed = isMatrix && weight.shape[1] === inputs && (!bias || (soundsLikeEmbedding && !canBeHead));
  if (canEmbed !== canBeHead) return canEmbed ? 'embedding' : 'head';
  if (!canEmbed) return 'neither';
  if (soundsLikeEmbedding === headNames.test(ownName)) return 'either';
  return soundsLikeEmbedding ? 'embedding' : 'head';
};

/** Weight and bias have as many outputs; when they do not, symbols tell which is wrong. */
const checkOutputs = (
  { weightName, weight, biasName, bias }: Module,
  embedding: Module | undefined,
  inFile: InFile,
  fail: Fail,
): void => {
  const [rows = 0, columns = 0] = weight.shape;
  if (!bias || bias.shape.join() === String(rows)) return;
  const [shownWeight, shownBias] = [inFile(weightName), inFile(biasName)];
  if (bias.shape.join() === String(embedding?.weight.shape[0])) {
    const [outputs = 0] = bias.shape;
    throw fail(
      `tensor ${shownWeight.name} is ${formatInFile(shownWeight, weight.shape)} and should be ` +
        `${formatInFile(shownWeight, [outputs, columns])}, for the ${outputs} symbols and ${showInFile(shownBias, bias)}`,
    );
  }
  const why = `for the ${rows} outputs of ${showInFile(shownWeight, weight)}`;
  throw fail(`tensor ${shownBias.name} is ${formatShape(bias)} and should be (${rows}), ${why}`);
};

const only = (modules: readonly Module[], what: string, inFile: InFile, fail: Fail): Module | undefined => {
  if (modules.length > 1) {
    throw fail(
      `${listNames(modules.map(({ weightName }) => inFile(weightName).name))} could each be the ${what}; a network here has one: ` +
        'export the rest without the others',
    );
  }
  return modules[0];
};

const zeros = (size: number): Tensor => ({ shape: [size], values: new Float32Array(size) });

const listNames = (names: readonly string[]): string => {
  if (names.length === 0) return 'no tensors';
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
};
