/**
 * `npm run reference`: writes docs/reference.md, what a config, a run folder and the engine's protocol hold, from the
 * schemas that check them. A test holds the page to the schemas.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { formatText } from './formatText.mjs';
import { z } from 'zod';
import { pathsOf } from '../engine/tasks/config/fieldsOfTasks.ts';
import { configSchema } from '../engine/tasks/config/configSchema.ts';
import * as protocol from '../engine/protocol.ts';
import { tasks } from '../engine/tasks/registry.ts';
import * as requests from '../engine/requestSchemas.ts';
import * as runs from '../engine/runSchemas.ts';
import { onPinnedNode } from './install.mjs';

const page = 'docs/reference.md';

/** @typedef {import('zod').core.JSONSchema.BaseSchema} Schema */

/** @type {(schema: import('zod').ZodType) => Schema} */
const jsonOf = (schema) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });

/**
 * @param {number | undefined} bound
 * @returns {bound is number}
 */
const isBound = (bound) => bound !== undefined && Math.abs(bound) < 2 ** 53 - 1;

/** @type {(schema: Schema) => string} */
const rangeOf = ({ type, minimum, maximum, exclusiveMinimum }) => {
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum : undefined;
  const high = isBound(maximum) ? ` to ${maximum}` : '';
  if (above !== undefined && type !== 'integer') return ` above ${above}${high && `, up${high}`}`;
  const low = above === undefined ? minimum : above + 1;
  return isBound(low) ? ` from ${low}${high}` : high && ` up${high}`;
};

/** A type in words. @type {(schema: Schema | boolean | undefined) => string} */
const typeOf = (schema) => {
  if (typeof schema !== 'object') return 'anything';
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' or ');
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(Array.isArray(schema.items) ? schema.items[0] : schema.items)}`;
    case 'integer':
      return `whole number${rangeOf(schema)}`;
    case 'number':
      return `number${rangeOf(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
    case 'object':
      return schema.properties ? `{ ${Object.keys(schema.properties).join(', ')} }` : 'numbers or objects by name';
    default:
      return schema.type ?? 'anything';
  }
};

/** @type {(header: readonly string[], rows: readonly (readonly string[])[]) => string} */
const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** @type {(schema: Schema | boolean | undefined) => [string, Schema][]} */
const fieldsOf = (schema) =>
  typeof schema === 'object'
    ? Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
        typeof field === 'object' ? [/** @type {[string, Schema]} */ ([name, field])] : [],
      )
    : [];

/** @type {(section: string, field: string) => string} */
const readersOf = (section, field) => {
  const path = `${section}.${field}`;
  const readers = tasks.filter((task) => pathsOf(task).includes(path)).map(({ name }) => name);
  return readers.length === 0 ? 'all' : readers.join(', ');
};

/** @type {(section: string) => string} */
const configTable = (section) => {
  const fields = fieldsOf(jsonOf(configSchema).properties?.[section]);
  const rows = fields.flatMap(([name, field]) => [
    [`\`${name}\``, typeOf(field), readersOf(section, name), field.description ?? ''],
    ...fieldsOf(field).map(([inner, schema]) => [
      `\`${name}.${inner}\``,
      typeOf(schema),
      readersOf(section, name),
      schema.description ?? '',
    ]),
  ]);
  return `### \`${section}\`\n\n${table(['field', 'value', 'tasks', 'meaning'], rows)}`;
};

/** @type {(schema: import('zod').ZodType) => string} */
const plainTable = (schema) => {
  const json = jsonOf(schema);
  const rows = fieldsOf(json).map(([name, field]) => [
    `\`${name}\``,
    typeOf(field),
    json.required?.includes(name) ? 'always' : 'where there is one',
  ]);
  return table(['field', 'value', 'there'], rows);
};

const eventTables = () => {
  const kinds = jsonOf(runs.runEventSchema).oneOf ?? [];
  return kinds.map((kind) => {
    const rows = fieldsOf(kind).map(([name, field]) => [`\`${name}\``, typeOf(field)]);
    const [, { const: name } = {}] = fieldsOf(kind)[0] ?? [];
    return `#### \`${name}\`\n\n${table(['field', 'value'], rows.slice(1))}`;
  });
};

const requestTable = () => {
  const methods = Object.values(protocol).flatMap((type) =>
    typeof type === 'object' && 'method' in type ? [type.method] : [],
  );
  // Bundlers and Node list a module's exports in orders of their own.
  methods.sort();
  /** @type {Readonly<Record<string, string>>} */
  const schemaNames = {
    inspect: 'fileParams',
    propose: 'fileParams',
    evaluate: 'modelParams',
    exportModel: 'exportParams',
    findLearningRate: 'learningRateParams',
    pause: 'runParams',
    continue: 'runParams',
    stop: 'runParams',
  };
  const schemas = /** @type {Readonly<Record<string, import('zod').ZodType>>} */ (/** @type {unknown} */ (requests));
  const rows = methods.map((method) => {
    const schema = schemas[schemaNames[method] ?? `${method}Params`];
    const json = schema && jsonOf(schema);
    const fields = fieldsOf(json).map(([name]) => (json?.required?.includes(name) ? name : `${name}?`));
    const isTold = !json && method !== 'initialize';
    return [
      `\`${method}\``,
      isTold ? 'told by the engine' : fields.length > 0 ? fields.map((name) => `\`${name}\``).join(', ') : '–',
    ];
  });
  return table(['method', 'parameters'], rows);
};

/** The page, as the schemas of now have it. */
export const describeReference = async () => {
  const text = `# Reference

Written by \`npm run reference\` from the schemas that check what is read; it is not edited by hand.

## Config

A file \`*.rnn.json\`, or \`--set path=value\` on the command line. Every field may be left out. A field that the task does
not read is refused, unless it asks for nothing.

\`task\`: ${tasks.map(({ name }) => `\`${name}\``).join(', ')}.

${['data', 'model', 'training'].map(configTable).join('\n\n')}

## Run folder

\`run.json\` is replaced whole whenever something in it changes:

${plainTable(runs.runRecordSchema)}

\`metrics.jsonl\`, \`samples.jsonl\` and \`gradients.jsonl\` hold one report a line, which is also what \`--json\` prints and
what \`run/events\` tells. The fields of each \`event\`:

${eventTables().join('\n\n')}

\`forecast.json\`, of runs that forecast:

${plainTable(runs.forecastPlotSchema)}

\`best.safetensors\` is the model of the best epoch, \`last.safetensors\` the checkpoint from which a run goes on: weights by
PyTorch's names, and the config, what was fitted on the data and the position as JSON in the header. Where it was trained
anew on all parts in the end, \`best.safetensors\` is what came of that, \`measured.safetensors\` what was measured, and
\`refit.safetensors\` where that training stands while it lasts. Of an ensemble \`best.safetensors\` has the weights of all
networks, those from the second on by names that begin with \`ensemble.2.\` and so forth, \`measured.safetensors\` is the first
alone, and \`ensemble.safetensors\` has those that are trained while others are not yet.

## Protocol

JSON-RPC 2.0 over the standard input and output of \`engine.mjs\`, with the headers of the language server protocol;
logs go to the standard error. Types of the answers are in \`engine/protocol.ts\`.

${requestTable()}
`;
  return formatText(page, text);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await onPinnedNode();
  await writeFile(page, await describeReference());
}

/** What lies on the disk. */
export const readReference = () => readFile(page, 'utf8');
