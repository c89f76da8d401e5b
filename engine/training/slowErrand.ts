import { CancellationToken } from 'vscode-jsonrpc';
import type { Errand } from '../errands/errand.ts';

// In milliseconds: work that is done sooner is not told of, and of longer work no more often.
const tellAfter = 2000;
const tellEvery = 10_000;

/** Work of a run that nobody waits for alone: where it takes long, `log` hears how far it is, with what it is. */
export const slowErrand = (what: string, log: (message: string) => void): Errand => {
  let toldAt = performance.now() + tellAfter - tellEvery;
  return {
    cancel: CancellationToken.None,
    tell: ({ share }) => {
      const now = performance.now();
      if (share === undefined || now - toldAt < tellEvery) return;
      toldAt = now;
      log(`${what}: ${Math.floor(share * 100)} %`);
    },
  };
};
