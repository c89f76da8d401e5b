import { useState } from 'preact/hooks';
import type { BacktestAsked } from '../protocol.ts';
import { t } from '../strings.ts';
import { Button, Checkbox, TextField } from '../toolkit.tsx';

interface BacktestBarProps {
  /** Of the backtest that is shown. */
  readonly asked: BacktestAsked;
  readonly onRun: (asked: BacktestAsked) => void;
}

/** What the next backtest is asked for. */
export const BacktestBar = ({ asked, onRun }: BacktestBarProps) => {
  const [horizon, setHorizon] = useState(String(asked.horizon ?? ''));
  const [folds, setFolds] = useState(String(asked.folds ?? ''));
  const [refit, setRefit] = useState(asked.refit);
  const isFit = isWhole(horizon) && isWhole(folds);
  const run = (): void => {
    if (isFit) onRun({ horizon: Number(horizon), folds: Number(folds), refit });
  };
  const field = (label: string, value: string, onInput: (text: string) => void) => (
    <label class="asked-number">
      <span>{label}</span>
      <TextField {...{ label, value, onInput }} inputMode="numeric" isInvalid={!isWhole(value)} onEnter={run} />
    </label>
  );
  return (
    <section class="asked" aria-label={t('Another backtest')}>
      {field(t('Rows ahead'), horizon, setHorizon)}
      {field(t('Folds'), folds, setFolds)}
      <Checkbox isChecked={refit} onChange={setRefit} title={t('Slower; otherwise before the first fold alone')}>
        {t('Train before each fold')}
      </Checkbox>
      <Button isDisabled={!isFit} onClick={run}>
        {t('Run again')}
      </Button>
      {!isFit && (
        <p class="problem" role="alert">
          {t('Rows ahead and folds are whole numbers from 1 on.')}
        </p>
      )}
    </section>
  );
};

const isWhole = (text: string): boolean => /^\s*0*[1-9]\d*\s*$/.test(text);
