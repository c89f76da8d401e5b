import type { BacktestScores, TaskDescription } from '../../engine/protocol.ts';
import { Icon } from '../icon.tsx';
import { metricName, metricValue } from '../panel/metricWords.ts';
import { t } from '../strings.ts';
import { Button, Dropdown } from '../toolkit.tsx';

interface FoldPickerProps {
  readonly result: Pick<BacktestScores, 'byFold' | 'verdict'>;
  readonly task: TaskDescription | undefined;
  /** The last of them is followed by `whole`, where there is that to choose. */
  readonly fold: number;
  /** Names what is shown instead of a fold. */
  readonly whole?: string;
  readonly onPick: (fold: number) => void;
}

/** Chooses a fold, each named by how the model did in it. */
export const FoldPicker = ({ result, task, fold, whole, onPick }: FoldPickerProps) => {
  const { byFold, verdict } = result;
  const metric = verdict?.metric ?? 'mae';
  const folds = byFold.map((metrics, index) => {
    const error = metrics['model']?.[metric];
    const name = t('Fold {0} of {1}', index + 1, byFold.length);
    const words =
      error === undefined ? name : `${name} · ${metricName(task, metric)} ${metricValue(task, metric, error)}`;
    return { value: String(index), label: words };
  });
  const choices = [...folds, ...(whole === undefined ? [] : [{ value: String(byFold.length), label: whole }])];
  return (
    <div class="fold-picker">
      <Button
        appearance="icon"
        label={t('Fold before')}
        isDisabled={fold === 0}
        onClick={() => onPick(fold - 1)}
        children={<Icon name="chevron-left" />}
      />
      <Dropdown label={t('Fold')} value={String(fold)} choices={choices} onChange={(value) => onPick(Number(value))} />
      <Button
        appearance="icon"
        label={t('Next fold')}
        isDisabled={fold === choices.length - 1}
        onClick={() => onPick(fold + 1)}
        children={<Icon name="chevron-right" />}
      />
    </div>
  );
};
