import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tasks are the folders in the engine's room for them with a file of their name; others hold what tasks share. */
const room = join(import.meta.dirname, '../../engine/tasks');
export const tasks = readdirSync(room, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(room, entry.name, `${entry.name}.ts`)))
  .map(({ name }) => name);
