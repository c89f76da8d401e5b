import { appendFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CancellationToken } from 'vscode-jsonrpc';
import type { DoneEvent, NarrowType } from '../../../../engine/protocol.ts';
import { TrainingEngine } from '../server/trainingEngine.ts';

const home = new TrainingEngine('block');
const out = (name: string): string => join(home.folder, name);

const types = ['bfloat16', 'float16', 'int8'] as const satisfies readonly NarrowType[];

describe('of a forecast', () => {
  let file: string;
  let run: DoneEvent;
  beforeAll(async () => {
    const rows = Array.from({ length: 200 }, (_, row) =>
      (10 + 5 * Math.sin(row / 3) + ((row * 31) % 7) / 10).toFixed(2),
    );
    file = await home.write('wave.csv', ['y', ...rows]);
    const data = { targets: ['y'], window: 6, horizon: 2, blend: false };
    run = await home.train(file, { data, model: { hiddenSize: 16 }, training: { epochs: 3 } });
  });

  test.each(types)('%s: the small model is measured on the validation part beside the one it is of', async (dtype) => {
    const small = out(`${dtype}.safetensors`);
    const exported = await home.engine.exportModel({ model: run.run, out: small, dtype });
    const { bytes, bytesBefore, errors, unmeasured } = exported.small!;
    expect(unmeasured).toBeUndefined();
    expect([bytes, bytesBefore]).toEqual([
      (await stat(small)).size,
      (await stat(join(run.run, 'best.safetensors'))).size,
    ]);
    expect(bytes).toBeLessThan(bytesBefore);
    const { loss, metric, outputs } = errors!;
    expect(loss.before).toBeCloseTo(run.best.validLoss!, 6);
    expect(Math.abs(loss.after! - loss.before!)).toBeLessThan(0.02 * loss.before!);
    expect(metric?.name).toBe('mae');
    const bound = { bfloat16: 0.02, float16: 0.002, int8: 0.03 }[dtype];
    expect(outputs!.share).toBeLessThan(bound);
    expect(outputs!.largest).toBeGreaterThan(outputs!.difference!);
    expect(outputs!.difference).toBeGreaterThan(1e-6);
    // As any model it predicts, is evaluated and is begun with.
    const whole = await home.engine.predict({ model: run.run, file });
    const narrow = await home.engine.predict({ model: small, file });
    const values = [whole, narrow].map(({ next }) => next.map(({ cells }) => cells[0]!.value!));
    values[1]!.forEach((value, step) => {
      expect(value).not.toBe(values[0]![step]);
      expect(Math.abs(value - values[0]![step]!)).toBeLessThan(0.3);
    });
    const evaluated = await home.engine.evaluate({ model: small, file });
    expect(Math.abs(evaluated.loss - (await home.engine.evaluate({ model: run.run, file })).loss)).toBeLessThan(0.01);
  });

  test('predicted and evaluated in the precision that is asked for, and that is said; float32 is as ever, bit for bit', async () => {
    const ask = async (precision?: 'float32' | 'bfloat16' | 'auto') => {
      const asked = { model: run.run, file, ...(precision && { precision }) };
      return { ...(await home.engine.predict(asked)), ...(await home.engine.evaluate(asked)) };
    };
    const { notes: none = [], ...plain } = await ask();
    expect(await ask('float32')).toEqual({ ...plain, notes: none.length > 0 ? none : undefined });
    const { notes = [], ...rounded } = await ask('bfloat16');
    const said = notes.at(-1) ?? '';
    if (said.includes('has no instructions for bfloat16')) expect(rounded).toEqual(plain);
    else {
      expect(said).toBe('products in bfloat16');
      expect(rounded.loss).not.toBe(plain.loss);
      expect(Math.abs(rounded.loss - plain.loss)).toBeLessThan(0.01 * plain.loss);
      expect(rounded.next).not.toEqual(plain.next);
      expect((await ask('auto')).notes?.at(-1)).toMatch(/^products in \w+, which take [\d.]+ ms a batch; in \w+ it is/);
    }
    expect(await ask('float32')).toMatchObject(plain);
  });

  test('a small model begins a training of the same network', async () => {
    const small = out('begin.safetensors');
    await home.engine.exportModel({ model: run.run, out: small, dtype: 'int8' });
    const { folder } = await home.engine.train({
      file,
      config: { training: { epochs: 1 } },
      runs: out('more'),
      init: small,
    });
    await expect.poll(() => stat(join(folder, 'best.safetensors')).catch(() => undefined)).toBeDefined();
  });

  test('what cannot be measured is written all the same, with the reason: data that has changed, or a model in no run', async () => {
    const bare = out('bare.safetensors');
    await home.engine.exportModel({ model: run.run, out: bare, dtype: 'float16' });
    const again = await home.engine.exportModel({ model: bare, out: out('again.safetensors'), dtype: 'int8' });
    expect(again.small).toMatchObject({ unmeasured: expect.stringContaining('lies in no run') as string });
    await appendFile(file, '11\n');
    const changed = await home.engine.exportModel({ model: run.run, out: bare, dtype: 'int8' });
    expect(changed.small?.unmeasured).toMatch(/wave\.csv: has changed since the run began/);
    await unlink(file);
    const gone = await home.engine.exportModel({ model: run.run, out: bare, dtype: 'int8' });
    expect(gone.small?.unmeasured).toMatch(/wave\.csv: the data of this run is gone/);
    expect(gone.small).not.toHaveProperty('errors');
  });
});

describe('of a language model', () => {
  let run: DoneEvent;
  beforeAll(async () => {
    const file = await home.write(
      'text.txt',
      Array.from({ length: 60 }, (_, line) => `all work and no play ${line % 7}`),
    );
    run = await home.train(file, { model: { hiddenSize: 16, embeddingSize: 4 }, training: { epochs: 2 } });
  });

  test('the loss of the validation part is told', async () => {
    const small = out('text.safetensors');
    const exported = await home.engine.exportModel({ model: run.run, out: small, dtype: 'int8' });
    const { loss, outputs } = exported.small!.errors!;
    expect(outputs).toBeUndefined();
    expect(loss.before).toBeCloseTo(run.best.validLoss!, 6);
    expect(loss.after).not.toBe(loss.before);
    expect(Math.abs(loss.after! - loss.before!)).toBeLessThan(0.02);
  });

  test('writes in bfloat16 on request, and says so', async () => {
    const asked = { model: run.run, prime: 'all', length: 20, seed: 1, token: 'text' } as const;
    const write = (precision: 'float32' | 'bfloat16' | 'auto') =>
      home.engine.generate({ ...asked, precision }, CancellationToken.None);
    expect(await write('float32')).toEqual(await home.engine.generate(asked, CancellationToken.None));
    expect((await write('bfloat16')).notes).toEqual([expect.stringMatching(/^products in /)]);
    expect((await write('auto')).notes).toEqual([expect.stringMatching(/ ms a symbol; |has no instructions/)]);
  });
});
