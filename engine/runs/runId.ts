import { basename, extname } from 'node:path';
import type { RunConfig } from '../config.ts';

/** `weather-lstm64-20261123-201500-3f2a`: readable, sorted by time within a file, unique. */
export const createRunId = ({ data, model }: RunConfig, now: Date, unique: string): string =>
  createId(data.file, `${model.cell}${model.hiddenSize}`, now, unique);

/** `weather-search-20261123-201500-3f2a` */
export const createSearchId = (file: string, now: Date, unique: string): string =>
  createId(file, 'search', now, unique);

const createId = (file: string, what: string, now: Date, unique: string): string => {
  const safe = basename(file, extname(file))
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 40);
  const [date = '', time = ''] = now.toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
  return `${safe || 'run'}-${what}-${stamp}-${unique.slice(0, 4)}`;
};
