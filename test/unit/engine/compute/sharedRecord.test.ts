import { expect, test } from 'vitest';
import { SharedMemory } from '../../../../engine/compute/memory.ts';
import { recordBytes, SharedRecord } from '../../../../engine/compute/sharedRecord.ts';

const fields = ['rate', 'count'] as const;

test('what one thread writes under a name another reads under the same, and neighbours are untouched', () => {
  const memory = new SharedMemory(0);
  const before = memory.allocate(8, 'A test');
  const offset = memory.allocate(recordBytes(fields), 'A test');
  const after = memory.allocate(8, 'A test');
  new SharedRecord(memory.memory, offset, fields).write({ rate: 0.1, count: 3 });
  expect(new SharedRecord(memory.memory, offset, fields).read()).toEqual({ rate: 0.1, count: 3 });
  expect([...memory.doubles(before, 1), ...memory.doubles(after, 1)]).toEqual([0, 0]);
});
