import type { Config } from '../../../config.ts';
import { isDistribution } from '../../../network/lossGroups.ts';
import { count } from '../../../words/count.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';
import type { FilledAhead } from './findKnown.ts';

interface Chosen {
  readonly targets: readonly string[];
  readonly inputs: readonly string[];
  readonly horizon: number;
}

/**
 * The columns that are read of the steps ahead: those that a config names, else those that the file has as far ahead as
 * the horizon. What is wrong or to be told goes to the lists.
 */
export const completeKnown = (
  filled: readonly FilledAhead[],
  { known: wanted }: Pick<Partial<ForecastData>, 'known'>,
  { targets, inputs, horizon }: Chosen,
  { model, training }: Pick<Config, 'model' | 'training'>,
  { problems, choices }: { readonly problems: ConfigProblem[]; readonly choices: string[] },
): Pick<ForecastData, 'known'> => {
  const subject = targets.join(' or ');
  if (wanted) {
    const path = 'data.known';
    for (const name of wanted) {
      if (targets.includes(name)) {
        problems.push({ path, message: `'${name}' is forecast, and so not known ahead; leave it out` });
      } else if (!inputs.includes(name)) {
        problems.push({
          path,
          message: `'${name}' is none of the inputs; name it in data.inputs too, or leave it out`,
        });
      }
    }
    if (wanted.length > 0) choices.push(sayKnown(wanted));
    return { known: wanted };
  }
  const found = filled.filter(({ rows }) => rows >= horizon).map(({ column }) => column);
  for (const { column, rows } of filled) {
    if (rows >= horizon) continue;
    choices.push(
      `'${column}' is filled ${count(rows, 'row')} beyond the last ${subject}, and the horizon is ${horizon}: it is read of the past alone; data.known names what is known ahead.`,
    );
  }
  if (found.length === 0) return {};
  const obstacle =
    training?.loss !== undefined && isDistribution(training.loss)
      ? `the ${training.loss} loss`
      : ['none', undefined].includes(model?.outputActivation)
        ? undefined
        : `the output activation ${model?.outputActivation}`;
  const names = found.map((name) => `'${name}'`).join(', ');
  const filledSo = `${names} ${found.length === 1 ? 'is' : 'are'} filled beyond the last ${subject}`;
  if (obstacle !== undefined) {
    choices.push(`${filledSo}, which ${obstacle} leaves no use for.`);
    return {};
  }
  choices.push(`${filledSo}. ${sayKnown(found)}`);
  return { known: found };
};

const sayKnown = (known: readonly string[]): string =>
  `Of the rows that it forecasts the network reads ${known.join(', ')} too; data.known names other columns, or none.`;
