import { useEffect } from 'preact/hooks';
import { ErrorSection } from '../../forecasts/errorSection.tsx';
import { ScopePicker } from '../../forecasts/scopePicker.tsx';
import { StepSection } from '../../forecasts/stepSection.tsx';
import type { TabProps } from '../../panel/tabProps.ts';
import { t } from '../../strings.ts';
import { ExaminationLine } from './examinationLine.tsx';
import { useExamined } from './useExamined.ts';

/** How far off the forecasts of rows are that were held out: by rows ahead, what is left in the errors, what intervals held. */
export const ErrorsTab = (props: TabProps) => {
  const { model, post, updateView } = props;
  const { forecasts, view, task } = model;
  const chosen = useExamined(props);
  const { examination } = forecasts;
  const isSeveral = (examination?.bySeries.length ?? 0) > 1;
  const whose = isSeveral && view.forecasts.isOwnErrors ? chosen?.at : undefined;
  useEffect(() => {
    if (examination) forecasts.askReport(post, whose);
  });
  const { report, error } = forecasts.report(whose) ?? {};
  if (!examination && !forecasts.isUnderWay && forecasts.error === undefined)
    return <p class="muted">{t('The first forecast appears after the first epoch.')}</p>;
  return (
    <>
      <ExaminationLine {...props} />
      {isSeveral && chosen && (
        <ScopePicker
          name={chosen.name}
          isOne={view.forecasts.isOwnErrors ?? false}
          onPick={(isOwnErrors) => updateView({ forecasts: { ...view.forecasts, isOwnErrors } })}
        />
      )}
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      {report && (
        <>
          <StepSection byStep={report.byStep} verdict={examination?.verdict} task={task} />
          <ErrorSection report={report} />
        </>
      )}
    </>
  );
};
