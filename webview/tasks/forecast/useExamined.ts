import { useEffect, useMemo } from 'preact/hooks';
import type { ExaminedSeries } from '../../../engine/protocol.ts';
import { worstFirst } from '../../forecasts/worstFirst.ts';
import type { TabProps } from '../../panel/tabProps.ts';

/** A series that is looked at, and its place in the examination. */
interface ChosenSeries extends ExaminedSeries {
  readonly at: number;
}

/** Whether the run trains: it is looked at less closely then, and by its validation split. */
export const isTraining = ({ state }: TabProps['model']): boolean =>
  state === 'starting' || state === 'running' || state === 'paused';

/** The series that the person has chosen, else the worst; asks for the examination where there are weights to examine. */
export const useExamined = ({ model, post }: Pick<TabProps, 'model' | 'post'>): ChosenSeries | undefined => {
  const { forecasts, history, record, view } = model;
  const hasWeights = history.best !== undefined || record?.best !== undefined;
  useEffect(() => {
    if (hasWeights) forecasts.ask(post, isTraining(model));
  });
  const { examination } = forecasts;
  const { name } = view.forecasts;
  return useMemo(() => {
    if (!examination) return undefined;
    const named = name === undefined ? -1 : examination.bySeries.findIndex((one) => one.name === name);
    const at = named >= 0 ? named : (worstFirst(examination)[0]?.series ?? 0);
    const one = examination.bySeries[at];
    return one && { ...one, at };
  }, [examination, name]);
};
