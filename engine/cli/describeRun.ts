import { relative } from 'node:path';
import type { RunConfig } from '../config.ts';
import type {
  ConfigEvent,
  DoneEvent,
  EpochEvent,
  FileKind,
  SampleEvent,
  StepEvent,
  TranslatedLine,
} from '../protocol.ts';
import { describeChoice } from './describeChoice.ts';
import { formatDuration, formatFigure } from './formatFigure.ts';
import { baselineName, isPart, metricName, renderMetrics } from './metricsTable.ts';
import { tellRefit } from '../words/tellRefit.ts';
import { taskOf } from '../tasks/findTask.ts';

/** How the program was called, to be called again. */
const program = process.env['npm_lifecycle_event'] === 'rnn' ? 'npm run rnn --' : 'rnn-studio';

/** A path as short as it can be typed in the current folder. */
export const shortPath = (path: string): string => {
  const short = relative('', path);
  return short === '' || short.startsWith('..') ? path : short;
};

const quote = (word: string): string => (/^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command that goes on with a run. */
export const resumeCommand = (run: string): string => `${program} train --resume ${quote(shortPath(run))}`;

/** The command that goes on with a search. */
export const tuneCommand = (search: string): string => `${program} tune --resume ${quote(shortPath(search))}`;

export const describeConfig = (event: ConfigEvent): string[] => {
  const { config, choices, choice, parameters, stepsPerEpoch, kernels, threads, precision, run } = event;
  const { cell, numLayers, hiddenSize, layerSizes } = config.model;
  const size = layerSizes?.join('+') ?? `${numLayers}×${hiddenSize}`;
  const products = precision === 'bfloat16' ? ', products in bfloat16' : '';
  return [
    `${config.task} on ${shortPath(config.data.file)}`,
    ...choices.map((sentence) => `  ${sentence}`),
    ...(choice ? describeChoice(choice).map((line) => `    ${line}`) : []),
    `  ${cell} ${size}, ${parameters.toLocaleString('en')} parameters, ` +
      `${stepsPerEpoch.toLocaleString('en')} steps an epoch, ${kernels} on ${threads} ${threads === 1 ? 'thread' : 'threads'}${products}`,
    `  ${shortPath(run)}`,
  ];
};

export const describeStep = (event: StepEvent, { config }: ConfigEvent): string =>
  `epoch ${event.epoch}/${config.training.epochs}  step ${event.step % event.stepsPerEpoch || event.stepsPerEpoch}/${event.stepsPerEpoch}  ` +
  `train ${formatFigure(event.trainLoss)}  ${describePace(event, config)}`;

export const describeEpoch = (event: EpochEvent, { config, headline }: ConfigEvent): string => {
  const value = event.metrics[headline.metric];
  const bar = describeBaseline(headline, event.baselines);
  const metric = value === undefined ? '' : `${metricName(headline.metric)} ${formatFigure(value)}${bar}  `;
  return (
    `epoch ${event.epoch}/${event.epochs}  train ${formatFigure(event.trainLoss)}  ` +
    `valid ${formatFigure(event.validLoss)}${event.isBest ? ' *' : '  '}  ${metric}${describePace(event, config)}`
  );
};

/** The strongest baseline by the metric shown: what a useful model has to beat. */
const describeBaseline = (
  { metric, lowerIsBetter }: ConfigEvent['headline'],
  baselines: ConfigEvent['baselines'],
): string => {
  const values = Object.entries(baselines).flatMap(([name, { [metric]: value = null }]) =>
    value === null ? [] : [{ name, value }],
  );
  const [best] = values.sort((a, b) => (lowerIsBetter ? a.value - b.value : b.value - a.value));
  return best ? ` (${baselineName(best.name)} ${formatFigure(best.value)})` : '';
};

/** At most five lines of the text, the prime left out of account, or some lines with what the model makes of them. */
export const describeSample = ({ text, epoch, temperature, translations, labelled }: SampleEvent): string[] => {
  if (translations) return describeTranslations(epoch, translations);
  return [
    labelled ? `labels after epoch ${epoch}:` : `sample after epoch ${epoch}, temperature ${temperature}:`,
    ...text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 5)
      .map((line) => `  ${line.slice(0, 100)}`),
  ];
};

const describeTranslations = (epoch: number, lines: readonly TranslatedLine[]): string[] => {
  const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
  return [
    `translations after epoch ${epoch}:`,
    ...lines
      .slice(0, 3)
      .map(({ source, reference, text }) =>
        text === reference
          ? `  ${short(source)} → ${short(text)}`
          : `  ${short(source)} → ${short(text)}  (in the file: ${short(reference)})`,
      ),
  ];
};

export const describeDone = (event: DoneEvent, { config, headline }: ConfigEvent): string[] => {
  const { reason, epochs, seconds, best, run } = event;
  const ended = { finished: 'finished', 'early-stopping': 'no more progress, ended', stopped: 'stopped' }[reason];
  const again =
    reason === 'stopped'
      ? [`the last checkpoint is ${shortPath(run)}/last.safetensors`, `go on with: ${resumeCommand(run)}`]
      : [`use it with: ${program} ${useOf(config)} ${quote(shortPath(run))}${fileFor(config)}`];
  return [
    `${ended} after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in ${formatDuration(seconds)}; ` +
      `best is epoch ${best.epoch} with validation loss ${formatFigure(best.validLoss)}`,
    '',
    ...describeTest(event, headline, taskOf(config).reads),
    ...(event.refit ? [tellRefit(event.refit), ''] : []),
    ...again,
  ];
};

/** Nothing where nothing was held out for the test. */
const describeTest = ({ test, madeOf }: DoneEvent, headline: ConfigEvent['headline'], reads: FileKind): string[] => {
  if (Object.keys(test.metrics).length === 0) return [];
  const { metrics, baselines } = test;
  return [
    ...renderMetrics('test split', metrics, baselines),
    ...(madeOf === undefined ? [] : [madeOf]),
    ...describeDefeat(test, headline, reads),
    '',
  ];
};

/** Whoever beats the network for nothing has to be named. */
export const describeDefeat = (
  { metrics, baselines }: DoneEvent['test'],
  { metric, lowerIsBetter }: ConfigEvent['headline'],
  reads: FileKind,
): string[] => {
  const { [metric]: own = null } = metrics;
  // Who makes no mistake is told nothing to try: nobody can do better.
  if (own === (lowerIsBetter ? 0 : 1)) return [];
  const winners = Object.entries(baselines).filter(([name, { [metric]: value = null }]) => {
    if (isPart(name) || own === null || value === null) return false;
    return lowerIsBetter ? value <= own : value >= own;
  });
  if (winners.length === 0) return [];
  const names = winners.map(([name]) => baselineName(name)).join(' and ');
  return [`not better than ${names}: try ${wayOut[reads]}`];
};

const wayOut: Readonly<Record<FileKind, string>> = {
  table: 'other columns, longer examples, more data or a larger model.hiddenSize',
  text: 'more epochs, a larger model.hiddenSize or more text',
};

/** The command that a model of the task is used by. */
const useOf = (config: RunConfig): string => {
  const { capabilities } = taskOf(config).description;
  return capabilities.includes('predict') ? 'predict' : 'generate';
};

const fileFor = (config: RunConfig): string =>
  useOf(config) === 'predict' ? ` ${quote(shortPath(config.data.file))}` : '';

export const describePace = (
  { perSecond, eta }: { readonly perSecond: number; readonly eta: number },
  config: RunConfig,
): string =>
  `${formatDuration(eta)} left  ` +
  `${Math.round(perSecond).toLocaleString('en')} ${taskOf(config).description.items}/s`;
