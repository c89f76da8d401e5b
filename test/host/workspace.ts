import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../engine/protocol.ts';
import { patience } from '../patience.ts';

/** The folder that the suite was opened on: a copy of the samples of its own. */
export const workspaceFolder = (): string => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the suite needs a folder to be open');
  return folder.uri.fsPath;
};

/** Writes a file into the workspace and gives its URI. */
export const writeData = async (name: string, text: string): Promise<vscode.Uri> => {
  const file = join(workspaceFolder(), name);
  await writeFile(file, text);
  return vscode.Uri.file(file);
};

/** Every run on `file`, oldest first. */
export const runsOf = async (file: vscode.Uri, folder = workspaceFolder()): Promise<RunRecord[]> => {
  const runs = join(folder, '.rnn-studio', 'runs');
  const names = await readdir(runs).catch(() => []);
  const records = await Promise.all(names.map((name) => readRecord(join(runs, name))));
  return records
    .filter((record) => record?.file === file.fsPath)
    .flatMap((record) => (record ? [record] : []))
    .sort((a, b) => a.created.localeCompare(b.created));
};

const readRecord = async (folder: string): Promise<RunRecord | undefined> => {
  try {
    return JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
};

/** Waits until `find` gives something. */
export const eventually = async <T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> => {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${patience / 1000} s`);
};

/** Titles of the CodeLenses of a document, by line (from 1), with the command each runs. */
export const lensesOf = async (
  uri: vscode.Uri,
): Promise<{ line: number; title: string; command: vscode.Command }[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000);
  return lenses.flatMap(({ range, command }) =>
    command ? [{ line: range.start.line + 1, title: command.title, command }] : [],
  );
};

/** Clicks a CodeLens. */
export const press = async ({ command, arguments: values = [] }: vscode.Command): Promise<void> => {
  await vscode.commands.executeCommand(command, ...(values as unknown[]));
};

/** A noisy wave of two columns, daily; `blanks` are rows (from 0) whose `level` is empty. */
export const waveCsv = (rows: number, blanks: readonly number[] = []): string => {
  const lines = Array.from({ length: rows }, (_, row) => {
    const date = new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
    const level = (10 + 5 * Math.sin(row / 3) + ((row * 7919) % 13) / 20).toFixed(1);
    return `${date},"note, ${row}",${blanks.includes(row) ? '' : level}`;
  });
  return ['date,note,level', ...lines, ''].join('\n');
};
