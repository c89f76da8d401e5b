import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCommand, isExecutable, run } from '../../../scripts/processes.mjs';

const script = fileURLToPath(new URL('./python/forecastRivals.py', import.meta.url));
const packages = ['statsforecast', 'neuralforecast'];

/** Kept for the next time: installing takes longer than most of what is asked. */
const environment = join(tmpdir(), 'rnn-studio-forecast-rivals');

export const rivals = ['SeasonalNaive', 'AutoETS', 'AutoTheta', 'AutoARIMA', 'LSTM', 'NHITS'] as const;
export type Rival = (typeof rivals)[number];

/** What is asked of a rival, see the script. */
export interface AskedForecast {
  readonly season: number;
  readonly horizon: number;
  readonly folds: number;
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
  /** By series, what its MASE is held against. */
  readonly scales: Readonly<Record<string, number>>;
}

export interface RivalScores {
  readonly mae: number;
  readonly mase: number;
  readonly smape: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** A Python that has the others, in an environment made for them; undefined where there can be none. */
export const installRivals = async (): Promise<string | undefined> => {
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if ((await isExecutable(python)) && (await run(python, ['-c', `import ${packages.join(', ')}`])) === 0) return python;
  const base = (await findCommand('python3')) ?? (await findCommand('python'));
  if (base === undefined || (await run(base, ['-m', 'venv', '--clear', environment])) !== 0) return undefined;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  return (await run(python, install)) === 0 ? python : undefined;
};

/** Undefined where it failed or takes more than `mostSeconds`. */
export const askRival = async (
  python: string,
  rival: Rival,
  asked: AskedForecast,
  folder: string,
  mostSeconds: number,
): Promise<RivalScores | undefined> => {
  const file = join(folder, 'asked.json');
  await writeFile(file, JSON.stringify(asked));
  const child = spawn(python, [script, rival, file], {
    ...{ stdio: ['ignore', 'pipe', 'ignore'], timeout: mostSeconds * 1000, killSignal: 'SIGKILL' },
    cwd: folder,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return code === 0 ? (JSON.parse(said.trim().split('\n').at(-1) ?? '') as RivalScores) : undefined;
};
