import { readFile } from 'node:fs/promises';
import type { RunEvent } from '../../../engine/protocol.ts';

/** The reports of a journal and what is wrong with its text: lines that are torn or no JSON. A file that is not there is empty. */
export const readJournal = async (
  file: string,
): Promise<{ readonly events: readonly RunEvent[]; readonly problems: readonly string[] }> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  const problems: string[] = [];
  if (text !== '' && !text.endsWith('\n')) problems.push('its last line is torn');
  const events: RunEvent[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      events.push(JSON.parse(line) as RunEvent);
    } catch {
      problems.push(`line ${index + 1} is no JSON: ${line.slice(0, 80)}`);
    }
  }
  return { events, problems };
};
