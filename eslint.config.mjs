import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Which modules a folder may import; the arrows of the architecture point one way.
 * Regular expressions on the import as written: imports between our folders are always relative.
 */
const arrows = {
  engine: {
    regex: '^vscode$|^(\\.\\./)+(src|webview|test|scripts)/',
    message: 'The engine imports nothing of src, webview or VS Code.',
  },
  src: {
    regex:
      '^(\\.\\./)+(test|scripts)/|^(\\.\\./)+webview/(?!protocol\\.ts$)|^(\\.\\./)+engine/(?!(protocol|config|errors|readConfig|awakeTimer|frameReader|runHolder|thinEvents)\\.ts$)',
    // The schemas of run folders are imported when they are needed, by `import()`, which this rule does not look at.
    message:
      'The extension host knows the engine and the webview by their protocols (and config, errors, what run folders hold, and how to wait for a process) only.',
  },
  webview: {
    regex: '^vscode$|^node:|^(\\.\\./)+(src|test|scripts)/|^(\\.\\./)+engine/(?!(protocol|config|errors)\\.ts$)',
    message: 'The webview imports types of the protocols and the config only, and neither VS Code nor Node.',
  },
};

const typesOfEngine = {
  regex: '^(\\.\\./)+engine/(protocol|config|errors)\\.ts$',
  allowTypeImports: true,
  message: 'Import types only from the engine.',
};

/**
 * A folder's arrow as a rule.
 * @param {keyof typeof arrows} folder
 * @param {object[]} more
 * @returns {import('eslint').Linter.Config}
 */
const onlyAlong = (folder, ...more) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [arrows[folder], ...more] }] },
});

/** Tasks are the folders in the engine's room for them with a file of their name; others hold what tasks share. */
const roomOfTasks = join(import.meta.dirname, 'engine/tasks');
const tasks = readdirSync(roomOfTasks, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(roomOfTasks, entry.name, `${entry.name}.ts`)))
  .map(({ name }) => name);

/** Rooms of the engine, and which of the other rooms each may import. What lies at the ground all of them may. */
const rooms = {
  files: [],
  compute: [],
  network: ['compute'],
  encoding: ['files', 'compute'],
  tasks: ['network', 'encoding', 'files', 'compute'],
  runs: ['tasks', 'network', 'files', 'compute'],
  exchange: ['runs', 'tasks', 'network', 'compute'],
  prediction: ['runs', 'tasks', 'network', 'files', 'compute'],
  training: ['prediction', 'runs', 'exchange', 'tasks', 'network', 'files', 'compute'],
  cli: ['runs', 'tasks'],
  server: ['training', 'prediction', 'runs', 'exchange', 'tasks', 'files', 'compute'],
};
const ground = [
  'config',
  'protocol',
  'records',
  'errors',
  'scratchFile',
  'version',
  'fields/*',
  'words/*',
  'errands/*',
];

const roomNames = /** @type {(keyof typeof rooms)[]} */ (Object.keys(rooms));
const folderOfTask = `(${tasks.join('|')})/`;
const onlyRegistry = 'A task is asked through the registry: only that imports from the folder of one.';

/**
 * A room's arrows as a rule.
 * @param {keyof typeof rooms} room
 * @returns {import('eslint').Linter.Config}
 */
const roomRule = (room) => {
  const others = roomNames.filter((other) => other !== room && !rooms[room].some((known) => known === other));
  const allowed = [...rooms[room], 'what lies at the ground'].join(', ');
  return engineRule(
    [`engine/${room}/**/*.ts`],
    {
      regex: `^(\\.\\./)+(${others.join('|')})/`,
      message: `Of the engine's rooms, ${room} imports ${allowed} only.`,
    },
    { regex: `^(\\.\\./)+tasks/${folderOfTask}`, message: onlyRegistry },
    ...(room === 'tasks' ? [{ regex: `^\\.\\.?/${folderOfTask}`, message: onlyRegistry }] : []),
  );
};

/**
 * @param {string[]} files
 * @param {...{ regex: string, message: string }} patterns beside the engine's own
 * @returns {import('eslint').Linter.Config}
 */
const engineRule = (files, ...patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [arrows.engine, ...patterns] }] },
});

