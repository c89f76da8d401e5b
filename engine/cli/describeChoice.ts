import type { ChoiceRecord } from '../protocol.ts';
import { formatFigure } from './formatFigure.ts';
import { metricName } from './metricsTable.ts';
import { renderTable } from './table.ts';

/** What was tried on folds as a table, below what rules chose the others; the one that is trained has an asterisk. */
export const describeChoice = ({ tried, chosen, metric, folds }: ChoiceRecord): string[] =>
  renderTable([
    ['tried', metricName(metric), 'its network', 'better in', 'updates'],
    ...tried.map(({ what, mean, network, better, updates }, place) => [
      `${place === chosen ? '* ' : '  '}${what}`,
      formatFigure(mean),
      formatFigure(network),
      place === 0 ? 'by rules' : `${better} of ${folds}`,
      updates.toLocaleString('en'),
    ]),
  ]);
