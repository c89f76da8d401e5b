import type { ColumnGroup, Explained, TargetErrors } from './explained.ts';
import { type NumberSequences, stageSequences } from './stageSequences.ts';

interface SequencesOptions extends Pick<Explained, 'targets' | 'measure'> {
  readonly source: NumberSequences;
  /** Columns of numbers, in the order in which the network reads them. */
  readonly inputs: readonly string[];
  /** Of what the network puts out for some examples. */
  readonly errors: (outputs: Float32Array, examples: Int32Array) => TargetErrors;
}

/**
 * What sequences of numbers are read as: by column, where they are rows of the file, and by step. Where each row is a
 * sequence its steps are its columns, and are called so.
 */
export const explainSequences = ({ source, inputs, targets, measure, errors }: SequencesOptions): Explained => {
  const { steps } = source;
  const width = source.kind === 'rows' ? source.stepSize : source.size;
  return {
    columns: source.kind === 'vectors' ? columnsOf(inputs, width) : [],
    ...{ targets, measure, steps, width },
    countsBack: false,
    ...(source.kind === 'rows' && {
      nameSteps: (from, to) => {
        const [first, last] = [inputs[(from - 1) * width], inputs[to * width - 1]];
        return first === last ? (first ?? '') : `${first ?? ''} … ${last ?? ''}`;
      },
    }),
    stage: (examples) => ({
      staged: stageSequences(source, examples),
      errors: (outputs) => errors(outputs, examples),
      given: [],
      seasons: () => [],
    }),
  };
};

/** A step is some rows one after another, or a part of one: of that no column can be told. */
const columnsOf = (inputs: readonly string[], width: number): ColumnGroup[] =>
  width % inputs.length === 0
    ? inputs.map((column, at) => ({
        column,
        places: Array.from({ length: width / inputs.length }, (_, row) => row * inputs.length + at),
      }))
    : [];
