import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { Config } from '../../../../engine/config.ts';
import { taskOf } from '../../../../engine/tasks/findTask.ts';
import { OpenedFiles } from '../../../../engine/tasks/openedFiles.ts';
import { countBatches } from '../../../../engine/training/trainer.ts';
import { planRun, propose } from '../../../../engine/training/planRun.ts';
import { temporaryFile } from '../files/temporaryFile.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../../../samples/${name}`, import.meta.url));
const rows = Array.from({ length: 500 }, (_, row) =>
  [row % 7, row % 5, (row * 37) % 11, row % 4, row % 2 ? 'odd' : 'even'].join(','),
);

test.each([
  ['forecast', sample('airline-passengers.csv'), {}],
  ['languageModel', sample('first-names.txt'), { data: { seqLength: 16, stepLength: 4 } }],
  ['classification', temporaryFile(`a,b,c,d,label\n${rows.join('\n')}\n`), {}],
] satisfies (readonly [string, string, Config])[])(
  'a proposal for a %s encodes nothing, and foresees the network and the updates that the training has',
  async (task, file, config) => {
    const prepare = vi.spyOn(taskOf({ task }), 'prepare');
    const files = new OpenedFiles();
    const proposal = await propose({ file, config }, files);
    expect(proposal.config.task).toBe(task);
    expect(proposal.problems).toEqual([]);
    expect(prepare).not.toHaveBeenCalled();

    const plan = await planRun({ file, config }, undefined, files);
    expect(prepare).toHaveBeenCalledOnce();
    expect(plan.config).toEqual(proposal.config);
    const { training } = plan.config;
    const updates = training.epochs * countBatches(plan.data, plan.config);
    const seconds = (count: number): number =>
      (6 * proposal.parameters * count * training.batchSize * plan.data.steps) / (4e10 * training.threads) +
      count * 2e-4;
    expect(proposal.estimatedSeconds).toBeGreaterThan(seconds(updates * 0.8));
    expect(proposal.estimatedSeconds).toBeLessThan(seconds(updates * 1.25));
  },
);
