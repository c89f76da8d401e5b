import { basename, extname } from 'node:path';
import type { RunConfig } from '../config.ts';

/** `weather-lstm64-20261123-201500-3f2a`: readable, sorted by time within a file, unique. */
export const createRunId = (config: RunConfig, now: Date, unique: string): string => {
  const name = basename(config.data.file, extname(config.data.file));
  const safe = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 40);
  const [date = '', time = ''] = now.toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
  return `${safe || 'run'}-${config.model.cell}${config.model.hiddenSize}-${stamp}-${unique.slice(0, 4)}`;
};
