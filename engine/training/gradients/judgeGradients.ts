import type { RunConfig } from '../../config.ts';
import type { GradientsEvent, LayerDiagnostics, Verdict } from '../../protocol.ts';
import { gatesOf } from '../../network/cells/findCell.ts';
import { adviceFor } from './gradientAdvice.ts';

/**
 * A fall that float32 hardly resolves: of what is a millionth of the largest term, a sum keeps four bits. It counts
 * where a tenth of the steps lies beyond it: of the first step or two nobody misses the gradient.
 */
const vanishingFall = 1e6;
const seenShare = 0.9;
const explodingGrowth = 1e3;
/** Shares of a layer's values or units, and of the updates. */
const saturatedShare = 0.9;
const deadShare = 0.5;
const clippedShare = 0.9;
/**
 * Of the length of an update to that of the weights. About 1e-3 is usual (Karpathy's CS231n notes, Neural Networks 3,
 * ratio of weights:updates); a hundred times more or less is told.
 */
const usualRatio = 1e-3;
const ratioTolerance = 100;

export type Judged = Omit<GradientsEvent<number>, 'verdicts'>;

/**
 * What the numbers mean and what to do about it, the gravest first; `healthy` alone where there is nothing to say.
 *
 * All of ∂L/∂h_t has come back from the last step, of text too (see `stateGradients`): its fall or growth is what the
 * layer does to it.
 *
 * `learningRate` is the one of the update: the ratio of updates to weights is judged as it were at the full rate, so
 * that a schedule may end at nothing. The first update of a run is judged by neither that ratio nor its clipping:
 * Adam's is of full length always, and the gradients of an untrained network are large.
 */
export const judgeGradients = (seen: Judged, config: RunConfig, learningRate: number): readonly Verdict[] => {
  const isFirst = seen.step === 1;
  const verdicts = [
    ...judgeWayBack(seen.layers, config),
    ...judgeDead(seen.layers, config),
    ...judgeSaturation(seen.layers, config),
    ...(isFirst ? [] : [...judgeRatio(seen, config, learningRate), ...judgeClipping(seen, config)]),
  ];
  return verdicts.length > 0 ? verdicts : [{ kind: 'healthy', message: 'gradients and updates are of healthy size' }];
};

/** A layer's gradient in the order in which it goes back: from the end of the sequence, or of reversed reading from its beginning. */
const wayBack = ({ name, stateGradients }: LayerDiagnostics<number>): readonly number[] =>
  name.endsWith('_reverse') ? stateGradients : stateGradients.toReversed();

const judgeWayBack = (layers: readonly LayerDiagnostics<number>[], config: RunConfig): Verdict[] => {
  const ways = layers.map((layer) => ({ name: layer.name, way: wayBack(layer) }));
  const growths = ways.map(({ name, way }) => ({ name, growth: growthOf(way), steps: way.length - 1 }));
  const [worst] = growths.sort((a, b) => b.growth - a.growth);
  if (worst && worst.growth > explodingGrowth) {
    const what = `the gradient grows ${powerOfTen(worst.growth)}-fold over ${worst.steps} steps back in ${layerWords(worst.name)}`;
    return [{ kind: 'exploding', message: `${what}: ${adviceFor('exploding', config)}` }];
  }
  const falls = ways.flatMap(({ name, way }) => {
    const steps = stepsToFall(way);
    const all = way.length - 1;
    return steps === undefined || steps > seenShare * all ? [] : [{ name, steps, all }];
  });
  const [shortest] = falls.sort((a, b) => a.steps - b.steps);
  if (!shortest) return [];
  const { name, steps, all } = shortest;
  const what = `the gradient falls by ${powerOfTen(vanishingFall)} over ${steps} of ${all} steps in ${layerWords(name)}`;
  return [{ kind: 'vanishing', message: `${what}: ${adviceFor('vanishing', config)}` }];
};

/** From where the way begins to its largest value. Lanes that are shorter than others begin later. */
const growthOf = (way: readonly number[]): number => {
  const first = way.find((length) => length > 0);
  return first === undefined ? 1 : Math.max(...way) / first;
};

