import { basename } from 'node:path';

interface Findable {
  readonly id: string;
  readonly folder: string;
  readonly isLive: boolean;
}

/** A copied run folder has the id of the run it was copied from: the one that trains is meant, else the original. */
export const findRun = <T extends Findable>(runs: readonly T[], id: string): T | undefined => {
  const named = runs.filter((run) => run.id === id);
  return named.find((run) => run.isLive) ?? named.find(({ folder }) => basename(folder) === id) ?? named[0];
};
