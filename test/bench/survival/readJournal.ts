import { readFile } from 'node:fs/promises';

/** The objects of a journal and what is wrong with its text: lines that are torn or no JSON. A file that is not there is empty. */
export const readJournal = async <T>(
  file: string,
): Promise<{ readonly lines: readonly T[]; readonly problems: readonly string[] }> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  const problems: string[] = [];
  if (text !== '' && !text.endsWith('\n')) problems.push('its last line is torn');
  const lines: T[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      lines.push(JSON.parse(line) as T);
    } catch {
      problems.push(`line ${index + 1} is no JSON: ${line.slice(0, 80)}`);
    }
  }
  return { lines, problems };
};
