import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../../engine/protocol.ts';
import { RunFolder } from '../../../../engine/runs/runFolder.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'rnn-runs-'));
});
afterEach(() => rm(workspace, { recursive: true }));

const noTensors = { tensors: new Map(), metadata: {} };

describe('run folder', () => {
  test('a runs folder of ours keeps itself out of version control, once', async () => {
    const runs = join(workspace, '.rnn-studio', 'runs');
    await RunFolder.create(runs, 'a');
    await writeFile(join(workspace, '.rnn-studio', '.gitignore'), 'mine');
    await RunFolder.create(runs, 'b');
    expect(await readFile(join(workspace, '.rnn-studio', '.gitignore'), 'utf8')).toBe('mine');
    expect((await readdir(runs)).sort()).toEqual(['a', 'b']);
  });

  test('a folder of the person gets no .gitignore', async () => {
    await RunFolder.create(join(workspace, 'mine', 'runs'), 'a');
    expect(await readdir(join(workspace, 'mine'))).toEqual(['runs']);
  });

  test('where no folder can be made the error says where and why', async () => {
    await writeFile(join(workspace, 'file'), '');
    await expect(RunFolder.create(join(workspace, 'file'), 'a')).rejects.toThrow(
      /file.*: no run folder can be made here/,
    );
  });

  test('whose first record cannot be written is taken away again', async () => {
    const folder = await RunFolder.create(workspace, 'full');
    await mkdir(join(folder.path, 'run.json'));
    await expect(folder.begin(noTensors, {} as RunRecord)).rejects.toThrow(/full: no run folder can be made here/);
    expect(await readdir(workspace)).toEqual([]);
  });

  test('of another run is not touched by a run that would have its name', async () => {
    await mkdir(join(workspace, 'taken'));
    await expect(RunFolder.create(workspace, 'taken')).rejects.toThrow(/taken: no run folder can be made here/);
    expect(await readdir(workspace)).toEqual(['taken']);
  });

  test('has its first checkpoint by the time it has its record', async () => {
    const folder = await RunFolder.create(workspace, 'run');
    await folder.begin(noTensors, {} as RunRecord);
    const made = async (name: string): Promise<number> => (await stat(join(folder.path, name))).mtimeMs;
    expect(await made('last.safetensors')).toBeLessThanOrEqual(await made('run.json'));
  });

  test('is written to only while it is held, and by one at a time', async () => {
    const folder = await RunFolder.create(workspace, 'run');
    await expect(RunFolder.open(folder.path).hold()).rejects.toThrow(/run: is still being trained by process \d+/);
    await folder.release();
    await expect(folder.writeRecord({} as RunRecord)).rejects.toThrow('is not held by this process');
    const other = RunFolder.open(folder.path);
    await other.hold();
    await other.writeRecord({} as RunRecord);
    expect((await readdir(folder.path)).sort()).toEqual(['lock-2.json', 'run.json']);
  });

  test('that is deleted stays deleted, whatever is written to it', async () => {
    const folder = await RunFolder.create(workspace, 'run');
    await rm(folder.path, { recursive: true });
    folder.addEvent({ event: 'log', message: 'late' });
    for (const write of [
      () => folder.writeRecord({} as RunRecord),
      () => folder.writeBest(noTensors),
      () => folder.saveEvents(0),
      () => folder.rewind({ epoch: 0, step: 0 }),
    ]) {
      await expect(write()).rejects.toThrow(/the run folder was deleted or moved/);
    }
    await folder.release();
    expect(await readdir(workspace)).toEqual([]);
  });

  test('a folder without run.json is not a run', async () => {
    await mkdir(join(workspace, 'other'));
    await expect(RunFolder.open(join(workspace, 'other')).readRecord()).rejects.toThrow(/run\.json: is not a run/);
  });
});
