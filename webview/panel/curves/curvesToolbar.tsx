import { t } from '../../strings.ts';
import { Button, Checkbox, RadioGroup } from '../../toolkit.tsx';
import type { XAxis } from '../runHistory.ts';
import type { TabProps } from '../tabProps.ts';
import type { ViewState } from '../viewState.ts';

interface CurvesToolbarProps extends Pick<TabProps, 'post' | 'updateView'> {
  readonly view: ViewState;
  /** Every loss so far has a logarithm. */
  readonly canLog: boolean;
}

/** How the curves are drawn: logarithmic, smoothed, over what. */
export const CurvesToolbar = ({ view, canLog, post, updateView }: CurvesToolbarProps) => (
  <div class="toolbar">
    <Checkbox
      isChecked={view.isLog && canLog}
      isDisabled={!canLog}
      title={canLog ? t('Logarithmic loss axis') : t('A loss of 0 or below has no logarithm.')}
      onChange={(isLog) => updateView({ isLog })}
    >
      {t('log')}
    </Checkbox>
    <label class="slider">
      {t('smooth')}
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={view.smoothing}
        onInput={(event) => updateView({ smoothing: Number(event.currentTarget.value) })}
      />
      <output>{view.smoothing.toFixed(2)}</output>
    </label>
    <span class="axis-choice">
      <span aria-hidden="true">{t('x:')}</span>
      <RadioGroup
        label={t('x axis')}
        value={view.xAxis}
        choices={[
          { value: 'step', label: t('step') },
          { value: 'epoch', label: t('epoch') },
          { value: 'time', label: t('time') },
        ]}
        onChange={(value) => updateView({ xAxis: value as XAxis, zoom: undefined })}
      />
    </span>
    <Button onClick={() => post({ type: 'compare' })}>{t('Compare…')}</Button>
  </div>
);
