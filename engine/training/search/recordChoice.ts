import type { ChoiceRecord, TriedVariant } from '../../protocol.ts';
import type { Variant } from '../../tasks/search/variant.ts';
import { finiteOrNull } from '../../withoutNaN.ts';
import { count } from '../../words/count.ts';
import type { Trial } from './compete.ts';
import type { FoldJudge } from './foldJudge.ts';

/** A forecast that errs by no more than that less was not chosen for it. */
const leastPercent = 2;

/** What a run keeps of its choice. */
export const recordChoice = (
  trials: readonly [Trial<Variant>, ...Trial<Variant>[]],
  chosen: Trial<Variant>,
  { judge, share }: { readonly judge: Pick<FoldJudge, 'folds' | 'horizon'>; readonly share: number },
): ChoiceRecord => {
  const { folds, horizon } = judge;
  return {
    metric: trials[0].judged?.metric ?? 'mae',
    folds,
    horizon,
    tried: trials.map((trial) => tell(trial, trials[0])),
    chosen: trials.indexOf(chosen),
    share,
    verdict: verdictOf(trials, chosen, folds),
  };
};

const tell = ({ candidate, updates, judged }: Trial<Variant>, first: Trial<Variant>): TriedVariant => ({
  what: candidate.what.what,
  mean: finiteOrNull(judged?.forecast.mean ?? NaN),
  better: betterIn(judged?.forecast.byFold ?? [], first.judged?.forecast.byFold ?? []),
  byFold: (judged?.forecast.byFold ?? []).map(finiteOrNull),
  network: finiteOrNull(judged?.network.mean ?? NaN),
  updates,
});

const betterIn = (errors: readonly number[], rival: readonly number[]): number =>
  errors.filter((error, fold) => error < (rival[fold] ?? NaN)).length;

const verdictOf = (
  [first, ...others]: readonly [Trial<Variant>, ...Trial<Variant>[]],
  chosen: Trial<Variant>,
  folds: number,
): string => {
  const where = `on ${count(folds, 'fold')} of the rows that train`;
  const { what } = chosen.candidate.what;
  if (chosen === first) {
    const ways = count(others.length, 'other way was', 'other ways were');
    return `What rules have chosen stays (${what}): ${ways} tried ${where}, and none is better by more than chance.`;
  }
  const lessBy = (errorOf: (trial: Trial<Variant>) => number | undefined): number =>
    Math.round(100 * (1 - (errorOf(chosen) ?? NaN) / (errorOf(first) ?? NaN)));
  const forecast = lessBy(({ judged }) => judged?.forecast.mean);
  const network = lessBy(({ judged }) => judged?.network.mean);
  const rules = `what rules have chosen (${first.candidate.what.what})`;
  return forecast > leastPercent
    ? `Chosen ${where}: ${what}, which errs by ${forecast} % less than ${rules}.`
    : `Chosen ${where}: ${what}, whose network alone errs by ${network} % less than that of ${rules}; blended both err alike.`;
};
