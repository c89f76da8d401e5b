import type { Tensor } from '../compute/tensor.ts';
import type { Cell } from '../config.ts';
import { InputError } from '../errors.ts';
import type { NamedTensors } from './cellWeights.ts';
import { type InFile, asNamed, formatInFile } from './fileTensor.ts';
import { type Fault, countWrongSizes, describeFault, findFaults } from './findFaults.ts';
import { type NetworkGuess, guessNetworks, layerOf } from './guessNetworks.ts';

/** What the shapes of a network's weights say of it. */
export interface InferredNetwork {
  readonly cell: Cell;
  /** Units of every layer. */
  readonly layerSizes: readonly number[];
  readonly isBidirectional: boolean;
  /** Outputs of a projection, 0 for none. */
  readonly projSize: number;
  readonly hasBias: boolean;
  /** Length of a symbol vector, 0 for none. */
  readonly embeddingSize: number;
  readonly hasNorms: boolean;
  readonly hasLearnedState: boolean;
}

interface Surroundings {
  /** Columns of the matrices that are no recurrent weights. */
  readonly outside?: readonly number[];
  readonly inFile?: InFile;
}

/**
 * Reads a network's form off weights that have our names: it is the one that most of them fit. Throws an `InputError`
 * that names, as the file does, the first tensor that is missing, too many or does not fit the others.
 */
export const inferNetwork = (
  tensors: NamedTensors,
  file: string,
  { outside, inFile = asNamed }: Surroundings = {},
): InferredNetwork => {
  const fail = (problem: string): InputError => new InputError(problem, { file });
  const recurrent = new Map([...tensors].filter(([name]) => name.startsWith('rnn.')));
  for (const name of recurrent.keys()) {
    const layers = 1 + (layerOf(name) ?? 0);
    if (layers > 64) throw fail(`${inFile(name).name} is of ${layers} recurrent layers; at most 64 are trained`);
  }
  const embedding = tensors.get('embedding.weight');
  const head = tensors.get('head.weight');
  const columns = outside ?? [embedding, head].flatMap((tensor) => tensor?.shape[1] ?? []);
  const [best, ...others] = judge(recurrent, columns);
  if (!best) throw fail('holds no recurrent weights that have a size');
  const { guess, faults } = best;
  const [fault] = faults;
  if (fault) {
    const ties = others.filter(({ cost, faults: [first] }) => cost === best.cost && first?.name === fault.name);
    throw fail(
      describeFault(
        fault,
        guess,
        ties.map((tie) => tie.guess),
        recurrent,
        inFile,
      ),
    );
  }
  const { model, layerSizes, inputSize } = guess;
  const outputs = outputsOf(guess);
  const expectColumns = (name: string, tensor: Tensor, wanted: number, why: string): void => {
    if (tensor.shape.length === 2 && tensor.shape[1] === wanted) return;
    const shown = inFile(name);
    const should = formatInFile(shown, [tensor.shape[0] ?? 0, wanted]);
    throw fail(`tensor ${shown.name} is ${formatInFile(shown, tensor.shape)} and should be ${should}, ${why}`);
  };
  const because = `for the ${inputSize} inputs of ${inFile('rnn.weight_ih_l0').name}`;
  if (embedding) expectColumns('embedding.weight', embedding, inputSize, because);
  if (head) expectColumns('head.weight', head, outputs, `for the ${outputs} outputs of the last layer`);
  return {
    cell: model.cell,
    layerSizes,
    isBidirectional: model.bidirectional,
    projSize: model.projSize,
    hasBias: model.bias,
    embeddingSize: embedding?.shape[1] ?? 0,
    hasNorms: model.layerNorm,
    hasLearnedState: model.initialState === 'learned',
  };
};

interface Judged {
  readonly guess: NetworkGuess;
  readonly faults: readonly Fault[];
  /** Tensors that do not fit, and as a fraction their wrong sizes. */
  readonly cost: number;
}

/** The best first. */
const judge = (recurrent: NamedTensors, outside: readonly number[]): Judged[] =>
  guessNetworks(recurrent, outside)
    .map((guess) => {
      const faults = findFaults(recurrent, guess);
      const isRead = outside.length === 0 || outside.includes(outputsOf(guess));
      return { guess, faults, cost: faults.length + (isRead ? 0 : 1) + countWrongSizes(faults) / 1e4 };
    })
    .sort((a, b) => a.cost - b.cost);

const outputsOf = ({ model: { projSize, bidirectional }, layerSizes }: NetworkGuess): number =>
  (projSize || (layerSizes.at(-1) ?? 0)) * (bidirectional ? 2 : 1);
