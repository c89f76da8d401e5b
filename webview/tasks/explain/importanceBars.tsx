import type { Explanation, Importance } from '../../../engine/protocol.ts';
import { t } from '../../strings.ts';
import { growthWords, spreadWords } from './importanceWords.ts';

export interface Bar extends Importance {
  readonly name: string;
}

interface ImportanceBarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly measure: Explanation['measure'];
}

/** How much the error grows without each of some things, as a table with bars; a bar ends at the mean, its whisker at one spread from it. */
export const ImportanceBars = ({ title, bars, measure }: ImportanceBarsProps) => {
  const largest = Math.max(...bars.map(({ growth, spread }) => Math.max(0, growth ?? 0) + (spread ?? 0)), 1e-9);
  const share = (value: number): string => `${(100 * Math.min(1, Math.max(0, value / largest))).toFixed(2)}%`;
  return (
    <table class="importance">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" colSpan={2} class="number">
            {measure === 'wrong' ? t('More wrong answers') : t('More error')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, growth, spread }) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            <td aria-hidden="true" class="importance-bar">
              <span style={{ width: share(growth ?? 0) }} />
              {(growth ?? 0) > 0 && (spread ?? 0) > 0 && (
                <i
                  style={{
                    left: share((growth ?? 0) - (spread ?? 0)),
                    right: `${100 - parseFloat(share((growth ?? 0) + (spread ?? 0)))}%`,
                  }}
                />
              )}
            </td>
            <td class="number">
              {growthWords({ growth }, measure)} <span class="muted">{spreadWords({ spread })}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
