/** Where two JSON values differ, `data.window: 3 for 4`, whatever the order of their keys; at most five places. */
export const findDifferences = (ours: unknown, theirs: unknown): string[] => differences(ours, theirs, '').slice(0, 5);

const differences = (ours: unknown, theirs: unknown, path: string): string[] => {
  if (!isObject(ours) || !isObject(theirs)) {
    return Object.is(ours, theirs) ? [] : [`${path.slice(1)}: ${show(ours)} for ${show(theirs)}`];
  }
  const keys = Object.keys({ ...ours, ...theirs });
  return keys.flatMap((key) => differences(ours[key], theirs[key], `${path}.${key}`));
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120));
