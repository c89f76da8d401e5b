import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isPairName } from '../../../engine/files/pairNames.ts';
import { tableReaders } from '../../../engine/files/tableReaders.ts';
import { contributedCommands } from '../../../src/commandNames.ts';
import {
  arrayExtensions,
  configSuffix,
  dataExtensions,
  languageExtensions,
  objectExtensions,
  sequenceSuffixes,
  tableExtensions,
  textExtensions,
  tokenExtensions,
  weightExtensions,
} from '../../../src/fileKinds.ts';
import { settingDefaults } from '../../../src/settingDefaults.ts';
import { formView, runPanelType, runsView } from '../../../src/viewIds.ts';
import { capabilityWords, contextKeys, runWords } from '../../../src/whenWords.ts';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly jsonValidation: readonly { readonly fileMatch: readonly string[]; readonly url: string }[];
  };
}
const text = readFileSync('package.json', 'utf8');
const { activationEvents, contributes } = JSON.parse(text) as Manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const menus = Object.entries(contributes.menus).flatMap(([menu, items]) => items.map((item) => ({ menu, ...item })));
const prefixed = (names: readonly string[]): string[] => names.map((name) => `rnnStudio.${name}`);
/** What the first group of a pattern finds in all `when` clauses, each once. */
const named = (pattern: RegExp): Set<string> =>
  new Set(menus.flatMap(({ when = '' }) => [...when.matchAll(pattern)].map(([, word = '']) => word)));

describe('package.json', () => {
  test('offers the commands that the code has, in the same order, and its menus no others', () => {
    expect(contributes.commands.map(({ command }) => command)).toEqual(prefixed(contributedCommands));
    const known = new Set(prefixed(contributedCommands));
    expect(menus.filter(({ command }) => !known.has(command))).toEqual([]);
    const linked = new Set(
      [
        ...Object.values(words)
          .join(' ')
          .matchAll(/\(command:(rnnStudio\.[\w.]+)\)/g),
      ].map(([, id]) => id),
    );
    expect(linked.size).toBeGreaterThan(3);
    expect([...linked].filter((id) => !known.has(id ?? '') && id !== `${runsView}.focus`)).toEqual([]);
  });

  test('asks for context keys and words of runs that the code says, and for every one of them', () => {
    expect(named(/(?<!== )\brnnStudio\.(\w+)/g)).toEqual(new Set(contextKeys));
    const asked = [...named(/viewItem =~ \/\\b(\w+)/g)];
    expect(asked.filter((word) => !runWords.some((known) => known.startsWith(word)))).toEqual([]);
    expect(runWords.filter((word) => !asked.some((each) => word.startsWith(each)))).toEqual([]);
    expect(Object.values(capabilityWords).filter((word) => !asked.includes(word))).toEqual([]);
  });

  test('has the views that the code fills, and returns panels to it', () => {
    expect(Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id))).toEqual([
      formView,
      runsView,
    ]);
    expect(named(/view == ([\w.]+)/g)).toEqual(new Set([runsView]));
    expect(new Set(contributes.viewsWelcome.map(({ view }) => view))).toEqual(new Set([runsView]));
    expect(activationEvents).toContain(`onWebviewPanel:${runPanelType}`);
  });

  test('has the settings that the code reads, with its defaults', () => {
    const defaults = Object.entries(contributes.configuration.properties).map(([name, value]) => [name, value.default]);
    expect(Object.fromEntries(defaults)).toEqual(
      Object.fromEntries(Object.entries(settingDefaults).map(([name, value]) => [`rnnStudio.${name}`, value])),
    );
  });

  test('calls those files tables that the engine and the lenses do, and wakes up for them', () => {
    const { languages } = contributes;
    expect(languages.flatMap(({ extensions }) => extensions)).toEqual(tableExtensions.map((name) => `.${name}`));
    const read = [...tableExtensions, ...objectExtensions, ...arrayExtensions, ...tokenExtensions].map(
      (name) => `.${name}`,
    );
    expect(new Set(tableReaders.flatMap((reader) => reader.extensions))).toEqual(new Set(read));
    expect(activationEvents).toEqual(expect.arrayContaining(languages.map(({ id }) => `onLanguage:${id}`)));
  });

  test('shows menus on the files that their commands are for', () => {
    const extensions = (names: readonly string[]): string => names.join('|');
    const shown = menus.flatMap(({ menu, command, when = '' }) => {
      const [, list] = /resourceExtname =~ \/\^\\\.\((.+?)\)\$/.exec(when) ?? [];
      return list === undefined ? [] : [[menu, command.replace('rnnStudio.', ''), list] as const];
    });
    const data = extensions(dataExtensions);
    const tables = extensions([
      ...[...tableExtensions, ...objectExtensions, ...arrayExtensions, ...tokenExtensions],
      ...languageExtensions,
    ]);
    for (const extension of languageExtensions) expect(isPairName(extension)).toBe(true);
    expect(shown).toEqual([
      ['explorer/context', 'trainOnFile', data],
      ['explorer/context', 'predictWith', tables],
      ['explorer/context', 'findLearningRate', data],
      ['explorer/context', 'backtestForecast', extensions(tableExtensions)],
      ['explorer/context', 'tuneNetwork', data],
      ['explorer/context', 'importWeights', extensions(weightExtensions)],
      ['editor/context', 'trainOnFile', data],
      ['editor/context', 'predictWith', tables],
      ['editor/context', 'fillEmptyCells', extensions(tableExtensions)],
      ['editor/context', 'findLearningRate', data],
      ['editor/context', 'backtestForecast', extensions(tableExtensions)],
      ['editor/context', 'tuneNetwork', data],
      [
        'editor/title',
        'trainOnFile',
        extensions([...tableExtensions, ...objectExtensions, ...tokenExtensions, ...textExtensions]),
      ],
    ]);
  });

  test('shows them on sequences and images whose names alone say what they are', () => {
    const shown = menus.filter(({ menu, when = '' }) => menu.endsWith('/context') && when.includes('_TRAIN'));
    expect(shown.map(({ menu, command }) => [menu, command.replace('rnnStudio.', '')])).toEqual(
      ['explorer/context', 'editor/context'].flatMap((menu) =>
        ['trainOnFile', 'predictWith', 'findLearningRate', 'tuneNetwork'].map((command) => [menu, command]),
      ),
    );
    const list = sequenceSuffixes.map((suffix) => suffix.replaceAll('.', '\\.')).join('|');
    for (const { when } of shown) expect(when).toContain(`resourceFilename =~ /(${list})$/i`);
  });

  test('knows run configs by the name that they are opened under, and completes them by the schema of the build', () => {
    const patterns = named(/resourceFilename =~ \/(.+?)\/(?= |$)/g);
    expect(patterns.size).toBe(1);
    for (const pattern of patterns) {
      expect(`weather${configSuffix}`).toMatch(new RegExp(pattern));
      expect('textbook-rnn.json').toMatch(new RegExp(pattern));
      expect('turn.json').not.toMatch(new RegExp(pattern));
    }
    expect(contributes.jsonValidation).toEqual([
      { fileMatch: [`*${configSuffix}`, '*-rnn.json'], url: './dist/config.schema.json' },
    ]);
    expect(readFileSync('scripts/build.mjs', 'utf8')).toContain("'dist/config.schema.json'");
  });

  test('has words for all that it names, and none besides', () => {
    const asked = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, name = '']) => name));
    expect(asked).toEqual(new Set(Object.keys(words)));
  });
});
