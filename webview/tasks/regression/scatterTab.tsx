import type { NumberReport } from '../../../engine/protocol.ts';
import { formatCount, formatNumber } from '../../formatNumber.ts';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { Dropdown } from '../../toolkit.tsx';
import { ScatterPlot } from './scatterPlot.tsx';
import { WorstErrors } from './worstErrors.tsx';

/** How near the predicted numbers of a split are to the actual ones, and where they are furthest off. */
export const ScatterTab = ({ model, post, updateView }: TabProps) => {
  const report = model.plot && 'columns' in model.plot ? model.plot : undefined;
  const column = report?.columns.find((each) => each.column === model.view.column) ?? report?.columns[0];
  if (!report || !column) return <p class="muted">{t('The first predictions appear after the first epoch.')}</p>;
  const openLine = (line: number): void => post({ type: 'openLine', line, split: report.split });
  const { mae = null, rmse = null, r2 = null } = column.metrics;
  return (
    <div class="results">
      <p>{splitWords(report, column.lines.length)}</p>
      {report.columns.length > 1 && (
        <div class="toolbar">
          <Dropdown
            label={t('Column')}
            value={column.column}
            choices={report.columns.map((each) => ({ value: each.column, label: each.column }))}
            onChange={(name) => updateView({ column: name })}
          />
        </div>
      )}
      <h2>{t('Predicted and actual {0}', column.column)}</h2>
      <p class="muted">
        {t('MAE {0}, RMSE {1}, R² {2}.', formatNumber(mae), formatNumber(rmse), formatNumber(r2))}{' '}
        {t('On the dashed line they are the same.')}
      </p>
      <ScatterPlot column={column} onOpen={openLine} />
      <h2>{t('The largest errors')}</h2>
      <WorstErrors column={column} onOpen={openLine} />
    </div>
  );
};

const splitWords = ({ split, epoch, examples }: NumberReport, shown: number): string => {
  const count = examples === 1 ? t('1 example') : t('{0} examples', formatCount(examples));
  const where =
    split === 'valid'
      ? t('On the validation split after epoch {0}: {1}.', epoch, count)
      : t('On the test split at the end, with the weights of epoch {0}: {1}.', epoch, count);
  return shown < examples ? `${where} ${t('{0} of them are shown.', formatCount(shown))}` : where;
};
