import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../../engine/errors.ts';
import { type Kept, OutputFile } from '../../../../engine/runs/outputFile.ts';
import { posixOnly, skipUnless } from '../../../skipUnless.ts';

const isPosix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;
/** Whoever has no rights here. */
const nobody = 65534;

let folder: string;
let data: string;
let kept: readonly Kept[];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnn-output-')));
  data = join(folder, 'w.csv');
  writeFileSync(data, 'x\n1\n');
  kept = [{ path: data, what: 'the data to predict' }];
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = async (path: string, content = 'new'): Promise<void> => {
  const output = await OutputFile.choose(path, kept);
  await output.write([content]);
};

/** Nothing may be written to `path`, for this reason, and nothing in the folder changes. */
const expectRefusal = async (path: string, message: string | RegExp): Promise<void> => {
  const before = readdirSync(folder, { recursive: true });
  const refused = OutputFile.choose(path, kept);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(InputError);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
  expect(readFileSync(data, 'utf8')).toBe('x\n1\n');
};

describe('what was given', () => {
  const isGiven = /: is the data to predict, which would be lost; name another file$/;

  test('is refused by its path, however that is written', async () => {
    await expectRefusal(data, isGiven);
    await expectRefusal(`${folder}/./w.csv`, isGiven);
    await expectRefusal(`${folder}/../${relative(join(folder, '..'), folder)}/w.csv`, isGiven);
    await expectRefusal(relative('', data), isGiven);
  });

  test('is refused by a link to it, by one to its folder and by a link to a link', posixOnly, async () => {
    symlinkSync('w.csv', join(folder, 'link.csv'));
    symlinkSync('link.csv', join(folder, 'again.csv'));
    symlinkSync(folder, join(folder, 'folder'));
    for (const name of ['link.csv', 'again.csv', 'folder/w.csv']) await expectRefusal(join(folder, name), isGiven);
  });

  test('is refused by another name of the same file, and the file by a link that was given', async () => {
    linkSync(data, join(folder, 'hard.csv'));
    await expectRefusal(join(folder, 'hard.csv'), isGiven);
    if (isPosix) {
      symlinkSync('hard.csv', join(folder, 'given.csv'));
      kept = [{ path: join(folder, 'given.csv'), what: 'the data to predict' }];
      await expectRefusal(data, isGiven);
    }
  });

  const foldsCase = existsSync(import.meta.filename.toUpperCase());
  test(
    'is refused in other letters where the file system takes them for the same',
    skipUnless(foldsCase, 'the file system tells letters apart by case'),
    async () => {
      await expectRefusal(join(folder, 'W.CSV'), isGiven);
    },
  );

  test('that comes to lie there while the output is made is not replaced either', async () => {
    const out = join(folder, 'out.csv');
    const output = await OutputFile.choose(out, kept);
    linkSync(data, out);
    await expect(output.write(['new'])).rejects.toThrow(isGiven);
    rmSync(out);
    const pieces = function* () {
      yield 'half';
      linkSync(data, out);
      yield ' and half';
    };
    await expect(output.write(pieces())).rejects.toThrow(isGiven);
    expect(readFileSync(data, 'utf8')).toBe('x\n1\n');
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'w.csv']);
  });
});

describe('a folder of a run', () => {
  const record = JSON.stringify({ version: 1, id: 'a', file: '/w.csv', fingerprint: {}, config: {} });
  const isInRun = /: is in the folder of a run; name a file outside of it$/;

  test('takes no output, neither new nor over a file of the run, however deep and by whatever way', async () => {
    const run = join(folder, 'runs', 'a');
    mkdirSync(join(run, 'deep', 'er'), { recursive: true });
    writeFileSync(join(run, 'run.json'), record);
    writeFileSync(join(run, 'last.safetensors'), 'last');
    for (const name of ['new.csv', 'run.json', 'last.safetensors', 'deep/er/new.csv']) {
      await expectRefusal(join(run, name), isInRun);
    }
    if (isPosix) {
      symlinkSync(run, join(folder, 'short'));
      symlinkSync(join(run, 'last.safetensors'), join(folder, 'last'));
      await expectRefusal(join(folder, 'short', 'new.csv'), isInRun);
      await expectRefusal(join(folder, 'last'), isInRun);
    }
    await write(join(folder, 'runs', 'beside.csv'));
  });

  test('is known by what lies in it when its record is damaged, and no other run.json makes one', async () => {
    writeFileSync(join(folder, 'run.json'), '{"id": ');
    await write(join(folder, 'out.csv'));
    writeFileSync(join(folder, 'last.safetensors'), '');
    await expectRefusal(join(folder, 'new.csv'), isInRun);
    for (const other of ['null', '[1]', '{"scripts": {}, "id": 3}']) {
      writeFileSync(join(folder, 'run.json'), other);
      await write(join(folder, 'out.csv'), other);
      expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(other);
    }
  });

  test('that was given as the model takes none before it has a record', async () => {
    const model = join(folder, 'model');
    mkdirSync(model);
    kept = [{ path: model, what: 'the folder of the model' }];
    await expectRefusal(join(model, 'new.csv'), /: is in the folder of the model; name a file outside of it$/);
    await write(join(folder, 'new.csv'));
  });
});

