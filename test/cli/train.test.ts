import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../engine/runs/safetensors.ts';
import { Events, Workspace, fromSource, parseLines, readRecord } from './rnnStudio.ts';
import type { GradientsEvent, Prediction, RunEvent } from '../../engine/protocol.ts';

const workspace = new Workspace();
const forecastMetrics = ['mae', 'mase', 'rmse', 'smape'];
/** Of forecasts as distributions. */
const quantileMetrics = ['crps', 'wql'];
const simple = ['drift', 'exponentialSmoothing', 'lastValue', 'movingAverage', 'seasonalNaive'];
const keysOf = (value: object): string[] => Object.keys(value).sort();

describe('rnn-studio train', () => {
  test('with no options on a table reports a config, falling losses, metrics and five simple forecasts beside a blend that says what it is made of', async () => {
    const events = await workspace.train('airline-passengers.csv');
    const config = events.one('config');
    expect(config.config).toMatchObject({ task: 'forecast', data: { targets: ['passengers'], time: 'month' } });
    expect(config.choices.length).toBeGreaterThan(0);

    const epochs = events.of('epoch');
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, index) => index + 1));
    for (const epoch of epochs) {
      expect(keysOf(epoch.metrics)).toEqual(forecastMetrics);
      expect(keysOf(epoch.baselines)).toEqual(simple);
      expect(epoch).toMatchObject({
        trainLoss: expect.any(Number) as number,
        validLoss: expect.any(Number) as number,
        seconds: expect.any(Number) as number,
        perSecond: expect.any(Number) as number,
      });
    }
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(epochs[0]!.trainLoss);

    const done = events.one('done');
    expect(events.all.at(-1)).toBe(done);
    expect(done.run).toBe(config.run);
    const bestEpoch = epochs.find(({ epoch }) => epoch === done.best.epoch);
    expect(bestEpoch?.validLoss).toBe(done.best.validLoss);
    expect(done.best.validLoss).toBe(Math.min(...epochs.map(({ validLoss }) => validLoss ?? NaN)));
    expect(keysOf(done.test)).toEqual(['baselines', 'loss', 'metrics']);
    expect(keysOf(done.test.metrics)).toEqual(
      ['coverage', 'coverage95', ...forecastMetrics, ...quantileMetrics].sort(),
    );
    expect(keysOf(done.test.baselines)).toEqual([...simple, 'network'].sort());
    expect(done.madeOf).toMatch(/^The forecast is 0\.\d network \+ 0\.\d exponential smoothing\.$/);
    // The network alone has not seen the growth of the last years.
    expect(done.test.metrics['mae']).toBeLessThan(done.test.baselines['network']!['mae']!);
    expect(keysOf(done.test.baselines['lastValue']!)).toEqual([...forecastMetrics, ...quantileMetrics].sort());
  });

  test('on text learns to predict it 0.4 nats better than frequencies do, beside n-grams, and shows samples', async () => {
    const settings = [
      'training.epochs=4',
      'training.batchSize=8',
      'training.learningRate=0.006',
      'model.hiddenSize=64',
    ];
    const events = await workspace.train('first-names.txt', ...settings.flatMap((setting) => ['--set', setting]));
    const { metrics, baselines } = events.one('done').test;
    expect(keysOf(metrics)).toEqual(['bitsPerCharacter', 'crossEntropy', 'perplexity', 'wordPerplexity']);
    expect(metrics['bitsPerCharacter']).toBeCloseTo(metrics['crossEntropy']! / Math.LN2, 10);
    expect(metrics['crossEntropy']).toBeLessThan(baselines['unigram']!['crossEntropy']! - 0.4);
    expect(keysOf(baselines)).toEqual([expect.stringMatching(/^ngram[2-8]$/), 'unigram']);
    expect(events.of('sample').at(-1)?.text.length).toBeGreaterThan(20);
  });

  test('on text by words and by byte pairs holds it against n-grams of those, and writes readable text', async () => {
    for (const settings of [
      ['data.unit=words', 'data.minCount=1'],
      ['data.unit=bytePairs', 'data.pieces=200'],
    ]) {
      const quick = [...settings, 'training.epochs=1', 'model.hiddenSize=16'];
      const events = await workspace.train('first-names.txt', ...quick.flatMap((setting) => ['--set', setting]));
      const { metrics, baselines } = events.one('done').test;
      expect(keysOf(metrics)).toEqual(['bitsPerCharacter', 'crossEntropy', 'perplexity', 'wordPerplexity']);
      expect(keysOf(baselines)).toEqual([expect.stringMatching(/^ngram[1-8]$/), 'unigram']);
      // Names stand one to a line; by character all three kinds of symbols are in the same range.
      expect(metrics['bitsPerCharacter']).toBeGreaterThan(2);
      expect(metrics['bitsPerCharacter']).toBeLessThan(6);
      const [sample] = (await workspace.json('generate', events.run, '--prime', 'Ann', '--length', '30')) as [
        { text: string },
      ];
      expect(sample.text).toMatch(/^Ann[\p{L}\s'-]+$/u);
    }
  });

  test('on labelled texts writes what a label asks for, and on a folder of texts what they have in common', async () => {
    const rows = Array.from({ length: 80 }, (_, row) =>
      JSON.stringify(
        row % 2 === 0 ? { kind: 'low', body: 'abab'.repeat(4) } : { kind: 'high', body: 'XYXY'.repeat(4) },
      ),
    );
    await writeFile(workspace.path('kinds.jsonl'), `${rows.join('\n')}\n`);
    const settings = [
      'data.text=body',
      'data.label=kind',
      'data.seqLength=16',
      'model.hiddenSize=16',
      'training.epochs=12',
    ];
    const events = await workspace.train(
      ...['kinds.jsonl', '--task', 'languageModel'],
      ...settings.flatMap((setting) => ['--set', setting]),
    );
    for (const [label, letters] of [
      ['low', /^[ab]+$/],
      ['high', /^[XY]+$/],
    ] as const) {
      const [{ text }] = (await workspace.json('generate', events.run, '--label', label, '--temperature', '0.3')) as [
        { text: string },
      ];
      expect(text).toMatch(letters);
    }
    const { stderr } = await workspace.run('generate', events.run, '--label', 'middle');
    expect(stderr).toContain("there is no label 'middle'; the model knows high, low");
    await mkdir(workspace.path('songs'));
    await writeFile(workspace.path('songs/one.txt'), 'la la la\n'.repeat(60));
    await writeFile(workspace.path('songs/two.txt'), 'na na na\n'.repeat(60));
    const quick = ['training.epochs=1', 'model.hiddenSize=8', 'data.seqLength=8'];
    const ofFolder = await workspace.train('songs', ...quick.flatMap((setting) => ['--set', setting]));
    expect(ofFolder.one('config').choices.join(' ')).toContain('The folder holds 2 texts');
  });

  test('on rows with a label tells nine in ten digits apart', async () => {
    const events = await workspace.train('digits.csv', '--set', 'training.epochs=20');
    const { metrics, baselines } = events.one('done').test;
    expect(metrics['accuracy']).toBeGreaterThan(0.9);
    expect(baselines['majority']!['accuracy']).toBeLessThan(0.2);
  });

  test('the textbook network has 28 inputs and 128 hidden units, and learns', async () => {
    const events = await workspace.train('--config', 'textbook-rnn.json', '--set', 'training.epochs=4');
    const epochs = events.of('epoch');
    expect(epochs.at(-1)!.validLoss).toBeLessThan(epochs[0]!.validLoss!);
    const { loss, metrics, baselines } = events.one('done').test;
    expect(loss).toBeLessThan(1 / 28);
    // The metrics stay in nats, whatever the loss is: less than no knowledge and more than a lookahead would give.
    expect(metrics['crossEntropy']).toBeGreaterThan(1.5);
    expect(metrics['crossEntropy']).toBeLessThan(baselines['unigram']!['crossEntropy']!);
    const { tensors } = await readSafetensors(`${events.run}/best.safetensors`);
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual(
      expect.arrayContaining([
        ['rnn.weight_ih_l0', [128, 28]],
        ['rnn.weight_hh_l0', [128, 128]],
        ['head.weight', [28, 128]],
      ]),
    );
    expect(tensors.size).toBe(6);
  });

  test('looks at gradients are reported and kept in the run folder, those beyond a checkpoint once', async () => {
    const network = ['model.cell=rnn', 'data.window=36', 'training.batchSize=2'];
    const settings = [...network, 'training.epochs=9', 'training.patience=0'];
    const events = await workspace.train('airline-passengers.csv', ...settings.flatMap((one) => ['--set', one]));
    const looks = events.of('gradients');
    expect(looks.map(({ step }) => step)).toEqual([1, 101, 201]);
    const [first] = looks;
    expect(first).toMatchObject({ epoch: 1, step: 1, layers: [{ name: 'l0' }], clippedValues: 0 });
    expect(first?.layers[0]?.stateGradients).toHaveLength(36);
    expect(first?.verdicts[0]?.message).toMatch(
      /^the gradient falls by 10\^6 over \d+ of 35 steps in layer 0: use lstm or gru/,
    );
    const kept = async () => parseLines(await readFile(`${events.run}/gradients.jsonl`, 'utf8')) as GradientsEvent[];
    expect(await kept()).toEqual(looks);
    const more = await workspace.train('--resume', basename(events.run), '--set', 'training.epochs=18');
    expect(more.of('gradients').map(({ step }) => step)).toEqual([301, 401]);
    expect(await kept()).toEqual([...looks, ...more.of('gradients')]);
  });

  test('the same seed gives the same losses, another seed others', async () => {
    const losses = async (seed: number): Promise<(number | null)[]> => {
      const settings = ['--set', 'training.epochs=6', '--set', `training.seed=${seed}`];
      const events = await workspace.train('weather.csv', ...settings);
      return events.of('epoch').flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss]);
    };
    const [first, again, other] = [await losses(7), await losses(7), await losses(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('a network with every option of the layers learns, forecasts, and goes on after a stop', async () => {
    const form = ['cell=lstm', 'bidirectional=true', 'numLayers=2', 'hiddenSize=12', 'projSize=4', 'layerNorm=true'];
    const more = ['residual=true', 'initialState=learned', 'recurrentDropout=0.1', 'dropout=0.1', 'bias=false'];
    const settings = [...form, ...more].flatMap((option) => ['--set', `model.${option}`]);
    const file = 'airline-passengers.csv';
    const events = await workspace.train(file, ...settings, '--set', 'training.epochs=20');
    const epochs = events.of('epoch');
    expect(epochs.at(-1)!.validLoss).toBeLessThan(0.8 * epochs[0]!.validLoss!);
    const { tensors } = await readSafetensors(`${events.run}/best.safetensors`);
    expect(tensors.get('rnn.weight_hr_l1_reverse')?.shape).toEqual([4, 12]);
    expect(tensors.get('rnn.c0_l1_reverse')?.shape).toEqual([12]);
    const [prediction] = await workspace.json('predict', basename(events.run), file, '--horizon', '3');
    expect(prediction).toMatchObject({ next: [{ time: '1961-01' }, { time: '1961-02' }, { time: '1961-03' }] });
    const resumed = await workspace.train('--resume', basename(events.run), '--set', 'training.epochs=21');
    expect(resumed.of('epoch').map(({ epoch }) => epoch)).toEqual([21]);
  });

  test('by segments, two columns apart and by instance, learns, forecasts, goes on after a stop and begins another', async () => {
    const form = ['decoding=segments', 'segmentLength=4', 'normalisation=instance', 'cell=gru', 'hiddenSize=8'];
    const data = ['targets=wind,temp_max', 'inputs=wind,temp_max', 'horizon=8', 'window=16', 'calendar=false'];
    const settings = [...form.map((each) => `model.${each}`), ...data.map((each) => `data.${each}`)];
    const set = [...settings, 'training.epochs=2'].flatMap((setting) => ['--set', setting]);
    const { run } = await workspace.train('weather.csv', ...set);
    const { tensors } = await readSafetensors(`${run}/best.safetensors`);
    expect(tensors.get('segments.positions')?.shape).toEqual([2, 4]);
    expect(tensors.get('segments.targets')?.shape).toEqual([2, 4]);
    expect(tensors.get('level.weight')?.shape).toEqual([2]);
    const [prediction] = (await workspace.json('predict', basename(run), 'weather.csv')) as [Prediction];
    expect(prediction.next).toHaveLength(8);
    expect(prediction.next[7]?.cells.map(({ column }) => column)).toEqual(['wind', 'temp_max']);
    const resumed = await workspace.train('--resume', basename(run), '--set', 'training.epochs=3');
    expect(resumed.of('epoch').map(({ epoch }) => epoch)).toEqual([3]);
    const begun = ['--init', basename(run), '--set', 'training.epochs=1'];
    const next = await workspace.train('weather.csv', ...begun, ...data.flatMap((each) => ['--set', `data.${each}`]));
    expect(next.one('config').config.model).toMatchObject({
      decoding: 'segments',
      segmentLength: 4,
      channels: 'apart',
    });
    const { code, stderr } = await workspace.run('export', basename(run), '--out', 'segments.safetensors');
    expect(code).toBe(2);
    expect(stderr).toContain('it reads windows by segments, which needs code of its own');
  });

  test('--set, --task and --config are all heeded, the command line last', async () => {
    await mkdir(workspace.path('configs'));
    const config = { data: { file: '../weather.csv', targets: ['wind'] }, training: { epochs: 9, seed: 3 } };
    await writeFile(workspace.path('configs', 'run.json'), JSON.stringify(config));
    const options = ['--set', 'training.epochs=2', '--set', 'data.inputs=wind,temp_max', '--set', 'model.cell=gru'];
    const events = await workspace.train('--config', 'configs/run.json', '--task', 'forecast', ...options);
    expect(events.one('config').config).toMatchObject({
      task: 'forecast',
      data: { file: workspace.path('weather.csv'), targets: ['wind'], inputs: ['wind', 'temp_max'] },
      model: { cell: 'gru' },
      training: { epochs: 2, seed: 3 },
    });
    expect(events.of('epoch')).toHaveLength(2);
  });

  test('runs go beside the nearest workspace above the file, or where --out says', async () => {
    await mkdir(workspace.path('project', '.git'), { recursive: true });
    await mkdir(workspace.path('project', 'deep'));
    const file = workspace.path('project', 'deep', 'series.csv');
    await writeFile(file, await readFile(workspace.path('airline-passengers.csv')));
    const once = ['--set', 'training.epochs=1'];
    expect(dirname((await workspace.train(file, ...once)).run)).toBe(workspace.path('project', '.rnn-studio', 'runs'));
    expect(dirname((await workspace.train('weather.csv', ...once)).run)).toBe(workspace.path('.rnn-studio', 'runs'));
    expect(dirname((await workspace.train(file, ...once, '--out', 'mine')).run)).toBe(workspace.path('mine'));
  });

  test('--init begins where another run ended', async () => {
    const once = ['airline-passengers.csv', '--set', 'training.epochs=10'];
    const first = await workspace.train(...once);
    const second = await workspace.train(...once, '--init', basename(first.run));
    expect(second.of('epoch')[0]!.trainLoss).toBeLessThan(first.of('epoch')[0]!.trainLoss);
  });

  test('--resume goes on with a finished run, counting on', async () => {
    const { run } = await workspace.train('airline-passengers.csv', '--set', 'training.epochs=3');
    const more = await workspace.train('--resume', basename(run), '--set', 'training.epochs=5');
    expect(more.of('epoch').map(({ epoch }) => epoch)).toEqual([4, 5]);
    expect(more.run).toBe(run);
    expect(await readRecord(run)).toMatchObject({ status: 'finished', epoch: 5 });
  });

  test('the precision of products is chosen and said, and a run goes on in the other', async () => {
    const settings = ['--set', 'training.epochs=2', '--set', 'training.precision=auto'];
    const first = await workspace.train('airline-passengers.csv', ...settings);
    const { precision, choices, config } = first.one('config');
    expect(config.training.precision).toBe('auto');
    const said = choices.filter((choice) => choice.startsWith('products in '));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`products in ${precision}`);
    expect(await readRecord(first.run)).toMatchObject({ precision, choices });

    const other = precision === 'bfloat16' ? 'float32' : 'bfloat16';
    const change = ['training.epochs=3', `training.precision=${other}`].flatMap((setting) => ['--set', setting]);
    const more = await workspace.train('--resume', basename(first.run), ...change);
    const begun = more.one('config');
    const isChanged = begun.precision === other;
    const sentence = isChanged
      ? `goes on with products in ${other}; until here they were in ${precision}`
      : (expect.stringContaining('has no instructions for bfloat16') as string);
    expect(begun.config.training.precision).toBe(other);
    expect(begun.choices).toContainEqual(sentence);
    expect(more.of('log')).toContainEqual(expect.objectContaining({ message: sentence }));
    expect(await readRecord(first.run)).toMatchObject({ precision: begun.precision, choices: begun.choices });
    expect(more.of('epoch').map(({ epoch }) => epoch)).toEqual([3]);
  });

  test('where the kernels have no bfloat16 a run trains in float32 and says why', async () => {
    const settings = ['training.epochs=1', 'training.precision=bfloat16', 'training.kernels=wasm'];
    const events = await workspace.train('airline-passengers.csv', ...settings.flatMap((one) => ['--set', one]));
    const { precision, choices } = events.one('config');
    expect(precision).toBe('float32');
    expect(choices).toContainEqual(
      expect.stringMatching(/^products in float32: WASM .* has no instructions for bfloat16$/),
    );
  });

  test('text for people says what was picked, each epoch, and the model against its baselines', async () => {
    const { code, stdout, stderr } = await workspace.run(
      'train',
      'airline-passengers.csv',
      '--set',
      'training.epochs=2',
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^forecast on airline-passengers\.csv\n/);
    expect(stdout).toContain("The time is 'month'.");
    expect(stdout).toMatch(/epoch 2\/2 {2}train [\d.]+ {2}valid [\d.]+/);
    expect(stdout).toMatch(
      /^test split +MAE +RMSE +sMAPE +MASE +WQL +CRPS +in the interval +in the 95 % interval\nmodel .*\n(?:network alone .*\n)?last value .*\nseasonal naive .*\n/m,
    );
    const [, use] = /use it with: rnn-studio (predict .*)\n$/.exec(stdout) ?? [];
    expect((await workspace.run(...use!.split(' '))).code).toBe(0);
  });

  test('text for people says once what is wrong with the gradients', async () => {
    const settings = ['training.epochs=9', 'model.cell=rnn', 'data.window=36', 'training.batchSize=2'];
    const { stdout } = await workspace.run(
      'train',
      'airline-passengers.csv',
      ...settings.flatMap((one) => ['--set', one]),
    );
    expect(stdout.match(/^step \d+: the gradient falls by 10\^6 over/gm)).toHaveLength(1);
    expect(stdout).not.toContain('healthy');
  });

  test('from source, without the bundle, it trains too', async () => {
    const args = ['train', 'weather.csv', '--json', '--set', 'training.epochs=1'];
    const { code, stdout, stderr } = await workspace.start(args, fromSource).finished;
    expect(code, stderr).toBe(0);
    expect(new Events(parseLines(stdout) as RunEvent[]).of('epoch')).toHaveLength(1);
  });
});
