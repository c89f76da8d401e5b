import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inProject = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const bundle = inProject('dist/engine.mjs');

/** The program of an engine's process: what people run, which `npm test` has built, and which starts in a third of the time. */
export const engineMain = existsSync(bundle) ? bundle : inProject('engine/server/main.ts');
