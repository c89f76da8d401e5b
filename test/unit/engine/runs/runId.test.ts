import { expect, test } from 'vitest';
import type { RunConfig } from '../../../../engine/config.ts';
import { createRunId } from '../../../../engine/runs/runId.ts';

const idFor = (file: string): string => {
  const config = { data: { file }, model: { cell: 'lstm', hiddenSize: 64 } } as RunConfig;
  return createRunId(config, new Date('2026-11-23T20:15:00Z'), '3f2a77');
};

test('an id names the file, the network and the time', () => {
  expect(idFor('/data/weather.csv')).toBe('weather-lstm64-20261123-201500-3f2a');
});

test('an id is a safe folder name whatever the file is called', () => {
  for (const file of ['/data/../..csv', '/data/a b:c*?.csv', '/data/日本語.csv', `/data/${'x'.repeat(300)}.txt`]) {
    expect(idFor(file)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  }
});
