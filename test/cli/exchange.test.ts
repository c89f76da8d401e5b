import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ExportResult } from '../../engine/protocol.ts';
import { Workspace, readRecord } from './rnnStudio.ts';

const workspace = new Workspace('block');

describe('weights of a run', () => {
  const file = 'airline-passengers.csv';
  let id: string;
  beforeAll(async () => {
    const settings = [
      'model.cell=gru',
      'model.hiddenSize=6',
      'model.numLayers=2',
      'training.epochs=2',
      'data.horizon=5',
    ];
    const { run } = await workspace.train(file, ...settings.flatMap((setting) => ['--set', setting]));
    id = basename(run);
  });

  test.each(['weights.safetensors', 'model.weights.h5'])(
    'exported to %s begin a training of the same network, its form and horizon read off them',
    async (out) => {
      const [{ code }] = (await workspace.json('export', id, '--out', out)) as [ExportResult];
      expect(code).toContain(`"${out}"`);
      const events = await workspace.train(file, '--init', out, '--set', 'training.epochs=1');
      const { config, choices } = await readRecord(events.run);
      expect(config.model).toMatchObject({ cell: 'gru', hiddenSize: 6, numLayers: 2 });
      expect(config.data).toMatchObject({ horizon: 5 });
      expect(choices.at(-1)).toMatch(/trained on is not in the file: here inputs are, in this order, passengers/);
    },
  );

  test('are exported with the code that loads them', async () => {
    const { stdout } = await workspace.run('export', id, '--out', 'again.safetensors');
    expect(stdout).toMatch(/^the weights are in again\.safetensors; this loads them:\n\nimport safetensors\.torch\n/);
    expect(stdout).toMatch(/torch\.nn\.GRU\(\d+, 6, num_layers=2, batch_first=True\)/);
  });

  test('become a small model, whose size and errors are told, and which predicts in the precision that is asked for', async () => {
    const { stdout } = await workspace.run('export', id, '--out', 'small.safetensors', '--dtype', 'int8');
    expect(stdout).toMatch(
      /^the model in int8 is in small\.safetensors: [\d.]+ kB, [\d.]+ kB in float32\non the validation part: loss [\d.]+, in float32 [\d.]+ \([+−][\d.e-]+ %\); MAE \S+, in float32 \S+ \([+−][\d.e-]+ %\)\nwhat the network puts out there is off by [\d.]+ % \(root mean square \S+, at most \S+\)\nthis loads it into PyTorch:\n\nimport safetensors/,
    );
    const predicted = await workspace.run('predict', 'small.safetensors', file, '--precision', 'bfloat16');
    expect(predicted.stdout).toMatch(/^products in (bfloat16|float32: .* has no instructions for bfloat16)$/m);
    expect(predicted.stdout).toContain('next rows');
  });

  test('of a form that no other program has are refused by it, and begin a training here', async () => {
    const form = ['layerSizes=[6,4]', 'layerNorm=true', 'initialState=learned', 'bias=false', 'recurrentDropout=0.1'];
    const settings = ['training.epochs=1', ...form.map((field) => `model.${field}`)];
    const { run } = await workspace.train(file, ...settings.flatMap((setting) => ['--set', setting]));
    const { code, stderr } = await workspace.run('export', basename(run), '--out', 'form.safetensors');
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot become weights of PyTorch exactly: its cells normalise.*learned.*differ in width/);
    const second = await workspace.train(file, '--init', basename(run), '--set', 'training.epochs=1');
    const { config } = await readRecord(second.run);
    const expected = { layerSizes: [6, 4], layerNorm: true, initialState: 'learned', bias: false, recurrentDropout: 0 };
    expect(config.model).toMatchObject(expected);
  });

  test('that do not fit name the tensor, both shapes and what decides', async () => {
    await workspace.run('export', id, '--out', 'fit.safetensors');
    const { code, stderr } = await workspace.run('train', 'weather.csv', '--init', 'fit.safetensors');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /fit\.safetensors: does not fit this network: Tensor \S+ is \(.*\) in the model file and \(.*\) in the network\.\n.*which data\.inputs/,
    );
  });

  test.each([
    [['export', 'ID'], /--out is missing/],
    [['export', 'ID', '--out', 'x.bin', '--format', 'onnx'], /--format 'onnx' is not one of safetensors, keras/],
    [
      ['export', 'ID', '--out', 'x.safetensors', '--dtype', 'int4'],
      /--dtype 'int4' is not one of bfloat16, float16, int8/,
    ],
    [['predict', 'ID', file, '--precision', 'float16'], /--precision 'float16' is not one of float32, bfloat16, auto/],
    [['export', 'ID', '--out', 'x.h5'], /Keras loads weights only from files that end in \.weights\.h5/],
    [['export', 'weather.csv', '--out', 'x.safetensors'], /weather\.csv: is not a complete safetensors file/],
    [['train', file, '--init', 'none.weights.h5'], /none\.weights\.h5: does not exist/],
    [['train', file, '--init', 'weather.csv'], /weather\.csv: is not a complete safetensors file/],
  ])('%j is refused', async (words, reason) => {
    const { code, stderr } = await workspace.run(...words.map((word) => (word === 'ID' ? id : word)));
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(reason);
  });
});
