import { findNumbers } from '../../../files/columns/findColumn.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import { refuseValues } from './refuseValues.ts';
import { spreadFollowsLevel } from './spreadFollowsLevel.ts';
import { type TrainingPart, areNonNegative, tellTargets } from './tellTargets.ts';

/** What targets are learned as, and where their forecasts stop. */
type Transform = Pick<ForecastData, 'transform' | 'lambda' | 'nonNegative'>;

/** What suits a network that is chosen for the data, where none of it is below 0. */
export type UsualTransform = Pick<ForecastData, 'transform' | 'lambda'>;

interface TransformedTargets {
  readonly parts: readonly TrainingPart[];
  readonly targets: readonly string[];
  /** Steps in it, 0 for none. */
  readonly season: number;
  readonly usual?: UsualTransform | undefined;
}

/** The newest training rows of a series, by which a transform is chosen: more would say the same. */
const judgedRows = 250_000;

/**
 * The transform that is asked for, or logarithms where the training part alone shows that the spread of each target
 * grows with its level. What is wrong or to be told goes to the lists; throws an `InputError` at the first value of the
 * file that a transform which was asked for cannot take.
 */
export const completeTransform = (
  subject: TransformedTargets,
  wanted: Partial<ForecastData>,
  { problems, choices }: { readonly problems: ConfigProblem[]; readonly choices: string[] },
): Transform => {
  const { nonNegative } = wanted;
  // Columns that are no numbers are told already.
  const areNumbers = problems.every(({ path }) => path !== 'data.targets');
  const usual = wanted.transform === undefined && areNumbers ? usualTransform(subject, wanted, choices) : {};
  const transform = wanted.transform ?? usual.transform ?? 'none';
  const lambda = wanted.lambda ?? usual.lambda;
  if (lambda !== undefined && transform !== 'boxcox') {
    const message = `lambda ${lambda} does nothing: the transform is ${transform}; leave it out, or set data.transform to boxcox`;
    problems.push({ path: 'data.lambda', message });
  }
  const completed: Transform = {
    transform,
    ...(lambda !== undefined && { lambda }),
    ...(nonNegative !== undefined && { nonNegative }),
  };
  if (!areNumbers) return completed;
  const { parts, targets } = subject;
  if (wanted.transform !== undefined) refuseValues(parts, targets, completed);
  choices.push(...tellTargets(parts, targets, wanted));
  return completed;
};

const usualTransform = (
  { parts, targets, season, usual }: TransformedTargets,
  { scaling }: Partial<ForecastData>,
  choices: string[],
): UsualTransform => {
  // Who wants no scaling wants the values.
  if (scaling === 'none') return {};
  if (usual) {
    if (!areNonNegative(parts, targets)) return {};
    choices.push(
      `The network learns square roots of ${targets.join(', ')}, in which large values weigh less; data.transform none lets it learn the values.`,
    );
    return usual;
  }
  if (!targets.every((name) => spreadFollowsLevel(valuesOf(parts, name), season))) return {};
  choices.push(
    `The spread of ${targets.join(', ')} grows with the level on the training rows: the network learns logarithms; data.transform none lets it learn the values.`,
  );
  return { transform: 'log' };
};

const valuesOf = (parts: readonly TrainingPart[], name: string): Float64Array[] =>
  parts.map(({ table, trainRows }) =>
    findNumbers(table, name).values.read(Math.max(0, trainRows - judgedRows), trainRows),
  );
