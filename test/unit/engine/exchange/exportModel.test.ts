import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Tensor } from '../../../../engine/compute/tensor.ts';
import { exportModel } from '../../../../engine/exchange/exportModel.ts';
import { blockObstacles, kerasObstacles, pytorchObstacles } from '../../../../engine/exchange/networkForm.ts';
import { readWeights } from '../../../../engine/exchange/readWeights.ts';
import { layOutParameters } from '../../../../engine/network/networkFlows.ts';
import { networkOf } from '../../../../engine/network/networkOf.ts';
import { encodeModel, readModel } from '../../../../engine/runs/modelFile.ts';
import { encodeSafetensors, readSafetensors } from '../../../../engine/runs/safetensors.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { modelOf } from '../network/sessionOptions.ts';
import { textCodec, textConfig } from '../wholeConfig.ts';
import { goldenFile } from './golden.ts';
import { writeOwnModel } from './ownModel.ts';

let folder: string;
let model: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnn-export-'));
  model = join(folder, 'best.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

describe('for PyTorch', () => {
  test.each([
    'rnn',
    'lstm',
    'gru',
    'rnnRelu',
    'lstmNoBias',
    'lstmProjected',
    'lstmBidirectional',
    'gruBidirectional',
    'lstmEverything',
  ])('%s: every name, shape and value of the weights, and no more', async (name) => {
    await writeOwnModel(model, `${name}.safetensors`);
    const out = join(folder, 'out.safetensors');
    await exportModel({ model, out });
    const { tensors, metadata } = await readSafetensors(out);
    expect(metadata).toEqual({ format: 'pt' });
    const source = (await readSafetensors(goldenFile(`${name}.safetensors`))).tensors;
    const plain = [...source].map(([key, value]) => [key.replace(/^.*\.(?=(weight|bias)(_|$))/, ''), value]);
    expect(tensors.size).toBe(source.size);
    expect(Object.fromEntries([...tensors].map(([key, value]) => [key.replace(/^(rnn|head)\./, ''), value]))).toEqual(
      Object.fromEntries(plain),
    );
    expect([...tensors.keys()].every((key) => /^(rnn|head)\./.test(key))).toBe(true);
  });

  test('the code makes the same module', async () => {
    await writeOwnModel(model, 'rnnRelu.safetensors', {
      model: { activation: 'relu', outputActivation: 'sigmoid' },
    });
    const { code } = await exportModel({ model, out: join(folder, 'out.safetensors') });
    expect(code).toContain('self.rnn = torch.nn.RNN(4, 3, num_layers=2, nonlinearity="relu", batch_first=True)');
    expect(code).toContain('self.head = torch.nn.Linear(3, 2)');
    expect(code).toContain('return torch.sigmoid(self.head(h[-1]))');
    expect(code).toContain('load_file("out.safetensors")');
  });

  test('a tied output layer stands in it by both names, and the code shares it', async () => {
    const config = textConfig({ model: { embeddingSize: 3, hiddenSize: 5, tiedOutput: true } });
    const { shape } = taskOf(config).sizesOf({ config, codec: textCodec });
    const parameters = new Map(
      layOutParameters(networkOf(shape, config.model, 'crossEntropy'), 8).map(({ name, shape }) => [
        name,
        {
          shape,
          values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i + name.length)),
        },
      ]),
    );
    const info = { version: 1, config, codec: textCodec, epoch: 1, validLoss: 0, metrics: {} } as const;
    await writeFile(model, encodeSafetensors(encodeModel({ ...info, parameters })));
    const out = join(folder, 'out.safetensors');
    const { code } = await exportModel({ model, out });
    const { tensors } = await readSafetensors(out);
    expect([...tensors.keys()].toSorted()).toEqual([...parameters.keys(), 'head.weight'].toSorted());
    expect(tensors.get('head.weight')).toEqual(parameters.get('embedding.weight'));
    expect(code).toContain(
      [
        '        self.project = torch.nn.Linear(5, 3)',
        '        self.head = torch.nn.Linear(3, 4)',
        '        self.head.weight = self.embedding.weight',
      ].join('\n'),
    );
    expect(code).toContain('return self.head(self.project(y))');
    await expect(exportModel({ model, out: join(folder, 'x.weights.h5') })).rejects.toThrow(
      "Keras's Dense cannot share",
    );
  });
});

