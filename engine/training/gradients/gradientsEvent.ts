import type { RunConfig } from '../../config.ts';
import type { GradientsEvent, LayerDiagnostics, TensorDiagnostics } from '../../protocol.ts';
import { judgeGradients } from './judgeGradients.ts';
import type { TrainingPosition } from '../../runs/trainingPosition.ts';
import type { UpdateDiagnostics } from '../trainer.ts';

/** What a diagnosed update has shown, judged, with numbers of four digits: more of them would only fill the file. */
export const gradientsEvent = (
  diagnostics: UpdateDiagnostics,
  config: RunConfig,
  { epoch, step }: TrainingPosition,
  learningRate: number,
): GradientsEvent<number> => {
  const { layers, tensors, clippedUpdates, clippedValues } = diagnostics;
  const seen = {
    event: 'gradients',
    epoch: epoch + 1,
    step,
    layers: layers.map(roundLayer),
    tensors: tensors.map(roundTensor),
    clippedUpdates: round(clippedUpdates),
    clippedValues: round(clippedValues),
  } as const;
  return { ...seen, verdicts: judgeGradients(seen, config, learningRate) };
};

const roundLayer = ({ name, stateGradients, saturated, dead }: LayerDiagnostics<number>): LayerDiagnostics<number> => ({
  name,
  stateGradients: stateGradients.map(round),
  saturated: Object.fromEntries(Object.entries(saturated).map(([gate, share]) => [gate, round(share)])),
  ...(dead !== undefined && { dead: round(dead) }),
});

const roundTensor = ({ name, weight, gradient, update }: TensorDiagnostics<number>): TensorDiagnostics<number> => ({
  name,
  weight: round(weight),
  gradient: round(gradient),
  update: round(update),
});

const round = (value: number): number => Number(value.toPrecision(4));
