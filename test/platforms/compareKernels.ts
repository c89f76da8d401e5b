/**
 * Trains small networks of every kind with each set of kernels that this machine, real or emulated, has, and compares
 * them with the plain WebAssembly build's: `node compareKernels.mjs REPORT`. Bundled by scripts/platforms.mjs; the
 * report goes to a file, since an emulated standard output may be none.
 */
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKernels, type KernelModule } from '../../engine/compute/loadKernels.ts';
import { Session } from '../../engine/network/session.ts';
import type { Source } from '../../engine/compute/source.ts';
import type { ModelConfig, TrainingConfig } from '../../engine/config.ts';
import { modelOf, trainingOf, updateOf } from '../unit/engine/network/sessionOptions.ts';

/** Largest difference of the losses, as a share of the loss. */
const bound = 1e-4;
const steps = 13;
const batchSize = 11;
const updates = 5;
const length = 600;

interface Case {
  readonly name: string;
  readonly model: Partial<ModelConfig>;
  readonly training: Partial<TrainingConfig>;
}

const cases: readonly Case[] = [
  { name: 'rnn tanh, sgd', model: { cell: 'rnn' }, training: { optimizer: 'sgd' } },
  { name: 'rnn relu, momentum', model: { cell: 'rnn', activation: 'relu' }, training: { optimizer: 'momentum' } },
  { name: 'rnn sigmoid, nesterov', model: { cell: 'rnn', activation: 'sigmoid' }, training: { optimizer: 'nesterov' } },
  {
    name: 'lstm, two layers with dropout, adam',
    model: { numLayers: 2, dropout: 0.2 },
    training: { optimizer: 'adam' },
  },
  { name: 'lstm, projected, rmsprop', model: { projSize: 7 }, training: { optimizer: 'rmsprop' } },
  { name: 'lstm, layer norm, recurrent dropout', model: { layerNorm: true, recurrentDropout: 0.1 }, training: {} },
  { name: 'lstm, huber', model: {}, training: { loss: 'huber', optimizer: 'adamw' } },
  { name: 'lstm, gaussian', model: {}, training: { loss: 'gaussian', optimizer: 'adam' } },
  { name: 'lstm, quantiles', model: {}, training: { loss: 'quantile', optimizer: 'adam' } },
  { name: 'lstm, Student t', model: {}, training: { loss: 'studentT', optimizer: 'adam' } },
  { name: 'lstm, negative binomial', model: {}, training: { loss: 'negativeBinomial', optimizer: 'adam' } },
  { name: 'gru, both directions', model: { cell: 'gru', bidirectional: true }, training: { optimizer: 'adam' } },
  { name: 'gru, reset before', model: { cell: 'gru', gruReset: 'before' }, training: { optimizer: 'adam' } },
  { name: 'gru, residual', model: { cell: 'gru', numLayers: 3, residual: true }, training: { optimizer: 'adam' } },
  { name: 'lstm of a text', model: { embeddingSize: 9 }, training: { loss: 'crossEntropy', optimizer: 'adam' } },
];

const sourceOf = ({ training }: Case): Source =>
  training.loss === 'crossEntropy'
    ? { kind: 'symbols', ids: Uint16Array.from({ length }, (_, i) => (i * i + (i >> 2)) % 21), vocabulary: 21 }
    : {
        kind: 'windows',
        values: Float32Array.from({ length: length * 3 }, (_, i) => Math.sin(i * 0.37)),
        columns: 3,
        targets: Float32Array.from({ length }, (_, i) =>
          training.loss === 'negativeBinomial' ? ((i * 7) % 11) / 4 : Math.cos(i * 0.2),
        ),
        units: new Float32Array(length).fill(4),
        targetColumns: 1,
        horizon: 2,
        lags: Int32Array.of(0, 0),
      };

/** Losses before each update. */
const train = async (kernels: KernelModule, plain: Case): Promise<number[]> => {
  const source = sourceOf(plain);
  const isText = source.kind === 'symbols';
  const session = await Session.create({
    shape: {
      input: isText ? { kind: 'symbols', vocabulary: 21 } : { kind: 'numbers', size: 3 },
      outputSize: isText ? 21 : 2,
      everyStep: isText,
    },
    model: modelOf({ hiddenSize: 19, ...plain.model }),
    training: trainingOf({ batchSize, threads: 2, ...plain.training }),
    steps,
    kernels,
  });
  session.initialise(3);
  session.load(source);
  const losses = Array.from({ length: updates }, (_, pass) => {
    const examples = Int32Array.from({ length: batchSize }, (_, b) => b * 40 + pass * steps);
    const { lossSum, terms } = session.accumulate(examples, { carryState: isText && pass > 0, dropoutSeed: pass });
    session.update(terms, updateOf({ learningRate: 0.01, gradClip: 1, step: pass + 1 }));
    return lossSum / terms;
  });
  await session.dispose();
  return losses;
};

const differenceOf = (losses: readonly number[], reference: readonly number[]): number =>
  losses.reduce((most, loss, i) => {
    const right = reference[i] ?? NaN;
    // Not Math.max: what is no number has to fail.
    const difference = Math.abs(loss - right) / Math.max(1, Math.abs(right));
    return difference <= most ? most : difference;
  }, 0);

const compare = async (report: string): Promise<boolean> => {
  const tell = (line: string): Promise<void> => appendFile(report, `${line}\n`);
  await writeFile(report, '');
  const folder = dirname(fileURLToPath(import.meta.url));
  const reasons: string[] = [];
  const found = await findKernels(folder, (reason) => reasons.push(reason));
  for (const reason of reasons) await tell(reason);
  const reference = found.at(-1);
  const native = found.filter(({ kind }) => kind === 'native');
  if (!reference || native.length === 0) return false;
  let isRight = true;
  for (const kernels of native) {
    let [most, failed] = [0, 0];
    for (const plain of cases) {
      const losses = await train(kernels, plain);
      const difference = differenceOf(losses, await train(reference, plain));
      const isRepeated = (await train(kernels, plain)).every((loss, i) => loss === losses[i]);
      most = Math.max(most, difference);
      if (difference <= bound && isRepeated) continue;
      failed++;
      await tell(
        `${kernels.name}: ${plain.name}: off by ${difference}, ${isRepeated ? 'repeatable' : 'not repeatable'}`,
      );
    }
    isRight &&= failed === 0;
    const place = `${process.platform}-${process.arch}, Node ${process.version}`;
    await tell(`${place}: ${kernels.name}: ${cases.length} trainings, largest difference ${most.toExponential(1)}`);
  }
  return isRight;
};

const [report = 'report.txt'] = process.argv.slice(2);
compare(report).then(
  (isRight) => process.exit(isRight ? 0 : 1),
  async (error: unknown) => {
    await appendFile(report, `${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
