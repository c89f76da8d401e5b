import type { RankedCandidate, SearchBegun, Trial, TuneResult } from '../../protocol.ts';
import { describeChanges } from '../../runs/searches/describeChanges.ts';
import { shortPath } from '../describeRun.ts';
import { formatDuration, formatFigure } from '../formatFigure.ts';
import { metricName } from '../metricsTable.ts';
import { renderTable } from '../table.ts';

/** Lines of the table: of more candidates the best. */
const mostLines = 20;

export const describeBegin = ({ file, task, measure, varied, budget, search }: SearchBegun): string[] => [
  `search for ${shortPath(file)} (${task}): ${metricName(measure.metric)} on ${measure.on}, for ${formatDuration(budget)}`,
  `  varied: ${varied.join(', ')}`,
  `  ${shortPath(search)}`,
];

/** `trial 3  1/9 of a training  MAE 2.104  0.8 s  cell gru, hiddenSize 16` */
export const describeTrial = (trial: Trial, number: number, { measure, rungs }: SearchBegun): string => {
  const { rung, value, seconds, changes, failure } = trial;
  const came = failure === undefined ? `${metricName(measure.metric)} ${formatFigure(value)}` : `failed: ${failure}`;
  const share = shareText(rungs[rung] ?? 1);
  return `trial ${number}  ${share}  ${came}  ${formatDuration(seconds)}  ${describeChanges(changes)}`;
};

type Searched = Pick<TuneResult, 'ranking' | 'trials' | 'measure' | 'rungs' | 'seconds'>;

/** What came out, the best first. */
export const describeSearched = ({ ranking, trials, measure, rungs, seconds }: Searched): string[] => {
  const left = ranking.length - mostLines;
  return [
    '',
    ...renderTable([
      ['settings', 'trained for', metricName(measure.metric), 'seconds'],
      ...ranking
        .slice(0, mostLines)
        .map((trial) => [
          describeChanges(trial.changes),
          shareText(rungs[trial.rung] ?? 1),
          formatFigure(trial.value),
          trial.seconds.toFixed(1),
        ]),
    ]),
    ...(left > 0 ? [`and ${left} more`] : []),
    '',
    `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'} in ${formatDuration(seconds)}. ${describeBest(ranking, measure)}`,
  ];
};

const describeBest = (ranking: readonly RankedCandidate[], { metric }: TuneResult['measure']): string => {
  const [best] = ranking;
  if (!best) return 'None of them could be trained.';
  const name = metricName(metric);
  const usual = ranking.find(({ candidate }) => candidate === 0);
  if (best.candidate === 0)
    return `After as long a training none did better than the settings as they are: ${name} ${formatFigure(best.value)}.`;
  const against = usual ? ` against ${formatFigure(usual.value)} with the settings as they are` : '';
  return `The best, ${describeChanges(best.changes)}: ${name} ${formatFigure(best.value)}${against}.`;
};

const shareText = (share: number): string => (share === 1 ? 'whole' : `1/${Math.round(1 / share)}`);
