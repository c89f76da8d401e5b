import type { Evaluation } from '../prediction/evaluateSplit.ts';
import type { Baselines, DoneEvent, Refit } from '../protocol.ts';
import type { Model } from '../tasks/model.ts';

interface EndedRun extends Pick<DoneEvent, 'reason' | 'run' | 'epochs' | 'seconds'> {
  readonly best: Pick<Model, 'epoch' | 'validLoss' | 'metrics'>;
  /** Of the test split, which may have no example. */
  readonly tested: Evaluation;
  /** Of the validation split, where the test split has none and what was measured epoch by epoch is the network alone. */
  readonly held: Evaluation | undefined;
  readonly baselines: Readonly<Record<'valid' | 'test', Baselines>>;
  readonly madeOf: string | undefined;
  readonly refit: Refit | undefined;
}

/** Whether a split has an example that a model could be measured by. */
export const isScored = ({ metrics }: Evaluation): boolean => Object.keys(metrics).length > 0;

/** What the end of a run tells: the test split's figures, or where nothing is held out for it the validation split's. */
export const doneEvent = ({
  best: { epoch, validLoss, metrics },
  tested,
  held,
  baselines,
  madeOf,
  refit,
  ...ended
}: EndedRun): DoneEvent => {
  const { loss, metrics: testMetrics, perClass, alone } = tested;
  const rivals = { ...(alone && { network: alone }), ...baselines.test };
  return {
    event: 'done',
    ...ended,
    best: { epoch, validLoss },
    test: { loss, metrics: testMetrics, baselines: isScored(tested) ? rivals : {} },
    ...(isScored(tested)
      ? { measuredOn: 'test', metrics: { ...testMetrics, ...(perClass && { perClass }) }, baselines: rivals }
      : {
          measuredOn: 'valid',
          metrics: held?.metrics ?? metrics,
          baselines: { ...(held?.alone && { network: held.alone }), ...baselines.valid },
        }),
    ...(madeOf !== undefined && { madeOf }),
    ...(refit && { refit }),
  };
};
