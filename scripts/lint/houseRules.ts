/** The house's own rules, in the form of plugins of ESLint that `oxlint` runs. */
import { relative } from 'node:path';
import { type Context, type ESTree, type Rule, definePlugin } from '@oxlint/plugins';
import { wallsAround } from './arrows.ts';
import { tasks } from './tasks.ts';

const pathOf = (context: Context): string => relative(context.cwd, context.filename).replaceAll('\\', '/');

/** Imports go along the arrows of the architecture. */
const arrows: Rule = {
  create: (context) => {
    const path = pathOf(context);
    // Scripts that make a part of the product stand beside it, and are none.
    const walls = path.endsWith('.mjs') ? [] : wallsAround(path);
    const check = (node: ESTree.Node, source: string, isOfTypes: boolean): void => {
      for (const { imported, letsTypesPass = false, message } of walls) {
        if (imported.test(source) && !(letsTypesPass && isOfTypes)) context.report({ node, message });
      }
    };
    return {
      ImportDeclaration: (node) => {
        const { importKind, specifiers, source } = node;
        const areTypes = specifiers.map((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
        check(node, source.value, importKind === 'type' || (areTypes.length > 0 && areTypes.every(Boolean)));
      },
      ExportNamedDeclaration: (node) => {
        if (node.source) check(node, node.source.value, node.exportKind === 'type');
      },
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === 'type'),
    };
  },
};

/** No task's name as a literal, a type or a key, outside the task's own folders. */
const taskName: Rule = {
  create: (context) => {
    const path = pathOf(context);
    const foreign = tasks.filter((task) => !path.includes(`/tasks/${task}/`));
    const check = (node: ESTree.Node, value: unknown): void => {
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

const fileName: Rule = {
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

/** What a selector finds may not be. */
const without = (selector: string, message: string): Rule => ({
  create: (context) => ({ [selector]: (node: ESTree.Node) => context.report({ node, message }) }),
});

export default definePlugin({
  meta: { name: 'house' },
  rules: {
    arrows,
    'task-name': taskName,
    'file-name': fileName,
    'no-default-export': without('ExportDefaultDeclaration', 'Export by name.'),
    'one-word-for-bounds': without(
      'Program > :matches(VariableDeclaration, ExportNamedDeclaration) VariableDeclarator[id.name=/^max[A-Z]/]:has(> Literal)',
      'How many there may be is called most…, how long something may be longest….',
    ),
    'no-silent-skip': without(
      'MemberExpression[object.name=/^(test|describe|suite|context)$/][property.name=/^(skip|skipIf|runIf|todo)$/], MemberExpression[object.type="ThisExpression"][property.name="skip"]',
      'The summary says why a test was skipped: use skipUnless.',
    ),
    'no-kept-frame': without(
      'ImportSpecifier[imported.name=/^(Frame|ElementHandle)$/], CallExpression[callee.property.name="frames"]',
      'VS Code replaces frames at any time: use WebviewFrame, which finds its frame at each use.',
    ),
    'no-fixed-wait': without(
      'CallExpression[callee.property.name="waitForTimeout"]',
      'Wait for what is to happen: a busy machine takes longer.',
    ),
  },
});
