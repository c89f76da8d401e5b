import type { OwnDescription } from '../../../../../engine/tasks/task.ts';

export const describeParity = {
  name: 'parity',
  title: 'Parity',
  reads: 'text',
  capabilities: ['predict'],
  items: 'lines',
  splitsInOrder: true,
  everyStep: false,
  metrics: [{ name: 'accuracy', label: 'right parities', format: 'percent', lowerIsBetter: false }],
  baselines: [{ name: 'zero', label: 'always even' }],
  losses: ['crossEntropy'],
  fields: [{ path: 'data.bits', label: 'Bits per line', kind: 'whole' }],
  facts: [{ path: 'data.bits', label: 'Bits', words: '{0} bits a line' }],
  views: [],
} satisfies OwnDescription;