describe('what is no ordinary file', () => {
  test('is refused: a folder, a path without its folder, and one below a file', async () => {
    await expectRefusal(folder, ': is a folder; name a file in it');
    await expectRefusal(
      join(folder, 'none', 'out.csv'),
      ': cannot be written: its folder does not exist; make it first',
    );
    await expectRefusal(join(data, 'out.csv'), `: cannot be written: ${data} is not a folder`);
  });

  test('is refused: a device, a pipe and a socket stay what they are', posixOnly, async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('/usr/bin/env', ['mkfifo', pipe]);
    await expectRefusal(pipe, ': is a pipe, not a file; name an ordinary file and read it from there');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    const socket = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      await expectRefusal(socket, ': is a socket, not a file');
    } finally {
      server.close();
    }
    for (const device of ['/dev/null', '/dev/stdout', '/dev/fd/1', '/dev/fd/99', '/proc/self/fd/1']) {
      await expectRefusal(device, `${device}: is a device, not a file`);
    }
    symlinkSync('/dev/null', join(folder, 'null'));
    await expectRefusal(join(folder, 'null'), ': is a device');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test(
    'is refused: a device that is always full',
    skipUnless(existsSync('/dev/full'), 'there is no /dev/full'),
    async () => {
      await expectRefusal('/dev/full', '/dev/full: is a device');
      expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
    },
  );

  test('is refused: a link that leads nowhere, or in a circle', posixOnly, async () => {
    symlinkSync('nowhere.csv', join(folder, 'dangling.csv'));
    symlinkSync('circle.csv', join(folder, 'circle.csv'));
    for (const name of ['dangling.csv', 'circle.csv']) {
      await expectRefusal(join(folder, name), ': is a link to a file that does not exist');
      expect(lstatSync(join(folder, name)).isSymbolicLink()).toBe(true);
    }
  });
});

describe('an ordinary file', () => {
  test('is made, and replaced whole; nothing else is left in its folder', async () => {
    const out = join(folder, 'out.csv');
    await write(out, 'a long first content');
    await write(out, 'short');
    expect(readFileSync(out, 'utf8')).toBe('short');
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'w.csv']);
  });

  test('stays as it was when the output fails midway', async () => {
    const out = join(folder, 'out.csv');
    await write(out, 'old');
    const output = await OutputFile.choose(out, kept);
    const pieces = function* () {
      yield 'half';
      throw new Error('the rest cannot be computed');
    };
    await expect(output.write(pieces())).rejects.toThrow('the rest cannot be computed');
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'w.csv']);
  });

  test.each([0o640, 0o600, 0o777, 0o444])('keeps its mode %o', posixOnly, async (mode) => {
    const out = join(folder, 'out.csv');
    writeFileSync(out, 'old');
    chmodSync(out, mode);
    if (mode === 0o444 && !isRoot) await expectRefusal(out, ': may not be written: permission denied');
    else {
      await write(out);
      expect(readFileSync(out, 'utf8')).toBe('new');
    }
    expect(statSync(out).mode & 0o777).toBe(mode);
  });

  test('keeps its owner where that may be given', skipUnless(isRoot, 'only root gives files away'), async () => {
    const out = join(folder, 'out.csv');
    writeFileSync(out, 'old');
    chownSync(out, nobody, nobody);
    await write(out);
    expect(statSync(out)).toMatchObject({ uid: nobody, gid: nobody });
    expect(readFileSync(out, 'utf8')).toBe('new');
  });

  test('is replaced through a link, which stays, in the folder that the link leads to', posixOnly, async () => {
    mkdirSync(join(folder, 'far'));
    const far = join(folder, 'far', 'out.csv');
    writeFileSync(far, 'old');
    const { ino } = statSync(far);
    symlinkSync('far/out.csv', join(folder, 'link.csv'));
    await write(join(folder, 'link.csv'));
    expect(lstatSync(join(folder, 'link.csv')).isSymbolicLink()).toBe(true);
    expect(readFileSync(far, 'utf8')).toBe('new');
    expect(statSync(far).ino).not.toBe(ino);
    expect(readdirSync(join(folder, 'far'))).toEqual(['out.csv']);
  });

  /** What a person without special rights is told, who wants to write to `out`. */
  const refusalFor = (out: string): string => {
    const module = new URL('../../../../engine/runs/outputFile.ts', import.meta.url).href;
    const script = `
      import { OutputFile } from ${JSON.stringify(module)};
      try { await OutputFile.choose(${JSON.stringify(out)}, []); } catch (error) { console.log(error.message); }`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      ...(isRoot && { uid: nobody, gid: nobody }),
    });
    return stdout.trimEnd();
  };

  test('that may not be written, or lies in a folder that may not, is left alone', posixOnly, () => {
    chmodSync(folder, 0o777);
    const out = join(folder, 'out.csv');
    writeFileSync(out, 'old');
    chmodSync(out, 0o444);
    expect(refusalFor(out)).toMatch(/out\.csv: may not be written: permission denied; give yourself permission/);
    chmodSync(out, 0o666);
    expect(refusalFor(out)).toBe('');
    chmodSync(folder, 0o555);
    try {
      const refusal = /: no file can be made in its folder: permission denied; choose another folder$/;
      expect(refusalFor(out)).toMatch(refusal);
      expect(refusalFor(join(folder, 'new.csv'))).toMatch(refusal);
    } finally {
      chmodSync(folder, 0o755);
    }
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'w.csv']);
  });
});
