import type { Config } from '../../../../../engine/config.ts';
import { completeFile } from '../completeFile.ts';
import { temporaryFile } from '../../files/temporaryFile.ts';

export const complete = async (content: string, wanted: Config = {}, extension = '.csv') => {
  const file = temporaryFile(content, extension);
  const config = { ...wanted, data: { ...wanted.data, file } };
  return completeFile(file, config);
};
export const problemsOf = async (...parameters: Parameters<typeof complete>) =>
  (await complete(...parameters)).problems;

export const lines = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');
export const day = (row: number): string => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
export const hour = (row: number): string => new Date(Date.UTC(2020, 0, 1, row)).toISOString().slice(0, 16);
export const noise = (row: number): number => ((row * 7919) % 101) / 25;
export const wave = (row: number, season: number): number => 10 * Math.sin((2 * Math.PI * row) / season) + noise(row);

export const weather = `date,rain,temp_max,temp_min,sky\n${lines(400, (row) => `${day(row)},${noise(row)},${wave(row, 7)},${wave(row, 7) - 5},${['sun', 'fog'][row % 2]}`)}`;
export const digits = lines(
  200,
  (row) => `${Array.from({ length: 64 }, (_, pixel) => (row * pixel) % 17).join(',')},${row % 10}`,
);
export const text = 'the quick brown fox\n'.repeat(200);