describe('for Keras', () => {
  test.each([
    'kerasRnn',
    'kerasLstm',
    'kerasGruAfter',
    'kerasGruBefore',
    'kerasNoBias',
    'kerasBidirectional',
    'kerasBidirectionalGru',
  ])('%s: read again the weights are the same bit by bit', async (name) => {
    await writeOwnModel(model, `${name}.weights.h5`);
    const out = join(folder, 'out.weights.h5');
    await exportModel({ model, out });
    const { parameters } = await readModel(model);
    const { tensors } = await readWeights(out);
    expect(Object.fromEntries(tensors)).toEqual(Object.fromEntries(parameters));
  });

  test('the code makes the same model', async () => {
    await writeOwnModel(model, 'gru.safetensors');
    const { code } = await exportModel({ model, out: join(folder, 'out.weights.h5') });
    expect(code).toContain('keras.Input((None, 4))');
    expect(code).toContain('    keras.layers.GRU(5, reset_after=True, return_sequences=True),\n');
    expect(code).toContain('    keras.layers.GRU(5, reset_after=True),\n    keras.layers.Dense(2),\n');
    expect(code).toContain('network.load_weights("out.weights.h5")');
  });

  test('a name that Keras would not load is refused', async () => {
    await writeOwnModel(model, 'lstm.safetensors');
    await expect(exportModel({ model, out: join(folder, 'out.h5') })).rejects.toThrow('end in .weights.h5; name it so');
    await expect(exportModel({ model, out: join(folder, 'x'), format: 'keras' })).rejects.toThrow('.weights.h5');
    expect(await readdir(folder)).toEqual(['best.safetensors']);
  });
});

describe('as a small model', () => {
  const out = (): string => join(folder, 'small.safetensors');

  test.each([
    ['bfloat16', 'BF16', 2 ** -8],
    ['float16', 'F16', 2 ** -11],
    ['int8', 'I8', 1 / 127 / 2],
  ] as const)(
    '%s: matrices are near, vectors the same, and all else is read as before',
    async (dtype, stored, bound) => {
      await writeOwnModel(model, 'lstmEverything.safetensors');
      const { small, code } = await exportModel({ model, out: out(), dtype });
      const [before, after] = [await readModel(model), await readModel(out())];
      expect({ ...after, parameters: 0 }).toEqual({ ...before, parameters: 0 });
      for (const [name, { shape, values }] of before.parameters) {
        const read = after.parameters.get(name)!;
        expect(read.shape).toEqual(shape);
        if (shape.length < 2) expect(read).toEqual({ shape, values });
        else {
          expect(read.values).not.toEqual(values);
          const most = Math.max(...values.map(Math.abs));
          read.values.forEach((value, i) => {
            const size = dtype === 'int8' ? most : Math.abs(values[i]!);
            expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1.001 * bound * size);
          });
        }
      }
      const header = (await readFile(out())).toString('latin1');
      expect(header).toContain(`"dtype":"${stored}"`);
      expect(small).toEqual({ bytes: (await stat(out())).size, bytesBefore: (await stat(model)).size });
      expect(code).toContain('weights = safetensors.torch.load_file("small.safetensors")');
      expect(code?.includes("endswith('.scale')")).toBe(dtype === 'int8');
      const weights = await readWeights(out());
      expect(weights.info?.config).toEqual(before.config);
      expect(weights.notes).toEqual([expect.stringContaining(`(${stored})`)]);
    },
  );

  test('one that PyTorch has no such network of comes without code', async () => {
    await writeOwnModel(model, 'rnn.safetensors', { model: { activation: 'sigmoid' } });
    expect(await exportModel({ model, out: out(), dtype: 'int8' })).not.toHaveProperty('code');
    expect((await readModel(out())).config.model.activation).toBe('sigmoid');
  });

  test('a weight that the type does not hold is named, and the next wider type', async () => {
    const withWeight = (value: number) => (tensors: ReadonlyMap<string, Tensor>) =>
      new Map(
        [...tensors].map(([name, { shape, values }]) => [
          name,
          { shape, values: name === 'head.weight' ? values.with(1, value) : values },
        ]),
      );
    await writeOwnModel(model, 'rnn.safetensors', {}, withWeight(-65520));
    await expect(exportModel({ model, out: out(), dtype: 'float16' })).rejects.toThrow(
      /best\.safetensors: tensor head\.weight: the weight at \[0, 1\] is -65520, too large for float16, .*65504; take bfloat16/,
    );
    await writeOwnModel(model, 'rnn.safetensors', {}, withWeight(3.4e38));
    await expect(exportModel({ model, out: out(), dtype: 'bfloat16' })).rejects.toThrow('too large for bfloat16');
    expect(await readdir(folder)).toEqual(['best.safetensors']);
  });

  test('Keras has no smaller weights', async () => {
    await writeOwnModel(model, 'lstm.safetensors');
    await expect(exportModel({ model, out: join(folder, 'x.weights.h5'), dtype: 'float16' })).rejects.toThrow(
      'a .weights.h5 of Keras holds float32, not float16',
    );
  });
});

