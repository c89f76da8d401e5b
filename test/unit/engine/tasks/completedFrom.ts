import type { Config } from '../../../../engine/config.ts';
import type { CompletedConfig } from '../../../../engine/tasks/config/completeConfig.ts';
import { completeFile } from './completeFile.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const rows = Array.from({ length: 120 }, (_, row) => row);
const contents = {
  forecast: ['.csv', `x,y\n${rows.map((row) => `${(row * 37) % 11},${(row * 7919) % 101}`).join('\n')}`],
  classification: [
    '.csv',
    `a,b,c,d,label\n${rows.map((row) => `${row % 7},${row % 5},${row % 3},${row % 4},${row % 2 ? 'odd' : 'even'}`).join('\n')}`,
  ],
  languageModel: ['.txt', 'the quick brown fox\n'.repeat(100)],
} as const;

/** What a wish is completed to on a small file that is for the task. */
export const completedFrom = async (task: keyof typeof contents, wanted: Config): Promise<CompletedConfig> => {
  const [extension, content] = contents[task];
  const file = temporaryFile(content, extension);
  const config = { ...wanted, data: { ...wanted.data, file } };
  return completeFile(file, config);
};
