import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const before = process.env['TMPDIR'];
let folder = '';

/** Makes one folder for all that is temporary while tests run. */
export const setup = (): void => {
  folder = mkdtempSync(join(tmpdir(), 'rnn-studio-tests-'));
  // Some tests become another user, who must get at what they made in it.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
};

/** Removes it, with what tests that were ended left there. */
export const teardown = (): void => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
};
