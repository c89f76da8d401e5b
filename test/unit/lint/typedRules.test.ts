import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { oxlint } from './lintPlanted.ts';

/** What each typed rule must find, in a file of its own. */
const violations: Readonly<Record<string, string>> = {
  'await-thenable': 'export const f = async (x: number): Promise<number> => await x;',
  'no-floating-promises': 'export const f = (x: Promise<number>): void => { x; };',
  'no-misused-promises': 'export const f = (x: Promise<boolean>): number => (x ? 1 : 2);',
  'no-unnecessary-condition': 'export const f = (x: string): number => (x.at(0)?.length ?? 0) + (x?.length);',
  'no-unnecessary-type-assertion': 'export const f = (x: string): string => x as string;',
  'no-unsafe-assignment': 'export const f = (x: any): void => { const y: number = x; void y; };',
  'no-unsafe-member-access': 'export const f = (x: any): unknown => x.y;',
  'only-throw-error': "export const f = (): never => { throw 'words'; };",
  'restrict-template-expressions': 'export const f = (x: object): string => `${x}`;',
  'switch-exhaustiveness-check':
    "export const f = (x: 'a' | 'b'): number => { switch (x) { case 'a': return 1; } return 2; };",
  'unbound-method': 'class A { y = 1; f() { return this.y; } } export const { f } = new A();',
};

test('each of eleven rules that need types finds its violation, by the settings of the project', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'typed-rules-'));
  try {
    const settings = { extends: resolve('tsconfig.json'), compilerOptions: { types: [] }, include: ['.'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    for (const [rule, code] of Object.entries(violations)) await writeFile(join(folder, `${rule}.ts`), `${code}\n`);
    const { diagnostics } = await oxlint(folder, ['--config', resolve('oxlint.config.ts'), '.']);
    const found = new Set(diagnostics.map(({ code, filename }) => `${basename(filename, '.ts')}: ${code}`));
    for (const rule of Object.keys(violations)) expect(found).toContain(`${rule}: typescript(${rule})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
