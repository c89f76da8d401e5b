import type { Tensor } from '../compute/tensor.ts';
import { InputError } from '../errors.ts';
import { formatShape, type NamedTensors } from './cellWeights.ts';
import { inferNetwork } from './inferNetwork.ts';

/** Tensors under the names of our network, and what was taken for what, one sentence each. */
export interface MatchedTensors {
  readonly tensors: NamedTensors;
  readonly notes: readonly string[];
}

/** What a module of PyTorch calls its recurrent weights; everything before it is the module's own name. */
const recurrentName = /^(|.*\.)((?:weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)_l\d+(?:_reverse)?)$/;
/** Of our networks alone; they stand beside the weights. */
const besideName = /^(?:norm_|[hc]0_l\d)/;

/** A module that is no recurrent one. */
interface Module {
  readonly name: string;
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
}

const embeddingNames = /^(embed|emb|encoder|lookup|wte)/;
const headNames = /^(fc|linear|head|decoder|out|proj|classif|dense|predict|h2o)/;

/**
 * Finds the embedding, the recurrent layers and the output layer in a PyTorch `state_dict`, whatever the modules are
 * called and however deep they lie. Every tensor has to have one place, and every place at most one tensor: what is
 * left over or could be two things is refused by name.
 */
export const matchStateDict = (source: NamedTensors, file: string): MatchedTensors => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const { prefix, recurrent, others } = findRecurrent(source, fail);
  const tensors = new Map(recurrent);
  const notes = prefix === 'rnn.' ? [] : [`${prefix || 'weight_ih_l0 and the like, without a name before,'} → rnn.`];

  // Before the other modules are held against them, so that a wrong shape among them is told as theirs.
  const { layerSizes, projSize, isBidirectional } = inferNetwork(recurrent, file, prefix);
  const inputs = tensors.get('rnn.weight_ih_l0')?.shape[1];
  const outputs = (projSize || (layerSizes.at(-1) ?? 0)) * (isBidirectional ? 2 : 1);
  const embeddings: Module[] = [];
  const heads: Module[] = [];
  for (const module of modulesOf(others, fail)) {
    const role = roleOf(module, inputs, outputs);
    if (role === 'neither') {
      throw fail(
        `${module.name}.weight ${formatShape(module.weight)} has no place in a network here: an embedding would be ` +
          `(symbols, ${inputs ?? '?'}), the output layer (outputs, ${outputs}) with a bias; export the rest without it`,
      );
    }
    if (role === 'either') {
      throw fail(
        `${module.name}.weight ${formatShape(module.weight)} may be the embedding or the output layer; ` +
          'rename it to embedding.weight or head.weight',
      );
    }
    (role === 'embedding' ? embeddings : heads).push(module);
  }
  const embedding = only(embeddings, 'embedding', fail);
  if (embedding) {
    tensors.set('embedding.weight', embedding.weight);
    if (embedding.name !== 'embedding') notes.push(`${embedding.name}.weight → embedding.weight`);
  }
  const head = only(heads, 'output layer', fail);
  if (head) {
    tensors.set('head.weight', head.weight);
    tensors.set('head.bias', head.bias ?? zeros(head.weight.shape[0] ?? 0));
    if (head.name !== 'head') notes.push(`${head.name}.* → head.*`);
    if (!head.bias) notes.push(`${head.name} has no bias; head.bias begins at zero`);
  }
  return { tensors, notes: notes.length > 0 ? [`Weights of ${file}: ${notes.join(', ')}.`] : [] };
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

const modulesOf = (others: NamedTensors, fail: Fail): Module[] => {
  const modules: Module[] = [];
  for (const [name, weight] of others) {
    const stem = name.replace(/\.?weight$/, '');
    if (stem !== name) modules.push({ name: stem || name, weight, bias: others.get(`${stem}.bias`) });
    else if (!name.endsWith('.bias') || !others.has(name.replace(/bias$/, 'weight'))) {
      throw fail(`${name} ${formatShape(weight)} has no place in a network here; export the rest without it`);
    }
  }
  return modules;
};

const roleOf = (
  { name, weight, bias }: Module,
  inputs: number | undefined,
  outputs: number,
): 'embedding' | 'head' | 'either' | 'neither' => {
  const [rows, columns] = weight.shape;
  const isMatrix = weight.shape.length === 2;
  const canEmbed = isMatrix && columns === inputs && !bias;
  const canBeHead = isMatrix && columns === outputs && (!bias || (bias.shape.length === 1 && bias.shape[0] === rows));
  if (canEmbed !== canBeHead) return canEmbed ? 'embedding' : 'head';
  if (!canEmbed) return 'neither';
  const ownName = (name.split('.').at(-1) ?? '').toLowerCase();
  const soundsLikeEmbedding = embeddingNames.test(ownName);
  if (soundsLikeEmbedding === headNames.test(ownName)) return 'either';
  return soundsLikeEmbedding ? 'embedding' : 'head';
};

const only = (modules: readonly Module[], what: string, fail: Fail): Module | undefined => {
  if (modules.length > 1) {
    throw fail(
      `${listNames(modules.map(({ name }) => `${name}.weight`))} could each be the ${what}; a network here has one: ` +
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