/** From the largest value to the first one that has fallen for good; undefined where the gradient comes back to the end. */
const stepsToFall = (way: readonly number[]): number | undefined => {
  const peak = Math.max(...way);
  const last = way.at(-1) ?? 0;
  if (peak === 0 || last * vanishingFall > peak) return undefined;
  const from = way.indexOf(peak);
  return way.findIndex((length, step) => step > from && length * vanishingFall <= peak) - from;
};

const judgeDead = (layers: readonly LayerDiagnostics<number>[], config: RunConfig): Verdict[] => {
  const [worst] = layers.filter(({ dead = 0 }) => dead >= deadShare).sort((a, b) => (b.dead ?? 0) - (a.dead ?? 0));
  if (!worst) return [];
  const what = `${percent(worst.dead ?? 0)} of the units of ${layerWords(worst.name)} are 0 in the whole batch`;
  return [{ kind: 'dead', message: `${what} and learn nothing: ${adviceFor('dead', config)}` }];
};

const judgeSaturation = (layers: readonly LayerDiagnostics<number>[], config: RunConfig): Verdict[] => {
  const gates = layers.flatMap(({ name, saturated }) =>
    Object.entries(saturated).map(([gate, share]) => ({ name, gate, share })),
  );
  const specs = new Map(gatesOf(config.model).map((gate) => [gate.name, gate]));
  const [worst] = gates
    .filter(({ gate, share }) => share >= saturatedShare && !specs.get(gate)?.isKeeping)
    .sort((a, b) => b.share - a.share);
  if (!worst) return [];
  const what = specs.get(worst.gate)?.isState ? 'units' : `${worst.gate} gates`;
  const message = `${percent(worst.share)} of the ${what} of ${layerWords(worst.name)} are saturated and hardly learn`;
  return [{ kind: 'saturated', message: `${message}: ${adviceFor('saturated', config)}` }];
};

const judgeRatio = ({ tensors }: Judged, config: RunConfig, learningRate: number): Verdict[] => {
  const ratios = tensors
    .filter(({ name, weight }) => name.includes('weight') && weight > 0)
    .map(({ weight, update }) => update / weight)
    .sort((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)];
  if (middle === undefined || learningRate === 0) return [];
  const ratio = (middle * config.training.learningRate) / learningRate;
  const size = `of their length an update, about ${usualRatio} is usual`;
  if (ratio > usualRatio * ratioTolerance) {
    const what = `the weights move by ${digits(ratio)} ${size}`;
    return [{ kind: 'unstable', message: `${what}: ${adviceFor('unstable', config)}` }];
  }
  if (ratio * ratioTolerance >= usualRatio) return [];
  return [
    { kind: 'frozen', message: `the weights move by only ${digits(ratio)} ${size}: ${adviceFor('frozen', config)}` },
  ];
};

const judgeClipping = ({ clippedUpdates, clippedValues, tensors }: Judged, config: RunConfig): Verdict[] => {
  const { gradClip, clipValue } = config.training;
  const advice = adviceFor('clipped', config);
  if (clippedUpdates >= clippedShare) {
    const norm = Math.hypot(...tensors.map(({ gradient }) => gradient));
    const what = `${percent(clippedUpdates)} of the updates are clipped, the gradient is ${digits(norm)} long`;
    return [{ kind: 'clipped', message: `${what} and training.gradClip ${gradClip}: ${advice}` }];
  }
  if (clippedValues < clippedShare) return [];
  const what = `${percent(clippedValues)} of the gradient's values are beyond training.clipValue ${clipValue}`;
  return [{ kind: 'clipped', message: `${what}: ${advice}` }];
};

/** `layer 1` for `l1`, `layer 1 (backward)` for `l1_reverse`: the numbers are those of the tensors. */
const layerWords = (name: string): string => name.replace(/^l(?=\d)/, 'layer ').replace('_reverse', ' (backward)');

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

const digits = (value: number): string => String(Number(value.toPrecision(2)));

const powerOfTen = (factor: number): string => `10^${Math.floor(Math.log10(factor) + 1e-9)}`;
