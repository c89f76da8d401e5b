import { describe, expect, test } from 'vitest';
import { dropoutKeyOf } from '../../../../../engine/network/layers/dropoutKey.ts';
import type { Session } from '../../../../../engine/network/session.ts';
import { onEveryBackend } from '../everyBackend.ts';
import { fresh, updateOf } from '../sessionOptions.ts';
import { Workbench } from '../workbench.ts';
import { examples, optionsOf, type Pair, parametersOf, startOn, targetOf, targetSteps } from './pairs.ts';

const lstm = { cell: 'lstm' } as const;
const pairs: [string, Pair][] = [
  ['gru without attention', { encoder: {}, decoder: {} }],
  [
    'lstm that is fed by its attention',
    { encoder: lstm, decoder: { ...lstm, numLayers: 2 }, attention: { score: 'multiplicative', size: 6, feeds: true } },
  ],
];
const seed = 5;

/** Logits of one example at each step, the decoder reading these symbols. (steps, targetVocabulary) */
const logitsOf = (session: Session, example: number, symbols: readonly number[]): Float32Array[] => {
  session.encode(Int32Array.of(example));
  return symbols.map((symbol) => session.decode(Int32Array.of(symbol), Int32Array.of(0)).slice());
};

const likeliest = (logits: Float32Array): number => logits.indexOf(Math.max(...logits));

const lossOf = (logits: Float32Array, wanted: number): number =>
  Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (logits[wanted] ?? NaN);

onEveryBackend((kernels) => {
  /** Which lane reads its own symbol at which step. (T, B) */
  const mixed = (share: number, masks: number, lanes: number): Int32Array => {
    const bench = Workbench.create(kernels);
    const [T, B] = [targetSteps, lanes];
    const ids = bench.integers(new Int32Array(T * B));
    const lengths = bench.integers(new Int32Array(B).fill(T));
    const key = dropoutKeyOf(seed, masks);
    bench.kernels.mix_symbols(ids, bench.integers(new Int32Array(T * B).fill(1)), lengths, share, key, T, B, 0, B);
    return bench.memory.integers(ids, T * B).slice();
  };

  describe.each(pairs)('%s', (_, pair) => {
    test.each([0.5, 1])(
      'a share of %d of the steps reads what a pass over the true symbols puts out',
      async (share) => {
        const session = await startOn({ ...optionsOf(pair), kernels });
        // Two masks a layer.
        const masks = 2 * (1 + (pair.decoder.numLayers ?? 1));
        const own = mixed(share, masks, examples.length);
        let [wanted, changed] = [0, 0];
        for (const [lane, example] of examples.entries()) {
          const target = targetOf(example);
          if (target.length < 2) continue;
          const read = target.slice(0, -1);
          const put = logitsOf(session, example, read).map(likeliest);
          const given = read.map((symbol, t) =>
            t > 0 && own[t * examples.length + lane] === 1 ? put[t - 1]! : symbol,
          );
          changed += given.filter((symbol, t) => symbol !== read[t]).length;
          logitsOf(session, example, given).forEach((logits, t) => (wanted += lossOf(logits, target[t + 1]!)));
        }
        expect(changed).toBeGreaterThan(0);
        const { lossSum } = session.accumulate(examples, { ...fresh, dropoutSeed: seed, ownShare: share });
        expect(Math.abs(lossSum / wanted - 1)).toBeLessThan(1e-5);
        await session.dispose();
      },
    );

    test('with dropout and its own symbols the slope along any direction agrees with a difference within 1e-3', async () => {
      const dropping = { dropout: 0.3, recurrentDropout: 0.2, numLayers: 2 };
      const session = await startOn({
        ...optionsOf({ ...pair, drop: 0.2, decoder: { ...pair.decoder, ...dropping } }),
        kernels,
      });
      const pass = { ...fresh, dropoutSeed: seed, ownShare: 0.5 };
      const before = session.readParameters();
      const start = parametersOf(session);
      session.accumulate(examples, pass);
      session.update(1, updateOf({}));
      const gradients = new Map(
        [...parametersOf(session)].map(([name, values]) => [
          name,
          values.map((value, i) => start.get(name)![i]! - value),
        ]),
      );
      const along = (step: number): number => {
        const moved = [...before].map(([name, { shape, values }]) => {
          const to = values.map((value, i) => value + step * Math.sin(7 * i + name.length));
          return [name, { shape, values: to }] as const;
        });
        session.writeParameters(new Map(moved));
        return session.accumulate(examples, pass).lossSum;
      };
      const step = 2e-3;
      const difference = (along(step) - along(-step)) / (2 * step);
      let slope = 0;
      for (const [name, values] of gradients)
        values.forEach((value, i) => (slope += value * Math.sin(7 * i + name.length)));
      expect(Math.abs(difference / slope - 1)).toBeLessThan(1e-3);
      await session.dispose();
    });
  });

  test('how often a symbol is its own is the share, whatever the lanes of a thread', () => {
    const own = mixed(0.3, 9, 4000).subarray(4000);
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
    expect(Math.abs(mean - 0.3)).toBeLessThan(0.02);
    const bench = Workbench.create(kernels);
    const part = bench.integers(new Int32Array(targetSteps * 7));
    const [ones, lengths] = [new Int32Array(targetSteps * 7).fill(1), new Int32Array(7).fill(targetSteps)];
    bench.kernels.mix_symbols(
      ...([part, bench.integers(ones), bench.integers(lengths), 0.3, dropoutKeyOf(seed, 9)] as const),
      ...([targetSteps, 7, 100, 4000] as const),
    );
    const found = bench.memory.integers(part, targetSteps * 7);
    for (let t = 1; t < targetSteps; t++) {
      const whole = own.subarray((t - 1) * 4000 + 100, (t - 1) * 4000 + 107);
      expect([...found.subarray(t * 7, t * 7 + 7)]).toEqual([...whole]);
    }
  });
});
