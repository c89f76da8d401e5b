import type { ColumnSummary } from '../../protocol.ts';

const tokenName = /^(tokens?|words?|forms?)$/i;
/** The surest first. */
const tagNames = [/^(tags?|ner([_ -]?tags?)?|bio|iob)$/i, /^labels?$/i, /^upos$/i, /^(pos([_ -]?tags?)?|xpos|chunk)$/i];
const stateName = /^(labels?|states?|activity|class|phase|event|status|regime|mode|stage|annotation|behaviou?r)$/i;
const sequenceName = /^(sentence|sent|seq|sequence|utterance|doc|document)([ _-]?(id|no|nr|number|#))?$/i;
const groupName =
  /^(.*[ _-])?(id|sequence|series|subject|user|trial|session|recording|run|clip|patient|person|participant|machine|device|sensor)$|[a-z]Id$/i;
const timeName = /^(time|timestamp|date|datetime|t|step|frame|tick|seconds?|ms)$/i;
const mostStates = 50;

/** Columns of words and of the tags that go with them; the sequence where one says it. */
export interface TokenColumns {
  readonly token: ColumnSummary;
  readonly label: ColumnSummary;
  readonly group: ColumnSummary | undefined;
}

/** A log's columns: a state for every row, and the numbers, with the time and whose row it is where columns say it. */
export interface LogColumns {
  readonly label: ColumnSummary;
  readonly time: ColumnSummary | undefined;
  readonly group: ColumnSummary | undefined;
  readonly inputs: readonly ColumnSummary[];
}

/** As far as the names of the columns tell. */
export const findTokens = (columns: readonly ColumnSummary[]): TokenColumns | undefined => {
  const token = columns.find(({ name, type }) => tokenName.test(name) && (type === 'text' || type === 'category'));
  const label = token && findTag(columns, token.name);
  if (!token || !label) return undefined;
  return { token, label, group: columns.find(({ name }) => sequenceName.test(name)) };
};

/** The column of tags: one whose name says it. */
export const findTag = (columns: readonly ColumnSummary[], token: string): ColumnSummary | undefined => {
  for (const tagName of tagNames) {
    const found = columns.find(
      ({ name, type, distinct, decimals }) =>
        name !== token &&
        tagName.test(name) &&
        distinct !== undefined &&
        (type === 'category' || (type === 'number' && decimals === 0)),
    );
    if (found) return found;
  }
  return undefined;
};

/** A label with a telling name, numbers, and a time or an id that says whose a row is. */
export const findLog = (columns: readonly ColumnSummary[]): LogColumns | undefined => {
  const label = columns.findLast(
    ({ name, type, distinct = Infinity, decimals }) =>
      stateName.test(name) && distinct <= mostStates && (type === 'category' || (type === 'number' && decimals === 0)),
  );
  if (!label) return undefined;
  const others = columns.filter(({ name }) => name !== label.name);
  const time = findTime(others);
  const group = findGroup(others.filter(({ name }) => name !== time?.name));
  const taken = [time?.name, group?.name];
  const inputs = others.filter(({ name, type }) => type === 'number' && !taken.includes(name));
  return inputs.length > 0 && (time ?? group) ? { label, time, group, inputs } : undefined;
};

export const findTime = (columns: readonly ColumnSummary[]): ColumnSummary | undefined =>
  columns.find(({ name, type }) => timeName.test(name) && (type === 'number' || type === 'timestamp')) ??
  columns.find(({ type }) => type === 'timestamp');

export const findGroup = (columns: readonly ColumnSummary[]): ColumnSummary | undefined =>
  columns.find(({ name }) => sequenceName.test(name)) ?? columns.find(({ name }) => groupName.test(name));
