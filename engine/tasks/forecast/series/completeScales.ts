import { count } from '../../../words/count.ts';
import type { ConfigProblem } from '../../config/completion.ts';
import type { ForecastData } from '../forecastFields.ts';

/** Scales that a model keeps of its series: they are read with it each time. */
const mostScales = 100_000;

/** Whether each of `series` has scales of its own, where there are several; what is wrong or to be told goes to the lists. */
export const completeScales = (
  series: number | undefined,
  wanted: Partial<ForecastData>,
  { inputs, targets }: Pick<ForecastData, 'inputs' | 'targets'>,
  { problems, choices }: { readonly problems: ConfigProblem[]; readonly choices: string[] },
): Pick<ForecastData, 'ownScales'> => {
  const path = 'data.ownScales';
  if (series === undefined) {
    const message = 'there is one series; leave it out, or name a column in data.series';
    if (wanted.ownScales) problems.push({ path, message });
    return {};
  }
  const scales = series * (inputs.length + 2 * targets.length);
  if (scales <= mostScales) return { ownScales: wanted.ownScales ?? wanted.scaling !== 'none' };
  if (wanted.ownScales) {
    const have = `${count(series, 'series has', 'series have')} ${count(scales, 'size', 'sizes')}`;
    const message = `${have}, more than the ${mostScales} that a model keeps; leave it out: they share one size then`;
    problems.push({ path, message });
  } else if (wanted.ownScales === undefined) {
    choices.push('The series are too many for sizes of their own: they share one.');
  }
  return { ownScales: false };
};
