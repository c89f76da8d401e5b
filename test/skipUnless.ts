import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test was skipped: for the summary of `npm test`, which reads it in the report. */
    skippedBecause?: string;
  }
}

/** Options of a test, or of a whole block of them, that only runs where `isSo`; else the summary tells `why`. */
export const skipUnless = (isSo: boolean, why: string): TestOptions =>
  isSo ? {} : { skip: true, meta: { skippedBecause: why } };

/** For tests of what Windows does not have. */
export const posixOnly = skipUnless(
  process.platform !== 'win32',
  'Windows has no signals that stop a process, and neither links, modes nor devices as POSIX has them',
);
