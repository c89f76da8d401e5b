import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Code, and the file of a project in which it is to be thought of. */
export type Planted = readonly [file: string, code: string];

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly filename: string }[];
}

/** Of the project's settings, those of rules that read syntax alone: the others take the compiler's time. */
const settings = `
import config from ${JSON.stringify(pathToFileURL(resolve('oxlint.config.ts')).href)};
export default { ...config, options: { ...config.options, typeAware: false } };
`;

/**
 * What the lint says of each piece of code as if it stood in its file, in the order given.
 * @param rules whose words alone count, as a report names them: `house(arrows)`
 */
export const lintPlanted = async (rules: readonly string[], planted: readonly Planted[]): Promise<string[][]> => {
  // Pieces for one file are linted in folders of their own.
  const rounds: Planted[][] = [];
  const roundOf = planted.map((piece) => {
    const [file] = piece;
    const free = rounds.findIndex((round) => round.every(([other]) => other !== file));
    const round = free < 0 ? rounds.push([]) - 1 : free;
    rounds[round]!.push(piece);
    return round;
  });
  const reports = await Promise.all(rounds.map(lintRound));
  return planted.map(([file], index) =>
    reports[roundOf[index]!]!.diagnostics.filter(
      ({ code, filename }) => filename.replaceAll('\\', '/') === file && rules.includes(code),
    ).map(({ message }) => message),
  );
};

const lintRound = async (pieces: readonly Planted[]): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  try {
    await writeFile(join(folder, 'oxlint.config.ts'), settings);
    for (const [file, code] of pieces) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    return await oxlint(folder, ['.']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Its report, whatever it has found. */
export const oxlint = (cwd: string, args: readonly string[]): Promise<Report> =>
  new Promise((done, fail) => {
    const script = resolve('node_modules/oxlint/bin/oxlint');
    // It ends with 1 where it has found something.
    execFile(process.execPath, [script, '--format', 'json', ...args], { cwd }, (_, stdout, stderr) => {
      try {
        done(JSON.parse(stdout) as Report);
      } catch {
        fail(new Error(`${stdout}${stderr}`));
      }
    });
  });
