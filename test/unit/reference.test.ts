import { expect, test } from 'vitest';
import { describeReference, readReference } from '../../scripts/reference.mjs';

test('docs/reference.md says what the schemas say: after a change, npm run reference', async () => {
  expect(await readReference()).toBe(await describeReference());
});