describe('what cannot be held exactly is refused with the reason', () => {
  test('a cell that neither program has', async () => {
    await writeOwnModel(model, 'gru.safetensors', { model: { cell: 'minGru' } }, (tensors) => {
      const gates = ({ shape, values }: Tensor): Tensor => {
        const [rows = 0, ...rest] = shape;
        return { shape: [(rows / 3) * 2, ...rest], values: values.slice(0, (values.length / 3) * 2) };
      };
      const read = [...tensors].filter(([name]) => !name.includes('_hh_'));
      return new Map(read.map(([name, tensor]) => [name, name.startsWith('rnn.') ? gates(tensor) : tensor]));
    });
    await expect(exportModel({ model, out: join(folder, 'x.safetensors') })).rejects.toThrow(
      'cannot become weights of PyTorch exactly: torch.nn has no minGru',
    );
    await expect(exportModel({ model, out: join(folder, 'x.weights.h5') })).rejects.toThrow(
      'cannot become weights of Keras exactly: Keras has no minGru',
    );
  });

  test('sigmoid units by PyTorch, while Keras takes them', async () => {
    await writeOwnModel(model, 'rnn.safetensors', { model: { activation: 'sigmoid' } });
    await expect(exportModel({ model, out: join(folder, 'x.safetensors') })).rejects.toThrow(
      "cannot become weights of PyTorch exactly: its units are sigmoid, nn.RNN's tanh or relu",
    );
    const { code } = await exportModel({ model, out: join(folder, 'x.weights.h5') });
    expect(code).toContain('SimpleRNN(3, activation="sigmoid")');
  });

  const lstm = modelOf({});
  test('a gru that resets before, and layers of different widths, by PyTorch alone', () => {
    const before = modelOf({ cell: 'gru', gruReset: 'before' });
    expect(pytorchObstacles(before)).toEqual([expect.stringContaining('resets before') as string]);
    expect(kerasObstacles(before)).toEqual([]);
    expect(pytorchObstacles({ ...lstm, layerSizes: [3, 5] })).toHaveLength(1);
    expect(kerasObstacles({ ...lstm, layerSizes: [3, 5] })).toEqual([]);
    expect(pytorchObstacles({ ...lstm, layerSizes: [5, 5] })).toEqual([]);
  });

  test('a projection by Keras alone', () => {
    expect(kerasObstacles({ ...lstm, projSize: 2 })).toHaveLength(1);
    expect(pytorchObstacles({ ...lstm, projSize: 2 })).toEqual([]);
  });

  test.each([{ layerNorm: true }, { residual: true }, { initialState: 'learned' as const }, { pool: 'mean' as const }])(
    '%o by both',
    (option) => {
      expect(pytorchObstacles({ ...lstm, ...option })).toHaveLength(1);
      expect(kerasObstacles({ ...lstm, ...option })).toHaveLength(1);
    },
  );
});

test('blocks that the code for another program knows nothing of are told', () => {
  const network = networkOf(
    { input: { kind: 'symbols', vocabulary: 9 }, outputSize: 9, everyStep: true },
    modelOf({ embeddingSize: 3, inputDropout: 0.2, outputDropout: 0.1 }),
    'crossEntropy',
  );
  expect(blockObstacles(network, 'Keras')).toEqual([]);
  const project = { block: 'project', name: 'project', size: 3, activation: 'none' } as const;
  const more = 'it has more blocks than an embedding, recurrent layers and an output layer';
  expect(blockObstacles({ ...network, encoder: [...network.encoder, project] }, 'PyTorch')).toEqual([more]);
  const head = { ...network.head, sharesEmbedding: true };
  const tied = { ...network, encoder: [...network.encoder, project], head };
  expect(blockObstacles(tied, 'PyTorch')).toEqual([]);
  expect(blockObstacles({ ...tied, encoder: [project, ...network.encoder] }, 'PyTorch')).toEqual([more]);
  expect(blockObstacles(tied, 'Keras')).toEqual([
    "its output layer has the embedding's weight, which Keras's Dense cannot share",
  ]);
  const spell = { block: 'spell', name: 'letters', cell: { cell: 'lstm' }, size: 8, bias: true } as const;
  expect(blockObstacles({ ...network, encoder: [...network.encoder, spell] }, 'PyTorch')).toEqual([
    'it reads words by their letters too, which needs code of its own',
  ]);
  const decoder = { input: { kind: 'symbols', vocabulary: 9 }, blocks: [] } as const;
  expect(blockObstacles({ ...network, decoder }, 'PyTorch')).toEqual(['it has a decoder, which needs code of its own']);
});

test('a folder that is not there is named', async () => {
  await writeOwnModel(model, 'lstm.safetensors');
  const out = join(folder, 'none', 'x.safetensors');
  await expect(exportModel({ model, out })).rejects.toThrow(`${out}: cannot be written: its folder does not exist`);
});

test('weights of another program are no model to export', async () => {
  await writeFile(model, '');
  await expect(exportModel({ model: goldenFile('lstm.safetensors'), out: model })).rejects.toThrow(
    /holds weights but no RNN Studio config/,
  );
});