/** The arrows inside the engine, the more particular ones later. */
const engineRooms = [
  engineRule(
    ground.map((name) => `engine/${name}.ts`),
    {
      // The config has the names of the cells from their only list.
      regex: `^\\.\\.?/(${roomNames.join('|')})/(?!cells/findCell\\.ts$)`,
      message: 'What all rooms may import imports none of them.',
    },
  ),
  ...roomNames.map(roomRule),
  ...tasks.map((task) =>
    engineRule([`engine/tasks/${task}/**/*.ts`], {
      regex: [
        `^(\\.\\./)+(${roomNames.filter((room) => !rooms.tasks.includes(room)).join('|')})/`,
        `^\\.\\./(${tasks.filter((other) => other !== task).join('|')})/`,
      ].join('|'),
      message: 'A task imports readers, encodings and networks, and never another task.',
    }),
  ),
  // The only list of tasks.
  engineRule(['engine/tasks/registry.ts'], {
    regex: `^\\.\\./(${roomNames.filter((room) => !rooms.tasks.includes(room)).join('|')})/`,
    message: 'The registry lists tasks.',
  }),
];

/**
 * A task's name as a literal, a type or a key, outside the task's own folders.
 * @type {import('eslint').Rule.RuleModule}
 */
const taskName = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const file = context.filename.replaceAll('\\', '/');
    const foreign = tasks.filter((task) => !file.includes(`/tasks/${task}/`));
    /** @type {(node: import('eslint').Rule.Node, value: unknown) => void} */
    const check = (node, value) => {
      const named = foreign.find((task) => task === value);
      if (named === undefined) return;
      context.report({ node, message: `Ask the task, not its name: '${named}' is one of several that come and go.` });
    };
    return {
      Literal: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, node.value.cooked),
      Property: (node) => {
        const { key, computed, shorthand } = node;
        if (key.type === 'Identifier' && !computed && !shorthand) check(node, key.name);
      },
    };
  },
};

/** @type {import('eslint').Rule.RuleModule} */
const fileName = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Program: (node) => {
      const name = context.filename.replace(/^.*[\\/]/, '').replace(/\..*$/, '');
      if (/^(utils?|helpers?|common|misc)$/i.test(name)) {
        context.report({ node, message: `Name the file after what it exports: '${name}' says nothing.` });
      } else if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
        context.report({ node, message: `File names are camelCase: '${name}'.` });
      }
    },
  }),
};

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

const oneWordForBounds = {
  selector:
    'Program > :matches(VariableDeclaration, ExportNamedDeclaration) VariableDeclarator[id.name=/^max[A-Z]/]:has(> Literal)',
  message: 'How many there may be is called most…, how long something may be longest….',
};

const noSilentSkip = {
  selector:
    'MemberExpression[object.name=/^(test|describe|suite|context)$/][property.name=/^(skip|skipIf|runIf|todo)$/], MemberExpression[object.type="ThisExpression"][property.name="skip"]',
  message: 'The summary says why a test was skipped: use skipUnless.',
};

export default defineConfig(
  { ignores: ['dist/', 'dist-test/', '.vscode-test/', '**/.rnn-studio/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { house: { rules: { 'file-name': fileName, 'task-name': taskName } } },
    rules: {
      'house/file-name': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true }],
      '@typescript-eslint/max-params': ['error', { max: 7 }],
      'no-console': 'error',
      'no-implicit-coercion': 'error',
      'no-undef': 'off', // TypeScript's own check knows the libraries of each folder.
      'no-restricted-syntax': ['error', noDefaultExport, oneWordForBounds],
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  onlyAlong('engine'),
  ...engineRooms,
  onlyAlong('src'),
  onlyAlong('webview', typesOfEngine),
  {
    files: ['engine/**', 'src/**', 'webview/**'],
    ignores: ['engine/tasks/registry.ts', 'webview/tasks/registry.ts'],
    rules: { 'house/task-name': 'error' },
  },
  {
    // Assertions there read better for it: a missing element fails the test either way.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', noDefaultExport, noSilentSkip],
      'max-lines': ['error', { max: 500, skipBlankLines: true }],
    },
  },
  {
    files: ['test/browser/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        noSilentSkip,
        {
          selector:
            'ImportSpecifier[imported.name=/^(Frame|ElementHandle)$/], CallExpression[callee.property.name="frames"]',
          message: 'VS Code replaces frames at any time: use WebviewFrame, which finds its frame at each use.',
        },
        {
          selector: 'CallExpression[callee.property.name="waitForTimeout"]',
          message: 'Wait for what is to happen: a busy machine takes longer.',
        },
      ],
    },
  },
  {
    // Made by the build, as long as there are kernels.
    files: ['engine/compute/kernelFunctions.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/max-params': 'off' },
  },
  {
    files: ['**/*.mjs', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tools' configuration files are default exports by their own rule.
    files: ['*.config.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
